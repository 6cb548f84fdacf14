"""Where something was said: "told Fox Business", "in a statement", "on Truth Social", "his post" for the one before."""

from __future__ import annotations

from spacy.tokens import Token

from knowledge.extraction.beside import Narration, Owner
from knowledge.extraction.cast import Cast
from knowledge.extraction.document import token_at
from knowledge.extraction.grammar import children
from knowledge.extraction.mentions import head_of
from knowledge.lexicon.cues import load_speech, verbs_playing
from knowledge.lexicon.function_words import function_words
from knowledge.lexicon.people import Lexicon
from knowledge.lexicon.tables import table
from knowledge.model.spans import Span


class Media:
    """Reads the medium of each statement in turn; remembers it, for "his post" later on."""

    def __init__(self, words: Narration, cast: Cast):
        self.words, self.cast = words, cast
        self.platforms, self.speech = table(Lexicon, "titles").platforms, load_speech()
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
