"""The two bots that are measured, each in a process of its own: `python -m tests.bench.bots NAME HOST`.

`readout` is the bot as `readout bot` runs it; `bare` is the least that discord.py needs to answer a constant.
"""

from __future__ import annotations

import os
import sys

import discord
import yarl
from discord import app_commands

CONSTANT = "The briefing says so."


class Bare(discord.AutoShardedClient):
    """A client with one command, `/ask`, whose answer is always the same."""

    async def setup_hook(self) -> None:
        tree = app_commands.CommandTree(self)

        @tree.command()
        async def ask(interaction: discord.Interaction, question: str) -> None:
            """Asks the briefing."""
            await interaction.response.send_message(CONSTANT)

        await tree.sync()


def run_bare() -> None:
    """Runs until it is ended."""
    nobody = discord.AllowedMentions.none()
    client = Bare(intents=discord.Intents(guilds=True), allowed_mentions=nobody, shard_ids=[0], shard_count=1)
    client.run(os.environ["DISCORD_TOKEN"], log_handler=None)


def run_readout() -> None:
    """Runs with the settings in the environment until it is told to end."""
    from bot.cli import main

    sys.exit(main(["bot"]))


def point_at(host: str) -> None:
    """Points discord.py at the stand-in."""
    discord.http.Route.BASE = f"http://{host}/api/v10"
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{host}/gateway")


if __name__ == "__main__":
    name, host = sys.argv[1:]
    point_at(host)
    {"bare": run_bare, "readout": run_readout}[name]()
