"""The console harness: the same commands as in Discord, plain questions, completion with Tab."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator

from bot.answering.answer import Answer
from bot.answering.arguments import actor_and_topic, two_actors_and_topic
from bot.answering.engine import Engine
from bot.answering.followups import Conversations
from bot.chart import overview
from bot.errors import ExitCode
from bot.plaintext import draw, help_text
from bot.texts import Texts


class Console:
    """A conversation on standard input: reads lines, prints answers, until the end of the input."""

    def __init__(self, desk: Engine, texts: Texts, conversations: Conversations | None = None):
        self._desk, self._texts = desk, texts
        self._conversations = conversations or Conversations()
        self._last: Answer | None = None
        self._commands: dict[str, Callable[[str], Answer | str]] = {
            "ask": self._question,
            "position": self._position,
            "quotes": lambda rest: desk.quotes(*actor_and_topic(rest, desk)),
            "compare": lambda rest: desk.compare(*two_actors_and_topic(rest, desk)),
            "topic": desk.topic,
            "actors": lambda rest: desk.actors(),
            "topics": lambda rest: desk.topics(),
            "brief": lambda rest: desk.brief(),
            "source": desk.source,
            "help": lambda rest: help_text(texts),
        }

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
        if not line.startswith("/"):
            return self._shown(self._question(line))
        name, _, rest = line[1:].partition(" ")
        if name not in self._commands:
            return self._texts("console.no_command", name=name) + "\n"
        usage = self._texts.get(f"commands.{name}.usage")
        if usage and not usage.startswith("[") and not rest.strip():
            return self._texts("console.missing_argument", name=name, usage=usage) + "\n"
        return self._shown(self._commands[name](rest.strip()))

    def complete(self, typed: str) -> Iterator[tuple[str, int]]:
        """Completions of a line with how far before its end each begins: commands, then actors and topics."""
        if not typed.startswith("/"):
            return
        name, space, rest = typed[1:].partition(" ")
        if not space:
            yield from (("/" + command, -len(typed)) for command in self._commands if command.startswith(name))
        elif name in ("position", "quotes", "compare"):
            yield from ((actor, -len(rest)) for actor in self._desk.complete_actor(rest))
            last = rest.rpartition(" ")[2] if " " in rest else None
            if last is not None:
                yield from ((topic, -len(last)) for topic in self._desk.complete_topic(last))
        elif name == "topic":
            yield from ((topic, -len(rest)) for topic in self._desk.complete_topic(rest))

    def _question(self, line: str) -> Answer:
        return self._desk.ask(line, self._conversations.of(0, 0))  # one member, one place

    def _position(self, rest: str) -> Answer:
        if rest:
            return self._desk.position(*actor_and_topic(rest, self._desk))
        return overview([index.briefing.base for index in self._desk.indexes()], self._texts)

    def _chosen(self, number: int) -> str:
        citations = self._last.citations if self._last else ()
        if number == 0:
            return self._texts("console.none_of_these") + "\n"
        if number > len(citations):
            return self._texts("console.no_choice", number=number) + "\n"
        return self._shown(self._desk.source(citations[number - 1].id), keep=True)

    def _shown(self, answer: Answer | str, keep: bool = False) -> str:
        if isinstance(answer, str):
            return answer
        if not keep:  # a look at a source leaves the numbers of the last answer standing
            self._last = answer
        return draw(answer, self._texts, several=len(self._desk.briefings) > 1)

    def _prompted(self) -> Iterator[str]:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import Completer, Completion

        console = self

        class CommandCompleter(Completer):
            def get_completions(self, document, complete_event) -> Iterable[Completion]:
                for text, start in console.complete(document.text_before_cursor):
                    yield Completion(text, start_position=start)

        session: PromptSession[str] = PromptSession(completer=CommandCompleter(), complete_while_typing=False)
        while True:
            try:
                yield session.prompt(self._texts("console.prompt"))
            except KeyboardInterrupt:
                continue  # Ctrl-C clears the line, Ctrl-D ends
            except EOFError:
                return
