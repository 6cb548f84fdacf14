"""An answer as cards of Discord's Components V2, and as plain text.

A card holds a lead, excerpts with their citations, what to press, and the briefing's title and date. What does not
fit goes on the next page, behind a button "More" that works for ever (see presses.py); where a button has no room
for that, every page is sent at once. Colour only repeats what the lead says in words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain

import discord
from discord import ui

from bot.answering.answer import Answer, Citation
from bot.cards.blocks import Block, Blocks, Source, pieces, sentences
from bot.cards.limits import CONTENT, FOLLOW_UPS, LABEL, LABEL_SHOWN, PARTS, ROW, TEXT
from bot.cards.literal import literal
from bot.cards.presses import REASONS, ask_press, excerpt_press, more_press
from bot.commands import Call, cite_call
from bot.texts import Texts
from knowledge.model.storage import Briefing

EXCERPTS = 6  # on one page: more is a wall of text, however much room Discord leaves
EXCERPT_PARTS, FRAME_PARTS = 3, 16  # components of an excerpt with its button; of all that is around the excerpts
SPARE = 200  # characters kept free for small print
AROUND = 700  # characters before and after an excerpt that is shown with its surroundings
COLOURS = {"answered": 0x3B6E8F, "choose": 0xB58900, "declined": 0x7A7A7A}


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

    def __init__(self, texts: Texts, source: Source):
        self._texts, self._blocks = texts, Blocks(texts, source)

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
        buttons = [
            ui.Button(label=self._texts(f"discord.reasons.{reason}"), custom_id=f"why:{reason}:{excerpt}")
            for reason in REASONS
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
        lead = (
            self._blocks.lead(answer)
            if page.number == 0
            else self._blocks.small("page", number=str(page.number + 1), count=str(page.count))
        )
        container = ui.Container(ui.TextDisplay(lead), accent_colour=discord.Colour(COLOURS[answer.status]))
        given: dict[str, int] = {}
        for block in page.blocks:
            text = ui.TextDisplay(f"{block.heading}\n{block.text}" if block.heading else block.text)
            if block.citation and block.last:
                container.add_item(ui.Section(text, accessory=self._excerpt_button(answer, block.citation, given)))
            else:
                container.add_item(text)
        last = page.number == page.count - 1
        footer = [self._spelled_out(answer) if last else "", self._blocks.footer(answer)]
        if words := "\n".join(part for part in footer if part):
            container.add_item(ui.Separator()).add_item(ui.TextDisplay(words))
        return _finished(container, *self._rows(answer, page, more, last))

    def _rows(self, answer: Answer, page: _Page, more: str | None, last: bool) -> list[ui.ActionRow]:
        buttons = (
            [ui.Button(label=self._texts("discord.more"), custom_id=more, style=discord.ButtonStyle.primary)]
            if more
            else []
        )
        if answer.status == "answered" and page.number == 0 and (best := next(iter(page.citations), None)):
            for verb in ("good", "wrong"):
                buttons.append(
                    ui.Button(
                        label=self._texts(f"discord.{verb}"), custom_id=excerpt_press(verb, best.briefing, best.id)
                    )
                )
        if answer.status == "choose" and last:
            buttons.append(ui.Button(label=self._texts("discord.none_of_these"), custom_id="none"))
        asks = [ui.Button(label=line, custom_id=ask_press(line)) for line in self._pressable(answer)] if last else []
        return [ui.ActionRow(*row) for row in (buttons, asks) if row]

    def _excerpt_button(self, answer: Answer, citation: Citation, given: dict[str, int]) -> ui.Button:
        verb = "pick" if answer.status == "choose" else "context"
        custom_id = excerpt_press(verb, citation.briefing, citation.id)
        given[custom_id] = given.get(custom_id, 0) + 1
        custom_id = excerpt_press(verb, citation.briefing, citation.id, given[custom_id])
        label = self._texts(f"discord.{verb}", number=answer.citations.index(citation) + 1)
        return ui.Button(label=label, custom_id=custom_id)

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


def _finished(*items: ui.Item) -> ui.LayoutView:
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
