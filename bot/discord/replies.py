"""How the bot answers: within Discord's three seconds, once, in as few words as will do, to nobody's alarm.

Work beyond a moment is announced ("thinking ...") before Discord gives up; a card that is refused is sent as plain
text; an error is one line with a short id that the log has too.
"""

from __future__ import annotations

import asyncio
import logging
import math
import secrets
import time
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

import discord
from discord import ui

from bot.answering.answer import Answer
from bot.answering.engine import Scope
from bot.answering.followups import Conversations
from bot.commands import Call, parse
from bot.discord.cards import Cards
from bot.discord.chart import Chart, files_of, hung, pictures_of
from bot.discord.gate import Gate
from bot.discord.records import Place, Records, missing_of
from bot.health import Health
from bot.settings import RateLimit
from bot.texts import Texts

log = logging.getLogger(__name__)
T = TypeVar("T")

LAST_WORDS = 5.0  # seconds that answers under way may still take when the bot is told to stop
LONGEST_WORK = 60.0  # seconds until work is given up; a question takes milliseconds
ANSWERERS = 8  # threads that answer
REMEMBERED = 50_000  # members whose questions are counted; the one longest unheard of is forgotten first
UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED = 10062, 40060  # Discord's JSON error codes
BUSY_PAUSE = 0.5  # seconds before the one more try that a busy Discord gets
_THINKING = (
    discord.InteractionResponseType.deferred_channel_message,
    discord.InteractionResponseType.deferred_message_update,
)


class Limiter:
    """How often one member may ask: a sliding window for each. Discord's user ids stay in memory only."""

    def __init__(self, limit: RateLimit, clock: Callable[[], float] = time.monotonic):
        self._limit, self._clock = limit, clock
        self._asked: OrderedDict[int, deque[float]] = OrderedDict()
        self._noticed: dict[int, float] = {}

    def wait(self, user_id: int) -> float:
        """Counts a question, and gives 0; or gives the seconds until the member may ask again."""
        now = self._clock()
        asked = self._asked.setdefault(user_id, deque())
        self._asked.move_to_end(user_id)
        while asked and asked[0] <= now - self._limit.seconds:
            asked.popleft()
        if len(asked) >= self._limit.questions:
            return asked[0] + self._limit.seconds - now
        asked.append(now)
        while len(self._asked) > REMEMBERED:
            self._noticed.pop(self._asked.popitem(last=False)[0], None)
        return 0.0

    def first_notice(self, user_id: int) -> bool:
        """Whether the member has not been told yet in this window; where notices come unasked, one is enough."""
        now = self._clock()
        if self._noticed.get(user_id, 0.0) > now:
            return False
        self._noticed[user_id] = now + self._limit.seconds
        return True


@dataclass(frozen=True)
class Outcome:
    """An answer with the call that made it, the scope that it is from, and the pictures that belong to it."""

    scope: Scope
    call: Call
    answer: Answer
    pictures: list[Chart]


@dataclass(frozen=True)
class Drawn:
    """An answer ready to be sent: its cards, the pictures of the first, and how to say the same in plain text."""

    views: list[discord.ui.LayoutView]
    plain: Callable[[], list[str]] | None = None
    pictures: Sequence[Chart] = ()


@dataclass
class Replies:
    """Answers interactions and messages, after `defer_after` seconds with a word that it will."""

    gate: Gate
    records: Records
    cards: Cards
    health: Health
    limiter: Limiter
    texts: Texts
    defer_after: float
    _conversations: Conversations = field(default_factory=Conversations)
    _answerers: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(ANSWERERS, "answer"))
    _underway: set[asyncio.Task[Any]] = field(default_factory=set)

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
        if limited and (seconds := self.limiter.wait(place.user_id)):
            await self.notice(interaction, self.texts("discord.slow_down", seconds=math.ceil(seconds)))
            return

        async def work() -> tuple[Outcome, bool]:
            return await self._asked(place, call), await self._hidden(place, private)

        counted = page == 0 and (isinstance(call, str) or call.command.counted)
        began = self._began(counted)
        hidden = self.records.private_by_default if private is None else private
        outcome, hidden = await self._in_time(interaction, work(), hidden, edit)
        await respond(interaction, self._drawn(outcome, page), hidden, edit)
        if counted:
            self.afterwards(self._count(outcome, place, began))

    async def message(self, message: discord.Message, line: str) -> None:
        """Answers a message with what the briefings say to the line in it."""
        place, began = Place.of(message), self._began()
        working = asyncio.ensure_future(self._asked(place, line))
        await asyncio.wait({working}, timeout=self.defer_after)
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
        making: Coroutine[Any, Any, ui.LayoutView],
        *,
        private: bool | None = True,
        edit: bool = False,
    ) -> None:
        """Answers with a card that takes some making; `private` and `edit` as in `answer`."""

        async def work() -> tuple[ui.LayoutView, bool]:
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
        self.health.failed()
        reference = secrets.token_hex(3)
        log.error("error %s in %s", reference, _name(event), exc_info=error)
        text = self.texts("discord.failed", reference=reference)
        try:
            if isinstance(event, discord.Interaction):
                await self.notice(event, text)
            elif not isinstance(error, discord.Forbidden):
                await event.channel.send(
                    text, reference=event.to_reference(fail_if_not_exists=False), mention_author=False
                )
        except discord.HTTPException as second:
            log.warning("error %s could not be told: %s", reference, second)

    async def worked(self, work: Callable[[], T]) -> T:
        """What work on briefings gives, done by threads that do nothing else: nothing but answers holds up answers."""
        return await asyncio.get_running_loop().run_in_executor(self._answerers, work)

    def afterwards(self, work: Coroutine[Any, Any, object]) -> None:
        """Does what nobody need wait for."""
        self._watched(asyncio.ensure_future(work))

    async def finish(self) -> None:
        """Waits for what is under way, at most a few seconds: who has asked gets his answer before the bot leaves."""
        if self._underway - {asyncio.current_task()}:
            await asyncio.wait(self._underway - {asyncio.current_task()}, timeout=LAST_WORDS)
        self._answerers.shutdown(wait=False, cancel_futures=True)

    def _watched(self, task: asyncio.Task[Any] | None) -> None:
        if task is not None:
            self._underway.add(task)
            task.add_done_callback(self._underway.discard)

    def _began(self, counted: bool = True) -> float:
        self._watched(asyncio.current_task())
        if counted:
            self.health.asked()
        return time.monotonic()

    async def _count(self, outcome: Outcome, place: Place, began: float) -> None:
        """After the answer was sent: nobody waits for it to be counted."""
        answer = outcome.answer
        self.health.answered(answer.status, time.monotonic() - began)
        missing = await self.worked(lambda: missing_of(answer, outcome.call, outcome.scope))
        await self.records.asked(answer, missing, place)

    async def _asked(self, place: Place, asked: Call | str) -> Outcome:
        scope = await self.gate.scope(place)

        def answered() -> Outcome:
            call = asked if isinstance(asked, Call) else parse(asked, scope) or Call("ask", (asked.lstrip("/"),))
            there = scope
            if call.name == "ask" and place.channel_ids:
                there = replace(scope, conversation=self._conversations.of(place.channel_ids[0], place.user_id))
            return Outcome(there, call, call.run(there), pictures_of(call, there))

        return await self.worked(answered)

    async def _hidden(self, place: Place, private: bool | None) -> bool:
        """Whether only who asked sees the answer; in direct messages there is nobody else."""
        if private is not None:
            return private
        return place.guild_id is not None and await self.records.private_replies(place.guild_id)

    async def _in_time(
        self, interaction: discord.Interaction, work: Coroutine[Any, Any, T], private: bool, edit: bool
    ) -> T:
        """The outcome of work that is announced to Discord where it takes longer than a moment."""
        working = asyncio.ensure_future(work)
        await asyncio.wait({working}, timeout=self.defer_after)
        if not working.done():
            try:
                await interaction.response.defer(ephemeral=private, thinking=not edit)
            except discord.HTTPException:
                working.cancel()  # nobody can be given its outcome any more
                raise
        async with asyncio.timeout(LONGEST_WORK):
            return await working

    def _drawn(self, outcome: Outcome, page: int = 0) -> Drawn:
        cards = self.cards.of(outcome.scope)
        views = cards.draw(outcome.answer, outcome.call, page) or [cards.note(self.texts("discord.gone"))]
        return Drawn(views, lambda: cards.plain(outcome.answer), () if page else outcome.pictures)


def _name(event: discord.Interaction | discord.Message) -> str:
    """What was used, without a word of what was typed."""
    if isinstance(event, discord.Message):
        return "a message"
    if event.command is not None:
        return f"/{event.command.qualified_name}"
    custom_id = event.data.get("custom_id", "?") if event.data else "?"
    return "button " + str(custom_id).split(":", 1)[0]


async def respond(interaction: discord.Interaction, drawn: Drawn, private: bool, edit: bool = False) -> None:
    """Answers an interaction with every card; in place of the message whose button was pressed where `edit`."""
    first, *rest = drawn.views
    try:
        await respond_first(interaction, {"view": hung(first, drawn.pictures)}, private, edit, drawn.pictures)
        for view in rest:
            await patiently(partial(interaction.followup.send, view=view, ephemeral=private))
    except discord.HTTPException as error:
        if not _refused(error) or drawn.plain is None:
            raise
        log.error("a card was refused, sent as text: %s", error)
        for number, text in enumerate(drawn.plain()):
            if number == 0 and not edit:
                await respond_first(interaction, {"content": text}, private)
            else:
                await interaction.followup.send(text, ephemeral=private, suppress_embeds=True)


async def reply(message: discord.Message, drawn: Drawn) -> None:
    """Answers a message with every card, as replies that ping nobody; also where the message is gone by now."""
    reference = message.to_reference(fail_if_not_exists=False)

    async def send(view: ui.LayoutView, pictures: Sequence[Chart]) -> None:
        files = files_of(pictures)
        await message.channel.send(view=view, files=files, reference=reference, mention_author=False)

    try:
        for number, view in enumerate(drawn.views):
            own = drawn.pictures if number == 0 else ()
            await patiently(partial(send, hung(view, own), own))
    except discord.HTTPException as error:
        pictured = isinstance(error, discord.Forbidden) and drawn.pictures  # it may write there, but not attach
        if not (_refused(error) or pictured) or drawn.plain is None:
            raise
        log.warning("a card was refused, sent as text: %s", error)
        for text in drawn.plain():
            await message.channel.send(text, reference=reference, mention_author=False, suppress_embeds=True)


async def respond_first(
    interaction: discord.Interaction,
    what: dict[str, Any],
    private: bool,
    edit: bool = False,
    pictures: Sequence[Chart] = (),
) -> None:
    """The first answer to an interaction, or what takes the place of "thinking ..."."""

    def files(key: str) -> dict[str, Any]:
        return {**what, **({key: files_of(pictures)} if pictures else {})}

    response = interaction.response
    if not response.is_done() and edit:
        await patiently(lambda: response.edit_message(**files("attachments")))
    elif not response.is_done():
        await patiently(lambda: response.send_message(**files("files"), ephemeral=private))
    elif response.type in _THINKING and "view" in what:
        await patiently(lambda: interaction.edit_original_response(**files("attachments")))
    else:
        await patiently(lambda: interaction.followup.send(**files("files"), ephemeral=private))


async def patiently(send: Callable[[], Awaitable[T]]) -> T:
    """Sends, once more after a moment where Discord is too busy and discord.py did not wait by itself (it does so
    only for answers of Discord's own, not for those of what stands before it)."""
    try:
        return await send()
    except discord.HTTPException as error:
        if error.status != 429:
            raise
        await asyncio.sleep(BUSY_PAUSE)
        return await send()


def _refused(error: discord.HTTPException) -> bool:
    """Whether Discord did not like what was sent, rather than when."""
    return error.status == 400 and error.code != ALREADY_ACKNOWLEDGED
