"""Buttons that work for ever: whatever message they stand on, `custom_id` says what to do (see markdown.py)."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import ui
from discord.ext import commands

from bot.answering.answer import Citation
from bot.commands import Call, find_excerpt
from bot.discord.client import Readout
from bot.discord.markdown import REASONS, pressed_call
from bot.discord.records import Place
from bot.store import Verdict
from knowledge.model.storage import Briefing

REMEMBERED = 10_000  # presses of Helpful and Wrong; a member who presses twice is counted once


class Button(ui.DynamicItem[ui.Button[Any]], template=r"(?P<verb>[a-z]+)(?::(?P<rest>[^\n]*))?"):
    """Any button of the bot; hands a press to `Buttons`."""

    def __init__(self, item: ui.Button[Any], verb: str, rest: str):
        super().__init__(item)
        self._verb, self._rest = verb, rest

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Button:
        """The button on the message that was pressed."""
        assert isinstance(item, ui.Button)
        return cls(item, match["verb"], match["rest"] or "")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Never raises: discord.py would only log it, and the member would read that nothing happened."""
        bot: Readout = interaction.client
        try:
            cog = bot.get_cog(Buttons.__cog_name__)
            press = cog.presses.get(self._verb) if isinstance(cog, Buttons) else None
            if press is None:
                await bot.replies.notice(interaction, bot.texts("discord.gone"))
            else:
                await press(interaction, self._rest)
        except Exception as error:
            await bot.replies.failed(interaction, error)


class Buttons(commands.Cog):
    """What a press does, by the verb of the button. Every press gets the rest of the button's `custom_id`."""

    def __init__(self, bot: Readout):
        self._bot = bot
        self._judged: OrderedDict[tuple[int, str], None] = OrderedDict()
        self.presses: dict[str, Callable[[discord.Interaction, str], Awaitable[None]]] = {
            "context": self.context,
            "pick": self.pick,
            "none": self.none,
            "good": self.good,
            "wrong": self.wrong,
            "why": self.why,
            "more": self.more,
            "ask": self.ask,
        }

    async def cog_load(self) -> None:
        """From now on, buttons of old messages work again."""
        self._bot.add_dynamic_items(Button)

    async def context(self, interaction: discord.Interaction, rest: str) -> None:
        """The excerpt in its paragraph, marked, only for who pressed."""

        async def draw() -> ui.LayoutView:
            found = await self._excerpt(interaction, rest)
            return self._bot.cards.context(*found) if found else self._note("discord.gone")

        await self._bot.replies.view(interaction, draw())

    async def pick(self, interaction: discord.Interaction, rest: str) -> None:
        """The candidate that was meant."""
        key, _, excerpt_id = rest.partition("~")[0].partition(":")
        await self._choose(interaction, Call("cite", (f"{key}.{excerpt_id}",)))

    async def none(self, interaction: discord.Interaction, rest: str) -> None:
        """None of the candidates."""
        await self._choose(interaction, Call("none"))

    async def good(self, interaction: discord.Interaction, rest: str) -> None:
        """Helpful."""
        await self._bot.replies.view(interaction, self._judge(interaction, rest, "helpful", None, "discord.thanks"))

    async def wrong(self, interaction: discord.Interaction, rest: str) -> None:
        """Wrong: asks for one of the reasons."""

        async def ask() -> ui.LayoutView:
            return self._bot.cards.reasons(rest)

        await self._bot.replies.view(interaction, ask())

    async def why(self, interaction: discord.Interaction, rest: str) -> None:
        """Wrong, for this reason."""
        reason, _, excerpt = rest.partition(":")
        judging = self._judge(interaction, excerpt, "wrong", reason, "discord.thanks_wrong")
        await self._bot.replies.view(interaction, judging, edit=True)

    async def more(self, interaction: discord.Interaction, rest: str) -> None:
        """The next page of an answer, only for who pressed."""
        page, _, call = rest.partition(":")
        await self._bot.replies.answer(interaction, pressed_call(call), page=int(page), private=True, limited=False)

    async def ask(self, interaction: discord.Interaction, rest: str) -> None:
        """What was suggested: a question, or a command such as `/position Iran`."""
        own = asker_of(interaction.message) == interaction.user.id  # what one was offered oneself is never too much
        await self._bot.replies.answer(interaction, rest, limited=not own)

    async def _choose(self, interaction: discord.Interaction, call: Call) -> None:
        """In place of the candidates for who asked; for anybody else privately, the candidates stay."""
        own = asker_of(interaction.message) in (None, interaction.user.id)
        await self._bot.replies.answer(interaction, call, private=not own, limited=False, edit=own)

    async def _judge(
        self, interaction: discord.Interaction, excerpt: str, verdict: Verdict, reason: str | None, thanks: str
    ) -> ui.LayoutView:
        """Keeps a verdict and thanks for it: what was thanked for is on the disk."""
        found = await self._excerpt(interaction, excerpt)
        if found is None or reason not in (None, *REASONS):
            return self._note("discord.gone")
        (briefing, citation), place = found, Place.of(interaction)
        press = (interaction.user.id, f"{verdict}:{citation.id}")
        if press not in self._judged:
            if not await self._bot.records.judged(place, briefing.id, citation.id, verdict, reason):
                return self._note("discord.thanks_unkept")
            self._judged[press] = None
            while len(self._judged) > REMEMBERED:
                self._judged.popitem(last=False)
        return self._note(thanks)

    async def _excerpt(self, interaction: discord.Interaction, named: str) -> tuple[Briefing, Citation] | None:
        """The excerpt that a button names `KEY:EXCERPT`, None where it is not for who pressed."""
        key, _, excerpt_id = named.partition("~")[0].partition(":")
        scope = await self._bot.gate.scope(Place.of(interaction))
        return await self._bot.replies.worked(lambda: find_excerpt(key, excerpt_id, scope))

    def _note(self, key: str) -> ui.LayoutView:
        return self._bot.cards.note(self._bot.texts(key))


def asker_of(message: discord.Message | None) -> int | None:
    """Who asked the question that a message of the bot answers; None where Discord does not say."""
    if message is None:
        return None
    if message.interaction_metadata is not None:
        return message.interaction_metadata.user.id
    asked = message.reference.resolved if message.reference else None
    return asked.author.id if isinstance(asked, discord.Message) else None


async def setup(bot: Readout) -> None:
    """Adds the cog."""
    await bot.add_cog(Buttons(bot))
