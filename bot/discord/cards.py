"""An answer as cards of Discord's Components V2, and as plain text.

A card holds a lead, excerpts with their citations, what to press, and the briefing's title and date. What does not
fit goes on the next page, behind a button "More" that works for ever (see markdown.py); where a button has no room
for that, every page is sent at once. Colour only repeats what the lead says in words. The texts are made in blocks,
each whole in itself and never cut; an excerpt that is longer than Discord takes at once is parted between sentences.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import discord
from discord import ui

from bot.answering.answer import Answer, Citation
from bot.answering.engine import Scope
from bot.commands import Call, cite_call
from bot.discord.markdown import (
    CONTENT,
    FOLLOW_UPS,
    LABEL,
    LABEL_SHOWN,
    PARTS,
    REASONS,
    ROW,
    TEXT,
    ask_press,
    excerpt_press,
    literal,
    more_press,
    one_line,
    quoted,
    sentence_address,
    shortened,
    web_link,
)
from bot.texts import Texts, seen
from knowledge.model.factbase import ArticleRef
from knowledge.model.storage import Briefing

EXCERPTS = 6  # on one page: more is a wall of text, however much room Discord leaves
EXCERPT_PARTS, FRAME_PARTS = 3, 16  # components of an excerpt with its button; of all that is around the excerpts
SPARE = 200  # characters kept free for small print, or for what stands around an excerpt
AROUND = 700  # characters before and after an excerpt that is shown with its surroundings
COLOURS = {"answered": 0x3B6E8F, "choose": 0xB58900, "declined": 0x7A7A7A}
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
Button = ui.Button[ui.LayoutView]


@dataclass(frozen=True)
class _Page:
    blocks: list[Block]
    number: int
    count: int

    @property
    def citations(self) -> list[Citation]:
        return list(dict.fromkeys(block.citation for block in self.blocks if block.citation and block.last))


class Cards:
    """Draws answers. `source` gives the article of a briefing's id, None where the briefing is gone."""

    def __init__(self, texts: Texts, source: Source = lambda briefing_id: None):
        self._texts, self._blocks = texts, Blocks(texts, source)

    def of(self, scope: Scope) -> Cards:
        """Cards that name the briefings of a scope, and no others."""
        return Cards(self._texts, scope.article)

    def draw(self, answer: Answer, call: Call | None = None, page: int = 0) -> list[ui.LayoutView]:
        """The cards to send for an answer, from a page on: one where "More" leads on, else as many as may follow.

        `call` is what made the answer. Empty where there is no such page.
        """
        pages = self._pages(answer, side_by_side=call is not None and call.command.side_by_side)
        here = pages[page:]
        if not here:
            return []
        press = self._more(answer, pages, page, call) if len(here) > 1 else None
        shown = here[:1] if press else here[:FOLLOW_UPS]
        return [self._view(answer, one, press if one is shown[-1] else None) for one in shown]

    def plain(self, answer: Answer) -> list[str]:
        """The same words as plain messages, for where cards cannot be sent; no part of an excerpt is left out."""
        room = CONTENT - SPARE
        parts = [self._blocks.lead(answer)]
        for block in chain.from_iterable(self._blocks.sections(answer, room)):
            parts.append(f"{block.heading}\n{block.text}" if block.heading else block.text)
        parts += [self._blocks.suggestions(list(answer.suggestions))] if answer.suggestions else []
        parts += [footer] if (footer := self._blocks.footer(answer)) else []
        messages: list[str] = []
        for part in parts:
            if messages and len(messages[-1]) + 2 + len(part) <= CONTENT:
                messages[-1] += "\n\n" + part
            else:
                messages += pieces(part, CONTENT) if len(part) > CONTENT else [part]
        return messages

    def context(self, briefing: Briefing, citation: Citation) -> ui.LayoutView:
        """An excerpt with what stands around it in the article, between marks that a screen reader reads too."""
        text, blocks = briefing.article.text, briefing.article.blocks
        low = max((block.start for block in blocks if block.start <= citation.start), default=citation.start)
        high = min((block.end for block in blocks if block.end >= citation.end), default=citation.end)
        before, after = text[low : citation.start], text[citation.end : high]
        opening, closing = self._texts("discord.mark_open"), self._texts("discord.mark_close")
        before = before if len(before) <= AROUND else "… " + _whole_sentences(before, AROUND, from_end=True)
        after = after if len(after) <= AROUND else _whole_sentences(after, AROUND) + " …"
        place = self._blocks.place(citation)
        words = [f"{literal(before)}{opening}{literal(citation.text)}{closing}{literal(after)}"]
        if len(words[0]) > TEXT - 2 * SPARE:  # the excerpt alone nearly fills a card
            words = [f"{opening}{literal(part)}{closing}" for part in pieces(citation.text, TEXT - 4 * SPARE)[:1]]
        title = f"**{literal(self._texts('discord.context_lead', number=citation.paragraph))}**"
        legend = "-# " + self._texts("discord.context_legend")
        footer = self._blocks.source_line(briefing.base.article)
        return _finished(
            ui.Container(*(ui.TextDisplay(part) for part in [title, *words, f"{legend}\n{place}\n{footer}"]))
        )

    def reasons(self, excerpt: str) -> ui.LayoutView:
        """The question what was wrong, with four reasons; `excerpt` is KEY:EXCERPT, as the button pressed had it."""
        buttons: list[Button] = [
            ui.Button(label=self._texts(words), custom_id=f"why:{reason}:{excerpt}")
            for reason, words in REASONS.items()
        ]
        return _finished(ui.TextDisplay(self._texts("discord.what_was_wrong")), ui.ActionRow(*buttons))

    def note(self, text: str) -> ui.LayoutView:
        """A few words of the bot's own, as a card; for where a card is already there to be changed."""
        return _finished(ui.TextDisplay(text))

    # Pages.

    def _pages(self, answer: Answer, side_by_side: bool) -> list[_Page]:
        frame = sum(map(len, (self._blocks.lead(answer), self._blocks.footer(answer), self._spelled_out(answer))))
        room = max(TEXT // 2, TEXT - SPARE - frame)
        sections = self._blocks.sections(answer, room)
        rounds = _rounds(sections) if side_by_side else [[block for section in sections for block in section]]
        groups = [group for blocks in rounds for group in _fitting(blocks, room)] or [[]]
        return [_Page(group, number, len(groups)) for number, group in enumerate(groups)]

    def _more(self, answer: Answer, pages: list[_Page], page: int, call: Call | None) -> str | None:
        """What "More" carries: the next page by call, else the excerpts not yet shown to their end, else None."""
        if call is not None and call.command.again:
            return more_press(call, page + 1)
        rest = [block for later in pages[page + 1 :] for block in later.blocks]
        if answer.status != "answered" or any(block.citation is None for block in rest):
            return None
        left = dict.fromkeys((block.citation.briefing, block.citation.id) for block in rest if block.citation)
        return more_press(cite_call(list(left)), 0)

    def _view(self, answer: Answer, page: _Page, more: str | None) -> ui.LayoutView:
        lead = self._blocks.lead(answer)
        if page.number > 0:
            lead = "-# " + self._texts("discord.page", number=page.number + 1, count=page.count)
        container: ui.Container[ui.LayoutView] = ui.Container(
            ui.TextDisplay(lead), accent_colour=discord.Colour(COLOURS[answer.status])
        )
        given: dict[str, int] = {}
        for block in page.blocks:
            words = f"{block.heading}\n{block.text}" if block.heading else block.text
            text: ui.TextDisplay[ui.LayoutView] = ui.TextDisplay(words)
            if block.citation and block.last:
                container.add_item(ui.Section(text, accessory=self._excerpt_button(answer, block.citation, given)))
            else:
                container.add_item(text)
        last = page.number == page.count - 1
        footer = [self._spelled_out(answer) if last else "", self._blocks.footer(answer)]
        if below := "\n".join(part for part in footer if part):
            container.add_item(ui.Separator()).add_item(ui.TextDisplay(below))
        return _finished(container, *self._rows(answer, page, more, last))

    def _rows(self, answer: Answer, page: _Page, more: str | None, last: bool) -> list[ui.ActionRow[ui.LayoutView]]:
        texts = self._texts
        buttons: list[Button] = []
        if more:
            buttons.append(ui.Button(label=texts("discord.more"), custom_id=more, style=discord.ButtonStyle.primary))
        if answer.status == "answered" and page.number == 0 and (best := next(iter(page.citations), None)):
            for verb, words in (("good", texts("discord.good")), ("wrong", texts("discord.wrong"))):
                buttons.append(ui.Button(label=words, custom_id=excerpt_press(verb, best.briefing, best.id)))
        if answer.status == "choose" and last:
            buttons.append(ui.Button(label=texts("discord.none_of_these"), custom_id="none"))
        lines = self._pressable(answer) if last else []
        asks: list[Button] = [ui.Button(label=seen(line), custom_id=ask_press(line)) for line in lines]
        return [ui.ActionRow(*row) for row in (buttons, asks) if row]

    def _excerpt_button(self, answer: Answer, citation: Citation, given: dict[str, int]) -> Button:
        verb, label = "context", self._texts("discord.context")
        if answer.status == "choose":
            verb, label = "pick", self._texts("discord.pick", number=answer.citations.index(citation) + 1)
        custom_id = excerpt_press(verb, citation.briefing, citation.id)
        given[custom_id] = given.get(custom_id, 0) + 1
        return ui.Button(label=label, custom_id=excerpt_press(verb, citation.briefing, citation.id, given[custom_id]))

    def _pressable(self, answer: Answer) -> list[str]:
        """The suggestions that fit on a button; a name is never cut to make it fit."""
        fitting = [
            line
            for line in dict.fromkeys(answer.suggestions)
            if line.strip() and len(line) <= LABEL and ask_press(line)
        ]
        return fitting[:ROW]

    def _spelled_out(self, answer: Answer) -> str:
        buttons = self._pressable(answer)
        rest = [line for line in dict.fromkeys(answer.suggestions) if line not in buttons or len(line) > LABEL_SHOWN]
        return self._blocks.suggestions(rest) if rest else ""


def _fitting(blocks: list[Block], room: int) -> list[list[Block]]:
    """The blocks in groups that each fit on a page."""
    groups: list[list[Block]] = []
    for block in blocks:
        here = groups[-1] if groups else []
        full = sum(other.length for other in here) + block.length > room
        full |= sum(map(_parts, here)) + _parts(block) > PARTS - FRAME_PARTS
        full |= block.citation is not None and sum(other.citation is not None for other in here) >= EXCERPTS
        if not here or full:
            groups.append([])
        groups[-1].append(block)
    return groups


def _rounds(sections: list[list[Block]]) -> list[list[Block]]:
    """The sections side by side: a few blocks of each, then the next few of each, every time under their heading."""
    share = max(1, EXCERPTS // max(1, len(sections)))
    longest = max(map(len, sections), default=0)
    return [
        [
            replace(block, heading=section[0].heading) if number == 0 else block
            for section in sections
            for number, block in enumerate(section[start : start + share])
        ]
        for start in range(0, longest, share)
    ]


def _parts(block: Block) -> int:
    return EXCERPT_PARTS if block.citation and block.last else 1


def _finished(*items: ui.Item[ui.LayoutView]) -> ui.LayoutView:
    """A view that is only drawn: its buttons are answered by `custom_id`, so the client need not remember it."""
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view


def _whole_sentences(text: str, limit: int, from_end: bool = False) -> str:
    """The sentences nearest to the excerpt that fit in so many characters; none is cut."""
    kept = ""
    for sentence in reversed(sentences(text)) if from_end else sentences(text):
        if len(kept) + len(sentence) > limit:
            break
        kept = sentence + kept if from_end else kept + sentence
    return kept


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
        asked = self._texts("discord.asked", question=one_line(shortened(answer.question, QUESTION)))
        return f"-# {asked}\n{lead}"

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
                named = not _names(section.heading, citation.who)
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
            lines = [head if index == 0 else "-# " + self._texts("discord.goes_on", id=citation.id), body]
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

    def _speaker(self, citation: Citation, number: int | None, named: bool) -> str:
        who = [f"**{one_line(citation.who)}**"] if citation.who and named else []
        if citation.kind == "quote" and citation.medium:
            who.append(self._texts("discord.medium", medium=one_line(citation.medium)))
        if citation.kind == "statement" and citation.cue:
            who.append(one_line(shortened(citation.cue, LINE // 2)))
        if citation.told_by:
            who.append(self._texts("answer.told_by", actor=one_line(citation.told_by)))
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
    return bool(heading and actor and (heading == actor or heading.startswith(f"{actor},")))


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
