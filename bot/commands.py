"""Every command that answers from the briefings, in one registry.

From it come Discord's slash commands, the console, /help, completion, the table in the README and the count of what
could not be answered. What a command says of itself stands under its name in bot/texts.yaml. A command is asked as a
`Call`; a line that somebody typed becomes one by `parse`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, Protocol

from bot.answering.answer import Answer, Citation, Section
from bot.answering.engine import Scope
from bot.answering.tally import overview
from bot.answering.views import Browser
from bot.newcomers import wanted
from bot.texts import Texts
from knowledge.lexicon.tables import table
from knowledge.model.storage import Briefing

View = Callable[..., Answer]  # takes a scope and a text for each argument, "" where one is left out


@dataclass(frozen=True)
class Argument:
    """What a command is given: `about` is the key of the text that says what it is, `kind` what completes it."""

    name: str
    about: str
    kind: Literal["actor", "topic", "text"] = "text"
    optional: bool = False


@dataclass(frozen=True)
class Command:
    """A command. `view` answers it; None where every skin has a way of its own.

    `side_by_side` puts some of every section on each page. A command that is not `listed` is only for buttons and
    menus. One that is not `counted` goes on with an answer that was; one that is not made `again` cannot be asked
    again by a button, since what was typed is kept nowhere, not even there.
    """

    name: str
    view: View | None
    arguments: tuple[Argument, ...] = ()
    side_by_side: bool = False
    listed: bool = True
    counted: bool = True
    again: bool = True

    @property
    def needs(self) -> bool:
        """Whether it has to be given something."""
        return any(not argument.optional for argument in self.arguments)

    def of_kind(self, kind: str) -> list[Argument]:
        """Its arguments of a kind, in order."""
        return [argument for argument in self.arguments if argument.kind == kind]


@dataclass(frozen=True)
class Call:
    """A command with what it is given, a text for each argument: enough to make its answer, and to make it again."""

    name: str
    arguments: tuple[str, ...] = ()

    @property
    def command(self) -> Command:
        """The command. Raises KeyError where there is none of that name."""
        return COMMANDS[self.name]

    def run(self, scope: Scope) -> Answer:
        """The answer of a scope. Raises KeyError where there is no such command, TypeError where arguments lack."""
        view = self.command.view
        if view is None:
            raise KeyError(self.name)
        return view(scope, *self.arguments)

    def given(self, kind: str) -> list[str]:
        """The arguments of a kind that are not left out."""
        pairs = zip(self.command.arguments, self.arguments, strict=False)
        return [text for argument, text in pairs if argument.kind == kind and text]


class Completer(Protocol):
    """Knows the names that briefings have, best first for what has been typed so far."""

    def complete_actor(self, typed: str) -> list[str]: ...

    def complete_topic(self, typed: str) -> list[str]: ...


def call(name: str, *arguments: str | None) -> Call:
    """The call of a command with these arguments, None for one that is left out.

    /position without an actor is everybody's on a topic, or a chart of them all.
    """
    match name, *arguments:
        case "position", None, str(topic):
            return Call("topic", (topic,))
        case ("position", None, None) | ("position",):
            return Call("chart")
    return Call(name, tuple(argument or "" for argument in arguments))


def parse(line: str, names: Completer) -> Call | None:
    """A line that somebody typed as a call: a question, what newcomers type, or a command such as `/position Iran`.

    None where there is no such command, or where it is not given what it needs.
    """
    if not line.startswith("/"):
        meant = wanted(line)
        return Call(meant) if meant else Call("ask", (line,))
    name, _, rest = line[1:].partition(" ")
    command, rest = listed().get(name), rest.strip()
    if command is None or command.view is None or (command.needs and not rest):
        return None
    if not rest or not command.arguments:
        return call(name)
    match len(command.of_kind("actor")):
        case 1:
            return call(name, *actor_and_topic(rest, names))
        case 2:
            return call(name, *two_actors_and_topic(rest, names))
    return call(name, rest)


def complete(typed: str, names: Completer) -> Iterator[tuple[str, int]]:
    """Completions of a typed line with how far before its end each begins: commands, then actors and topics."""
    if not typed.startswith("/"):
        return
    name, space, rest = typed[1:].partition(" ")
    if not space:
        yield from ((f"/{known}", -len(typed)) for known in listed() if known.startswith(name))
        return
    command = listed().get(name)
    if command is None:
        return
    last = rest
    if command.of_kind("actor"):
        yield from ((actor, -len(rest)) for actor in names.complete_actor(rest))
        if " " not in rest:
            return
        last = rest.rpartition(" ")[2]
    if command.of_kind("topic"):
        yield from ((topic, -len(last)) for topic in names.complete_topic(last))


def listed() -> dict[str, Command]:
    """The commands that people can type, in the order in which /help tells of them."""
    return {name: command for name, command in COMMANDS.items() if command.listed}


def told(texts: Texts, key: str = "commands") -> dict[str, tuple[str, str]]:
    """The usage (such as `/quotes ACTOR [topic]`) and description of each command, as every kind of help shows them.

    `key` is where the texts have them: those of the registry, or Discord's own.
    """
    words = texts.get(key)
    names = listed() if key == "commands" else words
    return {name: (f"/{name} {words[name]['usage']}".strip(), words[name]["description"]) for name in names}


# --- where a name ends and a topic begins


def actor_and_topic(typed: str, names: Completer) -> tuple[str, str | None]:
    """The actor and the topic in `typed`, parted by a comma or told apart by what the briefings hold.

    Nothing is refused here: what names no actor comes back whole, and the answer says what is not known.
    """
    actor, comma, topic = (part.strip() for part in typed.partition(","))
    if comma:
        return actor, topic or None
    words = typed.split()
    parted = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(len(words), 0, -1)]
    known = [(actor, rest) for actor, rest in parted if names.complete_actor(actor)]
    for actor, rest in known:
        if rest and names.complete_topic(rest):
            return actor, rest
    return (known[0][0], known[0][1] or None) if known else (typed.strip(), None)


def two_actors_and_topic(typed: str, names: Completer) -> tuple[str, str, str | None]:
    """Two actors and the topic in `typed`: "Iran, Israel", "iran and israel on missiles", "iran israel missiles".

    The second actor is empty where only one is named.
    """
    between, before_topic = _separators()
    parts = between.split(typed.strip(), maxsplit=1)
    if len(parts) == 2:
        return parts[0], *actor_and_topic(before_topic.sub(" ", parts[1]), names)
    words = typed.split()
    for n in range(len(words) - 1, 0, -1):
        first, rest = " ".join(words[:n]), " ".join(words[n:])
        second, topic = actor_and_topic(before_topic.sub(" ", rest), names)
        if names.complete_actor(first) and names.complete_actor(second):
            return first, second, topic
    return typed.strip(), "", None


@dataclass(frozen=True)
class Separators:
    """The words that may stand between arguments: `lexicon/CODE/commands.yaml`."""

    between_actors: list[str]
    before_topic: list[str]


@cache
def _separators() -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = table(Separators, "commands")
    between, before_topic = ("|".join(map(re.escape, row)) for row in (words.between_actors, words.before_topic))
    return (
        re.compile(rf"\s*,\s*|\s+(?:{between})\s+", re.IGNORECASE),
        re.compile(rf"\s+(?:{before_topic})\s+"),
    )


# --- excerpts that a button names


def briefing_key(briefing_id: str) -> str:
    """Six characters for a briefing, where its id would not fit."""
    return hashlib.sha256(briefing_id.encode()).hexdigest()[:6]


def find_briefing(key: str, briefing_ids: Iterable[str]) -> str | None:
    """The briefing of a key, None where it is gone."""
    return next((briefing_id for briefing_id in briefing_ids if briefing_key(briefing_id) == key), None)


def find_excerpt(key: str, excerpt_id: str, scope: Scope) -> tuple[Briefing, Citation] | None:
    """The excerpt with the briefing of a key; None where it is gone or the scope has another briefing."""
    briefing_id = find_briefing(key, scope.briefings)
    return scope.excerpt(briefing_id, excerpt_id) if briefing_id else None


def cite_call(pairs: Sequence[tuple[str, str]]) -> Call:
    """The call that shows exactly these excerpts, (briefing id, excerpt id)."""
    return Call("cite", tuple(f"{briefing_key(briefing)}.{excerpt}" for briefing, excerpt in pairs))


# --- the registry


def _cite(scope: Scope, *names: str) -> Answer:
    """Exactly the excerpts named `KEY.EXCERPT`; those that are gone are left out, and said to be."""
    parted = (name.partition(".") for name in names)
    found = [excerpt for key, _, excerpt_id in parted if (excerpt := find_excerpt(key, excerpt_id, scope))]
    lead = scope.texts("discord.more_lead") if found else scope.texts("discord.gone")
    sections = (Section(None, tuple(citation for _, citation in found)),) if found else ()
    return Answer("", "answered" if found else "declined", lead, sections)


def _usage(scope: Scope) -> Answer:
    lines = tuple(f"{usage}: {description}" for usage, description in told(scope.texts).values())
    return Answer("/help", "answered", scope.texts("console.help_heading"), (Section(None, (), lines),))


def _none_of_these(scope: Scope) -> Answer:
    return Answer("", "declined", scope.texts("discord.none_lead"), (), Call("brief").run(scope).suggestions)


def _of_each(view: Callable[..., Answer]) -> View:
    """A view over one briefing as one over all of a scope."""

    def whole(scope: Scope, *arguments: str) -> Answer:
        return scope.each(lambda browser: view(browser, *arguments))

    return whole


def _held(kind: str) -> View:
    return _of_each(lambda browser, actor, topic: browser.held(kind, actor, topic))


QUESTION = Argument("question", "discord.options.question")
ACTOR = Argument("actor", "discord.options.actor", "actor")
ACTOR_OR_ALL = Argument("actor", "chart.option", "actor", optional=True)
FIRST = Argument("first", "discord.options.actor", "actor")
SECOND = Argument("second", "discord.options.second", "actor")
TOPIC = Argument("topic", "discord.options.topic", "topic")
ANY_TOPIC = Argument("topic", "discord.options.topic", "topic", optional=True)
EXCERPT = Argument("id", "discord.options.id")
MESSAGE = Argument("message", "discord.check")

COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (
        Command("ask", Scope.ask, (QUESTION,), again=False),
        Command("position", _held("positions"), (ACTOR_OR_ALL, ANY_TOPIC)),
        Command("quotes", _held("quotes"), (ACTOR, ANY_TOPIC)),
        Command("compare", _of_each(Browser.compare), (FIRST, SECOND, ANY_TOPIC), side_by_side=True),
        Command("topic", _of_each(Browser.topic), (TOPIC,), side_by_side=True),
        Command("actors", _of_each(Browser.actors)),
        Command("topics", _of_each(Browser.topics)),
        Command("brief", _of_each(Browser.brief)),
        Command("source", Scope.source, (EXCERPT,)),
        Command("help", None),
        Command("chart", overview, listed=False),
        Command("check", Scope.check, (MESSAGE,), listed=False, again=False),
        Command("cite", _cite, listed=False, counted=False),
        Command("usage", _usage, listed=False, counted=False),
        Command("none", _none_of_these, listed=False, counted=False, again=False),
    )
}
