"""The console, the same commands as in Discord with completion by Tab; and an answer as plain text, which is also
what `readout ask` prints and a screen reader reads."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TextIO

from bot.answering.answer import Answer, Citation
from bot.answering.engine import Engine
from bot.answering.followups import Conversations
from bot.commands import Call, complete, listed, parse, told
from bot.errors import ExitCode
from bot.texts import Texts, seen

WIDTH = 100  # the widest line that reads well; a narrower terminal wins


class Console:
    """A conversation on standard input: reads lines, prints answers, until the end of the input."""

    def __init__(self, engine: Engine, texts: Texts, conversations: Conversations | None = None):
        self._engine, self._texts = engine, texts
        self._conversations = conversations or Conversations()
        self._last: Answer | None = None

    def run(self) -> ExitCode:
        """Reads until the end of the input; every line gets an answer."""
        terminal = sys.stdin.isatty() and sys.stdout.isatty()
        titles = "; ".join(briefing.base.article.title for briefing in self._engine.briefings.values())
        print(self._texts("console.banner", titles=titles) + "\n")
        for line in self._prompted() if terminal else sys.stdin:
            if line.strip():
                print(self.reply(line.strip()), flush=True)
        return ExitCode.GOOD

    def reply(self, line: str) -> str:
        """What the console prints for one line: a question, a command, or the number of a choice."""
        if line.isdecimal() and self._last is not None and (self._last.citations or _offers(self._last)):
            return self._chosen(int(line))
        scope = self._engine.scope()
        called = parse(line, scope)
        if called is not None and called.name == "ask":
            scope = replace(scope, conversation=self._conversations.of(0, 0))  # one member, one place
        if called is not None:
            return self._shown(called.run(scope))
        name = line[1:].partition(" ")[0]
        if name not in listed():
            return self._texts("console.no_command", name=name) + "\n"
        if listed()[name].needs:
            usage = self._texts.get("commands")[name]["usage"]
            return self._texts("console.missing_argument", name=name, usage=usage) + "\n"
        return help_text(self._texts)

    def _chosen(self, number: int) -> str:
        citations, offers = (self._last.citations, _offers(self._last)) if self._last else ((), ())
        if number == 0:
            return self._texts("console.none_of_these") + "\n"
        if number > len(offers or citations):
            return self._texts("console.no_choice", number=number) + "\n"
        if offers:
            return self.reply(offers[number - 1])
        return self._shown(Call("source", (citations[number - 1].id,)).run(self._engine.scope()), keep=True)

    def _shown(self, answer: Answer, keep: bool = False) -> str:
        if not keep:  # a look at a source leaves the numbers of the last answer standing
            self._last = answer
        return draw(answer, self._texts, several=len(self._engine.briefings) > 1)

    def _prompted(self) -> Iterator[str]:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import CompleteEvent, Completer, Completion
        from prompt_toolkit.document import Document

        engine = self._engine

        class CommandCompleter(Completer):
            def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
                for text, start in complete(document.text_before_cursor, engine.scope()):
                    yield Completion(text, start_position=start)

        session: PromptSession[str] = PromptSession(completer=CommandCompleter(), complete_while_typing=False)
        while True:
            try:
                yield session.prompt(self._texts("console.prompt"))
            except KeyboardInterrupt:
                continue  # Ctrl-C clears the line, Ctrl-D ends
            except EOFError:
                return


def draw(answer: Answer, texts: Texts, several: bool = False) -> str:
    """An answer as plain text: lead, numbered excerpts with their citations, what to ask next.

    `several` names the briefing with every citation. Words between quotation marks are somebody's own;
    an excerpt after a bar is how the article puts it.
    """
    style, width = _Style(sys.stdout), min(WIDTH, shutil.get_terminal_size().columns) - 2
    lines = [style.bold(line) for line in _wrapped(answer.lead, width)]
    number = 0
    for section in answer.sections:
        if section.heading:
            lines += ["", style.bold(section.heading)]
        lines += [wrapped for line in section.lines for wrapped in _wrapped(line, width, "  ")]
        for citation in section.citations:
            number += 1
            lines += ["", *_excerpt(citation, number, texts, style, width, several)]
    offers = _offers(answer)
    lines += ["", *(f"{place:>2}. {offer}" for place, offer in enumerate(offers, 1))] if offers else []
    if answer.status == "choose":
        lines += ["", style.dim(texts("console.choices"))]
    if answer.suggestions and not offers:
        lines += ["", style.dim(texts("console.try_next"))]
        lines += [f"  {suggestion}" for suggestion in answer.suggestions]
    return "\n".join(lines) + "\n"


def help_text(texts: Texts) -> str:
    """Every command with what it takes and does."""
    rows = told(texts).values()
    broad = max(len(usage) for usage, _ in rows)
    lines = [f"  {usage:<{broad}}  {description}" for usage, description in rows]
    return "\n".join([texts("console.help_heading"), *lines, "", *_wrapped(texts("console.help_footer"), 90)]) + "\n"


def _offers(answer: Answer) -> tuple[str, ...]:
    """The lines to choose from where there is no excerpt to choose: "/quotes Helen Marsh", "/quotes Victor Marsh"."""
    return answer.suggestions if answer.status == "choose" and not answer.citations else ()


def _excerpt(citation: Citation, number: int, texts: Texts, style: _Style, width: int, several: bool) -> list[str]:
    told = texts("answer.told_by", actor=citation.told_by) if citation.told_by else None
    who = " · ".join(part for part in (citation.who, citation.cue, citation.medium, told) if part)
    head = [f"{number:>2}. {style.bold(who)}"] if who else []
    if citation.kind == "quote":
        body = _wrapped(f"“{citation.text}”", width - 6, "    ")
    else:
        body = _wrapped(citation.text, width - 8, "    │ ")
    if not head:
        body[0] = f"{number:>2}. {body[0].strip()}"
    place = [
        citation.id,
        texts("console.paragraph", number=citation.paragraph),
        *([citation.briefing] if several else []),
    ]
    return [*head, *body, "    " + style.dim(" · ".join(place))]


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most `width` characters, their words unchanged; control characters show as pictures, so that
    no article steers a terminal."""
    lines = []
    for line in seen(text).splitlines() or [""]:
        lines += textwrap.wrap(
            line,
            max(30, width),
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return lines


class _Style:
    """Bold and dim, where the stream is a terminal and NO_COLOR (no-color.org) is not set."""

    def __init__(self, stream: TextIO):
        self._on = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self._on and text else text

    def dim(self, text: str) -> str:
        return f"\x1b[2m{text}\x1b[0m" if self._on and text else text
