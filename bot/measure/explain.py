"""`readout explain`: how an answer was found: slots, filters, candidates with what each signal adds, decision."""

from __future__ import annotations

from bot.answering.answer import Reading
from bot.answering.confidence import evidence, refusal_reason
from bot.answering.engine import Asking, Engine
from bot.answering.index import Index
from bot.answering.question import Question
from bot.answering.ranking import Candidate, Weights, weigh
from bot.answering.terms import Term
from bot.errors import ExitCode
from bot.texts import Texts

MOST_CANDIDATES = 5
MOST_CHARACTERS = 100  # of a sentence


def print_explanation(engine: Engine, question: str, texts: Texts) -> ExitCode:
    """The command."""
    print(explain(engine, question, texts))
    return ExitCode.GOOD


def explain(engine: Engine, question: str, texts: Texts) -> str:
    """Everything that led to the answers of the loaded briefings, as lines of text."""
    parts = []
    for index in engine.indexes():
        answer = Asking(index, engine.weights, texts).ask(question)
        if answer.reading:
            parts.append("\n".join(_lines(answer.reading, index, engine.weights, texts)))
    return "\n\n".join(parts) or texts("decline.not_loaded")


def _lines(reading: Reading, index: Index, weights: Weights, texts: Texts) -> list[str]:
    question, ranking, decision = reading.question, reading.ranking, reading.decision
    out = [texts("explain.briefing", title=index.briefing.base.article.title, id=index.id), texts("explain.slots")]
    out += [texts("explain.slot", name=name, value=value) for name, value in _slots(question) if value]
    out.append(texts("explain.terms"))
    out += [texts("explain.term", **_term(term)) for term in question.terms]
    out.append(texts("explain.filters"))
    out += [texts("explain.filter", name=name, number=len(found)) for name, found in ranking.ruled_out.items()]
    out.append(texts("explain.candidates", number=len(ranking.candidates)))
    for candidate in ranking.candidates[:MOST_CANDIDATES]:
        out += _candidate(candidate, weights, texts)
    out.append(
        texts("explain.decision", status=decision.status, sure=f"{decision.confidence:.2f}", why=decision.reason)
    )
    out.append(texts("explain.bars", **{name: f"{value:g}" for name, value in weights.thresholds.items()}))
    if refusal_reason(question, ranking, index) is None:
        found = evidence(question, ranking, index)
        shown = [(name, value * weights.confidence.get(name, 0.0)) for name, value in found.items()]
        listed = ", ".join(f"{name} {value:+.2f}" for name, value in shown if abs(value) >= 0.005)
        out.append(texts("explain.confidence", bias=f"{weights.confidence['bias']:+.2f}", parts=listed))
    return out


def _slots(question: Question) -> list[tuple[str, str]]:
    holder = question.holder
    return [
        ("act", question.act),
        ("wants", question.wants or ""),
        ("yes_no", "yes" if question.yes_no else ""),
        ("many", "yes" if question.many else ""),
        ("holder", f"{holder.written} = {', '.join(holder.actors)}" if holder else ""),
        ("holder_words", " ".join(word.text for word in question.holder_words)),
        ("names", "; ".join(f"{name.written} = {', '.join(name.actors)}" for name in question.names)),
        ("mended", "; ".join(f"{written} -> {meant}" for written, meant in question.mended)),
        ("unknown", ", ".join(question.unknown)),
        ("medium", question.medium or ""),
        ("numbers", ", ".join(question.numbers)),
        ("months", ", ".join(map(str, question.months))),
        ("quoted", question.quoted or ""),
        ("counted", question.counted.text if question.counted else ""),
    ]


def _term(term: Term) -> dict[str, str]:
    met = [f"{' '.join(stems)} {strength:g}" for stems, strength in term.matches]
    met += list(term.actors)
    return {"text": term.text, "weight": f"{term.weight:.2f}", "met": ", ".join(met[:8]) or "-"}


def _candidate(candidate: Candidate, weights: Weights, texts: Texts) -> list[str]:
    sentence = " ".join(candidate.sentence.fact.text.split())
    known = weights.reading if "reader" in candidate.signals else weights.signals
    listed = ", ".join(f"{name} {value:+.2f}" for name, value in weigh(candidate.signals, known).items())
    return [
        texts(
            "explain.candidate",
            score=f"{candidate.score:.2f}",
            id=candidate.sentence.fact.id,
            text=sentence[:MOST_CHARACTERS],
        ),
        texts("explain.parts", parts=listed or "-"),
    ]
