"""How the bot answers: within Discord's three seconds, once, in as few words as will do, to nobody's alarm.

Work beyond a moment is announced ("thinking ...") before Discord gives up; an error is one line with a short id
that the log has too. How it gets there is in _delivery.py.
"""

from __future__ import annotations

import asyncio
import logging
import math
import secrets
import time
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import discord

from bot.answering.answer import Answer
from bot.chart import Chart
from bot.cogs._delivery import ALREADY_ACKNOWLEDGED, UNKNOWN_INTERACTION, Drawn, reply, respond, respond_first
from bot.cogs._missing import missing_of
from bot.cogs._pictures import pictures_of
from bot.commands import Call, parse

if TYPE_CHECKING:
    from bot.client import Readout

log = logging.getLogger(__name__)
T = TypeVar("T")

LAST_WORDS = 5.0  # seconds that answers under way may still take when the bot is told to stop
LONGEST_WORK = 60.0  # seconds until work is given up; a question takes milliseconds


@dataclass(frozen=True)
class Place:
    """Where somebody asks: the server (None in direct messages), the channel and what it stands in, the member."""

    guild_id: int | None
    channel_ids: tuple[int, ...]
    user_id: int

    @classmethod
    def of(cls, event: discord.Interaction | discord.Message) -> Place:
        """The place of an interaction or a message."""
        author = event.user if isinstance(event, discord.Interaction) else event.author
        guild = event.guild_id if isinstance(event, discord.Interaction) else getattr(event.guild, "id", None)
        parent = getattr(event.channel, "parent_id", None)
        channels = tuple(place for place in (getattr(event.channel, "id", None), parent) if place)
        return cls(guild, channels, author.id)


@dataclass(frozen=True)
class Outcome:
    """An answer with the call that made it and the pictures that belong to it."""

    call: Call
    answer: Answer
    pictures: list[Chart]


class Replies:
    """Answers interactions and messages for one client."""

    def __init__(self, client: Readout, defer_after: float):
        self._client, self._texts, self._defer_after = client, client.texts, defer_after
        self._underway: set[asyncio.Task[Any]] = set()

    async def answer(
        self,
        interaction: discord.Interaction,
        call: Call | str,
        *,
        page: int = 0,
        private: bool | None = None,
        limited: bool = True,
        edit: bool = False,
    ) -> None:
        """Answers with what the briefings say to a call, or to a line that somebody typed.

        `private` shows it only to who asked (None: as the server has chosen); `limited` refuses it where the member
        asks too much; `edit` puts it in place of the message whose button was pressed.
        """
        place = Place.of(interaction)
        if limited and (seconds := self._client.limiter.wait(place.user_id)):
            await self.notice(interaction, self._texts("discord.slow_down", seconds=math.ceil(seconds)))
            return

        async def work() -> tuple[Outcome, bool]:
            return await self._asked(place, call), await self._hidden(place, private)

        counted = page == 0 and (isinstance(call, str) or call.command.counted)
        began = self._began(counted)
        hidden = self._client.settings.private_replies if private is None else private
        outcome, hidden = await self._in_time(interaction, work(), hidden, edit)
        await respond(interaction, self._drawn(outcome, page), hidden, edit)
        if counted:
            self.afterwards(self._count(outcome, place, began))

    async def message(self, message: discord.Message, line: str) -> None:
        """Answers a message with what the briefings say to the line in it."""
        place, began = Place.of(message), self._began()
        working = asyncio.ensure_future(self._asked(place, line))
        await asyncio.wait({working}, timeout=self._defer_after)
        if not working.done():
            await message.channel.typing()
        async with asyncio.timeout(LONGEST_WORK):
            outcome = await working
        # The reply hangs on the question: no need to say it again.
        await reply(message, self._drawn(replace(outcome, answer=replace(outcome.answer, question=""))))
        self.afterwards(self._count(outcome, place, began))

    async def view(
        self,
        interaction: discord.Interaction,
        making: Coroutine[Any, Any, discord.ui.LayoutView],
        *,
        private: bool | None = True,
        edit: bool = False,
    ) -> None:
        """Answers with a card that takes some making; `private` and `edit` as in `answer`."""

        async def work() -> tuple[discord.ui.LayoutView, bool]:
            return await making, await self._hidden(Place.of(interaction), private)

        self._began(counted=False)
        view, hidden = await self._in_time(interaction, work(), private is not False, edit)
        await respond(interaction, Drawn([view]), hidden, edit)

    async def notice(self, interaction: discord.Interaction, text: str) -> None:
        """A few words of the bot's own, only for who asked."""
        await respond_first(interaction, {"content": text}, private=True)

    async def thinking(self, interaction: discord.Interaction) -> None:
        """Announces a private answer that may take a while."""
        self._began(counted=False)
        await interaction.response.defer(ephemeral=True, thinking=True)

    async def failed(self, event: discord.Interaction | discord.Message, error: BaseException) -> None:
        """Logs an error under a short id and tells the member the id; never raises."""
        if isinstance(error, discord.HTTPException) and error.code in (UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED):
            log.warning(
                "an answer was not delivered (Discord's code %d); it came too late or was there already", error.code
            )
            return
        self._client.health.failed()
        reference = secrets.token_hex(3)
        log.error("error %s in %s", reference, _name(event), exc_info=error)
        text = self._texts("discord.failed", reference=reference)
        try:
            if isinstance(event, discord.Interaction):
                await self.notice(event, text)
            elif not isinstance(error, discord.Forbidden):
                await event.channel.send(
                    text, reference=event.to_reference(fail_if_not_exists=False), mention_author=False
                )
        except discord.HTTPException as second:
            log.warning("error %s could not be told: %s", reference, second)

    def afterwards(self, work: Coroutine[Any, Any, object]) -> None:
        """Does what nobody need wait for."""
        self._watched(asyncio.ensure_future(work))

    async def finish(self) -> None:
        """Waits for what is under way, at most a few seconds: who has asked gets his answer before the bot leaves."""
        if self._underway - {asyncio.current_task()}:
            await asyncio.wait(self._underway - {asyncio.current_task()}, timeout=LAST_WORDS)

    def _watched(self, task: asyncio.Task[Any] | None) -> None:
        if task is not None:
            self._underway.add(task)
            task.add_done_callback(self._underway.discard)

    def _began(self, counted: bool = True) -> float:
        self._watched(asyncio.current_task())
        if counted:
            self._client.health.asked()
        return time.monotonic()

    async def _count(self, outcome: Outcome, place: Place, began: float) -> None:
        """After the answer was sent: nobody waits for it to be counted."""
        answer = outcome.answer
        self._client.health.answered(answer.status, time.monotonic() - began)
        missing = missing_of(answer, outcome.call, self._client.desk.briefings)
        channel_id = next(iter(place.channel_ids), None)
        await self._client.records.asked(answer, missing, place.guild_id, channel_id, place.user_id)

    async def _asked(self, place: Place, asked: Call | str) -> Outcome:
        client = self._client
        scope = client.desk.scope(await client.scope(place))
        call = asked if isinstance(asked, Call) else parse(asked, scope) or Call("ask", (asked.lstrip("/"),))
        if call.name == "ask" and place.channel_ids:
            scope = replace(scope, conversation=client.conversations.of(place.channel_ids[0], place.user_id))
        return await asyncio.to_thread(lambda: Outcome(call, call.run(scope), pictures_of(call, scope)))

    async def _hidden(self, place: Place, private: bool | None) -> bool:
        """Whether only who asked sees the answer; in direct messages there is nobody else."""
        if private is not None:
            return private
        return place.guild_id is not None and await self._client.records.private_replies(place.guild_id)

    async def _in_time(
        self, interaction: discord.Interaction, work: Coroutine[Any, Any, T], private: bool, edit: bool
    ) -> T:
        """The outcome of work that is announced to Discord where it takes longer than a moment."""
        working = asyncio.ensure_future(work)
        await asyncio.wait({working}, timeout=self._defer_after)
        if not working.done():
            try:
                await interaction.response.defer(ephemeral=private, thinking=not edit)
            except discord.HTTPException:
                working.cancel()  # nobody can be given its outcome any more
                raise
        async with asyncio.timeout(LONGEST_WORK):
            return await working

    def _drawn(self, outcome: Outcome, page: int = 0) -> Drawn:
        cards, answer = self._client.cards, outcome.answer
        views = cards.draw(answer, outcome.call, page) or [cards.note(self._texts("discord.gone"))]
        return Drawn(views, lambda: cards.plain(answer), () if page else outcome.pictures)


def _name(event: discord.Interaction | discord.Message) -> str:
    """What was used, without a word of what was typed."""
    if isinstance(event, discord.Message):
        return "a message"
    if event.command is not None:
        return f"/{event.command.qualified_name}"
    return "button " + str((event.data or {}).get("custom_id", "?")).split(":", 1)[0]
