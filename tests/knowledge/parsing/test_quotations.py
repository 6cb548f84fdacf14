"""Which words stand between quotation marks, told without a language model."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.model.article import parse_text
from knowledge.parsing.quotations import find_quotations


def quotations(body):
    article = parse_text(f"A title of the article\n{body}", "x", Path("x.txt"), "")
    return article, find_quotations(article)


def inner(body):
    article, found = quotations(body)
    return [[article.text[low:high] for low, high in (part.inner for part in one.parts)] for one in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('"We will go," he said. "Soon."', ["We will go,", "Soon."]),
        ("“We will go,” he said. “Soon.”", ["We will go,", "Soon."]),
        ('“We will go," he said. "Soon.”', ["We will go,", "Soon."]),
        ("''We will go,'' he said. ''Soon.''", ["We will go,", "Soon."]),
        ("«We will go», he said.", ["We will go"]),
        ("«We will go, he said.» He left. »We stay«, she said.", ["We will go, he said.", "We stay"]),
        ("‹We will go›, he said. « We stay », she said.", ["We will go", " We stay "]),
        ("„We will go“, he said. „We stay”, she said.", ["We will go", "We stay"]),
        ("He is a “star.”", ["star."]),
        ('A man 6\'2" tall said "no" to it.', ["no"]),
        ("It is Iran's and the leaders' own.", []),
        ("He said.” And that was that.", []),
        ("“We stopped, he said. “Then we went.”", ["Then we went."]),
    ],
)
def test_marks_are_paired_inside_a_paragraph(body, expected):
    assert [parts[0] for parts in inner(body)] == expected


def test_a_quotation_of_several_paragraphs_is_one():
    body = "“The first thing.\n“The second thing.\n“The third thing,” she said.\nNothing more."
    assert inner(body) == [["The first thing.", "The second thing.", "The third thing,"]]


def test_a_quotation_left_open_ends_with_its_paragraph_unless_the_next_one_opens():
    assert inner("She said: “We are done.\nThe talks ended on Monday.") == [["We are done."]]


def test_quotations_inside_a_quotation_are_nested():
    article, found = quotations("“He told me, ‘Never again,’ and left,” she said.")
    assert [article.text[low:high] for one in found for low, high in one.nested] == ["‘Never again,’"]


SINGLE = "'We will go,' said Ms Berg. 'She told us, \"Stay,\" and we didn't.'"


@pytest.mark.parametrize("body", [SINGLE, SINGLE.replace(" '", " ‘").replace("'W", "‘W")])
def test_single_marks_outside_double_ones_are_the_marks_of_a_british_paper(body):
    assert len(inner(body)) == 2
    assert inner(body)[0] == ["We will go,"]


def test_single_marks_inside_double_ones_are_nested_however_many():
    assert len(inner("\"He said 'No,' then 'Yes,' then 'No,'\" she said. \"So.\"")) == 2


def test_curly_marks_inside_a_block_quotation_do_not_end_it():
    assert inner('"The office is not about “Equal Justice” any more."') == [
        ["The office is not about “Equal Justice” any more."]
    ]


def test_single_marks_quote_where_a_paper_uses_no_others():
    body = "'We will not go back,' said Ann Lee. 'It isn't the workers' fault.'\n'Then don't,' he said."
    assert [parts[0] for parts in inner(body)] == [
        "We will not go back,",
        "It isn't the workers' fault.",
        "Then don't,",
    ]


def test_a_turn_of_a_transcript_is_a_quotation_with_a_label():
    body = "ROE: Will you sign?\nDOE: We will see.\nROE: When?\nDOE: Soon enough."
    article, found = quotations(body)
    assert [article.text[slice(*one.label)] for one in found] == ["ROE", "DOE", "ROE", "DOE"]
    assert article.text[slice(*found[1].inner)] == "We will see."


def test_a_turn_between_marks_has_its_label_outside_its_words():
    article, found = quotations('"ROE: Will you sign?\n"DOE: We will see."')
    assert [article.text[slice(*one.label)] for one in found] == ["ROE", "DOE"]
    assert article.text[slice(*found[1].inner)] == "We will see."


@pytest.mark.parametrize("body", ["“We are proud.” ― Ann Lee", '"We are proud."\n- Ann Lee, nurse'])
def test_a_signature_after_a_dash_is_a_label(body):
    article, found = quotations(body)
    assert article.text[slice(*found[0].label)].startswith("Ann Lee")


@given(st.text(alphabet="ab .,\n\"'“”‘’", max_size=80))
def test_any_marks_give_parts_in_order_inside_their_blocks(noise):
    article, found = quotations(f"Two words {noise}")
    places = [(part.start, part.end) for one in found for part in one.parts]
    assert places == sorted(places)
    assert all(high <= low for (_, high), (low, _) in pairwise(places))
    for one in found:
        for part in one.parts:
            block = article.blocks[part.block]
            assert block.start <= part.start <= part.inner[0] < part.inner[1] <= part.end <= block.end
