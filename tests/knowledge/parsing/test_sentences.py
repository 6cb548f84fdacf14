"""Where sentences end: the pitfalls of news text one by one, and laws that hold for any text."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import BadData
from knowledge.lexicon.tables import table
from knowledge.model.article import parse_text
from knowledge.parsing.quotations import find_quotations
from knowledge.parsing.sentences import Splitter

SPLITTER = table(Splitter, "sentences")


def split(paragraph):
    """The sentences of one paragraph of an article."""
    article = parse_text(f"A title of the article\n{paragraph}", "x", Path("x.txt"), "")
    found = SPLITTER.sentences(article, find_quotations(article))
    return [article.text[one.start : one.end] for one in found if one.block == 1]


@pytest.mark.parametrize(
    "paragraph",
    [
        "Sen. Ann Lee met Gov. Bo Rye and Lt. Col. Di Poe on Jan. 5 in St. Paul.",
        "Rep. Elijah E. Cummings (D-Md.) spoke first, and Sen. Mark Kirk (R-Ill.), who was late, agreed.",
        "The U.S. Senate and the U.K. Parliament voted at 5 p.m. Tuesday on H.R. 12 and No. 7.",
        "J. Edgar Hoover and Dwight D. Eisenhower knew William F. Buckley, Jr. and Acme Inc. of Ohio.",
        "“We won. We really won. It is over,” she said after the vote.",
        '"Are you serious?" Clinton asked the reporter.',
        "“Enough!” the crowd shouted.",
        "He asked, “Who knows?” and left.",
        "The deal (it took years. Nobody liked it.) is done.",
        "He paused ... and went on, with Yahoo! and others.",
        "It costs $3.5 million, or 2.4 percent of G.D.P. in Dec. 2015.",
    ],
)
def test_one_sentence_stays_one(paragraph):
    assert split(paragraph) == [paragraph]


@pytest.mark.parametrize(
    "sentences",
    [
        ["He lives in the U.S.", "The law is new."],
        ["It ended at 5 p.m.", "She left."],
        ["He met Sen. Lee.", "They talked."],
        ["“We won,” he said.", "“It is over.”", "Nobody cheered."],
        ["She called it “a sad day.”", "He agreed."],
        ["Who will pay?", "Nobody knows!", "So it goes."],
        ["(He left.)", "She stayed."],
        ["That was 2015.", "2016 was worse."],
        ["“Why?”", "That was his answer to all of it."],
        ["He chose plan B.", "It failed."],
        ["He chose plan B.", "Gov. Lee did not."],
        ["The mayor wrote on X.", "Rep. Ann Lee agreed."],
        ["The mayor posted it to X.", "Ann Lee did not."],
        ["It was over…", "But nobody left."],
    ],
)
def test_sentences_part_where_they_end(sentences):
    assert split(" ".join(sentences)) == sentences


def test_a_speech_of_one_paragraph_is_parted_though_it_stands_in_quotation_marks():
    speech = " ".join(f"This is sentence number {number} of a very long speech." for number in range(15))
    assert len(split(f"“{speech}”")) == 15


def test_titles_headings_and_bylines_are_whole():
    text = "One Thing. Then Another.\nBy Ida Holm\nIt was late. They left.\nWho Won? Who Lost\nNobody did."
    article = parse_text(text, "x", Path("x.txt"), "")
    found = SPLITTER.sentences(article, find_quotations(article))
    assert [text[one.start : one.end] for one in found] == [
        "One Thing. Then Another.",
        "By Ida Holm",
        "It was late.",
        "They left.",
        "Who Won? Who Lost",
        "Nobody did.",
    ]


PIECES = [
    "He left",
    "U.S",
    "Sen",
    ".",
    ". ",
    "? ",
    "!",
    "“",
    "”",
    '"',
    "(",
    ")",
    " and ",
    "The end",
    "J",
    "5",
    "…",
    "'",
    "\n",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40).map("".join))
def test_no_word_is_lost_and_no_sentence_overlaps(text):
    try:
        article = parse_text("A title of it\n" + text, "x", Path("x.txt"), "")
    except BadData:
        return
    found = SPLITTER.sentences(article, find_quotations(article))
    assert all(one.start < one.end for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for number, block in enumerate(article.blocks):
        here = [article.text[one.start : one.end] for one in found if one.block == number]
        assert "".join("".join(here).split()) == "".join(article.slice(block).split())
