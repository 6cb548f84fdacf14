"""Uploaded articles, compiled by the real build step in a real process of its own."""

import asyncio
import os
from pathlib import Path

import psutil
import pytest
import yaml

from bot.errors import IngestUnavailable
from bot.ingest import ArticleCompiler, Limits
from knowledge.errors import BadData
from knowledge.model.factbase import verify
from knowledge.model.storage import load, parse

ARTICLE = b"""---
title: Ferry strike shuts the harbour
---
The ferry crews of Northport walked out on Monday. "We will not sail," union leader Mara Quell told reporters.

Owner Dov Almers rejects any rise before spring.
"""


@pytest.fixture
def compiler() -> ArticleCompiler:
    return ArticleCompiler()


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "bot.ingest" in child.cmdline()]


async def problems(compiling) -> list[str]:
    with pytest.raises(BadData) as raised:
        await compiling
    return str(raised.value).splitlines()


async def test_an_article_becomes_a_fact_base_that_can_be_loaded(compiler, tmp_path):
    stages: list[str] = []

    async def progress(stage: str) -> None:
        stages.append(stage)

    text = await compiler.compile(ARTICLE, "Ferry Strike.txt", progress)
    assert stages == ["loading", "compiling"]
    (tmp_path / "ferry-strike.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "ferry-strike.txt").write_bytes(ARTICLE)
    briefing = load(tmp_path / "ferry-strike.yaml")
    assert briefing.id == "ferry-strike" and briefing.base.article.title == "Ferry strike shuts the harbour"
    assert [quote.text for quote in briefing.base.quotes] == ["We will not sail,"]
    assert list(tmp_path.iterdir()) and not children()


@pytest.mark.parametrize("name", ["../../etc/passwd", "🙂.txt", "a" * 300 + ".txt"])
async def test_no_name_of_a_file_leads_elsewhere(compiler, name):
    base = parse(yaml.safe_load(await compiler.compile(ARTICLE, name)), Path(name))
    assert "/" not in base.article.path and ".." not in base.article.path
    assert not verify(base, ARTICLE.decode(), base.article.sha256)


@pytest.mark.parametrize(
    ("article", "said"),
    [
        (b"---\ntitle: " + b"[" * 20_000 + b"\n---\nTwo words", "20,008 characters"),
        (b"", "expected"),
        (b"\0\1\2", "binary"),
        (b"caf\xe9 " * 20, "not UTF-8"),
        (b"x" * 2_500_000, "bytes"),
    ],
)
async def test_a_bad_article_is_refused_with_its_name_and_the_reason(compiler, article, said):
    lines = await problems(compiler.compile(article, "their file.txt"))
    assert all(line.startswith("their file.txt") for line in lines) and said in "".join(lines)


async def test_an_article_that_takes_too_long_is_refused_and_its_process_ended():
    lines = await problems(ArticleCompiler(Limits(seconds=0.05)).compile(ARTICLE, "slow.txt"))
    assert lines == ["slow.txt: found an article that takes more than 0.05 s, expected a shorter one; split it"]
    assert not children()


async def test_an_article_that_takes_too_much_memory_is_refused():
    long = b'"We will not sail," Mara Quell told reporters in Northport on Monday. ' * 600
    lines = await problems(ArticleCompiler(Limits(memory=290 * 2**20)).compile(long, "huge.txt"))
    assert lines == ["huge.txt: found an article that takes too much memory or time, expected a shorter one; split it"]


async def test_where_nothing_can_be_compiled_it_is_not_the_articles_fault():
    with pytest.raises(IngestUnavailable) as raised:
        await ArticleCompiler(Limits(memory=150 * 2**20)).compile(ARTICLE, "good.txt")
    assert "\n" not in str(raised.value) and "good.txt" in str(raised.value)


async def test_the_process_that_compiles_is_told_no_secret(compiler, monkeypatch):
    monkeypatch.setenv("DISCORD_TOKEN", "a secret of ours")
    monkeypatch.setenv("READOUT_DATABASE", "postgresql://readout:hunter2@host/readout")
    seen: list[dict[str, str]] = []

    async def look(stage: str) -> None:
        seen.extend(child.environ() for child in children())

    assert "DISCORD_TOKEN" in os.environ
    await compiler.compile(ARTICLE, "a.txt", look)
    assert seen and not any("secret" in value or "hunter2" in value for each in seen for value in each.values())


async def test_an_upload_that_is_given_up_leaves_no_process(compiler):
    started = asyncio.Event()

    async def progress(stage: str) -> None:
        started.set()

    upload = asyncio.create_task(compiler.compile(ARTICLE, "a.txt", progress))
    await started.wait()
    assert children()
    upload.cancel()
    with pytest.raises(asyncio.CancelledError):
        await upload
    assert not children()


async def test_one_article_is_compiled_at_a_time(compiler):
    most = 0

    async def look(stage: str) -> None:
        nonlocal most
        most = max(most, len(children()))

    await asyncio.gather(*(compiler.compile(ARTICLE, f"{n}.txt", look) for n in range(2)))
    assert most == 1
