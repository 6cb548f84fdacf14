"""`readout bot` as operators run it: a process of its own, its signals, its exit codes, several that share the work."""

import asyncio
import signal

import pytest

from knowledge.model.storage import dump
from tests.loopback import world
from tests.loopback.member import Member
from tests.loopback.process import readout
from tests.loopback.server import Discord


@pytest.fixture
def environ(tmp_path) -> dict[str, str]:
    """Settings for a bot with the small briefing and a database of its own."""
    (tmp_path / "ferry-strike.txt").write_text(world.FERRY, encoding="utf-8")
    (tmp_path / "ferry-strike.yaml").write_text(dump(world.briefing().base), encoding="utf-8")
    return {"READOUT_BRIEFINGS": str(tmp_path), "READOUT_DATABASE": f"sqlite:///{tmp_path / 'state.sqlite3'}"}


async def ended(process: asyncio.subprocess.Process) -> tuple[int, str]:
    """The exit code of a process and what it said on standard error."""
    async with asyncio.timeout(30):
        _, said = await process.communicate()
    return process.returncode, said.decode()


def sessions(discord: Discord):
    return list(discord.gateway.sessions.values())


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
async def test_a_signal_ends_it_with_a_goodbye_and_exit_code_0(environ, name):
    async with Discord() as discord, readout(discord.host, "bot", DISCORD_TOKEN=discord.token, **environ) as process:
        await discord.gateway.wait_until(lambda: sessions(discord), seconds=30)
        reply = await Member(discord, "alex").slash("position", actor="Almers")
        assert "rejects any rise before spring" in reply.text
        process.send_signal(getattr(signal, name))
        code, said = await ended(process)
        assert (code, "Traceback" in said, discord.token in said) == (0, False, False)
        [session] = sessions(discord)
        assert session.close_code == 1000
        assert discord.problems == []


async def test_without_a_token_it_says_so_in_a_line_and_ends_with_78(environ):
    async with Discord() as discord, readout(discord.host, "bot", **environ) as process:
        code, said = await ended(process)
        assert code == 78 and "DISCORD_TOKEN" in said and len(said.strip().splitlines()) == 1
        assert discord.requests == []


async def test_a_token_that_discord_refuses_ends_with_78_and_is_not_shown(environ):
    async with Discord() as discord, readout(discord.host, "bot", DISCORD_TOKEN="not.the.token", **environ) as process:
        code, said = await ended(process)
        assert code == 78 and "not.the.token" not in said and "Traceback" not in said
        assert "DISCORD_TOKEN" in said.strip().splitlines()[-1]


async def test_two_processes_share_the_servers_and_one_of_them_tells_discord_the_commands(environ):
    async with Discord(guilds=2) as discord:
        environ["DISCORD_TOKEN"] = discord.token
        async with (
            readout(discord.host, "bot", "--shards", "0/2", **environ) as first,
            readout(discord.host, "bot", "--shards", "1/2", **environ) as second,
        ):
            await discord.gateway.wait_until(lambda: len(sessions(discord)) == 2 and discord.synced, seconds=30)
            assert sorted(session.shard for session in sessions(discord)) == [(0, 2), (1, 2)]
            for number, guild_id in enumerate(discord.guilds):
                reply = await Member(discord, f"member{number}", guild_id).slash("position", actor="Almers")
                assert "rejects any rise before spring" in reply.text
            for process in (first, second):
                process.send_signal(signal.SIGTERM)
            assert [(await ended(process))[0] for process in (first, second)] == [0, 0]
        assert discord.synced == 1
        assert discord.problems == []


EXTRAS = ("asyncpg", "PIL", "prometheus_client", "spacy", "numpy")  # what a plain install does not have


async def test_a_plain_install_serves_and_tells_the_chart_in_words(environ):
    async with (
        Discord() as discord,
        readout(discord.host, "bot", DISCORD_TOKEN=discord.token, without=EXTRAS, **environ) as process,
    ):
        await discord.gateway.wait_until(lambda: sessions(discord), seconds=30)
        alex = Member(discord, "alex")
        assert "rejects any rise before spring" in (await alex.slash("position", actor="Almers")).text
        overview = await alex.slash("position")
        assert "Dov Almers" in overview.text and discord.uploaded == {} and discord.problems == []
        process.send_signal(signal.SIGTERM)
        code, said = await ended(process)
        assert code == 0 and said.count("pip install 'readout[chart]'") == 1


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        (
            {"READOUT_DATABASE": "postgresql://readout:hunter2@127.0.0.1:1/readout"},
            "READOUT_DATABASE: found a postgresql:// url but no package asyncpg, "
            "expected it installed (pip install 'readout[postgresql]')",
        ),
        (
            {"READOUT_HEALTH_PORT": "8080"},
            "READOUT_HEALTH_PORT: found a port but no package prometheus-client, "
            "expected it installed (pip install 'readout[metrics]')",
        ),
    ],
)
async def test_what_an_extra_brings_is_told_in_a_line_where_it_is_asked_for(environ, asked, line):
    async with (
        Discord() as discord,
        readout(discord.host, "bot", DISCORD_TOKEN=discord.token, without=EXTRAS, **{**environ, **asked}) as process,
    ):
        assert await ended(process) == (78, f"readout: environment: {line}\n")
        assert discord.requests == []


@pytest.mark.parametrize("command", [("build", "--check"), ("review", "seeds/none.txt"), ("attribute",)])
async def test_what_needs_the_build_extra_says_so_in_a_line(command):
    async with readout("127.0.0.1:1", *command, without=EXTRAS) as process:
        code, said = await ended(process)
        assert code == 78 and said == (
            "readout: no English model for spaCy: run `make setup`, or pip install 'readout[build]'\n"
        )
