"""Who owns a quotation by the words of its own sentence: after it, before it, or around it.

The grammar says who speaks (`frames.speaker_of`) and how far a source and a cue go; here is only the choice among the
cues that stand beside a quotation, by their place, with a confidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from spacy.tokens import Doc, Token

from knowledge.extraction.cast import Cast
from knowledge.extraction.frames import speaker_of
from knowledge.lexicon.cues import Speech, load_speech, verbs_playing
from knowledge.model.spans import Span, widest
from knowledge.parsing.document import is_gap, place_of, quoted_tokens, token_at
from knowledge.parsing.grammar import children, cue_tokens, first_child, source_tokens, subject
from knowledge.parsing.quotations import Part, Quotation

FARTHEST_CUE = 45  # tokens between a quotation and the cue that owns it
NEAR = 12  # tokens between a weaker verb and the quotation it introduces
FINITE = ("VBD", "VBZ", "VBP", "VBN", "VB")  # the tagger takes "said" after a quotation for a participle at times
COMPLEMENTS = ("ccomp", "xcomp", "dobj", "prep", "attr", "acomp", "oprd", "advcl", "acl")
OPENING = (",", ":", "that", "--", "—", "–", "-")  # what stands between a cue and the quotation it introduces
ENDS = (".", "?", "!")


@dataclass(frozen=True)
class Owner:
    """What owns a quotation: places in the article, and how sure the rule is that found it.

    `content` is the whole clause where the quotation is part of one; `loose` says that the cue stands anywhere in the
    sentence, not right beside the quotation.
    """

    source: Span
    cue: Span | None
    confidence: float
    content: Span | None = None
    loose: bool = False


@dataclass(frozen=True)
class Narration:
    """An article's own words, around its quotations.

    `text` is the article's, `terms` are the tokens of quotations that are names or terms and part of the sentence
    around them.
    """

    doc: Doc
    text: str
    cast: Cast
    terms: frozenset[int]

    @cached_property
    def quoted(self) -> frozenset[int]:
        """The tokens in quotations."""
        return quoted_tokens(self.doc)

    @cached_property
    def spoken(self) -> frozenset[int]:
        """Those of them that are no terms."""
        return self.quoted - self.terms

    @property
    def speech(self) -> Speech:
        """The words of speech."""
        return load_speech()

    def words(self, low: int, high: int) -> list[Token]:
        """The tokens of [low, high) that stand outside quotation marks."""
        return [token for token in self.doc[low:high] if token.i not in self.quoted]

    def ends(self, index: int) -> bool:
        """Whether a sentence of the article's own words ends with this token."""
        after = self.doc[index + 1]
        return is_gap(after) or (bool(after.is_sent_start) and self.doc[index].is_punct)

    def stop(self, index: int) -> int:
        """Where the article's own words from `index` on end: with the sentence or before the next quotation."""
        while not is_gap(self.doc[index]) and index not in self.spoken and not self.ends(index):
            index += 1
        return index

    def start(self, index: int) -> int:
        """The first token of the sentence that runs up to `index`, over quotations that are part of it."""
        while not is_gap(before := self.doc[index - 1]):
            if before.i not in self.quoted:
                if self.ends(before.i) and before.text in (*ENDS, ";"):
                    return index
            elif index not in self.quoted and self.doc[index].text[:1].isupper():
                inner = [token.text for token in self.doc[max(0, index - 3) : index] if not token.is_quote]
                if inner and inner[-1] in ENDS:
                    return index
            index -= 1
        return index

    def introduced(self, part: Part) -> bool:
        """Whether a comma or a colon stands before the opening mark."""
        index = token_at(self.doc, part.start)
        return index - 1 not in self.quoted and self.doc[index - 1].text in (",", ":")

    def closing(self, part: Part) -> str:
        """The last character of a quotation, marks of nested ones left out."""
        return self.text[part.inner[0] : part.inner[1]].rstrip(" \u00a0'’\"”")[-1:]

    # --- cues and who speaks

    def speaks(self, token: Token) -> bool:
        """Whether a token is a verb that may introduce words."""
        if token.lemma_ == "put":
            return any(child.lower_ == "it" for child in children(token, "dobj"))  # "as she put it"
        return token.pos_ in ("VERB", "AUX") and token.lemma_ in verbs_playing("quotes")

    def strong(self, token: Token) -> bool:
        """Whether the verb hardly ever does anything but introduce words."""
        return self.speaks(token) and token.lemma_ not in verbs_playing("weakly")

    def outermost(self, verb: Token) -> Token:
        """The verb of saying that reports the clause of `verb`: "said" in "he said she called it ..."."""
        found, current = verb, verb
        while current.head != current:
            link, current = current.dep_, current.head
            if link == "ccomp" and self.speaks(current) and self.speaker(current) is not None:
                found = current
        return found

    def speaker(self, verb: Token) -> Token | None:
        """Who speaks by a verb, outside quotations; None where nobody does."""
        found = speaker_of(verb) or (subject(verb.head) if verb.dep_ == "advcl" else None)
        if found is not None and verb.dep_ == "relcl" and found.lower_ in self.speech.thing_pronouns:
            found = self._author(verb.head)
        return None if found is None or found.i in self.quoted or found.lower_ in self.speech.nobody else found

    def _author(self, noun: Token) -> Token | None:
        """Who speaks in "a statement that says": the one whose statement it is, or who released it, else itself."""
        if noun.lemma_ not in self.speech.statements:
            return noun
        issuing = noun.head.lemma_ in verbs_playing("issues") and noun.dep_ == "dobj"
        return first_child(noun, "poss") or (speaker_of(noun.head) if issuing else None) or noun

    def owner(self, verb: Token, confidence: float, speaker: Token | None = None) -> Owner | None:
        """The owner by a verb and a noun that is its speaker, without one the one who speaks by it."""
        speaker = speaker if speaker is not None else self.speaker(verb)
        if speaker is None:
            return None
        cue = {verb.i, *(cue_tokens(verb) - self.quoted)}
        source = source_tokens(speaker, cue | self.spoken)
        return self.made(source, cue, confidence) if source else None

    def made(self, source: Iterable[int], cue: Iterable[int], confidence: float) -> Owner:
        """An owner from the tokens of its source and cue."""
        return Owner(self._place(source), self._place(cue), confidence)

    def source(self, noun: Token) -> Span | None:
        """The place of the whole phrase of a noun that speaks, outside quotations."""
        tokens = source_tokens(noun, self.spoken) if noun.i not in self.quoted else set()
        return self._place(tokens) if tokens else None

    def _place(self, tokens: Iterable[int]) -> Span:
        return widest(place_of(self.doc[index]) for index in tokens)

    def according_to(self, token: Token) -> Owner | None:
        """The owner by an "according to X" that begins at a token."""
        if token.lower_ != "according" or token.i in self.quoted or token.nbor().lower_ != "to":
            return None
        holder = first_child(token.nbor(), "pobj") or first_child(token, "pobj")
        source = source_tokens(holder, self.spoken) if holder is not None and holder.i not in self.quoted else set()
        return replace(self.made(source, (token.i, token.i + 1), 0.9), loose=True) if source else None

    def issued(self, verb: Token, confidence: float) -> Owner | None:
        """The owner by "released a statement", "posted a video", where no verb of saying stands."""
        if verb.i in self.quoted or verb.lemma_ not in verbs_playing("issues"):
            return None
        stated = any(child.lemma_ in self.speech.statements for child in children(verb, "dobj"))
        return self.owner(verb, confidence) if stated else None


def owner_beside(quotation: Quotation, words: Narration) -> Owner | None:
    """The owner that the words beside a quotation name."""
    first, final = quotation.parts[0], quotation.parts[-1]
    introduced = words.introduced(first)
    before = _owner_before(words, first)
    after = _owner_after(words, final)
    if before and after and not introduced and (_has_content(words, after) or after.confidence < before.confidence):
        return before
    return after or before or _owner_around(words, first)


def reporter(words: Narration, part: Part, inner: Owner) -> Owner | None:
    """Who reports that somebody said it: "...," Walker said, according to the paper."""
    if inner.source[0] < part.end:
        return None
    low = token_at(words.doc, max(place[1] for place in (inner.source, inner.cue) if place))
    for token in words.words(low, words.stop(low)):
        if found := words.according_to(token):
            reported = part.start, place_of(words.doc[token.i - 1])[1]
            return Owner(found.source, found.cue, 0.85, reported)
    return None


def owner_by_mark(words: Narration, window: list[Token], index: int) -> Owner | None:
    """ "Hillary shot back, ..." and "Obama's answer: ...": no verb of saying, but a comma or colon that opens."""
    colon = window[-1].text == ":"
    for token in reversed(window):
        if token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP") and (owner := words.owner(token, 0.75)):
            if index - token.i > 6 and not colon:
                return None
            return owner
    opening = window[0].pos_ in ("PROPN", "PRON", "DET", "NOUN")
    if colon and 1 < len(window) <= 8 and opening:
        return words.made(range(window[0].i, window[-1].i), (window[-1].i,), 0.7)
    return None


# --- after it: "...," Paul said


def _owner_after(words: Narration, part: Part) -> Owner | None:
    """The owner in the words that follow."""
    index, doc = token_at(words.doc, part.end), words.doc
    closing, following = words.closing(part), doc[index]
    if is_gap(following):
        return None
    comma = closing in ",—–-…" or following.text in (",", "—", "–", "-", "--")
    stop = words.stop(index)
    if closing == "." and following.text[:1].isupper():  # "....” Trump tweeted.": no more words than say whose it was
        curt = stop - index <= 4 and not is_gap(doc[stop]) and stop not in words.quoted
        return _following(words, index, stop, sure=False) if curt else None
    if not comma and closing not in "?!.":
        return None
    low = index
    while low < stop and (doc[low].is_punct or doc[low].pos_ == "ADV" or doc[low].lower_ == "as"):
        low += 1
    if low < stop and (doc[low].pos_ in ("CCONJ", "SCONJ") or doc[low].tag_ in ("WP", "WDT")):
        return None  # "..., and stressed", "..., while Reed", "..., who sang": what somebody did next or besides
    return _following(words, low, stop, sure=comma)


def _following(words: Narration, low: int, stop: int, sure: bool) -> Owner | None:
    if found := words.according_to(words.doc[low]):
        return found
    window = words.words(low, min(stop, low + FARTHEST_CUE))
    for token in window:
        if not words.speaks(token) or _in_relative_clause(token, low):
            continue
        finite = token.tag_ in FINITE
        if token.i == low and finite and (inverted := _inverted_subject(words, token, stop)) is not None:
            return words.owner(token, 0.97, inverted)
        speaker = words.speaker(token)
        if speaker is not None and low <= speaker.left_edge.i <= low + 3 and speaker.i < token.i:
            return words.owner(token, 0.97, speaker)
        if finite and (source := _leading(words, low, token)):
            return words.made(source, cue_tokens(token) - words.quoted, 0.9)
    if sure and window and window[0].pos_ == "VERB" and window[0].tag_ in FINITE:
        inverted = _inverted_subject(words, window[0], stop)
        if inverted is not None:
            return words.owner(window[0], 0.75, inverted)
    return None


def _in_relative_clause(token: Token, low: int) -> bool:
    return (
        token.dep_ == "relcl"
        and token.i > low
        and any(one.i < token.i for one in children(token, "nsubj", "nsubjpass"))
    )


def _inverted_subject(words: Narration, verb: Token, stop: int) -> Token | None:
    """The subject after "said"."""
    strong = words.strong(verb)
    for child in children(verb, "nsubj", "dobj", "attr", "oprd"):
        near = verb.i < child.i < stop and child.i not in words.quoted and child.left_edge.i <= verb.i + 2
        spoken_of = child.dep_ != "nsubj" and (child.lemma_ in words.speech.statements or not strong)
        if near and child.pos_ in ("NOUN", "PROPN", "PRON") and not spoken_of:
            return child
    return _named_next(words, verb, stop) if strong else None


def _named_next(words: Narration, verb: Token, stop: int) -> Token | None:
    """What stands right after "said", where the parse does not see a subject in it."""
    token = verb.nbor()
    while token.head != token and verb.i < token.head.i < stop and token.head.pos_ in ("NOUN", "PROPN"):
        token = token.head
    return token if token.pos_ in ("NOUN", "PROPN", "PRON", "NUM") or token.text[:1].isupper() else None


def _leading(words: Narration, low: int, verb: Token) -> range | None:
    """A noun phrase that opens the words after a quotation, up to the verb, where the parse does not see it."""
    doc = words.doc
    if not low < verb.i <= low + 25 or doc[low].pos_ not in ("PROPN", "PRON", "DET", "NOUN", "ADJ"):
        return None
    high = min(cue_tokens(verb))
    while high > low and (doc[high - 1].is_punct or doc[high - 1].pos_ in ("AUX", "ADV")):
        high -= 1
    clause = (
        one for one in doc[low:high] if one.tag_ in ("VBD", "VBZ", "VBP") and "relcl" not in (one.dep_, one.head.dep_)
    )
    return range(low, high) if high > low and not any(clause) else None


# --- before it: Paul said, "..."


def _owner_before(words: Narration, part: Part) -> Owner | None:
    """The owner in the words that come before in the same sentence."""
    index = token_at(words.doc, part.start)
    window = words.words(max(words.start(index), index - FARTHEST_CUE), index)
    if not window or (window[-1].text in ENDS and window[-1].i == index - 1):
        return None
    if dashed := _after_dash(words, window):
        return dashed
    marked, confidence = window[-1].text in (",", ":"), 0.95 if window[-1].text in OPENING else 0.85
    for token in reversed(window):
        found = words.according_to(token)
        if found and found.source[1] <= part.start:
            return found
        if not words.speaks(token):
            continue
        strong = words.strong(token)
        if not strong and index - token.i > NEAR:
            continue
        verb = words.outermost(token)
        found = words.owner(verb, confidence)
        if found is None and token.i == window[0].i and token.tag_ in FINITE:
            inverted = _inverted_subject(words, token, index)  # "Continued Stone: ..."
            verb, found = token, words.owner(token, confidence, inverted) if inverted is not None else None
        if found:
            return replace(found, content=None if marked else _clause(words, part, verb), loose=True)
    return owner_by_mark(words, window, index) if marked else None


def _after_dash(words: Narration, window: list[Token]) -> Owner | None:
    """ "Pollsters agree - Carl Bialik: ..." """
    low = len(window) - 1
    while low > 0 and window[low - 1].pos_ == "PROPN":
        low -= 1
    if window[-1].text != ":" or not 0 < low < len(window) - 1 or window[low - 1].text not in ("-", "–", "—", "--"):
        return None
    return words.made(range(window[low].i, window[-1].i), (window[-1].i,), 0.85)


# --- around it: Paul called it "..." in a speech


def _owner_around(words: Narration, part: Part) -> Owner | None:
    """The owner of words quoted inside a sentence: the verb that governs them."""
    low, high = (token_at(words.doc, offset) for offset in part.inner)
    if low >= high:
        return None
    token = words.doc[low:high].root
    while token.head != token:
        token = token.head
        if words.speaks(token) and (owner := words.owner(token, 0.8)):
            return replace(owner, content=_clause(words, part, token))
    return None


def _clause(words: Narration, part: Part, verb: Token) -> Span | None:
    """The complement that the quotation is part of, from its first word to its last, in the article.

    "characterized [the meeting as "very good"]": what is described is part of it, whom one speaks to is not.
    """
    low, high = (token_at(words.doc, offset) for offset in part.inner)
    after = [child for child in children(verb, *COMPLEMENTS) if child.i > verb.i]
    for child in after:
        if child.left_edge.i <= high and child.right_edge.i >= low:
            described = [one for one in after if one.dep_ == "dobj" and one.i < child.i]
            told = verb.lemma_ in verbs_playing("tells") or child.lower_ not in words.speech.describing
            first = child if told or not described else described[0]
            return widest((place_of(first.left_edge, child.right_edge), (part.start, part.end)))
    return None


def _has_content(words: Narration, after: Owner) -> bool:
    """Whether the words after a quotation report something else: "..., a prosecutor said the cases differed"."""
    if after.cue is None:
        return False
    verb = words.doc[token_at(words.doc, after.cue[1]) - 1]
    return any(child.i > verb.i and child.i not in words.quoted for child in children(verb, "ccomp"))
