"""The log on standard error: a line of JSON for machines or a line of text for people, without a secret in it.

A secret is taken out last, of the finished line: it may come in by the message, an argument, an extra field
or a traceback, and from our loggers as well as from discord.py's.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Literal, TextIO
from urllib.parse import quote

HIDDEN = "[secret]"
NOISY = ("alembic", "aiosqlite", "asyncio")  # say at `info` and `debug` what is of no use to an operator

# The token of an interaction stands in its urls and is good for 15 minutes:
# /interactions/ID/TOKEN/callback and /webhooks/ID/TOKEN (Discord, "Interactions: Receiving and Responding").
_URL_TOKEN = re.compile(r"(/(?:interactions|webhooks)/\d+/)[^/\s?\"'\\]+")

_ORDINARY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}


class _Formatter(logging.Formatter):
    """Lines without secrets; `_line` says what else is in them."""

    def __init__(self, secrets: Iterable[str]):
        super().__init__()
        spellings = {spelling for secret in secrets for spelling in (secret, quote(secret, safe=""), _in_json(secret))}
        # The longest first, for one secret may be a part of another.
        self._secrets = sorted(filter(None, spellings), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The finished line."""
        line = self._line(record)
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        line = _URL_TOKEN.sub(rf"\1{HIDDEN}", line)
        return line.encode(errors="backslashreplace").decode()  # no stream writes half a surrogate pair

    def _line(self, record: logging.LogRecord) -> str:
        raise NotImplementedError

    def _trace(self, record: logging.LogRecord) -> str | None:
        return self.formatException(record.exc_info) if record.exc_info and record.exc_info[0] else None


class JsonFormatter(_Formatter):
    """One JSON object a line: time, level, logger, message, what came in `extra`, and `trace` of an exception."""

    def _line(self, record: logging.LogRecord) -> str:
        fields = {
            "time": _time(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_extra(record),
        }
        if trace := self._trace(record):
            fields["trace"] = trace
        return json.dumps(fields, ensure_ascii=False, default=str)


class TextFormatter(_Formatter):
    """Time, level, logger, message and what came in `extra`; further lines are indented, so none can be forged."""

    def _line(self, record: logging.LogRecord) -> str:
        extra = "".join(f" {name}={value}" for name, value in _extra(record).items())
        head = f"{_time(record):%Y-%m-%d %H:%M:%S} {record.levelname.lower():7} {record.name}: "
        body = "\n".join(filter(None, (record.getMessage() + extra, self._trace(record))))
        return head + "\n    ".join(body.splitlines())


@contextmanager
def logging_to(
    form: Literal["json", "text"], level: str, secrets: Iterable[str], stream: TextIO | None = None
) -> Iterator[None]:
    """Logs to `stream` (standard error) what is at least of `level`, without `secrets`, until the block ends."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonFormatter(secrets) if form == "json" else TextFormatter(secrets))
    root = logging.getLogger()
    before = {name: logging.getLogger(name).level for name in ("", *NOISY)}
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        root.removeHandler(handler)
        handler.close()
        for name, was in before.items():
            logging.getLogger(name).setLevel(was)


def _time(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, UTC)


def _extra(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in vars(record).items() if name not in _ORDINARY}


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]
