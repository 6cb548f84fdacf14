"""Settings: what is read from where, and what a person is told who got one wrong."""

import dataclasses
from pathlib import Path

import pytest

from bot.errors import BadConfiguration
from bot.settings import RateLimit, Secret, Settings, Shards, load_settings, settings_table
from knowledge.model.storage import BRIEFINGS

TOKEN = "MTIz.NDU2.secret-of-the-test"
MINIMUM = {"DISCORD_TOKEN": TOKEN, "HOME": "/home/someone"}


def problems(environ: dict[str, str], file: Path | None = None) -> list[str]:
    with pytest.raises(BadConfiguration) as raised:
        load_settings(environ, file)
    return str(raised.value).splitlines()


def test_a_token_is_enough():
    settings = load_settings(MINIMUM)
    assert settings.token.reveal() == TOKEN
    assert settings.database.reveal() == "sqlite:////home/someone/.local/share/readout/readout.sqlite3"
    assert settings.briefings == (BRIEFINGS,)
    assert settings.rate_limit == RateLimit(6, 30)
    assert (settings.private_replies, settings.log_questions, settings.retention_days) == (False, False, 30)
    assert (settings.log_format, settings.log_level) == ("text", "info")
    assert (settings.health_port, settings.shards, settings.development_guild) == (None, None, None)


def test_every_setting_is_read(tmp_path):
    settings = load_settings(MINIMUM | {
        "READOUT_BRIEFINGS": str(tmp_path), "READOUT_DATABASE": "postgresql://readout@localhost/readout",
        "READOUT_LOG": "json", "READOUT_LOG_LEVEL": "debug", "READOUT_HEALTH_PORT": "8080",
        "READOUT_HEALTH_HOST": "0.0.0.0", "READOUT_SHARDS": "0-3/16", "READOUT_PRIVATE_REPLIES": "on",
        "READOUT_RATE_LIMIT": "2/60", "READOUT_LOG_QUESTIONS": "on", "READOUT_RETENTION_DAYS": "7",
        "READOUT_DEVELOPMENT_GUILD": "81384788765712384",
    })  # fmt: skip
    assert settings == Settings(
        token=Secret(TOKEN), briefings=(tmp_path,), database=Secret("postgresql://readout@localhost/readout"),
        language="en", reader=True,
        private_replies=True, rate_limit=RateLimit(2, 60), log_questions=True, retention_days=7, log_format="json",
        log_level="debug", health_port=8080, health_host="0.0.0.0", shards=Shards((0, 1, 2, 3), 16),
        development_guild=81384788765712384,
    )  # fmt: skip


def test_the_table_has_every_field_of_settings_and_defaults_that_parse():
    assert len({setting.name for setting in settings_table()}) == len(dataclasses.fields(Settings))
    assert load_settings(MINIMUM) == load_settings(
        MINIMUM | {setting.name: setting.default for setting in settings_table() if setting.default}
    )


def test_no_token_says_which_two_variables_would_do():
    assert problems({}) == [
        "environment: DISCORD_TOKEN: found nothing, expected the bot's token, on one line, or DISCORD_TOKEN_FILE=FILE"
    ]


def test_the_token_may_stand_in_a_file(tmp_path):
    file = tmp_path / "token"
    file.write_text(f"{TOKEN}\n")
    assert load_settings({"DISCORD_TOKEN_FILE": str(file)}).token.reveal() == TOKEN


def test_the_database_may_stand_in_a_file_as_its_url_may_hold_a_password(tmp_path):
    file = tmp_path / "database"
    file.write_text("postgresql://readout:pass%40word@database/readout\n")
    settings = load_settings(MINIMUM | {"READOUT_DATABASE_FILE": str(file)})
    assert set(settings.secrets()) == {TOKEN, "pass%40word", "pass@word"}


@pytest.mark.parametrize(
    ("content", "found"), [(None, "No such file"), ("", "empty"), ("\n", "empty"), (b"\xff\xfe", "not text")]
)
def test_a_token_file_that_cannot_be_used_is_named(tmp_path, content, found):
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    (line,) = problems({"DISCORD_TOKEN_FILE": str(file)})
    assert line.startswith(f"environment: DISCORD_TOKEN_FILE: found {file} (") and found in line


def test_all_problems_are_told_at_once():
    lines = problems({
        "READOUT_SHARDS": "4-1/3", "READOUT_RATE_LIMIT": "often", "READOUT_LOG": "xml", "READOUT_LOG_LEVEL": "loud",
        "READOUT_HEALTH_PORT": "70000", "READOUT_RETENTION_DAYS": "0", "READOUT_PRIVATE_REPLIES": "perhaps",
        "READOUT_BRIEFINGS": "/nowhere/at/all", "READOUT_DATABASE": "mysql://root@localhost",
        "READOUT_DEVELOPMENT_GUILD": "mine", "READOUT_LANGUAGE": "xx",
    })  # fmt: skip
    assert len(lines) == 12, "these eleven and the token"
    assert (
        "environment: READOUT_LANGUAGE: found 'xx', expected the code of a folder in knowledge/lexicon, such as en"
        in lines
    )
    assert "environment: READOUT_RETENTION_DAYS: found '0', expected a number of days from 1 to 3650" in lines


@pytest.mark.parametrize("text", ["3", "0-3", "/16", "0-16/16", "-1/2", "a-b/c", "0-3/16/2", "3-1/4"])
def test_shards_that_make_no_sense_are_refused(text):
    with pytest.raises(ValueError):
        Shards.parse(text)


def test_shards_are_a_range_or_a_single_one():
    assert Shards.parse("4-7/16") == Shards((4, 5, 6, 7), 16)
    assert Shards.parse("5/16") == Shards((5,), 16)
    assert Shards.parse("0-3/16").first and not Shards.parse("4-7/16").first


def test_no_secret_shows_when_settings_or_their_problems_are_printed():
    environ = MINIMUM | {"READOUT_DATABASE": "postgresql://readout:hunter2@host/readout"}
    settings = load_settings(environ)
    shown = f"{settings!r} {settings} {dataclasses.asdict(settings)}"
    assert TOKEN not in shown and "hunter2" not in shown and "***" in shown
    told = problems({"DISCORD_TOKEN": f"{TOKEN} {TOKEN}", "READOUT_DATABASE": "mysql://readout:hunter2@host/readout"})
    assert len(told) == 2 and not any("hunter2" in line or TOKEN in line for line in told)


def test_a_misspelt_variable_is_told_and_a_foreign_one_is_not():
    assert problems(MINIMUM | {"READOUT_DATABSE": "sqlite:///x"}) == [
        "environment: READOUT_DATABSE: found a setting that does not exist, expected READOUT_DATABASE"
    ]
    load_settings(MINIMUM | {"READOUT_PORT": "tcp://10.0.0.1:8080", "READOUT_SERVICE_HOST": "10.0.0.1"})


def test_a_file_of_settings_is_read_and_the_environment_wins(tmp_path):
    file = tmp_path / "readout.env"
    file.write_text(
        "\ufeff# ours\n\nREADOUT_LOG=json\nREADOUT_RATE_LIMIT = '3/10'\nREADOUT_LOG_LEVEL=\n"
        "READOUT_RETENTION_DAYS=5\r\n"
    )
    settings = load_settings(MINIMUM | {"READOUT_RETENTION_DAYS": "9"}, file)
    assert (settings.log_format, settings.rate_limit, settings.log_level, settings.retention_days) == (
        "json",
        RateLimit(3, 10),
        "info",
        9,
    )


def test_a_file_of_settings_is_told_by_line(tmp_path):
    file = tmp_path / "readout.env"
    file.write_text("READOUT_LOGG=json\nwhat is this\nREADOUT_RATE_LIMIT=often\n")
    assert problems(MINIMUM, file) == [
        f"{file}: line 1: found 'READOUT_LOGG', expected READOUT_LOG=value",
        f"{file}: line 2: found 'what is this', expected NAME=value",
        f"{file}: READOUT_RATE_LIMIT: found 'often', expected QUESTIONS/SECONDS such as 6/30",
    ]
    assert problems(MINIMUM, tmp_path / "none") == [
        f"{tmp_path / 'none'}: found no settings (No such file or directory), expected text with lines NAME=value"
    ]


def test_state_goes_where_systemd_or_the_desktop_says():
    assert (
        load_settings(MINIMUM | {"STATE_DIRECTORY": "/var/lib/readout"}).database.reveal()
        == "sqlite:////var/lib/readout/readout.sqlite3"
    )
    assert (
        load_settings(MINIMUM | {"XDG_DATA_HOME": "/data"}).database.reveal()
        == "sqlite:////data/readout/readout.sqlite3"
    )


def test_sqlite_without_a_file_is_refused_for_it_forgets_at_every_stop():
    with pytest.raises(
        BadConfiguration, match="READOUT_DATABASE: found something else, expected a url such as sqlite:///FILE"
    ):
        load_settings({"DISCORD_TOKEN": "t", "READOUT_DATABASE": "sqlite:///"})
