"""`readout build` and `readout check` over good and bad articles."""

from pathlib import Path

import pytest
import yaml

from bot.building import build, check, review
from bot.errors import ExitCode
from bot.texts import load_texts
from knowledge.errors import BadData
from knowledge.model.storage import load

GOOD = (
    "Mayor bans scooters\nMayor Ana Ruiz banned scooters on Monday.\n“They are a danger,” Ruiz told the Daily Post.\n"
)


@pytest.fixture
def texts():
    return load_texts()


def built(tmp_path: Path, texts, data: str | bytes, name: str = "story.txt"):
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    assert build([path], tmp_path / "out", texts) == ExitCode.GOOD
    return load(tmp_path / "out" / f"{path.stem}.yaml")


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "found no words, expected an article"),
        (b"\n \t\n", "found no words"),
        (b"Hello\n", "found a single word"),
        (b"PK\x03\x04\x00\x00", "found a packed file, as of a word processor, expected an article as plain text"),
        (b"\x01\x02\x00\x00", "byte 2: found a zero byte: a binary file"),
        (b"caf\xe9 is closed today\n", "byte 3: found 0xe9, not UTF-8"),
        (b"word " * 1_000_000, "found 5,000,000 bytes, expected an article of at most"),
        (b"---\ntitle: 'a\n---\nWords here.\n", "found front matter that is not YAML"),
        (b"---\nauthor: me\n---\nWords here.\n", "front matter, author: found an unknown key"),
    ],
    ids=[
        "empty",
        "blank",
        "one-word",
        "packed",
        "binary",
        "latin-1",
        "5-MB",
        "broken-front-matter",
        "unknown-front-matter",
    ],
)
def test_a_bad_article_is_one_line_and_writes_nothing(tmp_path, texts, capsys, data, line):
    path = tmp_path / "story.txt"
    path.write_bytes(data)
    assert build([path], tmp_path / "out", texts) == ExitCode.DATA
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 1 and line in errors[0] and str(path) in errors[0]
    assert not list((tmp_path / "out").glob("*"))


def test_a_missing_article_is_one_line(tmp_path, texts, capsys):
    assert build([tmp_path / "none.txt"], tmp_path, texts) == ExitCode.DATA
    assert (
        capsys.readouterr().err
        == f"readout: {tmp_path / 'none.txt'}: found No such file or directory, expected a readable text file\n"
    )


def test_one_bad_article_stops_no_other(tmp_path, texts, capsys):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")
    assert build([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "out", texts) == ExitCode.DATA
    assert "1 of 2 articles built" in capsys.readouterr().out
    assert load(tmp_path / "out" / "b.yaml").base.actors


@pytest.mark.parametrize(
    "data",
    [
        GOOD.replace("\n", "\r\n"),
        "\ufeff" + GOOD,
        GOOD.replace("“", '"').replace("”", '"'),
        GOOD.replace("danger", "danger 🙂"),
        GOOD.replace("”", ""),
        GOOD.replace("They", '"They "all"'),
        GOOD + "@everyone must read `this` **now** <@123>, said Ruiz.\n",
        "---\ntitle: Scooters out\npublished: 2026-01-02\n---\n" + GOOD,
        GOOD.rstrip("\n"),
    ],
    ids=[
        "crlf",
        "bom",
        "straight",
        "emoji",
        "unclosed",
        "nested-straight",
        "mentions",
        "front-matter",
        "no-final-newline",
    ],
)
def test_odd_but_honest_text_is_built_and_every_excerpt_stands_in_the_file(tmp_path, texts, data):
    briefing = built(tmp_path, texts, data)
    raw = (tmp_path / "story.txt").read_bytes().decode()
    excerpts = [excerpt for _, excerpt in briefing.base.excerpts()]
    assert any("danger" in excerpt.text for excerpt in excerpts)
    for excerpt in excerpts:
        assert raw[excerpt.start : excerpt.end] == excerpt.text


def test_a_quote_has_its_speaker_and_medium(tmp_path, texts):
    (quote,) = built(tmp_path, texts, GOOD).base.quotes
    assert quote.text.rstrip(",") == "They are a danger"
    assert (quote.speaker, quote.medium) == ("ana-ruiz", "Daily Post")


def test_two_builds_are_byte_identical(tmp_path, texts):
    built(tmp_path, texts, GOOD)
    first = (tmp_path / "out" / "story.yaml").read_bytes()
    built(tmp_path, texts, GOOD)
    assert (tmp_path / "out" / "story.yaml").read_bytes() == first


def test_check_fails_for_a_stale_or_missing_file_and_writes_nothing(tmp_path, texts, capsys):
    built(tmp_path, texts, GOOD)
    target = tmp_path / "out" / "story.yaml"
    assert build([tmp_path / "story.txt"], tmp_path / "out", texts, check=True) == ExitCode.GOOD
    data = yaml.safe_load(target.read_text(encoding="utf-8"))
    data["facts"].pop()
    target.write_text(yaml.safe_dump(data), encoding="utf-8")
    before = target.read_bytes()
    assert build([tmp_path / "story.txt"], tmp_path / "out", texts, check=True) == ExitCode.DATA
    assert "found a stale fact base" in capsys.readouterr().err and target.read_bytes() == before
    target.unlink()
    assert build([tmp_path / "story.txt"], tmp_path / "out", texts, check=True) == ExitCode.DATA


@pytest.mark.parametrize("names", [("a/story.txt", "b/story.txt"), ("The story.txt", "the-story.txt")])
def test_two_articles_of_one_name_are_refused(tmp_path, texts, names):
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(BadData, match="two articles of one name"):
        build([tmp_path / name for name in names], tmp_path, texts)


def test_check_tells_every_problem_of_every_file(tmp_path, texts, capsys):
    built(tmp_path, texts, GOOD)
    good, bad = tmp_path / "out" / "story.yaml", tmp_path / "out" / "bad.yaml"
    bad.write_text(
        good.read_text(encoding="utf-8").replace("kind: person", "kind: dog").replace("topics:", "topic:", 1),
        encoding="utf-8",
    )
    assert check([good, bad], texts) == ExitCode.DATA
    captured = capsys.readouterr()
    assert "excerpts verified" in captured.out and len(captured.err.splitlines()) >= 2


def test_explain_tells_why_a_record_is_what_it_is_and_writes_nothing(tmp_path, texts, capsys):
    path = tmp_path / "story.txt"
    path.write_text(GOOD, encoding="utf-8")
    (quote,) = built(tmp_path, texts, GOOD).base.quotes
    for file in (tmp_path / "out").iterdir():
        file.unlink()
    capsys.readouterr()
    assert build([path], tmp_path / "out", texts, explain=quote.id) == ExitCode.GOOD
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == f"{quote.id} of {path}: {quote.text}"
    labels = [line.split("  ")[1] for line in lines]
    assert labels == ["cue", "named by", "a quote", "an actor", "its kind"]
    assert not list((tmp_path / "out").iterdir())


def test_explain_looks_in_every_article_and_refuses_an_id_that_none_has(tmp_path, texts, capsys):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(GOOD if name == "b" else "Two words\nNothing here.\n", encoding="utf-8")
    paths = [tmp_path / "a.txt", tmp_path / "b.txt"]
    assert build(paths, tmp_path, texts, explain="ana-ruiz") == ExitCode.GOOD
    assert capsys.readouterr().out.startswith(f"ana-ruiz of {paths[1]}: Ana Ruiz\n")
    with pytest.raises(BadData) as bad:
        build(paths, tmp_path, texts, explain="ana-louise")
    assert [(problem.file, problem.found) for problem in bad.value.problems] == [
        (str(path), "no record ana-louise") for path in paths
    ]


def test_review_takes_an_id_an_article_or_a_compiled_file_and_tells_which(tmp_path, texts, capsys):
    built(tmp_path, texts, GOOD)
    page, compiled = tmp_path / "page.html", tmp_path / "out" / "story.yaml"
    capsys.readouterr()
    for name, took in [
        ("trump-netanyahu-iran-meeting", "the article seeds/trump-netanyahu-iran-meeting.txt;"),
        (str(tmp_path / "story.txt"), f"the article {tmp_path / 'story.txt'};"),
        (str(compiled), f"the compiled file {compiled} as it is;"),
    ]:
        assert review(name, page, texts) == ExitCode.GOOD
        assert took in capsys.readouterr().out
    shown = page.read_text(encoding="utf-8")
    assert "Mayor bans scooters" in shown and "format: 2" not in shown
    compiled.write_text(compiled.read_text(encoding="utf-8").replace("format: 2", "format: 1"), encoding="utf-8")
    with pytest.raises(BadData, match="format: found 1, expected 2"):
        review(str(compiled), page, texts)
