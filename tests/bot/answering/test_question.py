"""Slots from messy text."""

import pytest

from bot.answering.question import read


@pytest.mark.parametrize(
    ("text", "act", "wants", "holder"),
    [
        ("What did Trump say about Midnight Hammer?", "said", None, "donald-trump"),
        ("wat did trump say abt gaza", "said", None, "donald-trump"),
        ("What is Iran's position on missiles?", "position", None, "iran"),
        ("whats irans stance on missiles", "position", None, "iran"),
        ("the stance of Iran on missiles", "position", None, "iran"),
        ("netanyahu on hamas?", "position", None, "benjamin-netanyahu"),
        ("is tehran open to curbing its atomic work", "position", None, "iran"),
        ("Why is Iran against it, in Trump's view?", "position", "reason", "donald-trump"),
        ("What happens next, according to Trump?", "said", None, "donald-trump"),
        ("how long was the meeting", "general", "duration", None),
        ("how many missiles does iran have", "general", "number", None),
        ("how old is Shamkhani", "general", "age", None),
        ("how much would the carrier cost", "general", "money", None),
        ("when is the second round", "general", "date", None),
        ("eu summit next when", "general", "date", None),
        ("which city hosted the talks", "general", "city", None),
        ("who is shamkhani", "definition", None, None),
        ("what is the second round", "definition", None, None),
        ('who said "very good"', "who_said", "person", None),
        ("What's the name of the carrier?", "general", "names", None),
        ("RUSSIA HACKS RETALIATE HOW", "general", None, None),
        ("Did Bibi get any promises out of Trump?", "general", None, None),
    ],
)
def test_the_frame_of_a_question_is_read(index, text, act, wants, holder):
    question = read(text, index)
    assert (question.act, question.wants) == (act, wants)
    assert (question.holder.actors[0] if question.holder else None) == holder


def test_a_representative_is_not_the_one_represented(index):
    question = read("What's the stance of Khamenei's aide on Iran's rockets?", index)
    assert question.holder and question.holder.actors == ("ali-shamkhani",)


def test_medium_numbers_and_months_are_read(index):
    question = read("What did Trump say on Fox Business about 25 missiles in June?", index)
    assert question.medium == "Fox Business"
    assert question.numbers == ("25",)
    assert question.months == (6,)


def test_a_number_in_a_hurry_is_no_number(index):
    assert read("deadline 4 the talks", index).numbers == ()


@pytest.mark.parametrize(
    "text", ["What did Steve Witkoff say?", "What did Putin say?", "What's Saudi Arabia's position?"]
)
def test_a_name_that_the_base_lacks_is_unknown(index, text):
    assert read(text, index).unknown


def test_capitals_mean_nothing_where_every_word_has_one(index):
    assert not read("What Did Trump Say About The Second Round Of Talks", index).unknown


def test_slips_are_mended_and_reported(index):
    question = read("What is Irna's posiiton on misiles?", index)
    assert dict(question.mended)["misiles"].startswith("missile")
    assert question.act == "position"


@pytest.mark.parametrize("text", ["", "???", "what is it", "🙂 🙂"])
def test_a_question_with_nothing_to_look_for_is_empty(index, text):
    assert read(text, index).empty
