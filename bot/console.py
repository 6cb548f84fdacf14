"""The console harness: the same commands as in Discord, plain questions, completion with Tab."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.answering.answer import Answer
from bot.answering.engine import Engine
from bot.answering.followups import Conversations
from bot.commands import Call, complete, listed, parse
from bot.errors import ExitCode
from bot.plaintext import draw, help_text
from bot.texts import Texts


class Console:
    """A conversation on standard input: reads lines, prints answers, until the end of the input."""

    def __init__(self, desk: Engine, texts: Texts, conversations: Conversations | None = None):
        self._desk, self._texts = desk, texts
        self._conversations = conversations or Conversations()
        self._last: Answer | None = None

    def run(self) -> ExitCode:
        """Reads until the end of the input; every line gets an answer."""
        terminal = sys.stdin.isatty() and sys.stdout.isatty()
        titles = "; ".join(briefing.base.article.title for briefing in self._desk.briefings.values())
        print(self._texts("console.banner", titles=titles) + "\n")
        for line in self._prompted() if terminal else sys.stdin:
            if line.strip():
                print(self.reply(line.strip()), flush=True)
        return ExitCode.GOOD

    def reply(self, line: str) -> str:
        """What the console prints for one line: a question, a command, or the number of a choice."""
        if line.isdecimal() and self._last is not None and self._last.citations:
            return self._chosen(int(line))
        scope = self._desk.scope()
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
        citations = self._last.citations if self._last else ()
        if number == 0:
            return self._texts("console.none_of_these") + "\n"
        if number > len(citations):
            return self._texts("console.no_choice", number=number) + "\n"
        return self._shown(Call("source", (citations[number - 1].id,)).run(self._desk.scope()), keep=True)

    def _shown(self, answer: Answer, keep: bool = False) -> str:
        if not keep:  # a look at a source leaves the numbers of the last answer standing
            self._last = answer
        return draw(answer, self._texts, several=len(self._desk.briefings) > 1)

    def _prompted(self) -> Iterator[str]:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import CompleteEvent, Completer, Completion
        from prompt_toolkit.document import Document

        desk = self._desk

        class CommandCompleter(Completer):
            def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
                for text, start in complete(document.text_before_cursor, desk.scope()):
                    yield Completion(text, start_position=start)

        session: PromptSession[str] = PromptSession(completer=CommandCompleter(), complete_while_typing=False)
        while True:
            try:
                yield session.prompt(self._texts("console.prompt"))
            except KeyboardInterrupt:
                continue  # Ctrl-C clears the line, Ctrl-D ends
            except EOFError:
                return
