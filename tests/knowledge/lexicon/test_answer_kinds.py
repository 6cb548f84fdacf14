"""Which kinds of answer a sentence holds."""

import pytest

from knowledge.lexicon.answer_kinds import amount_at, cardinals_in, kinds_in, numbers_in
from knowledge.lexicon.words import words


@pytest.mark.parametrize(
    ("sentence", "kinds"),
    [
        ("The talks lasted two and a half hours.", ["duration", "number"]),
        ("She left six years after the vote.", ["number", "reason_weak"]),
        ("The lamp burned for a decade.", ["date", "duration"]),
        ("It opens in May at 9 a.m. on Tuesday.", ["date", "number"]),
        ("She may not come.", []),
        ("Ann Lee, 52, sells bread.", ["age", "number"]),
        ("The toll rises to $4.50.", ["money", "number"]),
        ("Nine crowns were paid.", ["money", "number"]),
        ("A third, or 34 percent, agreed because of the noise.", ["percent", "reason"]),
        ("Nothing moved until the tide came.", ["reason_weak"]),
    ],
)
def test_a_sentence_holds_the_kinds_that_its_words_tell(sentence, kinds):
    assert kinds_in(sentence) == kinds


def test_numbers_are_found_in_words_and_digits_and_only_some_of_them_count():
    found = words("The seventh of 10,000 lamps, one of twelve kinds, was lit in 1994.")
    assert numbers_in(found).keys() == {"7", "10000", "1", "12", "1994"}
    assert [found[place].plain for place in cardinals_in(found)] == ["10000", "twelve"]


@pytest.mark.parametrize(
    ("written", "value", "length"),
    [
        ("1.1bn", "1100000000", 1),
        ("£1.1 billion", "1100000000", 2),
        ("1,100 million", "1100000000", 2),
        ("3.5m euros", "3500000", 1),
        ("$48m", "48000000", 1),
        ("250k visitors", "250000", 1),
        ("40 crore", "400000000", 2),
        ("2 lakh crore", "2000000000000", 3),
        ("two million", "2000000", 2),
        ("12 men", "12", 1),
        ("7th", "7", 1),
        ("198km", "198km", 1),
        ("men", "", 0),
    ],
)
def test_an_amount_has_one_value_however_it_is_written(written, value, length):
    assert amount_at(words(written), 0) == (value, length)


def test_a_number_with_letters_for_its_scale_counts():
    assert len(cardinals_in(words("250k visitors came on the 7th"))) == 1
