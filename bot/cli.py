"""The command `readout`: reads the command line, calls one function, ends with one of the exit codes.

Wiring only. Every import that a command alone needs stands in that command, so that `readout ask` loads
neither spaCy nor discord.py.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.errors import ExitCode, ReadoutError, exit_code
from bot.settings import settings_table
from bot.texts import Texts, load_texts
from knowledge.errors import BadData, ModelMissing, UnknownLanguage


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; returns the exit code, never raises for what a person can mend."""
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        stream.reconfigure(
            encoding="utf-8", errors="replace"
        )  # the article's words are UTF-8 whatever the terminal says
    texts = load_texts()
    arguments = _parser(texts).parse_args(argv)
    try:
        return arguments.run(arguments, texts)
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


def _parser(texts: Texts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="readout", description=texts("cli.description"))
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run, **options) -> argparse.ArgumentParser:
        described = {"help": texts(f"cli.{name}"), "description": texts(f"cli.{name}")}
        sub = commands.add_parser(name, **described, **options)
        sub.set_defaults(run=run)
        return sub

    def briefings(sub: argparse.ArgumentParser) -> None:
        sub.add_argument(
            "--briefing", action="append", default=[], metavar="FILE_OR_ID", help=texts("cli.briefing_help")
        )

    build = command("build", _build)
    build.add_argument("articles", nargs="*", type=Path, metavar="ARTICLE", help=texts("cli.articles_help"))
    build.add_argument("--out", type=Path, metavar="DIR", help=texts("cli.out_help"))
    build.add_argument("--check", action="store_true", help=texts("cli.check_help"))
    build.add_argument("--no-edits", action="store_true", help=texts("cli.no_edits_help"))

    check = command("check", _check)
    check.add_argument("files", nargs="*", type=Path, metavar="FILE", help=texts("cli.files_help"))

    ask = command("ask", _ask)
    briefings(ask)
    ask.add_argument("--json", action="store_true", help=texts("cli.json_help"))
    ask.add_argument("question", nargs="?", metavar="QUESTION", help=texts("cli.question_help"))

    briefings(command("chat", _chat))

    evaluate = command("eval", _eval)
    briefings(evaluate)
    evaluate.add_argument("questions", type=Path, nargs="+", metavar="QUESTIONS", help=texts("cli.questions_help"))
    evaluate.add_argument("--min", action="append", default=[], metavar="FIGURE=VALUE", help=texts("cli.min_help"))

    explain = command("explain", _explain)
    briefings(explain)
    explain.add_argument("question", metavar="QUESTION", help=texts("cli.question_help"))

    tune = command("tune", _tune)
    briefings(tune)
    tune.add_argument("questions", type=Path, nargs="+", metavar="QUESTIONS", help=texts("cli.questions_help"))

    attribute = command("attribute", _attribute)
    attribute.add_argument("file", nargs="?", type=Path, metavar="FILE", help=texts("cli.attribute_help"))

    review = command("review", _review)
    review.add_argument("id", metavar="ID", help=texts("cli.review_id_help"))
    review.add_argument("--out", type=Path, metavar="FILE", help=texts("cli.review_out_help"))
    review.add_argument("--no-edits", action="store_true", help=texts("cli.no_edits_help"))

    bot = command("bot", _bot, epilog=_settings_help(texts), formatter_class=argparse.RawDescriptionHelpFormatter)
    bot.add_argument("--settings", type=Path, metavar="FILE", help=texts("cli.settings_help"))
    bot.add_argument("--shards", metavar="FIRST-LAST/COUNT", help=texts("cli.shards_help"))
    return parser


def _settings_help(texts: Texts) -> str:
    """The settings that the bot reads, from their table."""
    rows = [textwrap.fill(f"{row.name}  {row.meaning}", 90, subsequent_indent="    ") for row in settings_table()]
    return "\n".join([texts("cli.settings_heading"), *rows])


def _build(arguments: argparse.Namespace, texts: Texts) -> int:
    from bot.building import build

    return build(arguments.articles, arguments.out, texts, arguments.check, not arguments.no_edits)


def _check(arguments: argparse.Namespace, texts: Texts) -> int:
    from bot.building import check

    return check(arguments.files, texts)


def _ask(arguments: argparse.Namespace, texts: Texts) -> int:
    from bot.plaintext import draw

    desk = _desk(arguments, texts)
    questions = [arguments.question] if arguments.question is not None else _lines(arguments.json)
    for question in questions:
        answer = desk.ask(question)
        text = json.dumps(answer.as_json(), ensure_ascii=False) if arguments.json else draw(answer, texts)
        print(text, flush=True)
    return ExitCode.GOOD


def _chat(arguments: argparse.Namespace, texts: Texts) -> int:
    from bot.console import Console

    return Console(_desk(arguments, texts), texts).run()


def _eval(arguments: argparse.Namespace, texts: Texts) -> int:
    from bot.measure.evaluation import evaluate_files

    return evaluate_files(arguments.questions, _desk(arguments, texts), arguments.min, texts)


def _explain(arguments: argparse.Namespace, texts: Texts) -> int:
    from bot.measure.explain import explain

    print(explain(_desk(arguments, texts), arguments.question, texts))
    return ExitCode.GOOD


def _tune(arguments: argparse.Namespace, texts: Texts) -> int:
    from bot.measure.tuning import tune_files

    return tune_files(arguments.questions, _desk(arguments, texts), texts)


def _attribute(arguments: argparse.Namespace, texts: Texts) -> int:
    from knowledge.build.attribute import attribute_lines
    from knowledge.build.document import load_model

    try:
        lines = arguments.file.open(encoding="utf-8", errors="replace") if arguments.file else sys.stdin
    except OSError as error:
        raise BadData.one(arguments.file, "", error.strerror or "an unreadable file", "a file of JSON lines") from error
    with lines:
        for row in attribute_lines(lines, load_model()):
            print(json.dumps(row, ensure_ascii=False), flush=True)
    return ExitCode.GOOD


def _review(arguments: argparse.Namespace, texts: Texts) -> int:
    from bot.building import review

    return review(arguments.id, arguments.out, texts, not arguments.no_edits)


def _bot(arguments: argparse.Namespace, texts: Texts) -> int:
    from bot.service import run_bot

    return run_bot(arguments.settings, arguments.shards, texts)


def _desk(arguments: argparse.Namespace, texts: Texts):
    """The engine over the briefings that the command line names, else over all that the project ships."""
    from bot.answering.engine import Engine
    from bot.building import chosen_briefings

    return Engine(chosen_briefings(arguments.briefing), texts)


def _lines(keep_empty: bool) -> Iterator[str]:
    """The questions on standard input, one a line; for programs an empty line counts, so that rows stay in step."""
    for line in sys.stdin:
        if keep_empty or line.strip():
            yield line.rstrip("\r\n")
