"""Edits of actors: change, add, drop, merge. What refers to an actor by its id is kept in step."""

from __future__ import annotations

from dataclasses import replace

from knowledge.edits.finding import Misfit, find_actor, free_id, line_around, names_in, plain
from knowledge.edits.reading import Edit
from knowledge.model.factbase import Actor, Fact, FactBase, Quote, Unattributed, excerpt_id


def change(base: FactBase, edit: Edit, text: str) -> FactBase:
    """A new name, kind, role or speaks_for; aliases added and dropped. The former name stays an alias."""
    actor = find_actor(base, edit.about)
    fields = edit.fields
    aliases = [alias for alias in actor.aliases if plain(alias) not in map(plain, _dropped(actor, edit))]
    aliases += [alias for alias in fields.get("aliases", []) if alias not in (*aliases, actor.name)]
    _free(base, fields.get("aliases", []), actor)
    name = str(fields.get("name", actor.name))
    if name != actor.name:
        _free(base, [name], actor, "name")
        aliases = [alias for alias in [actor.name, *aliases] if alias != name]
    changed = replace(
        actor,
        id=free_id(base, name, actor, "name") if name != actor.name else actor.id,
        name=name,
        kind=fields.get("kind", actor.kind),
        aliases=aliases,
        role=fields.get("role", actor.role),
        speaks_for=_speaks_for(base, edit, actor.speaks_for, actor),
    )
    base = replace(base, actors=[changed if one is actor else one for one in base.actors])
    base = _renamed(base, {actor.id: changed.id})
    return _with_mentions(base, changed.id, fields.get("aliases", []))


def add(base: FactBase, edit: Edit, text: str) -> FactBase:
    """A new actor, put where the facts name it. Its name or an alias must stand in the article."""
    aliases = list(edit.fields.get("aliases", []))
    _free(base, [edit.about, *aliases], None)
    mentions = len(names_in(text, [edit.about, *aliases]))
    if not mentions:
        raise Misfit(
            f"{edit.about!r}, which is not in the article", "a name that the article has, here or in `aliases`"
        )
    actor = Actor(
        free_id(base, edit.about, None),
        edit.about,
        edit.fields["kind"],
        aliases,
        edit.fields.get("role"),
        _speaks_for(base, edit, None, None),
        mentions,
    )
    return _with_mentions(replace(base, actors=[*base.actors, actor]), actor.id, [edit.about, *aliases])


def drop(base: FactBase, edit: Edit, text: str) -> FactBase:
    """An actor gone: its quotes become unattributed, its positions go, since their holder was wrong."""
    gone = find_actor(base, edit.about).id
    base = with_unattributed(base, [quote for quote in base.quotes if quote.speaker == gone], text)
    base = replace(
        base,
        actors=[actor for actor in base.actors if actor.id != gone],
        positions=[position for position in base.positions if position.actor != gone],
    )
    return _renamed(base, {gone: None})


def merge(base: FactBase, edit: Edit, text: str) -> FactBase:
    """One actor into another, which keeps its name and takes over the aliases, mentions and records."""
    gone, kept = find_actor(base, edit.about), find_actor(base, str(edit.fields["into"]), "into")
    if gone is kept:
        raise Misfit(f"{gone.name!r} into itself", "two actors", "into")
    aliases = [*kept.aliases, gone.name, *gone.aliases]
    merged = replace(
        kept,
        aliases=[alias for alias in dict.fromkeys(aliases) if alias != kept.name],
        role=kept.role or gone.role,
        speaks_for=kept.speaks_for or (gone.speaks_for if gone.speaks_for != kept.id else None),
        mentions=kept.mentions + gone.mentions,
    )
    actors = [merged if actor is kept else actor for actor in base.actors if actor is not gone]
    return _renamed(replace(base, actors=actors), {gone.id: kept.id})


def with_unattributed(base: FactBase, quotes: list[Quote], text: str) -> FactBase:
    """The base with quotes whose speaker turned out wrong moved to those without one."""
    seen = {one.id for one in base.unattributed}
    moved = [
        Unattributed(
            excerpt_id("u", one.text, line_around(text, one.start, one.end), seen), one.text, one.start, one.end
        )
        for one in quotes
    ]
    return replace(
        base,
        quotes=[one for one in base.quotes if one not in quotes],
        unattributed=sorted([*base.unattributed, *moved], key=lambda one: one.start),
    )


def _renamed(base: FactBase, ids: dict[str, str | None]) -> FactBase:
    """The base with actors' ids changed wherever they are referred to; None takes the reference away."""

    def renamed(actor_id: str | None) -> str | None:
        return ids.get(actor_id, actor_id) if actor_id is not None else None

    def speaks_for(actor: Actor) -> str | None:
        target = renamed(actor.speaks_for)
        return target if target != actor.id else None

    def named(actor_ids: list[str]) -> list[str]:
        return [one for one in dict.fromkeys(map(renamed, actor_ids)) if one is not None]

    return replace(
        base,
        actors=[replace(actor, speaks_for=speaks_for(actor)) for actor in base.actors],
        quotes=[replace(quote, speaker=renamed(quote.speaker)) for quote in base.quotes],
        positions=[replace(position, actor=renamed(position.actor)) for position in base.positions],
        facts=[replace(fact, actors=named(fact.actors), speakers=named(fact.speakers)) for fact in base.facts],
    )


def _with_mentions(base: FactBase, actor_id: str, names: list[str]) -> FactBase:
    """The base with an actor put to every fact that names it."""

    def put(fact: Fact) -> Fact:
        named = actor_id not in fact.actors and names_in(fact.text, names)
        return replace(fact, actors=[*fact.actors, actor_id]) if named else fact

    return replace(base, facts=[put(fact) for fact in base.facts])


def _speaks_for(base: FactBase, edit: Edit, before: str | None, actor: Actor | None) -> str | None:
    if "speaks_for" not in edit.fields:
        return before
    target = find_actor(base, str(edit.fields["speaks_for"]), "speaks_for")
    if target is actor:
        raise Misfit(f"{target.name!r} for itself", "another actor", "speaks_for")
    return target.id


def _dropped(actor: Actor, edit: Edit) -> list[str]:
    gone = list(edit.fields.get("drop_aliases", []))
    for alias in gone:
        if plain(alias) not in map(plain, actor.aliases):
            there = ", ".join(map(repr, actor.aliases)) or "none"
            raise Misfit(f"no alias {alias!r}", f"an alias of {actor.name}: {there}", "drop_aliases")
    return gone


def _free(base: FactBase, names: list[str], own: Actor | None, key: str = "aliases") -> None:
    """Raises Misfit where another actor has one of the names already."""
    for name in names:
        for actor in base.actors:
            if actor is not own and plain(name) in map(plain, [actor.name, *actor.aliases]):
                raise Misfit(f"{name!r}, which {actor.name} has already", "a name of its own, or `merge actor`", key)
