"""From a command, a typed line or a button to an answer of the desk: one way for all of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.answer import Answer, Citation, Section, cite_excerpt
from bot.answering.arguments import actor_and_topic, two_actors_and_topic
from bot.answering.engine import Engine
from bot.answering.followups import Conversation
from bot.cards.presses import Recipe, find_briefing
from bot.chart import overview
from bot.texts import Texts
from knowledge.model.storage import Briefing

Briefings = Sequence[str]


def parse_line(line: str, desk: Engine) -> Recipe:
    """A line that a member typed or a suggestion holds: a question, or a command such as `/position Iran missiles`."""
    if not line.startswith("/"):
        return Recipe("ask", (line,))
    name, _, rest = line[1:].partition(" ")
    rest = rest.strip()
    if name in ("actors", "topics", "brief"):
        return Recipe(name)
    if name == "position" and not rest:
        return Recipe("chart")
    if name in ("position", "quotes") and rest:
        actor, topic = actor_and_topic(rest, desk)
        return Recipe(name, (actor, topic or ""))
    if name == "compare" and rest:
        first, second, topic = two_actors_and_topic(rest, desk)
        return Recipe(name, (first, second, topic or ""))
    if name in ("topic", "source", "ask") and rest:
        return Recipe(name, (rest,))
    return Recipe("ask", (line.lstrip("/"),))


def answer_of(
    recipe: Recipe, desk: Engine, texts: Texts, briefings: Briefings, conversation: Conversation | None = None
) -> Answer:
    """The desk's answer. Raises KeyError for a command that there is not, IndexError where arguments are missing."""
    arguments = [argument or None for argument in recipe.arguments]
    match recipe.command:
        case "ask":
            return desk.ask(recipe.arguments[0], conversation, briefings)
        case "position":
            return desk.position(arguments[0] or "", arguments[1], briefings)
        case "chart":
            return overview([index.briefing.base for index in desk.indexes(briefings)], texts)
        case "quotes":
            return desk.quotes(arguments[0] or "", arguments[1], briefings)
        case "compare":
            return desk.compare(arguments[0] or "", arguments[1] or "", arguments[2], briefings)
        case "topic":
            return desk.topic(recipe.arguments[0], briefings)
        case "source":
            return desk.source(recipe.arguments[0], briefings)
        case "check":
            return desk.check(recipe.arguments[0], briefings)
        case "actors":
            return desk.actors(briefings)
        case "topics":
            return desk.topics(briefings)
        case "brief":
            return desk.brief(briefings)
        case "cite":
            return cite(recipe.arguments, desk, texts, briefings)
        case "none":
            return Answer("", "declined", texts("discord.none_lead"), (), desk.brief(briefings).suggestions)
    raise KeyError(recipe.command)


def cite(names: Sequence[str], desk: Engine, texts: Texts, briefings: Briefings) -> Answer:
    """An answer of exactly the excerpts named `KEY.EXCERPT`; those that are gone are left out, and said to be."""
    found = [excerpt for name in names if (excerpt := find_excerpt(*name.split(".", 1), desk, briefings))]
    lead = texts("discord.more_lead") if found else texts("discord.gone")
    sections = (Section(None, tuple(citation for _, citation in found)),) if found else ()
    return Answer("", "answered" if found else "declined", lead, sections)


def find_excerpt(key: str, excerpt_id: str, desk: Engine, briefings: Briefings) -> tuple[Briefing, Citation] | None:
    """The excerpt a button names, with its briefing; None where it is gone or the channel has another briefing."""
    briefing_id = find_briefing(key, briefings)
    briefing = desk.briefings.get(briefing_id) if briefing_id else None
    if briefing is None:
        return None
    excerpt = next((excerpt for _, excerpt in briefing.base.excerpts() if excerpt.id == excerpt_id), None)
    citation = cite_excerpt(excerpt, briefing) if excerpt else None
    return (briefing, citation) if citation else None
