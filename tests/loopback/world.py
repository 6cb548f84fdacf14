"""A small briefing made by hand, so that these tests need neither spaCy nor a compiled file: real records, verified."""

from __future__ import annotations

import copy
import hashlib
from pathlib import Path

from bot.settings import RateLimit, Secret, Settings, Shards
from bot.texts import Texts, load_texts
from knowledge.lexicon.answer_kinds import kinds_in
from knowledge.model.article import parse_text
from knowledge.model.factbase import (
    FORMAT,
    Actor,
    ArticleRef,
    Fact,
    FactBase,
    Position,
    Quote,
    Topic,
    excerpt_id,
    verify,
)
from knowledge.model.storage import Briefing

FERRY = """---
title: Ferry strike shuts the harbour
publisher: Harbour Post
published: 2026-02-12
url: https://news.example/ferry-strike
---
The ferry crews of Northport walked out on Monday, and 14 sailings were cancelled. "We will not sail until the night \
shift is paid," union leader Mara Quell told reporters on Radio North. Quell said the crews want a rise of 6 percent.

Owner Dov Almers rejects any rise before spring. "There is no money for it," Almers wrote on Friday. \
He offered talks in March.

The city of Northport fears for its visitors. Talks resume on Thursday in Northport.
"""


def briefing(
    text: str = FERRY,
    article_id: str = "ferry-strike",
    actors: dict[str, str] | None = None,
    quotes: list[tuple[str, str]] | None = None,
    positions: list[tuple[str, str, str]] | None = None,
    topics: list[Topic] | None = None,
) -> Briefing:
    """A briefing: actors as {name: kind}, quotes as (name, words), positions as (name, stance, words)."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    article = parse_text(text, article_id, Path(f"{article_id}.txt"), digest)
    if actors is None:
        actors = {"Mara Quell": "person", "Dov Almers": "person", "Northport": "place"}
        quotes = [
            ("Mara Quell", "We will not sail until the night shift is paid,"),
            ("Dov Almers", "There is no money for it,"),
        ]
        positions = [
            ("Mara Quell", "demand", "the crews want a rise of 6 percent"),
            ("Dov Almers", "reject", "rejects any rise before spring"),
            ("Dov Almers", "offer", "offered talks in March"),
            ("Northport", "fear", "fears for its visitors"),
        ]
        topics = [Topic("pay", "pay", ["rise", "paid", "money"]), Topic("talks", "talks", ["talks"])]
    names = {name: name.lower().replace(" ", "-") for name in actors}
    seen: set[str] = set()
    sentences = _sentences(text, article)

    def around(start: int) -> tuple[int, int]:
        return next((low, high) for low, high in sentences if low <= start < high)

    def about(words: str) -> list[str]:
        return [topic.id for topic in topics or [] if any(term in words for term in topic.terms)]

    base = FactBase(
        FORMAT,
        ArticleRef(
            article_id,
            article.title,
            f"{article_id}.txt",
            digest,
            **{k: v for k, v in article.meta.items() if k != "title"},
        ),
        [Actor(names[name], name, kind) for name, kind in actors.items()],
        topics or [],
        [
            Quote(
                excerpt_id("q", words, words, seen),
                names[name],
                words,
                at,
                at + len(words),
                cue="said",
                topics=about(words),
            )
            for name, words in quotes or []
            for at in [text.index(words)]
        ],
        [
            Position(
                excerpt_id("p", words, words, seen),
                names[name],
                stance,
                words,
                at,
                at + len(words),
                list(around(at)),
                topics=about(words),
            )
            for name, stance, words in positions or []
            for at in [text.index(words)]
        ],
        facts=[
            Fact(
                excerpt_id("f", text[low:high], "", seen),
                text[low:high],
                low,
                high,
                [names[name] for name in actors if name in text[low:high]],
                kinds=kinds_in(text[low:high]),
            )
            for low, high in sentences
        ],
    ).with_speakers()
    assert not (wrong := verify(base, text, digest)), wrong
    return Briefing(base, article, Path(f"{article_id}.yaml"))


def texts_with(command: str, **words: str) -> Texts:
    """The catalogue with other words for a command."""
    catalogue = copy.deepcopy(load_texts().get(""))
    catalogue["commands"][command] = {**catalogue["commands"].get(command, {}), **words}
    return Texts(catalogue)


def settings(**changes: object) -> Settings:
    """Settings as they are by default, without a token; `changes` override them."""
    values: dict[str, object] = {
        "token": Secret("stand-in.token.for-tests"),
        "briefings": (),
        "language": "en",
        "reader": False,
        "database": Secret("sqlite://"),
        "private_replies": False,
        "rate_limit": RateLimit(1000, 30),
        "log_questions": False,
        "retention_days": 30,
        "log_format": "text",
        "log_level": "info",
        "health_port": None,
        "health_host": "127.0.0.1",
        "shards": Shards((0,), 1),
        "development_guild": None,
    }
    return Settings(**{**values, **changes})


def _sentences(text: str, article) -> list[tuple[int, int]]:
    found = []
    for block in article.blocks:
        low = block.start
        while low < block.end:
            ends = [
                at for mark in (". ", '." ', '," ') if (at := text.find(mark, low, block.end)) >= 0 and mark == ". "
            ]
            high = min(ends) + 1 if ends else block.end
            found.append((low, high))
            low = high + (1 if high < block.end else 0)
    return found
