"""How long one question takes on the shipped briefing, beside rapidfuzz's `process.extract` over its sentences.

usage: python -m tests.bench.answers [--rounds N]

The questions are every actor with every topic, asked in three ways. Both get each question in turn; the peer only
looks for the likeliest sentence and can decline nothing.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

from rapidfuzz import fuzz, process, utils

from bot.answering.engine import Engine
from bot.building import compiled
from bot.texts import load_texts
from knowledge.model.factbase import FactBase
from knowledge.model.storage import load

WAYS = ("What is {actor}'s position on {topic}?", "what did {actor} say about {topic}", "why {topic} {actor}")


def questions(base: FactBase) -> list[str]:
    """Every actor with every topic, in each of the ways to ask."""
    pairs = [(actor.name, topic.name) for actor in base.actors for topic in base.topics]
    return [way.format(actor=actor, topic=topic) for way in WAYS for actor, topic in pairs]


def timed(work: Callable[[], object]) -> float:
    """The milliseconds that a call takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Prints one line of figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    briefing = load(compiled()[0])
    engine, sentences = Engine([briefing], load_texts()), [fact.text for fact in briefing.base.facts]
    asked = questions(briefing.base)
    engine.ask(asked[0])  # the first question pays for what is made lazily
    ours, peers = [], []
    for question in asked * parser.parse_args().rounds:
        ours.append(timed(lambda q=question: engine.ask(q)))
        peer = {"scorer": fuzz.token_set_ratio, "processor": utils.default_process, "limit": 3}
        peers.append(timed(lambda q=question, p=peer: process.extract(q, sentences, **p)))
    for name, figures in (("readout", ours), ("process.extract", peers)):
        p99 = statistics.quantiles(figures, n=100)[98]
        print(f"answers: {name} median {statistics.median(figures):.2f} ms, 99th percentile {p99:.2f} ms")
    print(f"answers: {len(ours)} questions, ratio of medians {statistics.median(ours) / statistics.median(peers):.1f}")


if __name__ == "__main__":
    main()
