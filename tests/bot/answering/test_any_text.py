"""Any text at all gives an answer or a refusal, never an exception, and every citation verifies."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.commands import Call

RELAXED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
PIECES = ["what did", "Trump", "iran's", "position on", "who said", '"', "“", "?", "25", "in June", "compare", "and"]
PIECES += ["9/11", "on Fox Business", "how many", "missiles", "according to", "'s", "not", "more"]
PIECES += ["\u202e", "𝕏", "ﬁ", "İ", "\x00", "\n"]


def check(answer, engine):
    """An answer with its parts in order, its citations verified."""
    assert answer.status in ("answered", "choose", "declined")
    assert isinstance(answer.lead, str) and answer.lead
    assert bool(answer.citations) == (answer.status != "declined")
    for citation in answer.citations:
        text = engine.briefings[citation.briefing].article.text
        assert text[citation.start : citation.end] == citation.text


@RELAXED
@given(st.text(max_size=300))
def test_any_unicode_text_is_answered_or_refused(engine, text):
    check(engine.ask(text), engine)


@RELAXED
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
def test_any_heap_of_question_words_is_answered_or_refused(engine, text):
    check(engine.ask(text), engine)


@RELAXED
@given(st.text(max_size=80))
def test_any_text_can_be_browsed_for_and_checked(engine, text):
    calls = [Call("position", (text, "")), Call("quotes", (text, text)), Call("topic", (text,))]
    for call in [*calls, Call("source", (text,)), Call("check", (text,))]:
        assert call.run(engine.scope()).lead
    engine.scope().complete_actor(text)
    engine.scope().complete_topic(text)


def test_a_question_of_six_thousand_characters_is_read_up_to_a_point(engine):
    check(engine.ask("what did trump say about gaza " * 200), engine)
    check(engine.ask("x" * 6000), engine)
    check(engine.ask("@everyone " * 600), engine)
