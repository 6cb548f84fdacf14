"""Speech: whose the words between quotation marks are, and where they were said.

One attribution for each statement: "A," he said. "B." is one with two contents. By label, by the words beside it, by
the sentence or the paragraph before. Quotations whose speaker cannot be told are left out; so are words in quotation
marks that nobody says ("scare quotes").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from spacy.tokens import Doc, Token

from knowledge.extraction.attributions import Attribution
from knowledge.extraction.beside import Narration, Owner, owner_beside, owner_by_mark, reporter
from knowledge.extraction.cast import Cast
from knowledge.extraction.mentions import Sort, head_of, sort_of
from knowledge.lexicon.cues import load_speech, verbs_playing
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import lexicon
from knowledge.model.article import TURN, Article
from knowledge.model.spans import Span
from knowledge.parsing.document import token_at
from knowledge.parsing.grammar import children, first_child
from knowledge.parsing.quotations import Quotation

SCARE_QUOTE_WORDS = 3  # up to here, words in quotation marks need a verb of saying to be somebody's
LONG = 12  # words: more are a sentence, whatever their first letter and last mark
SENTENCE_WORDS = 6  # ... and so are more than these behind a capital
RUNNING = ("body", "item", "turn")

_NAME_INSIDE = re.compile(r"([A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){1,3}):\s")
_ITEM = re.compile(r"(?:[-*•‣▪–—]|\(?\d{1,2}[.)])\s+")
_WORD = re.compile(r"[\w’']+")


def attribute_quotes(article: Article, doc: Doc, quotations: list[Quotation], cast: Cast) -> list[Attribution]:
    """One attribution for each statement between quotation marks whose speaker can be told, in order."""
    return _Statements(article, doc, quotations, cast).attributions()


class _Statements:
    """One article's quotations in order, each with the owner found for it."""

    def __init__(self, article: Article, doc: Doc, quotations: list[Quotation], cast: Cast):
        self.article, self.blocks, self.quotations, self.cast = article, list(doc.spans["blocks"]), quotations, cast
        self.terms = {(one.start, one.end) for one in quotations if self._is_term(one)}
        inside = (range(token_at(doc, start), token_at(doc, end)) for start, end in self.terms)
        self.words = Narration(doc, article.text, cast, frozenset(chain(*inside)))
        self.media = _Media(self.words, cast)

    def attributions(self) -> list[Attribution]:
        """Walk the quotations, joining those that continue a statement."""
        statements: list[tuple[Owner, list[Quotation]]] = []
        last: tuple[Owner, Quotation] | None = None
        for quotation in self.quotations:
            introduced = self.words.introduced(quotation.parts[0])
            if self._is_title(quotation) and not introduced:
                continue
            owner = self._labelled(quotation) or owner_beside(quotation, self.words) or self._headed(quotation)
            joined = False
            term = (quotation.start, quotation.end) in self.terms
            if owner and term and not introduced and owner.content is None and owner.loose:
                continue  # scare quotes: somewhere in a sentence that somebody says
            if owner is None and self._is_sentence(quotation):
                owner, joined = self._continued(quotation, last)
                last = last if owner else None
            if owner is None:
                continue
            before = statements[-1][0] if statements else None
            if before and (joined or (before.source, before.cue) == (owner.source, owner.cue)):
                statements[-1][1].append(quotation)
            else:
                statements.append((owner, [quotation]))
            last = (owner, quotation)
        found = []
        for owner, group in statements:
            if paper := reporter(self.words, group[0].parts[-1], owner):
                found.append(self._attribution(paper, group))
            found.append(self._attribution(owner, group))
        return found

    # --- rules, surest first

    def _labelled(self, quotation: Quotation) -> Owner | None:
        """ "NAME: ..." before it, "― Name" after it, or a known name as its own first words."""
        text = self.article.text
        if quotation.label is not None:
            low, high = quotation.label
            if text[low:high].lower() in load_speech().answers and (asked := self._interviewed(quotation.block)):
                return Owner(asked, (low, high), 0.8)
            before = text[:low].rstrip()
            dash = (len(before.rstrip("-–—―")), len(before))
            return Owner((low, high), (high, high + 1) if quotation.form == "turn" else dash, 0.95)
        match = _NAME_INSIDE.match(text, *quotation.inner)
        if match and self.cast.who(*match.span(1)):
            return Owner(match.span(1), (match.end(1), match.end(1) + 1), 0.9)
        return None

    def _headed(self, quotation: Quotation) -> Owner | None:
        """ "Lena Hart (University of Mara): ..." with quotation marks, in an article or an item."""
        line = self.article.blocks[quotation.block]
        dash = _ITEM.match(self.article.text, line.start, line.end)
        match = TURN.match(self.article.text, dash.end() if dash else line.start, line.end)
        if match is None or match.end() != quotation.start:
            return None
        colon = self.article.text.rindex(":", line.start, quotation.start)
        return Owner(match.span("name"), (colon, colon + 1), 0.85)

    def _interviewed(self, block: int) -> Span | None:
        """The person whose answers are labelled "A:" from a block on: who is named most before it, the last time."""
        first = next(one.block for one in self.quotations if one.form == "turn" and one.block <= block)
        before = [
            (start, end, actor)
            for start, end, actor in self.cast.mentions
            if start < self.article.blocks[first].start and self.cast.kind(actor) == "person"
        ]
        counts = Counter(actor for *_, actor in before)
        most = max(counts.values(), default=0)
        return next(((start, end) for start, end, actor in reversed(before) if counts[actor] == most), None)

    def _continued(self, quotation: Quotation, last: tuple[Owner, Quotation] | None) -> tuple[Owner | None, bool]:
        """(owner, whether it goes on with the last statement) for a quotation without a cue of its own."""
        block, words = quotation.block, self.words
        index = token_at(words.doc, quotation.start)
        if last is not None and last[1].parts[-1].block == block:
            between = words.words(token_at(words.doc, last[1].end), index)
            if sum(words.ends(token.i) for token in between) > 1 and (owner := self._sentence_before(block, index)):
                return owner, False
            return replace(last[0], confidence=last[0].confidence * 0.95, content=None), True
        if any(token.is_alpha for token in words.words(self.blocks[block].start, index)):
            return self._sentence_before(block, index), False
        if not block:
            return None, False
        owner = self._colon_line(block - 1)
        if owner or self.blocks[block - 1].label_ not in RUNNING:
            return owner, False
        if last is not None and last[1].parts[-1].block == block - 1:
            return replace(last[0], confidence=0.7, content=None), True
        return self._paragraph_before(block - 1), False

    def _colon_line(self, block: int) -> Owner | None:
        """The paragraph before, which ends with a colon: "He released this statement:", "And from Ingrid Solheim:"."""
        words, line = self.words, self.blocks[block]
        if line[-1].text != ":":
            return None
        window = words.words(words.start(line.end - 1), line.end)
        for token in reversed(window):
            owner = words.issued(token, 0.9)
            if owner is None and words.speaks(token):
                owner = words.owner(token, 0.9)
            if owner:
                return owner
        return (owner_by_mark(words, window, line.end) if window else None) or self._before_colon(window)

    def _before_colon(self, window: list[Token]) -> Owner | None:
        """Who speaks after a line without a verb of saying: from whom words come, its subject, its head, or who is
        named in it last."""
        colon = window[-1].i if window else 0
        senders = (
            first_child(token, "pobj")
            for token in reversed(window)
            if token.lower_ in load_speech().sender_prepositions
        )
        subjects = (token for token in reversed(window) if token.dep_ == "nsubj")
        heads = (token for token in window if token.dep_ == "ROOT" and token.pos_ in ("PROPN", "NOUN"))
        for token in chain(filter(None, senders), subjects, heads, self._people(window)):
            source = self.words.source(token)
            if source and self.cast.who(*source):
                return Owner(source, (self.words.doc[colon].idx, self.words.doc[colon].idx + 1), 0.75)
        return None

    def _people(self, window: list[Token]) -> Iterator[Token]:
        for token in reversed(window):
            actor = self.cast.actor_of(token) if token.pos_ == "PROPN" else None
            if actor is not None and self.cast.kind(actor) == "person":
                yield token

    def _sentence_before(self, block: int, index: int) -> Owner | None:
        """The one who speaks, or is spoken of, in the sentence just before in the same paragraph."""
        words = self.words
        window = words.words(words.start(max(self.blocks[block].start, index - 1)), index)
        for token in reversed(window):
            if words.strong(token) and (owner := words.owner(words.outermost(token), 0.7)):
                return owner
        subjects = (token for token in window if token.dep_ == "nsubj" and token.head.dep_ == "ROOT")
        owners = (words.owner(token.head, 0.6) for token in subjects)
        owner = next(filter(None, owners), None)
        return owner if owner and self._means(owner, "person") else None

    def _paragraph_before(self, block: int) -> Owner | None:
        """The last one who is said to speak in the paragraph before."""
        words, line = self.words, self.blocks[block]
        for token in reversed(words.words(line.start, line.end)):
            if token.dep_ in ("relcl", "acl"):
                continue
            owner = words.issued(token, 0.55)
            if owner is None and words.strong(token):
                owner = words.owner(words.outermost(token), 0.55)
            if owner:
                return owner if self._means(owner, "person", "people", "body", "holder") else None
        return self._sentence_before(block, line.end)

    def _means(self, owner: Owner, *sorts: Sort) -> bool:
        """Whether the words for an owner can mean somebody: a name, a pronoun, or a noun of these sorts."""
        named, head = self.cast.who(*owner.source), head_of(self.words.doc, owner.source)
        if named is not None:
            return self.cast.kind(named) == "person" or len(sorts) > 1
        return head is not None and (head.lower_ in function_words().pronouns or sort_of(head) in sorts)

    # --- what kind of quotation

    def _is_term(self, quotation: Quotation) -> bool:
        """Whether a quotation is a few words without a mark of their own: "Ted Cruz" campaign pins."""
        short = quotation.form == "marks" and quotation.words(self.article.text) <= SCARE_QUOTE_WORDS
        return short and self.article.text[quotation.inner[1] - 1] not in ".,?!…"

    def _is_sentence(self, quotation: Quotation) -> bool:
        """Whether the quotation is a sentence of its own, or several."""
        words = quotation.words(self.article.text)
        quoted = self.article.text[slice(*quotation.inner)].strip()
        return words > LONG or (quoted[:1].isupper() and (quoted[-1:] in ".?!,…—-" or words > SENTENCE_WORDS))

    def _is_title(self, quotation: Quotation) -> bool:
        """Whether the quotation is the name of a programme, book or song: every word of weight has a capital."""
        quoted, small = self.article.text[slice(*quotation.inner)], load_speech().small_in_titles
        words = [word for word in _WORD.findall(quoted) if len(word) > 3 and word not in small]
        return len(words) > 1 and all(word[0].isupper() for word in words) and quoted.rstrip()[-1:] not in "?!"

    def _attribution(self, owner: Owner, group: list[Quotation]) -> Attribution:
        """The record of one statement."""
        content = [(part.start, part.end) for quotation in group for part in quotation.parts]
        if owner.content is not None:
            content[0] = owner.content
        block = self.article.paragraph((owner.cue or owner.source)[0]) - 1
        return Attribution(
            source=(owner.source,),
            cue=(owner.cue,) if owner.cue else (),
            content=tuple(content),
            kind="direct" if owner.content is None else "mixed",
            medium=self.media.medium(owner, block),
            confidence=round(owner.confidence, 2),
        )


# --- where it was said: "told Fox Business", "in a statement", "on Truth Social", "his post" for the one before


class _Media:
    """Reads the medium of each statement in turn; remembers it, for "his post" later on."""

    def __init__(self, words: Narration, cast: Cast):
        self.words, self.cast = words, cast
        self.platforms, self.speech = lexicon().platforms, load_speech()
        self.last: dict[str, tuple[str, int]] = {}  # actor -> the last medium and the block it was named in
        self.speaker: str | None = None  # the last one
        self.platform: dict[str, str] = {}  # actor -> the last platform

    def medium(self, owner: Owner, block: int) -> str | None:
        """The medium that the sentence of the cue names; else the speaker's last one in the same paragraph.

        A pronoun is taken for the one who spoke last.
        """
        actor, head = self.cast.who(*owner.source), head_of(self.words.doc, owner.source)
        if actor is None and head is not None and head.lower_ in function_words().pronouns:
            actor = self.speaker
        self.speaker = actor
        if owner.cue is None:
            return None
        found = self._named(owner.cue)
        if actor is None:
            return found
        if found and found.split()[-1] in self.speech.posts:
            found = self.platform.get(actor, found)
        if found is None and actor in self.last and self.last[actor][1] == block:
            found = self.last[actor][0]
        if found:
            self.last[actor] = (found, block)
        if found in self.platforms:
            self.platform[actor] = found
        return found

    def _named(self, cue: Span) -> str | None:
        index = high = token_at(self.words.doc, cue[1]) - 1
        while not self.words.ends(high):
            high += 1
        verb = self.words.doc[index]
        if told := self._told(verb):
            return told
        if platform := self.speech.platform_verbs.get(verb.lemma_):
            return platform
        window = self.words.words(self.words.start(index), high + 1)
        for preposition in sorted(window, key=lambda token: abs(token.i - index)):
            if preposition.dep_ != "prep" or not self._of_speaking(preposition):
                continue
            for noun in children(preposition, "pobj"):
                if noun.i not in self.words.quoted and (name := self._place(preposition, noun)):
                    return name
        return None

    def _of_speaking(self, preposition: Token) -> bool:
        """Whether a preposition belongs to a verb or to words, not to a person or an office."""
        head = preposition.head
        return head.pos_ in ("VERB", "AUX") or head.lemma_.lower() in self.speech.statements | self.speech.claims

    def _told(self, verb: Token) -> str | None:
        """The organisation somebody told something: "told Fox Business", "told CNN's Jake Tapper"."""
        if verb.lemma_ not in verbs_playing("tells"):
            return None
        hearers = (child for child in children(verb, "dobj", "dative") if child.i > verb.i)
        hearer = next((child for child in hearers if child.i not in self.words.quoted), None)
        return self._organisation(hearer) if hearer is not None else None

    def _organisation(self, token: Token) -> str | None:
        """The name of the organisation a noun is or belongs to, with it the programme of a host."""
        for candidate in (token, *children(token, "poss", "nmod", "compound")):
            actor = self.cast.actor_of(candidate)
            if actor and self.cast.kind(actor) == "organisation":
                return self.cast.name(actor)
            if candidate.ent_type_ == "ORG" and candidate.pos_ == "PROPN" and actor is None:
                phrase = token.doc[candidate.left_edge.i : candidate.i + 1].text
                return phrase.removeprefix("the ").removeprefix("The ")
        return None

    def _place(self, preposition: Token, noun: Token) -> str | None:
        """What a preposition and its noun say of the medium."""
        if preposition.lower_ not in self.speech.venue_prepositions:
            return None
        parts = [*(t for t in noun.lefts if t.dep_ in ("compound", "amod", "nmod")), noun]
        name = " ".join(token.text for token in parts)
        if known := next((one for one in (name, noun.text) if one in self.platforms), None):
            return known
        if preposition.lower_ == "on" and noun.pos_ == "PROPN":
            return self._organisation(noun)
        if noun.pos_ != "NOUN" or noun.lemma_.lower() not in self.speech.venues:
            return None
        for child in noun.children:
            if found := self._partner(child):
                return found
        if noun.lower_ in self.speech.occasions:
            return None
        compounds = [one.text for one in parts if one == noun or (one.dep_ == "compound" and one.text[:1].islower())]
        return " ".join(compounds).lower()

    def _partner(self, child: Token) -> str | None:
        """Whose interview or post it was: "with CNN", "on X", "the paper's", "a Facebook post"."""
        if child.dep_ == "prep" and child.lower_ in self.speech.partner_prepositions:
            for partner in children(child, "pobj"):
                if found := partner.text if partner.text in self.platforms else self._organisation(partner):
                    return found
        if child.dep_ == "poss" and child.ent_type_ == "ORG":
            return self._organisation(child)
        return child.text if child.dep_ in ("compound", "nmod") and child.text in self.platforms else None
