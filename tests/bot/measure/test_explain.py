"""How an answer was found, for people."""

from bot.answering.engine import Engine
from bot.measure.explain import explain
from bot.texts import load_texts
from knowledge.model.storage import BRIEFINGS, load

SEED = BRIEFINGS / "trump-netanyahu-iran-meeting.yaml"


def explained(question):
    """The explanation of a question to the project's first briefing."""
    texts = load_texts()
    return explain(Engine([load(SEED)], texts), question, texts)


def test_slots_vetoes_candidates_and_decision_are_shown():
    text = explained("What did Trump say on Truth Social about the meeting?")
    for part in (
        "holder",
        "donald-trump",
        "Truth Social",
        "medium",
        "candidates",
        "coverage",
        "decision: answered",
        "confidence",
    ):
        assert part in text


def test_a_refusal_is_explained_too():
    assert "unknown name" in explained("What did Putin say?")
    assert "nothing to look for" in explained("???")


def test_slips_are_shown_with_what_they_were_read_as():
    assert "misiles -> missiles" in explained("iran misiles")
