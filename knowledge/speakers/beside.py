"""Who owns a quotation by the words of its own sentence: after it, before it, or around it."""

from __future__ import annotations

from knowledge.build.quotations import Part, Quotation
from knowledge.speakers.after import owner_after
from knowledge.speakers.before import owner_around, owner_before
from knowledge.speakers.words import Owner, Words


def owner_beside(quotation: Quotation, words: Words) -> Owner | None:
    """The owner that the words beside a quotation name."""
    first, final = quotation.parts[0], quotation.parts[-1]
    introduced = words.introduced(first)
    before = owner_before(words, first)
    if before and introduced and _opens_sentence(words, final):
        return before
    after = owner_after(words, final)
    if before and after and not introduced and (_has_content(words, after) or after.confidence < before.confidence):
        return before
    return after or before or owner_around(words, first)


def _opens_sentence(words: Words, part: Part) -> bool:
    """Whether a new sentence begins after the quotation."""
    index = words.token_at(part.end)
    return words.closing(part) in ".?!" and words.doc[index].text[:1].isupper()


def _has_content(words: Words, after: Owner) -> bool:
    """Whether the words after a quotation report something else: "..., a prosecutor said the cases differed"."""
    if after.cue is None:
        return False
    verb = words.doc[words.token_at(after.cue[1]) - 1]
    return any(
        child.dep_ == "ccomp" and child.i > verb.i and child.i not in words.frames.quoted for child in verb.children
    )
