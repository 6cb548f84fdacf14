"""The log: one line for each record, in two forms, and never a secret in either."""

import io
import json
import logging

import aiohttp
import discord
import pytest

from bot.logs import HIDDEN, logging_to

TOKEN = 'MTA5.Gx.a/b+c-secret_of"the\\test'
PASSWORD = "pass@word"
LOGGERS = ("bot.client", "discord.http", "discord.gateway", "aiohttp.client", "py.warnings")


def logged(form: str, write, level: str = "debug") -> str:
    """What `write` makes appear in the log."""
    stream = io.StringIO()
    with logging_to(form, level, [TOKEN, PASSWORD], stream):
        write()
    return stream.getvalue()


@pytest.fixture(params=["json", "text"])
def form(request) -> str:
    return request.param


def test_a_line_of_json_has_time_level_logger_message_and_the_extra_fields():
    line = logged(
        "json", lambda: logging.getLogger("bot.client").info("answered %s", "it", extra={"status": "choose", "ms": 3})
    )
    fields = json.loads(line)
    assert fields.pop("time").endswith("+00:00")
    assert fields == {"level": "info", "logger": "bot.client", "message": "answered it", "status": "choose", "ms": 3}


def test_a_line_of_text_says_the_same():
    line = logged("text", lambda: logging.getLogger("bot.client").info("answered %s", "it", extra={"status": "choose"}))
    assert line.partition(" info ")[2].strip() == "bot.client: answered it status=choose"


def test_a_traceback_stays_with_its_record(form):
    def fail() -> None:
        try:
            raise RuntimeError("told to")
        except RuntimeError:
            logging.getLogger("bot").exception("it failed", extra={"error_id": "a1b2"})

    lines = logged(form, fail).splitlines()
    assert "RuntimeError: told to" in "".join(lines) and "a1b2" in lines[0]
    if form == "json":
        assert len(lines) == 1 and "Traceback" in json.loads(lines[0])["trace"]
    else:
        assert len(lines) > 2 and all(line.startswith("    ") for line in lines[1:])


def test_nobody_can_forge_a_line(form):
    text = logged(
        form, lambda: logging.getLogger("bot").info("asked: %s", "x\n2026-01-01 00:00:00 error bot: all is lost")
    )
    assert sum(not line.startswith(" ") for line in text.splitlines()) == 1


def test_half_a_surrogate_pair_is_written_as_what_it_is(form, monkeypatch):
    monkeypatch.setattr(logging.getLogger(), "handlers", [])  # pytest's own cannot send such a line to another process
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="utf-8")
    with logging_to(form, "debug", [], stream):
        logging.getLogger("bot").info("asked: %s", "ferry \ud83d")
    stream.flush()
    assert b"ferry \\ud83d" in raw.getvalue()


def test_what_weighs_too_little_is_left_out(form):
    def write() -> None:
        logging.getLogger("bot").debug("a detail")
        logging.getLogger("alembic.runtime.migration").info("Context impl SQLiteImpl.")
        logging.getLogger("discord.client").info("logging in")

    text = logged(form, write, "info")
    assert "logging in" in text and "detail" not in text and "SQLiteImpl" not in text


@pytest.mark.parametrize("name", LOGGERS)
def test_no_secret_shows_wherever_it_comes_in(form, name):
    def write() -> None:
        logger = logging.getLogger(name)
        logger.debug("Authorization: Bot " + TOKEN)
        logger.info("with %s and %r", TOKEN, {"password": PASSWORD})
        logger.warning("extra", extra={"header": f"Bot {TOKEN}", "url": "postgresql://readout:pass%40word@host/db"})
        try:
            raise ValueError(f"bad token {TOKEN}")
        except ValueError:
            logger.exception("oops %s", PASSWORD)

    text = logged(form, write)
    shown = text + "".join(str(json.loads(line)) for line in text.splitlines()) if form == "json" else text
    assert shown.count(HIDDEN) >= 6
    assert not [secret for secret in (TOKEN, PASSWORD, "pass%40word", "secret_of") if secret in shown]


def test_the_token_of_an_interaction_does_not_show_in_its_urls(form):
    route = discord.http.Route(
        "POST", "/webhooks/{webhook_id}/{webhook_token}", webhook_id=42, webhook_token="aW50ZXJhY3Rpb24"
    )
    text = logged(
        form, lambda: logging.getLogger("discord.http").debug("%s %s has returned 404", route.method, route.url)
    )
    assert "aW50ZXJhY3Rpb24" not in text and f"/webhooks/42/{HIDDEN}" in text


async def test_the_real_client_logs_in_at_debug_without_showing_its_token(form, unused_tcp_port, monkeypatch):
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{unused_tcp_port}/api/v10")
    stream = io.StringIO()
    with logging_to(form, "debug", [TOKEN], stream):
        async with discord.Client(intents=discord.Intents.none()) as client:
            try:
                await client.login(TOKEN)
            except aiohttp.ClientError:
                logging.getLogger("bot").exception("cannot log in with %s", client.http.token)
    assert "logging in" in stream.getvalue() and "cannot log in" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_logging_is_as_before_when_the_block_has_ended():
    before = logging.getLogger().handlers[:], logging.getLogger().level
    logged("json", lambda: None, "error")
    assert (logging.getLogger().handlers[:], logging.getLogger().level) == before
