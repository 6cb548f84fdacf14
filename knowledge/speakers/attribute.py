"""Every quotation to its speaker: by label, by the words beside it, by the paragraph, by the paragraph before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Token

from knowledge.actors import Cast
from knowledge.article import Article
from knowledge.attribution import Attribution
from knowledge.parsing import ParsedBlock
from knowledge.quotations import Part, Quotation, quoted_parts
from knowledge.speakers.frames import BlockFrames, Frame, according_to
from knowledge.speakers.media import find_medium
from knowledge.speech import Speech, load_speech

Place = tuple[int, int]

SCARE_QUOTE_WORDS = 3  # up to here, words in quotation marks need a verb of saying to be somebody's
FARTHEST_CUE = 45  # tokens between a quotation and the cue that owns it


@dataclass(frozen=True)
class Owner:
    """What was found to own a quotation: places in the article, and how sure the rule is."""

    source: Place
    cue: Place | None
    rule: str
    confidence: float
    content: Place | None = None  # the whole clause where the quotation is part of one
    block: int = 0


def attribute_quotes(article: Article, parsed: list[ParsedBlock], quotations: list[Quotation], cast: Cast) -> list[Attribution]:
    """One attribution for each statement between quotation marks whose speaker can be told, in order."""
    return _Reader(article, parsed, quotations, cast).read()


class _Reader:
    """One article's reading: quotations in order, each with the owner found so far."""

    def __init__(self, article: Article, parsed: list[ParsedBlock], quotations: list[Quotation], cast: Cast):
        self.article, self.parsed, self.quotations, self.cast = article, parsed, quotations, cast
        self.speech: Speech = load_speech()
        places = quoted_parts(quotations)
        self.frames = [BlockFrames(block, places, self.speech) for block in parsed]
        self.by_block: dict[int, list[Part]] = {}
        for quotation in quotations:
            for part in quotation.parts:
                self.by_block.setdefault(part.block, []).append(part)

    def read(self) -> list[Attribution]:
        """Walk the quotations; join those that continue a statement."""
        statements: list[tuple[Owner, list[Quotation]]] = []
        last: tuple[Owner, Quotation] | None = None
        for quotation in self.quotations:
            if self.parsed[quotation.block].block.kind in ("title", "byline"):
                owner = self.beside(quotation)
                if owner is None:
                    continue
            else:
                owner = self.labelled(quotation) or self.beside(quotation)
            joined = False
            if owner is None and self._sentential(quotation):
                owner, joined = self.continued(quotation, last)
            if owner is None:
                if quotation.words(self.article.text) > SCARE_QUOTE_WORDS:
                    last = None if self._sentential(quotation) else last
                continue
            same = statements and statements[-1][0].source == owner.source and statements[-1][0].cue == owner.cue
            if (joined or same) and statements:
                statements[-1][1].append(quotation)
            else:
                statements.append((owner, [quotation]))
            last = (owner, quotation)
        return [self._attribution(owner, group) for owner, group in statements]

    # --- rules, surest first

    def labelled(self, quotation: Quotation) -> Owner | None:
        """ "NAME: ..." before it or "― Name" after it."""
        if quotation.label is None:
            return None
        low, high = quotation.label
        mark = (high, high + 1) if quotation.form == "turn" else (self._dash(low), low)
        return Owner((low, high), mark, "label", 0.95, block=quotation.block)

    def _dash(self, low: int) -> int:
        start = low
        while start > 0 and self.article.text[start - 1] in " -–—―":
            start -= 1
        return start

    def beside(self, quotation: Quotation) -> Owner | None:
        """The words before and after it in its own sentence."""
        first, final = quotation.parts[0], quotation.parts[-1]
        return self._after(final) or self._before(first, quotation) or self._around(first)

    def _after(self, part: Part) -> Owner | None:
        frames, doc = self.frames[part.block], self.parsed[part.block].doc
        text = self.article.text
        index = self._token_at(part.block, part.end)
        closing = text[part.inner[1] - 1 : part.inner[1]]
        outside = doc[index].text if index < len(doc) else ""
        if closing == "." and outside != "," and not (index < len(doc) and doc[index].text[:1].islower()):
            return None
        if closing not in ",?!—-–." and outside not in (",", "–", "—", "-", "--") and not closing == "…":
            return None
        stop = self._stop(part.block, index)
        low = index
        while low < stop and (doc[low].is_punct or doc[low].pos_ == "CCONJ" or doc[low].lower_ in ("as", "then", "later", "again", "also")):
            low += 1
        if low >= stop:
            return None
        found = according_to(doc, low)
        if found:
            return self._owner(part.block, found[1], found[0], "according to", 0.9)
        window = frames.narrative(low, min(stop, low + FARTHEST_CUE))
        for position, token in enumerate(window):
            if not frames.speaks(token) or token.tag_ in ("VBG", "VBN", "VB") and position > 0 and not self._auxed(token):
                continue
            if token.dep_ == "relcl" and position > 0 and any(t.dep_ in ("nsubj",) and t.i < token.i for t in token.children):
                continue
            if position == 0 or token.i == low:
                source = self._inverted(frames, token, stop)
                if source:
                    return self._owner(part.block, source, frames.cue_span(token), "said X", 0.97)
            frame = frames.frame(token, (low, stop))
            if frame and frame.source and frame.source[0] <= low + 3:
                return self._owner(part.block, frame.source, frame.cue, "X said", 0.97)
            source = self._leading(frames, low, token)
            if source:
                return self._owner(part.block, source, frames.cue_span(token), "X said", 0.9)
        return None

    def _auxed(self, token: Token) -> bool:
        return any(child.dep_ in ("aux", "auxpass") for child in token.children)

    def _inverted(self, frames: BlockFrames, verb: Token, stop: int) -> Place | None:
        """The subject after "said"."""
        doc = frames.doc
        for child in verb.children:
            if child.dep_ in ("nsubj", "dobj", "attr", "oprd") and child.i > verb.i and child.i < stop and not frames.quoted[child.i] and child.left_edge.i <= verb.i + 2:
                if child.pos_ in ("NOUN", "PROPN", "PRON") and not (child.dep_ != "nsubj" and child.pos_ == "NOUN" and child.lemma_ in self.speech.statements):
                    return self._phrase(frames, child, verb.i + 1, stop)
        following = verb.i + 1
        if following < stop and not frames.quoted[following] and (doc[following].pos_ in ("PROPN", "DET", "PRON", "ADJ", "NOUN") and doc[following].dep_ not in ("mark", "npadvmod")):
            token = doc[following]
            if token.pos_ == "PRON" and token.tag_ not in ("PRP",):
                return None
            while token.head.i != verb.i and token.head is not token and following <= token.head.i < stop and token.pos_ != "VERB":
                token = token.head
            if token.pos_ in ("NOUN", "PROPN", "PRON"):
                return self._phrase(frames, token, following, stop)
        return None

    def _leading(self, frames: BlockFrames, low: int, verb: Token) -> Place | None:
        """A noun phrase that opens the words after a quotation, up to the verb."""
        doc = frames.doc
        if low >= verb.i or verb.i - low > 25:
            return None
        head = doc[low]
        if head.pos_ not in ("PROPN", "PRON", "DET", "NOUN", "ADJ"):
            return None
        high = verb.i
        while high > low and (doc[high - 1].is_punct or doc[high - 1].pos_ in ("AUX", "ADV")):
            high -= 1
        inside = doc[low:high]
        if not inside or any(token.pos_ == "VERB" and token.dep_ not in ("relcl", "acl", "amod") for token in inside):
            return None
        return low, high

    def _phrase(self, frames: BlockFrames, head: Token, low: int, stop: int) -> Place:
        doc = frames.doc
        first = max(low, head.left_edge.i)
        high = head.i + 1
        while high <= min(head.right_edge.i, stop - 1) and not frames.quoted[high]:
            high += 1
        while high > head.i + 1 and (doc[high - 1].is_punct and doc[high - 1].text not in ").") or doc[high - 1].text == "." and doc[high - 1].is_sent_end:
            high -= 1
        while first < head.i and (doc[first].is_punct or frames.quoted[first]):
            first += 1
        return first, high

    def _before(self, part: Part, quotation: Quotation) -> Owner | None:
        frames, doc = self.frames[part.block], self.parsed[part.block].doc
        index = self._token_at(part.block, part.start)
        start = self._start(part.block, index)
        window = frames.narrative(max(start, index - FARTHEST_CUE), index)
        if not window:
            return None
        last = window[-1].text
        if last in (".", "?", "!") and window[-1].i == index - 1:
            return None
        for token in reversed(window):
            if token.lower_ == "according" and (found := according_to(doc, token.i)) and found[1][1] <= index:
                return self._owner(part.block, found[1], found[0], "according to", 0.9)
            if not frames.speaks(token):
                continue
            frame = frames.frame(token)
            if frame is None or frame.source is None:
                continue
            if last not in (",", ":", "that") and token.lemma_ in self.speech.weak_verbs and index - token.i > 12:
                continue
            high = self._colon(doc, frame.cue, index)
            sure = 0.95 if last in (",", ":", "that") else 0.85
            content = None if last in (",", ":") else self._clause(part, token)
            return self._owner(part.block, frame.source, high, "before", sure, content)
        if last == ":":
            return self._colon_owner(part.block, window)
        return None

    def _colon(self, doc, cue: Place, index: int) -> Place:
        return (cue[0], cue[1] + 1) if cue[1] == index - 1 and doc[cue[1]].text == ":" else cue

    def _colon_owner(self, block: int, window: list[Token]) -> Owner | None:
        """ "Trump on the wall: ..." or "Obama's answer: ...": the subject of the words before a colon."""
        frames = self.frames[block]
        roots = [token for token in window if token.dep_ in ("nsubj", "nsubjpass") and not frames.quoted[token.i]]
        for token in roots:
            if token.head.pos_ in ("VERB", "AUX"):
                source = self._phrase(frames, token, window[0].i, token.head.i if token.head.i > token.i else window[-1].i)
                return self._owner(block, source, (token.head.i, token.head.i + 1), "colon", 0.75)
        if len(window) <= 8 and window[0].pos_ in ("PROPN", "PRON", "DET", "NOUN"):
            return self._owner(block, (window[0].i, window[-1].i), (window[-1].i, window[-1].i + 1), "colon", 0.7)
        return None

    def _around(self, part: Part) -> Owner | None:
        """The verb that governs words quoted inside a sentence."""
        frames, doc = self.frames[part.block], self.parsed[part.block].doc
        low, high = self._token_at(part.block, part.inner[0]), self._token_at(part.block, part.inner[1])
        span = doc[low:high]
        if not len(span):
            return None
        token = span.root
        seen = 0
        while token.head is not token and seen < 12:
            token = token.head
            seen += 1
            if low <= token.i < high or frames.quoted[token.i]:
                continue
            if frames.speaks(token) and (frame := frames.frame(token)) and frame.source:
                return self._owner(part.block, frame.source, frame.cue, "governs", 0.8, self._clause(part, token))
        return None

    def _clause(self, part: Part, verb: Token) -> Place | None:
        """The complement of the verb that the quotation is part of, from its first word to its last."""
        block = self.parsed[part.block]
        low, high = self._token_at(part.block, part.inner[0]), self._token_at(part.block, part.inner[1])
        for child in verb.children:
            if child.dep_ in ("ccomp", "xcomp", "dobj", "prep", "attr", "acomp", "oprd", "advcl") and child.left_edge.i <= high and child.right_edge.i >= low and child.i > verb.i:
                start = block.start + child.left_edge.idx
                end = block.start + child.right_edge.idx + len(child.right_edge)
                return min(start, part.start), max(end, part.end)
        return None

    def continued(self, quotation: Quotation, last: tuple[Owner, Quotation] | None) -> tuple[Owner | None, bool]:
        """Whose words a quotation is that has no cue of its own, and whether it continues the last statement."""
        block = quotation.block
        kind_before = self.parsed[block - 1].block.kind if block else ""
        index = self._token_at(block, quotation.start)
        narrative = self.frames[block].narrative(0, index)
        words_before = [token for token in narrative if token.is_alpha]
        if last is not None and last[1].parts[-1].block == block and last[1].form == "marks":
            return replace(last[0], rule="continues", confidence=last[0].confidence * 0.95), True
        if not words_before and block and kind_before != "title":
            colon = self._colon_line(block - 1)
            if colon:
                return colon, False
        if words_before:
            return self._sentence_before(block, index), False
        if last is not None and last[1].parts[-1].block == block - 1 and kind_before in ("body", "item"):
            return replace(last[0], rule="carried over", confidence=0.7), True
        if block and kind_before in ("body", "item"):
            return self._paragraph_before(block - 1), False
        return None, False

    def _colon_line(self, block: int) -> Owner | None:
        text = self.article.slice(self.parsed[block].block)
        if not text.rstrip().endswith(":"):
            return None
        frames = self.frames[block]
        doc = frames.doc
        window = frames.narrative(self._start(block, len(doc)), len(doc))
        for token in reversed(window):
            if frames.speaks(token) and (frame := frames.frame(token)) and frame.source:
                return self._owner(block, frame.source, frame.cue, "colon line", 0.9)
        return self._colon_owner(block, window) if window else None

    def _sentence_before(self, block: int, index: int) -> Owner | None:
        """The subject of the sentence just before, in the same paragraph."""
        frames, doc = self.frames[block], self.parsed[block].doc
        if index == 0:
            return None
        sentence = doc[index - 1].sent
        for token in reversed(frames.narrative(sentence.start, index)):
            if frames.speaks(token) and (frame := frames.frame(token)) and frame.source:
                return self._owner(block, frame.source, frame.cue, "sentence before", 0.7)
        for token in frames.narrative(sentence.start, index):
            if token.dep_ == "nsubj" and token.head.dep_ == "ROOT":
                source = self._phrase(frames, token, sentence.start, token.head.i)
                owner = self._owner(block, source, (token.head.i, token.head.i + 1), "subject before", 0.55)
                return owner if self.cast.who(*owner.source) else None
        return None

    def _paragraph_before(self, block: int) -> Owner | None:
        """The last one who is said to speak in the paragraph before."""
        frames, doc = self.frames[block], self.parsed[block].doc
        for token in reversed(frames.narrative(0, len(doc))):
            if frames.speaks(token) and token.lemma_ not in self.speech.weak_verbs and (frame := frames.frame(token)) and frame.source:
                return self._owner(block, frame.source, frame.cue, "paragraph before", 0.55)
        return None

    # --- small things

    def _sentential(self, quotation: Quotation) -> bool:
        """Whether the quotation is a sentence of its own, or several."""
        text = self.article.text
        low, high = quotation.inner
        return text[low:high].lstrip()[:1].isupper() and (text[low:high].rstrip()[-1:] in ".?!,…—-" or quotation.words(text) > 6) or quotation.words(text) > 12

    def _token_at(self, block: int, offset: int) -> int:
        """The first token that begins at or after a place of the article."""
        doc, local = self.parsed[block].doc, offset - self.parsed[block].start
        low, high = 0, len(doc)
        while low < high:
            middle = (low + high) // 2
            if doc[middle].idx < local:
                low = middle + 1
            else:
                high = middle
        return low

    def _ends(self, block: int, index: int) -> bool:
        """Whether the narrative sentence ends with this token."""
        doc = self.parsed[block].doc
        token = doc[index]
        return token.text in (".", "?", "!") and (token.is_sent_end or index + 1 >= len(doc) or doc[index + 1].is_sent_start)

    def _stop(self, block: int, index: int) -> int:
        """After the last token of the narrative that follows `index`: the sentence's end or the next quotation."""
        frames = self.frames[block]
        doc = frames.doc
        while index < len(doc) and not frames.quoted[index]:
            if self._ends(block, index):
                return index
            index += 1
        return index

    def _start(self, block: int, index: int) -> int:
        """The first token of the sentence that runs up to `index`, over quotations that are part of it."""
        frames = self.frames[block]
        doc = frames.doc
        while index > 0:
            before = index - 1
            if not frames.quoted[before] and self._ends(block, before):
                return index
            if frames.quoted[before] and doc[before].text in ('"', "''", "'") and before > 0 and doc[before - 1].text in (".", "?", "!") and index < len(doc) and doc[index].text[:1].isupper():
                return index
            index = before
        return 0

    def _owner(self, block: int, source: Place, cue: Place, rule: str, confidence: float, content: Place | None = None) -> Owner:
        parsed = self.parsed[block]
        return Owner(parsed.place(parsed.doc[source[0] : source[1]]), parsed.place(parsed.doc[cue[0] : cue[1]]), rule, confidence, content, block)

    def _attribution(self, owner: Owner, group: list[Quotation]) -> Attribution:
        content = [(part.start, part.end) for quotation in group for part in quotation.parts]
        kind = "direct"
        if owner.content is not None:
            kind = "mixed"
            content[0] = owner.content
        actor = self.cast.who(*owner.source)
        medium = find_medium(self.article, self.parsed, owner, group)
        return Attribution(
            source=(owner.source,),
            cue=(owner.cue,) if owner.cue else (),
            content=tuple(content),
            kind=kind,
            speaker=self.cast.name(actor) if actor else None,
            actor=actor,
            medium=medium,
            confidence=round(owner.confidence, 2),
        )
