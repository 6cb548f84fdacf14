"""Which kinds of answer a sentence holds."""

import pytest

from knowledge.lexicon.answer_kinds import cardinals_in, kinds_in, numbers_in
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
