"""`make learn`: the weights of `lexicon/en/weights` from articles with marks.

    python -m knowledge.learning FOLDER [--check FOLDER ...] [--dry]

In folds by article first: what a fold's weights make of articles they have not seen gives the figures, and the examples
for the models that come later. Then from all articles: these weights are written.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from knowledge.extraction.acting import actor_features, holdings
from knowledge.extraction.candidates import Candidates
from knowledge.extraction.coreference import Chooser, Margins, chooser
from knowledge.extraction.entities import name_evidence
from knowledge.extraction.mentions import Mention
from knowledge.extraction.names import find_mentions
from knowledge.extraction.positions import drafts, position_features
from knowledge.extraction.reading import Parsed, Reading, Unresolved, find_unresolved, parse_article, with_cast
from knowledge.learning import fitting
from knowledge.learning.figures import count, is_covered, placed, shown
from knowledge.learning.fitting import Example
from knowledge.learning.marks import Marks, fitness, holders_named, read_marked, same
from knowledge.lexicon.tables import TABLES, chosen_language
from knowledge.lexicon.weights import Classes, Features, Logistic, Ranker, Weights, load_weights
from knowledge.parsing.document import load_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDS = 4
ROUNDS = 2  # the second ranks with the history that the first one's weights make
STRENGTH = {"kinds": 1.0, "meant": 0.5, "actor": 0.2, "position": 0.1}
START = Ranker(
    {
        "any": {
            "rank": 2.0, "subject_rank": 1.0, "head": 2.0, "modifiers_hit": 1.5, "capitals_missed": -2.0,
            "inside_appos": 6.0, "inside_last": 6.0, "inside_comma": 4.0, "inside_owner": -6.0, "inside_within": -6.0,
            "new": 1.0, "new_indefinite": 3.0,
        }
    }
)  # fmt: skip
HEADS = {
    "name_kinds": "Evidence for what kind a name is; the class with the highest sum wins.",
    "who_is_meant": "The ranker of who is meant: `any` counts for every mention, the others for their family as well.",
    "is_actor": "Evidence that somebody named or described is an actor.",
    "is_position": "Evidence that what has a stance is a position, and not only said.",
}


@dataclass(frozen=True)
class Case:
    """A parsed article with its marks."""

    parsed: Parsed
    marks: Marks


def main(argv: list[str]) -> int:
    """Learns, says the figures, and writes the tables; 0."""
    parser = argparse.ArgumentParser(prog="make learn", description=__doc__)
    parser.add_argument("folder", type=Path, help="articles with marks: ID.txt and ID.gold.json")
    parser.add_argument("--check", type=Path, action="append", default=[], help="a folder to say the figures of")
    parser.add_argument("--dry", action="store_true", help="write nothing")
    arguments = parser.parse_args(argv)
    began = time.monotonic()

    def say(line: str) -> None:
        print(f"[{time.monotonic() - began:4.0f} s] {line}", flush=True)

    cases = _parsed(arguments.folder)
    say(f"{len(cases)} articles of {arguments.folder} are parsed")
    weights, figures = _learned(cases, say)
    say(f"folds:  {shown(figures)}")
    for folder in (arguments.folder, *arguments.check):
        found = cases if folder == arguments.folder else _parsed(folder)
        total = sum((count(_read(case, weights), case.marks) for case in found), Counter[str]())
        say(f"{folder.name}:  {shown(total)}")
    if not arguments.dry:
        _write(weights)
        say(f"the weights are in {_folder()}")
    return 0


def _parsed(folder: Path) -> list[Case]:
    model = load_model()
    return [Case(parse_article(article, model), marks) for article, marks in read_marked(folder)]


def _learned(cases: list[Case], say: Callable[[str], None]) -> tuple[Weights, Counter[str]]:
    """The weights from all cases, and the counts in folds."""
    folds = [[case for number, case in enumerate(cases) if number % FOLDS == fold] for fold in range(FOLDS)]
    others = [[case for fold in folds if fold is not own for case in fold] for own in folds]
    names = [_kinds(seen) for seen in others]
    rankers = []
    for fold, seen in enumerate(others):
        rankers.append(_ranker([(find_unresolved(case.parsed, names[fold]), case.marks) for case in seen]))
        say(f"fold {fold + 1} of {FOLDS}: kinds of names, and who is meant")
    base = load_weights()
    unseen: list[list[tuple[Reading, Marks]]] = [
        [(_read(case, replace(base, kinds=names[fold], meant=rankers[fold])), case.marks) for case in folds[fold]]
        for fold in range(FOLDS)
    ]
    actors = _by_fold(unseen, _actor_examples, "actor")
    acted = [[(_again(one, actor=actors[fold]), marks) for one, marks in unseen[fold]] for fold in range(FOLDS)]
    positions = _by_fold(acted, _position_examples, "position")
    say("folds: who is an actor, what is a position")
    figures = Counter[str]()
    for fold in range(FOLDS):
        for one, marks in acted[fold]:
            figures += count(_again(one, position=positions[fold]), marks)
    kinds = _kinds(cases)
    meant = _ranker([(find_unresolved(case.parsed, kinds), case.marks) for case in cases])
    return Weights(kinds, meant, actors[FOLDS], positions[FOLDS]), figures


def _by_fold(
    read: list[list[tuple[Reading, Marks]]],
    examples: Callable[[Reading, Marks], Iterable[tuple[Features, bool]]],
    name: str,
) -> list[Logistic]:
    """The model for each fold from the readings of the others, and last the one from all."""
    found = [[example for one, marks in fold for example in examples(one, marks)] for fold in read]
    seen = [[example for other in found if other is not own for example in other] for own in found]
    seen.append([example for fold in found for example in fold])
    return [fitting.logistic([row for row, _ in some], [label for _, label in some], STRENGTH[name]) for some in seen]


def _read(case: Case, weights: Weights) -> Reading:
    unresolved = find_unresolved(case.parsed, weights.kinds)
    return with_cast(unresolved, unresolved.resolve(chooser(weights.meant, Margins())), weights)


def _again(one: Reading, **weights: Logistic) -> Reading:
    """The reading with other weights for what comes last."""
    return with_cast(one, one.meant, replace(one.weights, **weights))  # type: ignore[arg-type]  # fields of Weights


# --- what kind a name is


def _kinds(cases: list[Case]) -> Classes:
    examples = [example for case in cases for example in _kind_examples(case)]
    return fitting.classes([row for row, _ in examples], [kind for _, kind in examples], STRENGTH["kinds"])


def _kind_examples(case: Case) -> Iterator[tuple[Features, str]]:
    """The names of marked actors; a country is a place that acts."""
    parsed = case.parsed
    named = [actor for actor in case.marks.actors if not actor.is_group]
    bare = {name.lower().removeprefix("the "): actor.kind for actor in reversed(named) for name in actor.names}
    for text, features, tagged_place in name_evidence(find_mentions(parsed.article, parsed.doc, parsed.quotations)):
        kind = bare.get(text.lower(), "place" if tagged_place else None)
        if kind in ("person", "organisation", "place", "country"):
            yield features, "place" if kind == "country" else kind


# --- who is meant


def _ranker(cases: list[tuple[Unresolved, Marks]]) -> Ranker:
    labels = [holders_named(one.article.text, marks, one.doc) for one, marks in cases]
    weights = START
    for number in range(ROUNDS):
        examples: list[Example] = []
        for (one, marks), named in zip(cases, labels, strict=True):
            margins = Margins() if number else Margins(0.0, 0.0)
            one.resolve(_teacher(chooser(weights, margins), marks, named, examples))
        weights = fitting.ranker(examples, STRENGTH["meant"])
    return weights


def _teacher(choose: Chooser, marks: Marks, named: dict[int, str], examples: list[Example]) -> Chooser:
    """Chooses as the marks say, where they say it, and notes the candidates with the right ones."""

    def taught(mention: Mention, candidates: Candidates) -> int:
        actor = marks.by_name.get(named.get(mention.token.i, ""))
        best = choose(mention, candidates)
        if actor is None:
            return best
        fit = [fitness(one, actor) if one is not None else 0 for one in candidates.all]
        top = max(fit)
        right = [index for index, one in enumerate(candidates.all) if (fit[index] == top if top else one is None)]
        if not right:
            return best
        examples.append((mention.weights, candidates.features(), right))
        return best if best in right else right[0]

    return taught


# --- who acts, and what is a position


def _actor_examples(one: Reading, marks: Marks) -> Iterator[tuple[Features, bool]]:
    gold = [actor.texts for actor in marks.actors]
    for referent, held in holdings(one.meant, one.told(one.meant)):
        yield actor_features(referent, held), any(same(referent.texts, texts) for texts in gold)


def _position_examples(one: Reading, marks: Marks) -> Iterator[tuple[Features, bool]]:
    names = {actor.id: [actor.name, *actor.aliases] for actor in one.cast.actors}
    marked = placed(one.article.text, marks)
    for draft in drafts(one):
        over = [other.record.holder for other in marked if is_covered((draft.start, draft.end), other)]
        right = any(same(names[draft.actor], marks.by_name[holder].texts) for holder in over if holder)
        yield position_features(draft.shown_by, draft.actor, one), right


# --- the tables


def _folder() -> Path:
    return TABLES / chosen_language() / "weights"


def _write(weights: Weights) -> None:
    tables: dict[str, dict[str, object]] = {
        "name_kinds": {"classes": weights.kinds.classes},
        "who_is_meant": {"families": weights.meant.families},
        "is_actor": {"bias": weights.actor.bias, "weights": weights.actor.weights},
        "is_position": {"bias": weights.position.bias, "weights": weights.position.weights},
    }
    for name, data in tables.items():
        text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
        (_folder() / f"{name}.yaml").write_text(f"# {HEADS[name]} Written by `make learn`.\n{text}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
