"""Where something was said: "told Fox Business", "in a statement", "on Truth Social", "his post" for the one before."""

from __future__ import annotations

from spacy.tokens import Token

from knowledge.build.cast import Cast
from knowledge.build.document import place_of
from knowledge.lexicon.people import Lexicon
from knowledge.speakers.frames import Range
from knowledge.speakers.words import Owner, Words

VENUE_PREPOSITIONS = ("in", "at", "on", "during", "through", "via", "by")
POSTS = frozenset(
    {"post", "posting", "message", "posts", "postings", "messages"}
)  # "his post": on the platform named before
NOT_MEDIA = frozenset({"meeting", "event", "call", "convention", "report", "article", "note", "letters", "remarks"})


class Media:
    """Reads the medium of each statement in turn; remembers it, for "his post" later on."""

    def __init__(self, cast: Cast, lexicon: Lexicon):
        self.cast, self.lexicon = cast, lexicon
        self.last: dict[str, tuple[str, int]] = {}  # actor -> the last medium and the block it was named in
        self.platform: dict[str, str] = {}  # actor -> the last platform

    def medium(self, around: Words, owner: Owner, actor: str | None, block: int) -> str | None:
        """The medium that the sentence of the cue names; else the speaker's last one in the same paragraph."""
        if owner.cue is None:
            return None
        found = self._named(around, owner.cue)
        if actor is None:
            return found
        if found and found.split()[-1] in POSTS:
            found = self.platform.get(actor, found)
        if found is None and actor in self.last and self.last[actor][1] == block:
            found = self.last[actor][0]
        if found:
            self.last[actor] = (found, block)
        if found in self.lexicon.platforms:
            self.platform[actor] = found
        return found

    def _named(self, around: Words, cue: Range) -> str | None:
        index = around.token_at(cue[1]) - 1
        low = around.start(index)
        high = index
        while not around.ends(high):
            high += 1
        window = around.frames.narrative(low, high + 1)
        verb = around.doc[index]
        if told := self._told(around, verb):
            return told
        if verb.lemma_ in ("tweet", "retweet"):
            return "Twitter"
        for token in sorted(window, key=lambda token: abs(token.i - index)):
            if token.dep_ != "prep" or not self._of_speaking(around, token):
                continue
            for child in token.children:
                named = child.dep_ == "pobj" and child.i not in around.frames.quoted
                if named and (name := self._place(around, token, child)):
                    return name
        return None

    def _of_speaking(self, around: Words, preposition: Token) -> bool:
        """Whether a preposition belongs to a verb or to words, not to a person or an office."""
        head = preposition.head
        return (
            head.pos_ in ("VERB", "AUX")
            or head.lemma_.lower() in around.frames.speech.statements | around.frames.speech.claims
        )

    def _told(self, around: Words, verb: Token) -> str | None:
        """The organisation somebody told something: "told Fox Business", "told CNN's Jake Tapper"."""
        if verb.lemma_ not in around.frames.speech.addressing:
            return None
        for child in verb.children:
            if child.dep_ in ("dobj", "dative") and child.i > verb.i and child.i not in around.frames.quoted:
                return self._organisation(around, child)
        return None

    def _organisation(self, around: Words, token: Token) -> str | None:
        """The name of the organisation a noun is or belongs to, with it the programme of a host."""
        for candidate in (token, *(child for child in token.children if child.dep_ in ("poss", "nmod", "compound"))):
            actor = self.cast.who(*place_of(candidate))
            if actor and self.cast.kind(actor) == "organisation":
                return self.cast.name(actor)
            phrase = around.doc[candidate.left_edge.i : candidate.i + 1].text
            if candidate.ent_type_ == "ORG" and candidate.pos_ == "PROPN" and actor is None:
                return phrase.removeprefix("the ").removeprefix("The ")
        return None

    def _place(self, around: Words, preposition: Token, noun: Token) -> str | None:
        """What a preposition and its noun say of the medium."""
        if preposition.lower_ not in VENUE_PREPOSITIONS:
            return None
        words = [
            t for t in around.doc[noun.left_edge.i : noun.i + 1] if t.dep_ in ("compound", "amod", "nmod") or t == noun
        ]
        name = " ".join(token.text for token in words)
        if noun.text in self.lexicon.platforms or name in self.lexicon.platforms:
            return name if name in self.lexicon.platforms else noun.text
        if preposition.lower_ == "on" and noun.pos_ == "PROPN":
            return self._organisation(around, noun)
        if noun.lemma_.lower() not in around.frames.speech.venues or noun.pos_ != "NOUN":
            return None
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("with", "to", "on", "for"):
                for partner in child.children:
                    if partner.dep_ == "pobj":
                        if partner.text in self.lexicon.platforms:
                            return partner.text
                        if organisation := self._organisation(around, partner):
                            return organisation
            if (
                child.dep_ == "poss"
                and child.ent_type_ == "ORG"
                and (organisation := self._organisation(around, child))
            ):
                return organisation
            if child.dep_ in ("compound", "nmod") and child.text in self.lexicon.platforms:
                return child.text
        if noun.lower_ in NOT_MEDIA:
            return None
        compounds = [
            token.text for token in words if (token.dep_ == "compound" and token.text[:1].islower()) or token == noun
        ]
        return " ".join(compounds).lower()
