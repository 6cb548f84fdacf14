"""The settings of the bot: read once in `main()`, from the environment and an optional file, then passed on.

`Settings` is the one list of them; the README's table and `readout bot --help` are made from it. A settings file has
lines `NAME=value` with the same names (the format of systemd's EnvironmentFile and of `docker --env-file`); the
environment wins over it.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import unquote, urlsplit

from bot.errors import BadConfiguration
from knowledge.errors import Problem
from knowledge.lexicon.tables import languages
from knowledge.model.storage import BRIEFINGS

ENVIRONMENT = "environment"
LogFormat = Literal["text", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]
LOOKALIKE = 0.85  # how like a known name an unknown one must be (difflib's ratio) to be called misspelt


class Secret:
    """Text that shows in no log: printing it gives three stars, `reveal` gives the text."""

    def __init__(self, text: str):
        self._text = text

    def reveal(self) -> str:
        """The text itself, for the one place that needs it."""
        return self._text

    def __repr__(self) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)


@dataclass(frozen=True)
class Shards:
    """The shards that this process runs, and how many the bot has in all."""

    ids: tuple[int, ...]
    count: int

    @classmethod
    def parse(cls, text: str) -> Shards:
        """`0-3/16` is shards 0 to 3 of 16, `5/16` is shard 5. Raises ValueError."""
        part, _, count_text = text.partition("/")
        first, _, last = part.partition("-")
        low, high, count = int(first), int(last or first), int(count_text)
        if not 0 <= low <= high < count:
            raise ValueError(text)
        return cls(tuple(range(low, high + 1)), count)

    @property
    def first(self) -> bool:
        """Whether this process runs shard 0, and so does what the bot must do once."""
        return 0 in self.ids


@dataclass(frozen=True)
class RateLimit:
    """How many questions one member may ask in how many seconds."""

    questions: int
    seconds: int

    @classmethod
    def parse(cls, text: str) -> RateLimit:
        """`6/30` is six questions in thirty seconds. Raises ValueError."""
        questions, seconds = map(int, text.split("/"))
        if questions < 1 or seconds < 1:
            raise ValueError(text)
        return cls(questions, seconds)


def _token(text: str) -> Secret:
    if any(character.isspace() for character in text):
        raise ValueError("a token has no blanks")
    return Secret(text)


def _database(text: str) -> Secret:
    if not text.startswith(("sqlite:///", "postgresql://")) or text == "sqlite:///":
        raise ValueError("neither a file of SQLite nor PostgreSQL")  # without a file, SQLite forgets at every stop
    return Secret(text)


def _paths(text: str) -> tuple[Path, ...]:
    paths = tuple(Path(part).expanduser() for part in text.split(os.pathsep) if part)
    if not all(path.exists() for path in paths):
        raise ValueError(text)
    return paths


def _language(text: str) -> str:
    return _one_of(*languages())(text)


def _one_of(*words: str) -> Callable[[str], str]:
    return {word: word for word in words}.__getitem__


def _switch(text: str) -> bool:
    return {"on": True, "off": False}[text.lower()]


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not low <= int(text) <= high:
            raise ValueError(text)
        return int(text)

    return parse


@dataclass(frozen=True)
class Setting:
    """How a field of `Settings` is set."""

    name: str  # of the environment variable
    parse: Callable[[str], Any]  # raises ValueError or KeyError
    meaning: str
    expected: str  # what a message about a bad value asks for
    default: str = ""  # what a person would write; "" for none
    secret: bool = False  # its value may also stand in a file that NAME_FILE names
    required: bool = False

    @property
    def file_name(self) -> str | None:
        """The variable that may name a file which holds the value; None if there is none."""
        return f"{self.name}_FILE" if self.secret else None


def setting(*arguments: Any, **rest: Any) -> Any:
    """A field of `Settings`; the arguments are those of `Setting`."""
    return field(metadata={"setting": Setting(*arguments, **rest)})


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. Made by `load_settings`; printing it shows no secret."""

    # fmt: off
    token: Secret = setting("DISCORD_TOKEN", _token, secret=True, required=True,
        meaning="the bot's token, from the Developer Portal under Bot",
        expected="the bot's token, on one line")
    briefings: tuple[Path, ...] = setting("READOUT_BRIEFINGS", _paths,
        meaning="fact bases to serve, files or directories, separated as in PATH; without it, the shipped ones",
        expected="files or directories that exist")
    reader: bool = setting("READOUT_READER", _switch, default="on",
        meaning="off: words alone decide, without the model of meaning; it is off where the extra `reader` is missing",
        expected="on or off")
    language: str = setting("READOUT_LANGUAGE", _language, default="en",
        meaning="the language of articles and questions: the code of a folder in knowledge/lexicon",
        expected="the code of a folder in knowledge/lexicon, such as en")
    database: Secret = setting("READOUT_DATABASE", _database, secret=True,  # a url may hold a password
        meaning="where the bot keeps its state: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME; "
                "without it, a SQLite file in the data directory",
        expected="a url such as sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    private_replies: bool = setting("READOUT_PRIVATE_REPLIES", _switch, default="off",
        meaning="whether replies to commands show only to who asked, in servers that have not chosen",
        expected="on or off")
    rate_limit: RateLimit = setting("READOUT_RATE_LIMIT", RateLimit.parse, default="6/30",
        meaning="how many questions one member may ask in how many seconds",
        expected="QUESTIONS/SECONDS such as 6/30")
    log_questions: bool = setting("READOUT_LOG_QUESTIONS", _switch, default="off",
        meaning="whether questions and who asked them are kept, in servers that have not chosen",
        expected="on or off")
    retention_days: int = setting("READOUT_RETENTION_DAYS", _whole(1, 3650), default="30",
        meaning="after how many days kept questions, feedback and counts are deleted",
        expected="a number of days from 1 to 3650")
    log_format: LogFormat = setting("READOUT_LOG", _one_of(*get_args(LogFormat)), default="text",
        meaning="the form of the log on standard error: text for people, json for machines",
        expected="text or json")
    log_level: LogLevel = setting("READOUT_LOG_LEVEL", _one_of(*get_args(LogLevel)), default="info",
        meaning="the least weighty message to log",
        expected="debug, info, warning or error")
    health_port: int | None = setting("READOUT_HEALTH_PORT", _whole(1, 65535),
        meaning="the port for /healthz and /metrics; without it, neither",
        expected="a port from 1 to 65535")
    health_host: str = setting("READOUT_HEALTH_HOST", str, default="127.0.0.1",
        meaning="the address on which that port is opened",
        expected="an address of this machine")
    shards: Shards | None = setting("READOUT_SHARDS", Shards.parse,
        meaning="the shards that this process runs, of all: 0-3/16; without it, one process runs all",
        expected="FIRST-LAST/COUNT such as 0-3/16, or ONE/COUNT such as 5/16")
    development_guild: int | None = setting("READOUT_DEVELOPMENT_GUILD", _whole(1, 2**63 - 1),
        meaning="the id of a server that gets changed commands at once, for developers",
        expected="the id of a server")
    # fmt: on

    def secrets(self) -> tuple[str, ...]:
        """Every text that no log may hold: the token, and the database's password if it has one."""
        password = urlsplit(self.database.reveal()).password
        return (self.token.reveal(), *({password, unquote(password)} if password else ()))


def settings_table() -> tuple[Setting, ...]:
    """Every setting there is, in the order to show them."""
    return tuple(field.metadata["setting"] for field in fields(Settings))


def load_settings(environ: Mapping[str, str], file: Path | None = None) -> Settings:
    """The settings: from `environ`, else from `file`, else by default. Reads no other file than those named.

    Raises BadConfiguration with every problem found; none of them shows a secret.
    """
    problems: list[Problem] = list(_misspelt(environ))
    values = {name: (value, str(file)) for name, value in _read_file(file, problems)} if file else {}
    values |= {name: (value, ENVIRONMENT) for name, value in environ.items() if value}
    found = {field.name: _value(field.metadata["setting"], values, problems) for field in fields(Settings)}
    if problems:
        raise BadConfiguration(problems)
    found["briefings"] = found["briefings"] or (BRIEFINGS,)
    found["database"] = found["database"] or Secret(f"sqlite:///{data_directory(environ) / 'readout.sqlite3'}")
    return Settings(**found)


def data_directory(environ: Mapping[str, str]) -> Path:
    """Where state is kept when no setting says so: systemd's StateDirectory, else the user's data directory
    (freedesktop.org, XDG Base Directory Specification)."""
    if systemd := environ.get("STATE_DIRECTORY"):
        return Path(systemd.split(":")[0])
    home = environ.get("XDG_DATA_HOME") or Path(environ.get("HOME") or Path.home(), ".local", "share")
    return Path(home, "readout")


def _value(setting: Setting, values: Mapping[str, tuple[str, str]], problems: list[Problem]) -> Any:
    """The parsed value of one setting, None if it has none; what is wrong goes to `problems`."""
    name, (text, place) = setting.name, values.get(setting.name, ("", ENVIRONMENT))
    if not text and setting.file_name and setting.file_name in values:
        name, (path, place) = setting.file_name, values[setting.file_name]
        try:
            text = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(place, name, f"{path} ({_reason(error)})", f"a file with {setting.expected}"))
            return None
        if not text:
            problems.append(Problem(place, name, f"{path} (empty)", f"a file with {setting.expected}"))
            return None
    text = text or setting.default
    if not text:
        if setting.required:
            problems.append(Problem(place, name, "nothing", f"{setting.expected}, or {setting.file_name}=FILE"))
        return None
    try:
        return setting.parse(text)
    except (ValueError, KeyError):
        found = "something else" if setting.secret else repr(text)
        problems.append(Problem(place, name, found, setting.expected))
        return None


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return error.strerror or "unreadable" if isinstance(error, OSError) else "not text"


def _known_names() -> list[str]:
    return [name for row in settings_table() for name in (row.name, row.file_name) if name]


def _misspelt(environ: Mapping[str, str]) -> Iterator[Problem]:
    """Variables that nobody reads but that look like one of ours. Others must pass: where a Kubernetes Service
    is called readout, for one, READOUT_PORT is set for every container."""
    known = _known_names()
    for name in sorted(environ.keys() - set(known)):
        if name.startswith("READOUT_") and (near := difflib.get_close_matches(name, known, n=1, cutoff=LOOKALIKE)):
            yield Problem(ENVIRONMENT, name, "a setting that does not exist", near[0])


def _read_file(file: Path, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """The (name, value) pairs of a settings file; what is wrong with it goes to `problems`."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(str(file), "", f"no settings ({_reason(error)})", "text with lines NAME=value"))
        return
    known = _known_names()
    for number, line in enumerate(lines, start=1):
        name, equals, value = (part.strip() for part in line.partition("="))
        if not name or name.startswith("#"):
            continue
        if not equals or name not in known:
            near = difflib.get_close_matches(name, known, n=1) or ["NAME"]
            problems.append(Problem(str(file), f"line {number}", repr(name[:40]), f"{near[0]}=value"))
        elif value:
            yield name, _unquoted(value)


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
