"""How the bot answers: within Discord's three seconds, once, in as few words as will do, to nobody's alarm.

Work beyond two seconds is announced ("thinking ...") before Discord gives up; a card that Discord refuses is sent
again as plain text; an error is one line with a short id that the log has too.
"""

from __future__ import annotations

import asyncio
import logging
import math
import secrets
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import discord

from bot.answering.answer import Answer
from bot.cards import Recipe
from bot.chart import Chart
from bot.cogs._missing import missing_of
from bot.cogs._pictures import files_of, hung, pictures_of
from bot.cogs._recipes import answer_of

if TYPE_CHECKING:
    from bot.client import Readout

log = logging.getLogger(__name__)
T = TypeVar("T")

UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED = 10062, 40060  # Discord's JSON error codes
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


class Replies:
    """Answers interactions and messages for one client."""

    def __init__(self, client: Readout, defer_after: float):
        self._client, self._texts, self._defer_after = client, client.texts, defer_after
        self._underway: set[asyncio.Task[Any]] = set()

    async def answer(
        self,
        interaction: discord.Interaction,
        recipe: Recipe,
        *,
        page: int = 0,
        private: bool | None = None,
        limited: bool = True,
        edit: bool = False,
    ) -> None:
        """Answers with what the desk says to a recipe.

        `private` shows it only to who asked (None: as the server has chosen); `limited` counts it as a question;
        `edit` puts it in place of the message whose button was pressed.
        """
        place = Place.of(interaction)
        if limited and (seconds := self._client.limiter.wait(place.user_id)):
            await self.notice(interaction, self._texts("discord.slow_down", seconds=math.ceil(seconds)))
            return
        hidden = self._client.settings.private_replies if private is None else private

        async def work() -> tuple[Answer, list[Chart], bool]:
            chosen = await self._client.records.private_replies(place.guild_id) if private is None else private
            return *await self._asked(place, recipe), bool((chosen and place.guild_id) or private)

        began = self._began(limited)
        working = asyncio.ensure_future(work())
        await asyncio.wait({working}, timeout=self._defer_after)
        if not working.done():
            await interaction.response.defer(ephemeral=hidden, thinking=not edit)
        async with asyncio.timeout(LONGEST_WORK):
            answer, pictures, hidden = await working
        again = None if recipe.command in ("ask", "check", "cite") else recipe
        views = self._client.cards.draw(answer, again, page) or [self._client.cards.note(self._texts("discord.gone"))]
        await self._send(interaction, answer, views, [] if page else pictures, hidden, edit)
        if limited:
            self.afterwards(self._count(answer, recipe, place, began))

    async def message(self, message: discord.Message, recipe: Recipe) -> None:
        """Answers a message with what the desk says to a recipe."""
        place, began = Place.of(message), self._began()
        working = asyncio.ensure_future(self._asked(place, recipe))
        await asyncio.wait({working}, timeout=self._defer_after)
        if not working.done():
            await message.channel.typing()
        async with asyncio.timeout(LONGEST_WORK):
            answer, pictures = await working
        views = self._client.cards.draw(answer, None if recipe.command == "ask" else recipe)
        reference = message.to_reference(fail_if_not_exists=False)
        try:
            for number, view in enumerate(views):
                own = pictures if number == 0 else []
                await _patiently(
                    lambda view=view, own=own: message.channel.send(
                        view=hung(view, own), files=files_of(own), reference=reference, mention_author=False
                    )
                )
        except discord.HTTPException as error:
            if error.status != 400:
                raise
            log.error("a card was refused, sent as text: %s", error)
            for text in self._client.cards.plain(answer):
                await message.channel.send(text, reference=reference, mention_author=False, suppress_embeds=True)
        self.afterwards(self._count(answer, recipe, place, began))

    async def view(
        self, interaction: discord.Interaction, view: discord.ui.LayoutView, *, private: bool = True, edit: bool = False
    ) -> None:
        """Answers with a card that is ready."""
        await self._first(interaction, {"view": view}, private, edit)

    async def notice(self, interaction: discord.Interaction, text: str) -> None:
        """A few words of the bot's own, only for who asked."""
        await self._first(interaction, {"content": text}, private=True, edit=False)

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

    async def _count(self, answer: Answer, recipe: Recipe, place: Place, began: float) -> None:
        """After the answer was sent: nobody waits for it to be counted."""
        self._client.health.answered(answer.status, time.monotonic() - began)
        missing = missing_of(answer, recipe, self._client.desk.briefings)
        channel_id = next(iter(place.channel_ids), None)
        await self._client.records.asked(answer, missing, place.guild_id, channel_id, place.user_id)

    async def _asked(self, place: Place, recipe: Recipe) -> tuple[Answer, list[Chart]]:
        client = self._client
        briefings = await client.scope(place)
        conversation = None
        if recipe.command == "ask" and place.channel_ids:
            conversation = client.conversations.of(place.channel_ids[0], place.user_id)
        answer = await asyncio.to_thread(answer_of, recipe, client.desk, client.texts, briefings, conversation)
        return answer, await asyncio.to_thread(pictures_of, recipe, client.desk, client.texts, briefings)

    async def _send(
        self,
        interaction: discord.Interaction,
        answer: Answer,
        views: list[discord.ui.LayoutView],
        pictures: list[Chart],
        private: bool,
        edit: bool,
    ) -> None:
        try:
            await self._first(interaction, {"view": hung(views[0], pictures)}, private, edit, pictures)
            for view in views[1:]:
                await _patiently(lambda view=view: interaction.followup.send(view=view, ephemeral=private))
        except discord.HTTPException as error:
            if error.status != 400 or error.code == ALREADY_ACKNOWLEDGED:
                raise
            log.error("a card was refused, sent as text: %s", error)
            for number, text in enumerate(self._client.cards.plain(answer)):
                if number == 0 and not edit:
                    await self._first(interaction, {"content": text}, private, edit=False)
                else:
                    await interaction.followup.send(text, ephemeral=private, suppress_embeds=True)

    async def _first(
        self,
        interaction: discord.Interaction,
        what: dict[str, Any],
        private: bool,
        edit: bool,
        pictures: Sequence[Chart] = (),
    ) -> None:
        """The first answer, or what takes the place of "thinking ..."."""

        def files(key: str) -> dict[str, Any]:
            return {**what, **({key: files_of(pictures)} if pictures else {})}

        if not interaction.response.is_done():
            if edit:
                await _patiently(lambda: interaction.response.edit_message(**files("attachments")))
            else:
                await _patiently(lambda: interaction.response.send_message(**files("files"), ephemeral=private))
        elif (
            interaction.response.type
            in (
                discord.InteractionResponseType.deferred_channel_message,
                discord.InteractionResponseType.deferred_message_update,
            )
            and "view" in what
        ):
            await _patiently(lambda: interaction.edit_original_response(**files("attachments")))
        else:
            await _patiently(lambda: interaction.followup.send(**files("files"), ephemeral=private))


async def _patiently(send: Callable[[], Awaitable[T]]) -> T:
    """Sends, once more after a moment where Discord is too busy and discord.py did not wait by itself (it does so
    only for answers of Discord's own, not for those of what stands before it)."""
    try:
        return await send()
    except discord.HTTPException as error:
        if error.status != 429:
            raise
        await asyncio.sleep(0.5)
        return await send()


def _name(event: discord.Interaction | discord.Message) -> str:
    """What was used, without a word of what was typed."""
    if isinstance(event, discord.Message):
        return "a message"
    if event.command is not None:
        return f"/{event.command.qualified_name}"
    return "button " + str((event.data or {}).get("custom_id", "?")).split(":", 1)[0]
