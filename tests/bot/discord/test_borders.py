"""Random servers, members, uploads, removals, restarts, buttons and forged ids through the real client, against a model
of who may see what: nothing leaks, nothing is lost, everybody gets an answer.

500 steps here; `make soak` takes READOUT_SOAK steps (20,000) from a random seed, which is told where one fails.
"""

import os
import random
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.commands import briefing_key
from bot.store import Store
from knowledge.model.storage import dump, load_text
from tests.loopback import world
from tests.loopback.member import Member
from tests.loopback.payloads import EVERYONE, MANAGE_GUILD
from tests.loopback.reply import Reply
from tests.loopback.running import engine_of, eventually, logged_in
from tests.loopback.server import Discord

STEPS = int(os.environ.get("READOUT_SOAK", "500"))
SERVERS, NAMES = 3, 4
LETTERS = "bcdfghklmnprstvz"


class Compiled:
    """In place of the build step: the same few records of every article, at once."""

    async def compile(self, article: bytes, name: str, progress=None) -> str:
        text = article.decode()
        clause = text[text.index("rejects") : text.rindex(".")]
        return dump(
            world.briefing(
                text, name.removesuffix(".txt"), {"Tom Lund": "person"}, [], [("Tom Lund", "reject", clause)]
            ).base
        )


class Borders:
    """The bot, the members and the model: `own[server][id]` is the word that only that briefing has."""

    def __init__(self, discord: Discord, store: Store, chance: random.Random):
        self.discord, self.store, self.chance = discord, store, chance
        self.guilds = list(discord.guilds)
        self.own: dict[int | None, dict[str, str]] = {guild: {} for guild in self.guilds}
        self.bound: dict[int, str] = {}  # servers: the one briefing that answers in their channel
        self.words: dict[str, str] = {}  # by briefing, also of those that are gone
        self.ever: set[str] = set()  # every word there was
        self.excerpts: dict[str, str] = {}  # briefings: the id of their position
        self.mods = {guild: Member(discord, "mod", guild, permissions=EVERYONE | MANAGE_GUILD) for guild in self.guilds}
        self.members = [*(Member(discord, "kim", guild) for guild in self.guilds), Member(discord, "direct", None)]
        self.members += [Member(discord, "at home", None, installed=True), *self.mods.values()]
        self.running = AsyncExitStack()

    async def start(self) -> None:
        self.client = await self.running.enter_async_context(logged_in(self.discord, engine_of(), self.store))
        self.client.library._compiler = Compiled()

    async def step(self) -> str:
        steps = [self.ask] * 6 + [self.add, self.remove, self.use, self.press, self.complete, self.source, self.vote]
        steps += [self.mention, self.check, self.tell] + (
            [self.restart, self.leave] if self.chance.random() < 0.1 else []
        )
        step = self.chance.choice(steps)
        await step()
        return step.__name__

    # What members and moderators do.

    async def ask(self) -> None:
        member = self.anybody()
        commands = [("position", {"actor": "Tom Lund"}), ("ask", {"question": "What does Tom Lund reject?"})]
        commands += [("actors", {}), ("topics", {}), ("brief", {}), ("compare", {"first": "Lund", "second": "Almers"})]
        name, options = self.chance.choice(commands)
        reply = await member.slash(name, **options)
        self.nothing_leaks(member, reply)
        if name == "position":
            missing = self.answering(member) - self.said(reply)
            assert not missing, f"lost: {missing} in {reply.text}"

    async def mention(self) -> None:
        member = self.chance.choice([member for member in self.members if not member.installed])
        self.nothing_leaks(member, await member.say(f"<@{self.client.user.id}> what does Tom Lund reject?"))

    async def check(self) -> None:
        member = self.chance.choice(self.members[: SERVERS + 1])
        message = self.discord.add_message(int(member.channel["id"]), member.user, {"content": "Who rejects a toll?"})
        self.nothing_leaks(member, await member.menu("What does the briefing say?", message))

    async def complete(self) -> None:
        member, mod = self.anybody(), self.chance.choice(list(self.mods.values()))
        for who, names in (
            (member, await member.autocomplete("position", "actor", "")),
            (mod, await mod.autocomplete("briefing", "briefing", "", self.chance.choice(["use", "remove"]))),
        ):
            self.no_word_of_others(who, " ".join(names))

    async def source(self) -> None:
        if self.excerpts:
            member = self.anybody()
            excerpt = self.chance.choice(list(self.excerpts.values()))
            self.nothing_leaks(member, await member.slash("source", id=excerpt))

    async def press(self) -> None:
        """A button that somebody has given the id of any briefing."""
        if not self.excerpts:
            return
        member = self.anybody()
        shown = await member.slash("position", actor="Almers")
        if not any(part.get("label") == "Helpful" for part in shown.parts):
            return  # the channel answers from a briefing without him
        briefing, excerpt = self.chance.choice(list(self.excerpts.items()))
        before = {guild: len(await self.store.feedback(guild, 100_000)) for guild in (*self.guilds, None)}
        verb = self.chance.choice(["context", "pick", "good", "wrong", "why:speaker"])
        button = shown.button("Helpful")
        button["custom_id"] = f"{verb}:{briefing_key(briefing)}:{excerpt}"
        reply = await member._component(shown, {"custom_id": button["custom_id"], "component_type": button["type"]})
        self.nothing_leaks(member, reply)
        if self.words[briefing] not in self.answering(member):
            after = {guild: len(await self.store.feedback(guild, 100_000)) for guild in (*self.guilds, None)}
            assert after == before, "a vote on another server's excerpt was taken"

    async def vote(self) -> None:
        member = self.anybody()
        reply = await member.slash("position", actor="Tom Lund")
        if any(part.get("label") == "Helpful" for part in reply.parts):
            self.nothing_leaks(member, await member.press(reply, "Helpful"))

    async def add(self) -> None:
        mod, name = self.chance.choice(list(self.mods.values())), f"n{self.chance.randrange(NAMES)}"
        word = "".join(self.chance.choices(LETTERS, k=9))
        text = f"The {word} stays closed\nMayor Tom Lund rejects a toll on the {word}.\n"
        reply = await mod.slash("briefing", "add", file=mod.attach(f"{name}.txt", text.encode()))

        async def told() -> bool:
            return word in reply.text

        await eventually(told, True)
        briefing = f"{mod.guild_id}-{name}"
        self.own[mod.guild_id][briefing] = self.words[briefing] = word
        self.ever.add(word)
        [row] = [row for row in await self.store.uploads(mod.guild_id) if row.briefing_id == briefing]
        self.excerpts[briefing] = load_text(row.factbase, row.article, Path("x")).base.positions[0].id

    async def remove(self) -> None:
        mod = self.chance.choice(list(self.mods.values()))
        briefing = self.chance.choice([*self.words, "ferry-strike", "nonsense"])
        reply = await mod.slash("briefing", "remove", briefing=briefing)
        gone = self.own[mod.guild_id].pop(briefing, None)
        assert ("is removed" in reply.text) == (gone is not None)
        self.no_word_of_others(mod, reply.text, spared=gone)
        if gone and self.bound.get(mod.guild_id) == briefing:
            del self.bound[mod.guild_id]

    async def use(self) -> None:
        mod = self.chance.choice(list(self.mods.values()))
        briefing = self.chance.choice([*self.words, "ferry-strike", "*"])
        self.nothing_leaks(mod, await mod.slash("briefing", "use", briefing=briefing))
        if briefing == "*":
            self.bound.pop(mod.guild_id, None)
        elif briefing == "ferry-strike" or briefing in self.own[mod.guild_id]:
            self.bound[mod.guild_id] = briefing

    async def tell(self) -> None:
        mod = self.chance.choice(list(self.mods.values()))
        for command in (("briefing", "list"), ("briefing", "reload"), ("coverage",), ("status",), ("forget",)):
            self.nothing_leaks(mod, await mod.slash(*command))

    async def restart(self) -> None:
        await self.running.aclose()
        await self.start()
        await self.kept()

    async def leave(self) -> None:
        """A server removes the bot, and adds it again."""
        guild = self.chance.choice(self.guilds)
        session = self.discord.gateway.session_for(guild)
        await session.dispatch("GUILD_DELETE", {"id": str(guild)})
        self.own[guild] = {}
        self.bound.pop(guild, None)

        async def left() -> bool:
            return guild in await self.store.guild_ids() or bool(self.client.gate.own(guild))

        await eventually(left, False)
        await session.dispatch("GUILD_CREATE", self.discord.guilds[guild])

    # What the model knows.

    def anybody(self) -> Member:
        return self.chance.choice(self.members)

    def answering(self, member: Member) -> set[str]:
        """The words of the briefings that answer where a member asks."""
        own = self.own.get(member.guild_id, {})
        bound = self.bound.get(member.guild_id)
        return {word for briefing, word in own.items() if bound in (None, briefing)}

    def said(self, reply: Reply) -> set[str]:
        return {word for word in self.words.values() if word in reply.text}

    def nothing_leaks(self, member: Member, reply: Reply) -> None:
        self.no_word_of_others(member, reply.text)

    def no_word_of_others(self, member: Member, text: str, spared: str | None = None) -> None:
        mine = set(self.own.get(member.guild_id, {}).values()) | {spared}
        leaks = {word for word in self.ever if word in text} - mine
        assert not leaks, f"{leaks} shown to {member.user['username']} of {member.guild_id}: {text}"

    async def kept(self) -> None:
        """The store and the gate have what the model has."""
        rows = {(row.guild_id, row.briefing_id) for row in await self.store.uploads()}
        assert rows == {(guild, briefing) for guild, own in self.own.items() for briefing in own}
        for guild in self.guilds:
            assert set(self.client.gate.own(guild)) == set(self.own[guild])


async def test_nothing_leaks_nothing_is_lost_and_everybody_gets_an_answer(sqlite_url, monkeypatch):
    monkeypatch.setattr("bot.discord.library.RELOAD_EVERY", 0.0)
    seed = 0 if "READOUT_SOAK" not in os.environ else random.randrange(2**32)
    done: list[str] = []
    async with await Store.open(sqlite_url) as store, Discord(guilds=SERVERS) as discord:
        borders = Borders(discord, store, random.Random(seed))
        await borders.start()
        try:
            for _ in range(STEPS):
                done.append(await borders.step())
            await borders.kept()
        except BaseException as error:
            pytest.fail(f"seed {seed}, step {len(done)} after {done[-5:]}: {type(error).__name__} {error}")
        finally:
            await borders.running.aclose()
    assert discord.problems == []
