"""The command `readout`: reads the command line, calls one function, ends with one of the exit codes.

`COMMANDS` is the one list of commands. What a command runs is imported by name when it runs, so that `readout ask`
loads neither spaCy nor discord.py.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.errors import ExitCode, ReadoutError, exit_code
from bot.settings import settings_table
from bot.texts import Texts, load_texts
from knowledge.errors import BadData, ModelMissing, UnknownLanguage

if TYPE_CHECKING:
    from bot.answering.engine import Engine


class Argument:
    """An argument of a command: its name, the key of its help, and what else argparse is told."""

    def __init__(self, name: str, help: str, **options: Any):
        self.name, self.help, self.options = name, help, options


@dataclass(frozen=True)
class Command:
    """A command: its name, the key of its help, its arguments, and MODULE:FUNCTION.

    The function takes the arguments by their names, and `texts`; in place of `--briefing` it takes `engine`, which has
    loaded what that names. It returns the exit code.
    """

    name: str
    help: str
    run: str
    arguments: tuple[Argument, ...] = ()
    lists_settings: bool = False  # below its help


BRIEFING = Argument("--briefing", "cli.briefing_help", action="append", default=[], metavar="FILE_OR_ID")
QUESTIONS = Argument("questions", "cli.questions_help", type=Path, nargs="+", metavar="QUESTIONS")
NO_EDITS = Argument("--no-edits", "cli.no_edits_help", action="store_true")

# fmt: off
COMMANDS = (
    Command("build", "cli.build", "bot.building:build", (
        Argument("articles", "cli.articles_help", nargs="*", type=Path, metavar="ARTICLE"),
        Argument("--out", "cli.out_help", type=Path, metavar="DIR"),
        Argument("--check", "cli.check_help", action="store_true"),
        Argument("--explain", "cli.explain_help", metavar="ID"),
        NO_EDITS,
    )),
    Command("check", "cli.check", "bot.building:check", (
        Argument("files", "cli.files_help", nargs="*", type=Path, metavar="FILE"),
    )),
    Command("ask", "cli.ask", "bot.cli:ask", (
        BRIEFING,
        Argument("--json", "cli.json_help", action="store_true", dest="as_json"),
        Argument("question", "cli.question_help", nargs="?", metavar="QUESTION"),
    )),
    Command("chat", "cli.chat", "bot.cli:chat", (BRIEFING,)),
    Command("eval", "cli.eval", "bot.measure.evaluation:evaluate_files", (
        BRIEFING,
        QUESTIONS,
        Argument("--min", "cli.min_help", action="append", default=[], metavar="FIGURE=VALUE", dest="floors"),
    )),
    Command("explain", "cli.explain", "bot.measure.explain:print_explanation", (
        BRIEFING,
        Argument("question", "cli.question_help", metavar="QUESTION"),
    )),
    Command("tune", "cli.tune", "bot.measure.tuning:tune_files", (
        BRIEFING,
        QUESTIONS,
        Argument("--said", "cli.said_help", type=Path, metavar="FILE"),
    )),
    Command("attribute", "cli.attribute", "bot.building:attribute", (
        Argument("file", "cli.attribute_help", nargs="?", type=Path, metavar="FILE"),
    )),
    Command("review", "cli.review", "bot.building:review", (
        Argument("name", "cli.review_id_help", metavar="ID"),
        Argument("--out", "cli.review_out_help", type=Path, metavar="FILE"),
        NO_EDITS,
    )),
    Command("bot", "cli.bot", "bot.service:run_bot", (
        Argument("--settings", "cli.settings_help", type=Path, metavar="FILE", dest="settings_file"),
        Argument("--shards", "cli.shards_help", metavar="FIRST-LAST/COUNT"),
    ), lists_settings=True),
)
# fmt: on


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code, never raises for what a person can mend."""
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        if isinstance(stream, io.TextIOWrapper):  # the article's words are UTF-8 whatever the terminal says
            stream.reconfigure(encoding="utf-8", errors="replace")
    texts = load_texts()
    arguments = vars(_parser(texts).parse_args(argv))
    try:
        return _run(arguments.pop("run"), arguments, texts)
    except (BadData, ModelMissing, UnknownLanguage, ReadoutError) as error:
        for line in str(error).splitlines():
            print(f"readout: {line}", file=sys.stderr)
        return exit_code(error)
    except KeyboardInterrupt:
        return ExitCode.GOOD
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.GOOD
    except Exception as error:
        if os.environ.get("READOUT_DEBUG"):
            raise
        message = " ".join(str(error).split())
        print(f"readout: {texts('cli.fault', kind=type(error).__name__, message=message)}", file=sys.stderr)
        return ExitCode.FAULT


def ask(engine: Engine, question: str | None, as_json: bool, texts: Texts) -> ExitCode:
    """Answers one question, or those on standard input, one a line."""
    from bot.console import draw

    for asked in [question] if question is not None else _lines(keep_empty=as_json):
        answer = engine.ask(asked)
        print(json.dumps(answer.as_json(), ensure_ascii=False) if as_json else draw(answer, texts), flush=True)
    return ExitCode.GOOD


def chat(engine: Engine, texts: Texts) -> ExitCode:
    """A conversation on the console."""
    from bot.console import Console

    return Console(engine, texts).run()


def _parser(texts: Texts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="readout", description=texts("cli.description"))
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=texts(command.help), description=texts(command.help))
        sub.set_defaults(run=command.run)
        for each in command.arguments:
            sub.add_argument(each.name, help=texts(each.help), **each.options)
        if command.lists_settings:
            rows = [f"{setting.name}  {setting.meaning}" for setting in settings_table()]
            wrapped = [textwrap.fill(row, 90, subsequent_indent="    ") for row in rows]
            sub.epilog = "\n".join([texts("cli.settings_heading"), *wrapped])
            sub.formatter_class = argparse.RawDescriptionHelpFormatter
    return parser


def _run(target: str, arguments: dict[str, Any], texts: Texts) -> int:
    """Imports MODULE:FUNCTION and calls it."""
    if "briefing" in arguments:
        from bot.answering.engine import Engine
        from bot.building import chosen_briefings, chosen_reader

        arguments["engine"] = Engine(chosen_briefings(arguments.pop("briefing")), texts, chosen_reader())
    module, _, function = target.partition(":")
    code: int = getattr(import_module(module), function)(**arguments, texts=texts)
    return code


def _lines(keep_empty: bool) -> Iterator[str]:
    """The questions on standard input, one a line; for programs an empty line counts, so that rows stay in step."""
    for line in sys.stdin:
        if keep_empty or line.strip():
            yield line.rstrip("\r\n")
