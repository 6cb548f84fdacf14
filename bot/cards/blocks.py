"""The texts that a card or a plain message is made of: each is whole in itself and never cut.

Where an excerpt is longer than Discord takes at once, `pieces` parts it between sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.answering.answer import Answer, Citation
from bot.cards.literal import literal, one_line, quoted, sentence_address, shortened, web_link
from bot.texts import Texts
from knowledge.model.factbase import ArticleRef

SPARE = 200  # characters of a block kept free for what stands around an excerpt
LEAD, LINE = 1000, 200  # characters of a lead; of a title or heading: both are ours or name a briefing, no excerpt
SOURCES = 3  # briefings named below an answer; every excerpt names its own
QUESTION = 200  # characters of a member's question that a card repeats
_BLANKS = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+")


@dataclass(frozen=True)
class Block:
    """A text that stays together, and the excerpt it shows, if any; `heading` opens a section."""

    text: str
    citation: Citation | None = None
    heading: str | None = None
    last: bool = True  # False where the excerpt goes on in the next block

    @property
    def length(self) -> int:
        """Characters with the heading."""
        return len(self.text) + (len(self.heading) + 1 if self.heading else 0)


Source = Callable[[str], ArticleRef | None]


class Blocks:
    """Writes the texts. `source` gives the article of a briefing's id, None where the briefing is gone."""

    def __init__(self, texts: Texts, source: Source):
        self._texts, self._source = texts, source

    def lead(self, answer: Answer) -> str:
        """The lead, with the question where the member typed one."""
        words = literal(shortened(answer.lead, LEAD))
        lead = f"**{words}**" if words else ""
        if not answer.question.strip() or answer.question.startswith("/"):
            return lead
        return f"{self.small('asked', question=shortened(answer.question, QUESTION))}\n{lead}"

    def sections(self, answer: Answer, room: int) -> list[list[Block]]:
        """Every section in blocks of at most `room` characters; the candidates of a choice are numbered."""
        several = len({citation.briefing for citation in answer.citations}) > 1
        sections: list[list[Block]] = []
        number = 0
        for section in answer.sections:
            own: list[Block] = [Block(text) for text in _packed(section.lines, room)]
            for citation in section.citations:
                number += 1
                ordinal = number if answer.status == "choose" else None
                named = not _names(section.heading, citation.actor)
                own += self.excerpt(citation, room - SPARE, several, ordinal, named)
            if section.heading:
                heading = f"**{literal(shortened(section.heading, LINE))}**"
                own = [replace(own[0], heading=heading), *own[1:]] if own else [Block(heading)]
            sections.append(own)
        return sections

    def excerpt(
        self, citation: Citation, room: int, several: bool = False, number: int | None = None, named: bool = True
    ) -> list[Block]:
        """An excerpt with its speaker and citation, parted between sentences where it is longer than `room`.

        `named` is False where a heading has just named the speaker.
        """
        head = self._speaker(citation, number, named)
        parts = pieces(citation.text, room - len(head) - 400)
        blocks = []
        for index, part in enumerate(parts):
            last = index == len(parts) - 1
            opening, closing = (
                ("“" if index == 0 else "", "”" if last else "") if citation.kind == "quote" else ("", "")
            )
            body = quoted(opening + part + closing)
            lines = [head if index == 0 else self.small("goes_on", id=citation.id), body]
            lines += [self.place(citation, several, room - len(body) - len(head))] if last else []
            blocks.append(Block("\n".join(line for line in lines if line), citation, last=last))
        return blocks

    def footer(self, answer: Answer) -> str:
        """Which briefings the answer is from, with their dates."""
        names = list(dict.fromkeys(citation.briefing for citation in answer.citations))
        sources = [source for name in names if (source := self._source(name)) is not None]
        lines = [self.source_line(source) for source in sources[:SOURCES]]
        return "\n".join([*lines, *(["-# …"] if len(sources) > SOURCES else [])])

    def source_line(self, source: ArticleRef) -> str:
        """A briefing's title, publisher and date, small."""
        known = [shortened(part, LINE // 2) for part in (source.publisher, source.published) if part]
        parts = [web_link(shortened(source.title, LINE), source.url), *map(one_line, known)]
        parts += [] if source.published else [self._texts("discord.undated")]
        return "-# " + self._texts("discord.briefing", title=", ".join(parts))

    def suggestions(self, lines: list[str]) -> str:
        """What to ask next, as a list."""
        return "\n".join([self._texts("discord.try_next"), *(f"- {one_line(line)}" for line in lines)])

    def small(self, key: str, **values: str) -> str:
        """A line of small print; the values show literally."""
        return "-# " + self._texts(f"discord.{key}", **{name: one_line(value) for name, value in values.items()})

    def _speaker(self, citation: Citation, number: int | None, named: bool) -> str:
        who = [f"**{one_line(citation.actor)}**"] if citation.actor and named else []
        if citation.kind == "quote" and citation.medium:
            who.append(self._texts("discord.medium", medium=one_line(citation.medium)))
        words = ", ".join(who)
        label = self._texts("discord.quoted" if citation.kind == "quote" else "discord.paraphrase")
        front = f"{number}\\. " if number else ""
        return f"{front}{words} ({label})" if words else f"{front}{label[:1].upper()}{label[1:]}"

    def place(self, citation: Citation, several: bool = False, room: int = 1000) -> str:
        """Where an excerpt stands: its paragraph (a link that jumps to the words, if there is room), and its id."""
        source = self._source(citation.briefing)
        label = self._texts("discord.paragraph", number=citation.paragraph)
        address = sentence_address(source.url, citation.text) if source else None
        place = f"[{label}]({address})" if address and len(address) < max(room, 0) else label
        parts = [
            place,
            *(
                [self._texts("discord.in_briefing", title=one_line(shortened(source.title, LINE)))]
                if several and source
                else []
            ),
            citation.id,
        ]
        return "-# " + " · ".join(parts)


def _names(heading: str | None, actor: str | None) -> bool:
    """Whether a heading is an actor's name, or begins with it: "Ali Shamkhani, who speaks for Iran"."""
    return bool(heading and actor) and (heading == actor or heading.startswith(f"{actor},"))


def sentences(text: str) -> list[str]:
    """The sentences of a text with the blanks after them; joined they are the text."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    return [text[low:high] for low, high in zip([0, *ends], [*ends, len(text)], strict=True) if low < high]


def pieces(text: str, room: int) -> list[str]:
    """The text in parts whose escaped form fits: between sentences, else between words; only a single word longer
    than that is broken. Joined with what stood between them they are the text."""
    parts = []
    while len(literal(text)) > room:
        end = _last_fitting([match.end() for match in _SENTENCE_END.finditer(text)], text, room)
        end = end or _last_fitting([match.end() for match in _BLANKS.finditer(text)], text, room)
        end = end or _last_fitting(range(1, len(text)), text, room)
        parts.append(text[:end].rstrip() or text[:end])
        text = text[end:]
    return [*parts, text] if text else parts


def _last_fitting(ends: Sequence[int], text: str, room: int) -> int:
    """The last of the ends up to which the escaped text fits, 0 where none does."""
    near = bisect_right(ends, room)  # escaping never makes a text shorter
    number = bisect_right(ends, room, 0, near, key=lambda end: len(literal(text[:end])))
    return ends[number - 1] if number else 0


def _packed(lines: Iterable[str], room: int) -> list[str]:
    """A list of lines in texts of at most `room` characters, no line parted unless it alone is longer."""
    texts: list[str] = []
    for line in lines:
        for part in pieces(" ".join(line.split()), room - 2):
            item = f"- {literal(part)}"
            if texts and len(texts[-1]) + 1 + len(item) <= room:
                texts[-1] += "\n" + item
            else:
                texts.append(item)
    return texts


def sources_of(briefings: Callable[[], Mapping[str, object]]) -> Source:
    """The articles of the briefings that are loaded now."""
    return lambda briefing_id: getattr(getattr(briefings().get(briefing_id), "base", None), "article", None)
