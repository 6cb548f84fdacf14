"""How a text becomes blocks: titles, bylines, headings, items, turns, and what is refused."""

from pathlib import Path

import pytest

from knowledge.errors import BadData
from knowledge.model.article import parse, parse_text, read_article, slug

BODY = "The ministers met in Vienna on Monday and agreed to meet again before the end of the month, officials said."


def article(text):
    return parse_text(text, "x", Path("x.txt"), "")


def kinds(text):
    return [block.kind for block in article(text).blocks]


def test_the_first_line_is_the_title_and_paragraphs_are_body():
    assert kinds(f"Ministers meet in Vienna\n\n{BODY}\n{BODY}") == ["title", "body", "body"]


def test_a_title_left_open_by_a_semicolon_goes_on_in_the_second_line():
    read = article(f"Ministers meet again; \nTalks are to end this month.\n\n{BODY}")
    assert [block.kind for block in read.blocks] == ["title", "title", "body"]
    assert read.title == "Ministers meet again; Talks are to end this month."


def test_an_archive_that_stops_every_line_keeps_its_title_and_headings():
    text = f"Ministers Meet in Vienna.\n{BODY}\nThe Road Ahead.\n{BODY}\nFULL TEXT.\nShe paused."
    assert kinds(text) == ["title", "body", "heading", "body", "heading", "body"]


def test_a_short_sentence_is_no_heading():
    assert kinds(f"A title\n{BODY}\nAhn met Berg in Oslo.\nPrices fell.") == ["title", "body", "body", "body"]


@pytest.mark.parametrize("line", ["By Jane Roe", "By Jane Roe and John Doe, Staff Writers", "BY JANE ROE"])
def test_a_byline_stands_near_the_top(line):
    assert kinds(f"A title\n{line}\n{BODY}") == ["title", "byline", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "Jane Roe and John Doe contributed reporting.",
        "Jane Roe contributed to this report.",
        "Roe reported from Vienna.",
        "Reporting by Jane Roe; editing by John Doe",
    ],
)
def test_a_credit_stands_at_the_end(line):
    assert kinds(f"A title\n{BODY}\n{line}")[-1] == "byline"
    assert kinds(f"A title\n{BODY}\n{line}\n" + "\n".join([BODY] * 5))[2] != "byline"


def test_turns_need_a_transcript_around_them():
    turns = "ROE: Will you sign?\nDOE: We will see.\nROE: When?\nDOE: Soon enough, I hope."
    assert kinds(f"A title\n{turns}") == ["title", "turn", "turn", "turn", "turn"]
    assert "turn" not in kinds(f"A title\n{BODY}\nROE: Will you sign?\n{BODY}")


@pytest.mark.parametrize(
    "lines",
    [
        ["Q: Will you sign?", "A: We will see.", "Q. and when?: Soon?", "Q: When?", "A: Soon."],
        ["DR ANNA ROE (Mara Hospital): We will see.", "QUESTION (a freelance): When?", "DR ROE: Soon.", "M ŠKO: Yes."],
        ["14:32 ROE: Will you sign?", "14:35 DOE: We will see.", "[14:36] ROE: When?", "2.40pm: DOE: Soon."],
        ["**Q:** Will you sign?", "**A:** We will see.", "**Q:** When?", "**A:** Soon."],
        ["Ursula von der Leyen: We sign.", "Ann Roe, the mayor: We see.", "Ann Roe: Yes.", "Von der Leyen: No."],
    ],
)
def test_labels_of_many_forms_open_turns(lines):
    found = kinds(f"A title\n{BODY}\n" + "\n".join(lines))
    assert found.count("turn") >= 4


@pytest.mark.parametrize(
    ("lines", "turns"),
    [
        ("SOLHEIM: We will see.\nREPORTER: When?\nSOLHEIM: Soon.", 3),
        ("SOLHEIM: We will see.", 1),  # named in the text
        ("Age: 54.\nHome: Mara.", 0),
        ("Iran: The ministry said no.\nIraq: The ministry said yes.", 0),
    ],
)
def test_a_few_turns_in_running_text_are_told_by_a_label_that_is_known(lines, turns):
    found = kinds(f"A title\n{BODY}\nIngrid Solheim waited. {BODY}\n{lines}\n{BODY}\n{BODY}\n{BODY}\n{BODY}")
    assert found.count("turn") == turns


def test_a_dateline_is_no_turn():
    assert "turn" not in kinds(f"A title\nCHENNAI: {BODY}\nThe talks in Chennai went on.\n{BODY}")


def test_offsets_count_the_file_with_its_front_matter_and_carriage_returns():
    text = f"---\ntitle: From above\n---\r\nA heading\r\n\r\n{BODY}\r\n"
    read = article(text)
    assert read.title == "From above"
    assert [text[block.start : block.end] for block in read.blocks] == ["A heading", BODY]
    assert read.paragraph(text.index("Vienna")) == 2


@pytest.mark.parametrize("text", ["", "\n\n", "word", "---\ntitel: x\n---\nTwo words"])
def test_what_is_no_article_is_refused_in_one_line(text):
    with pytest.raises(BadData) as caught:
        article(text)
    assert str(caught.value).startswith("x.txt") and "\n" not in str(caught.value)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a\0b", "caf\u00e9 cr\u00e8me".encode("latin-1")])
def test_a_file_that_is_no_text_is_refused(tmp_path, data):
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(BadData):
        read_article(path)


def test_bytes_are_read_as_the_file_of_that_name_would_be(tmp_path):
    path = tmp_path / "The Ferry Strike.txt"
    path.write_bytes(f"Ferry strike\n{BODY}".encode())
    assert parse(path.read_bytes(), path) == read_article(path)
    assert parse(path.read_bytes(), Path("The Ferry Strike.txt")).id == "the-ferry-strike"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Ali Khamenei", "ali-khamenei"), ("François Hollande", "francois-hollande"), ("U.S.", "us"), ("?!", "unnamed")],
)
def test_slugs_are_plain(name, expected):
    assert slug(name) == expected


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("title: Quay: the sale that was not", "title with a colon in its text, expected quotation marks"),
        ("url: https://a.example\ntitle: Part two: the quay", "line 3: found title with a colon"),
        ("title: Deal\ntitle: again", "twice"),
        ("title: Talks on deal #5", "cut off at ` #`, expected quotation marks"),
        ("published: 2026-99-99", "'2026-99-99', expected a day of the calendar"),
        ("published: 2026-02-30", "'2026-02-30', expected a day"),
        ("published: next week", "'next week', expected a day"),
        ("url: javascript:alert(1)", "expected a link that begins with http"),
        ("url: http://[", "expected a link"),
        ("url: www.example.com/a", "expected a link"),
        ("title: [a, b]", "a list or mapping, expected a text"),
        ("title: {a: b}", "a list or mapping, expected a text"),
        ("title: " + "[" * 3000, "a list or mapping, expected a text"),
        ("title: " + "[" * 20_000, "20,008 characters, expected at most 4,000"),
        ("title: &a x\nurl: *a", "a list or mapping"),
        ("title: 'open", "front matter that is not YAML"),
    ],
)
def test_what_is_wrong_with_front_matter_is_told_in_one_line(line, told):
    text = f"---\n{line}\n---\n{BODY}"
    with pytest.raises(BadData) as caught:
        article(text)
    assert told in str(caught.value) and "\n" not in str(caught.value)


def test_front_matter_that_does_not_end_is_told():
    with pytest.raises(BadData, match="front matter that does not end"):
        article(f"---\ntitle: A quay\n\n{BODY}")


@pytest.mark.parametrize(
    "line",
    [
        "title: 'Quay: the sale'",
        "published: 2026-02-12",
        "published: 2026-02-12T10:00:00+01:00",
        "url: https://a.example/b#c",
    ],
)
def test_front_matter_that_is_right_is_taken(line):
    key, _, value = line.partition(": ")
    assert article(f"---\n# a comment\n{line}\n---\n{BODY}").meta == {key: value.strip("'")}


def test_a_rule_of_dashes_above_ordinary_text_is_none():
    assert article(f"---\nA title\n---\n{BODY}").meta == {}


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04words", "a packed file"),
        (b"\n<!DOCTYPE html><html><p>Two words", "a web page"),
        (b"<?xml version='1.0'?><rss>", "a web page"),
        (b"format: 2\narticle:\n  id: a\n", "a compiled fact base"),
    ],
)
def test_other_kinds_of_files_are_told_for_what_they_are(data, kind):
    with pytest.raises(BadData) as caught:
        parse(data, Path("x.txt"))
    assert f"found {kind}" in str(caught.value) and "plain text" in str(caught.value)
