"""Whose the words between quotation marks are, and where they were said."""

from pathlib import Path

import pytest

from knowledge.extraction.attributions import resolved
from knowledge.extraction.cast import named_cast
from knowledge.extraction.reading import read as read_whole
from knowledge.extraction.speech import attribute_quotes
from knowledge.model.article import parse_text, read_article

SEED = Path(__file__).parents[3] / "seeds" / "trump-netanyahu-iran-meeting.txt"


@pytest.fixture(scope="module")
def said(model):
    """A function from an article, or the paragraphs of one, to its attributions as (article, list)."""

    def read(source):
        if isinstance(source, str):
            source = parse_text(f"A title of the article\n{source}", "x", Path("x.txt"), "")
        whole = read_whole(source, model)
        found = attribute_quotes(source, whole.doc, whole.quotations, named_cast(whole.doc, whole.entities))
        return source, resolved(source, whole.doc, found, whole.cast)

    return read


@pytest.fixture(scope="module")
def speakers(said):
    """A function from paragraphs to [(speaker, source, contents)]."""

    def read(text):
        article, found = said(text)
        words = article.text
        return [
            (
                one.speaker,
                " ".join(words[low:high] for low, high in one.source),
                [words[low:high].strip("“”\"'") for low, high in one.content],
            )
            for one in found
        ]

    return read


# --- the seed


def test_the_seed_has_every_quotation_with_its_speaker_and_medium(said):
    article, found = said(read_article(SEED))
    got = {article.text[slice(*one.content[-1])][:18]: (one.speaker, one.medium) for one in found}
    assert got == {
        '"The Prime Ministe': ("Benjamin Netanyahu", "statement"),
        'the meeting as "ve': ("Donald Trump", None),
        '"I have just finis': ("Donald Trump", "Truth Social"),
        '"no nuclear weapon': ("Donald Trump", "Fox Business"),
        '"Last time Iran de': ("Donald Trump", "Truth Social"),
        '"There is truly PE': ("Donald Trump", "Truth Social"),
    }


# --- beside the quotation


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("“We will go on,” Anna Berg said.", "Anna Berg"),
        ("“We will go on,” said Anna Berg, a nurse who lives in Boston.", "Anna Berg, a nurse who lives in Boston"),
        ("“Will we go on?” Anna Berg asked.", "Anna Berg"),
        ("“We will go on,” Anna Berg, a nurse, told reporters on Monday.", "Anna Berg, a nurse"),
        ("“We will go on,” according to Anna Berg.", "Anna Berg"),
        ("Anna Berg said, “We will go on.”", "Anna Berg"),
        ("Anna Berg told reporters in Boston on Monday that “we will go on and on.”", "Anna Berg"),
        ("According to Anna Berg, “we will go on and on.”", "Anna Berg"),
        ("Anna Berg smiled and shook her head, adding, “We will go on.”", "Anna Berg"),
        ("When Thomas Reed left the room, Anna Berg shot back, “We will go on.”", "Anna Berg"),
        ("“Trump, Clinton, all of them,” remembered Anna Berg, then a clerk.", "Anna Berg, then a clerk"),
        ("Anna Berg on her plans: “We will go on.”", "Anna Berg on her plans"),
        ("The nurses agree - Anna Berg: “We will go on.”", "Anna Berg"),
        ("As Anna Berg put it, the plan is “a waste of good money.”", "Anna Berg"),
        ("BOSTON (Reuters) - Anna Berg said, “We will go on.”", "Anna Berg"),
        ("Anna Berg (D-Mass.), said: “We will go on.”", "Anna Berg (D-Mass.)"),
    ],
)
def test_the_speaker_stands_beside_the_quotation(speakers, text, source):
    found = speakers(text)
    assert [(one[0], one[1]) for one in found] == [("Anna Berg", source)]


def test_the_paper_that_reports_a_quotation_stands_beside_its_speaker(speakers):
    found = speakers("“We will go on,” Anna Berg said, according to Reuters. “We have no choice.”")
    assert [(one[1], one[2][0]) for one in found] == [
        ("Reuters", "We will go on,” Anna Berg said,"),
        ("Anna Berg", "We will go on,"),
    ]


def test_who_is_spoken_to_is_not_the_speaker(speakers):
    found = speakers("Anna Berg asked Thomas Reed.\n“We will go on,” he told Anna Berg.")
    assert [one[0] for one in found] == ["Thomas Reed"]


def test_the_outermost_verb_owns_words_that_somebody_reports(speakers):
    found = speakers("Anna Berg said Thomas Reed had called the plan “a waste of good money.”")
    assert [one[1] for one in found] == ["Anna Berg"]


def test_the_next_thing_that_somebody_did_does_not_own_the_words(speakers):
    found = speakers("Anna Berg called it “a waste of good money,” but Thomas Reed voted for it.")
    assert [one[0] for one in found] == ["Anna Berg"]


# --- one statement, several parts


def test_a_split_quotation_is_one_statement(speakers):
    found = speakers("“We will go on,” Anna Berg said. “We have no choice.”")
    assert found == [("Anna Berg", "Anna Berg", ["We will go on,", "We have no choice."])]


def test_a_statement_with_a_cue_of_its_own_stands_alone(speakers):
    found = speakers("“We will go on,” Anna Berg said. “We have no choice,” she added.")
    assert [one[2] for one in found] == [["We will go on,"], ["We have no choice,"]]
    assert {one[0] for one in found} == {"Anna Berg"}


def test_a_quotation_of_several_paragraphs_has_one_speaker(speakers):
    found = speakers("“We will go on.\n“We have no choice,” said Anna Berg.")
    assert [(one[0], len(one[2])) for one in found] == [("Anna Berg", 2)]


# --- away from the quotation


def test_a_line_with_a_colon_owns_the_next_paragraph(speakers):
    found = speakers("Anna Berg released the following statement:\n“We will go on. We have no choice.”")
    assert found[0][0] == "Anna Berg"


def test_a_paragraph_that_is_only_a_quotation_goes_on_with_the_last_speaker(speakers):
    found = speakers("“We will go on,” said Anna Berg of Thomas Reed.\n“We have no other choice left.”")
    assert {one[0] for one in found} == {"Anna Berg"}


def test_a_label_names_the_speaker_of_a_turn(speakers):
    text = "KELLER: Will you sign it?\nBERG: We will see about that.\nKELLER: When?\nBERG: Soon enough, I hope."
    assert [one[0] for one in speakers(text)] == ["Keller", "Berg", "Keller", "Berg"]


def test_a_signature_names_the_speaker(speakers):
    found = speakers("Anna Berg won.\n“I am proud of this town and its people.” ― Anna Berg")
    assert [one[0] for one in found] == ["Anna Berg"]


# --- nobody


@pytest.mark.parametrize(
    "text",
    [
        "“We will go on and on.” The rain fell all day long.",
        "The so-called “quiet room” was empty.",
        "According to Reuters, the leaders failed to reach any “definitive” agreement.",
        "Anna Berg stars in “The Long Way Home.”",
    ],
)
def test_nobody_is_better_than_a_guess(speakers, text):
    assert speakers(text) == []


# --- media


@pytest.mark.parametrize(
    ("text", "medium"),
    [
        ("“We will go on,” Anna Berg told Fox Business.", "Fox Business"),
        ("“We will go on,” Anna Berg told CNN’s Jake Tapper.", "CNN"),
        ("In a statement, Anna Berg said, “We will go on.”", "statement"),
        ("“We will go on,” Anna Berg said in an interview with The New York Times.", "New York Times"),
        ("“We will go on,” Anna Berg wrote on Facebook.", "Facebook"),
        ("“We will go on,” Anna Berg tweeted.", "Twitter"),
        ("“We will go on,” Anna Berg told reporters.", None),
        ("“We will go on,” Anna Berg said in Boston.", None),
    ],
)
def test_the_medium_is_where_it_was_said(said, text, medium):
    _, found = said(f"The network CNN, Fox Business and The New York Times reported it.\n{text}")
    assert [one.medium for one in found] == [medium]


def test_his_post_is_on_the_platform_named_before(said):
    _, found = said(
        "On Truth Social, Thomas Reed wrote, “We will go on.”\n"
        "In an interview with CNN, Reed said, “We have no choice.”\n"
        "In his post, Reed added, “Soon we will be there.”"
    )
    assert [one.medium for one in found] == ["Truth Social", "CNN", "Truth Social"]


def test_an_edit_in_one_paragraph_changes_no_speaker_elsewhere(speakers):
    before = "“We go on,” said Anna Berg.\nIt rained.\n“We do not,” said Thomas Reed. “Never,” he added."
    after = before.replace("It rained.", "It rained all day, and nobody came to the square.")
    assert speakers(before) == speakers(after)


# --- layouts


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("And from Chairwoman Ingrid Solheim:\n\n“We have waited twelve years for this.”", "Ingrid Solheim"),
        ("Asked about it, council leader Omar Reyes was blunt:\n\n“They were rotten ten years ago.”", "Omar Reyes"),
        ("Hannah Voss, in a letter to the staff:\n\n“Please keep away from the east wing.”", "Hannah Voss"),
        ("Lena Hart met reporters.\n\nDr Lena Hart (University of Mara): “Too early to tell.”", "Lena Hart"),
        ("Lena Hart met us.\n\n• Lena Hart, historian: “The park was always public.”", "Lena Hart"),
        ("Ann Tully met reporters.\n\n• “I am delighted with it” – Ann Tully, mayor", "Ann Tully"),
        ("Ann Tully met reporters.\n\n14:32 Ann Tully: “I am delighted with it.”", "Ann Tully"),
        ("Ann Tully spoke to us.\n\nQ: Why?\n\nA: It was rotten.\n\nQ: When?\n\nA: In June.", "Ann Tully"),
    ],
)
def test_who_speaks_is_told_by_the_layout(speakers, text, speaker):
    assert speakers(text)[-1][0] == speaker


def test_a_joint_subject_is_whole_however_it_is_parsed(speakers):
    assert speakers("“The park belongs to everybody,” Tully and Frere said.")[0][1] == "Tully and Frere"
