"""What members do beside queries: they mention the bot or write to it, look at a message, at the bot, at themselves."""

from __future__ import annotations

import logging
import math

import discord
from discord import app_commands
from discord.ext import commands

from bot.commands import Call, told
from bot.discord.client import Readout
from bot.discord.markdown import one_line, spoken
from bot.discord.records import Place
from bot.texts import load_texts

log = logging.getLogger(__name__)

SPOKEN = (discord.MessageType.default, discord.MessageType.reply)
MOST_TITLES = 10  # of briefings that /status names
TEXTS = load_texts()  # for Discord's own record of the commands


class Members(commands.Cog):
    """Messages that mean the bot, the menu on a message, and commands about the bot itself.

    Messages that mean it are a mention, a reply to a message of its own, a direct message. It hears no others: Discord
    shows the bot the words of these alone, since it asks for no privileged intent.
    """

    def __init__(self, bot: Readout):
        self._bot = bot
        self._check = app_commands.ContextMenu(name=bot.texts("discord.check"), callback=self.check)

    async def cog_load(self) -> None:
        """Adds the menu."""
        self._bot.tree.add_command(self._check)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answers a message that means the bot."""
        bot = self._bot
        if bot.user is None or not meant(message, bot.user):
            return
        try:
            if seconds := bot.limiter.wait(message.author.id):
                await self._slow_down(message.author, seconds)
            else:
                await bot.replies.message(message, spoken(message.content) or "/brief")
        except discord.Forbidden as error:
            log.warning("may not write in a channel: %s", error)
        except Exception as error:
            await bot.replies.failed(message, error)

    async def check(self, interaction: discord.Interaction, message: discord.Message) -> None:
        """The nearest excerpts to a message, privately, and never "true" or "false"."""
        text = spoken(message.content)
        if text:
            await self._bot.replies.answer(interaction, Call("check", (text,)), private=True)
        else:
            await self._bot.replies.notice(interaction, self._bot.texts("discord.no_words"))

    @app_commands.command(description=TEXTS("commands.help.description"))
    async def help(self, interaction: discord.Interaction) -> None:
        """Every command, only for who asks."""
        texts = self._bot.texts
        rows = [*told(texts).values(), *told(texts, "discord.commands").values()]
        lines = [f"`{usage}` {description}" for usage, description in rows]
        foot = texts("discord.help_foot", menu=texts("discord.check"))
        await self._bot.replies.notice(interaction, "\n".join([texts("discord.help_lead"), *lines, "", foot]))

    @app_commands.command(description=TEXTS("discord.commands.status.description"))
    async def status(self, interaction: discord.Interaction) -> None:
        """What the bot has loaded, how it is connected, and what it cannot see; only for who asks."""
        bot, texts, latency = self._bot, self._bot.texts, self._bot.latency
        await bot.replies.thinking(interaction)
        here = (await bot.gate.scope(Place.of(interaction))).articles
        lines = [
            texts(
                "discord.status_gateway",
                milliseconds="?" if math.isnan(latency) else round(latency * 1000),
                shards=bot.shard_count or 1,
            ),
            texts.count("discord.status_briefings", len(here)),
            *(f"- {one_line(article.title)}" for article in here[:MOST_TITLES]),
            texts("discord.status_store_on" if bot.store else "discord.status_store_off"),
            texts("discord.status_intents"),
        ]
        await bot.replies.notice(interaction, "\n".join(lines))

    @app_commands.command(description=TEXTS("discord.commands.forget.description"))
    async def forget(self, interaction: discord.Interaction) -> None:
        """Deletes what the bot keeps of the member who asks."""
        await self._bot.replies.thinking(interaction)
        number = await self._bot.store.forget(interaction.user.id) if self._bot.store else 0
        await self._bot.replies.notice(interaction, self._bot.texts.count("discord.forgotten", number))

    async def _slow_down(self, member: discord.User | discord.Member, seconds: float) -> None:
        """One private notice in each window: in a channel nobody else need read it."""
        if self._bot.limiter.first_notice(member.id):
            await member.send(self._bot.texts("discord.slow_down", seconds=math.ceil(seconds)))


def meant(message: discord.Message, me: discord.ClientUser) -> bool:
    """Whether a message asks the bot. Another bot's, and one to everyone or to a role, never does."""
    if message.author.bot or message.webhook_id or message.type not in SPOKEN:
        return False
    return message.guild is None or any(user.id == me.id for user in message.mentions)


async def setup(bot: Readout) -> None:
    """Adds the cog."""
    await bot.add_cog(Members(bot))
