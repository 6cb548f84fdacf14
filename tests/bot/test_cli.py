"""The command line as a person or a program meets it: a real process, its output and its exit code."""

import json
import os
import subprocess
import sys

import pytest

from knowledge.model.storage import BRIEFINGS, PROJECT

SEED = "trump-netanyahu-iran-meeting"


def readout(*arguments: str, stdin: str | bytes = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """Runs the command in a process of its own, without a terminal."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("DISCORD_", "READOUT_"))}
    data = stdin.encode() if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], input=data, capture_output=True, cwd=PROJECT, env=clean | environ
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def test_questions_on_standard_input_give_one_json_object_each_in_order():
    asked = [
        "What is Iran's position on missiles?",
        "who is shamkhani",
        "how long was the meeting",
        "What did Putin say?",
    ]
    done = readout("ask", "--json", "--briefing", SEED, stdin="\n".join(asked) + "\n")
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["question"] for row in rows] == asked
    article = (PROJECT / "seeds" / f"{SEED}.txt").read_bytes().decode()
    for row in rows:
        assert list(row) == ["question", "status", "lead", "citations", "suggestions"]
        for citation in row["citations"]:
            assert list(citation) == ["briefing", "id", "kind", "actor", "text", "start", "end", "paragraph"]
            assert article[citation["start"] : citation["end"]] == citation["text"]
    assert [row["status"] for row in rows] == ["answered", "answered", "answered", "declined"]
    first = [row["citations"][0]["text"] if row["citations"] else "" for row in rows]
    assert (
        "missile" in first[0] and "adviser to Iran's Supreme Leader" in first[1] and "two and a half hours" in first[2]
    )
    assert "Putin" in rows[3]["lead"] and rows[3]["suggestions"]


def test_a_single_question_prints_text_for_people_without_colours():
    done = readout("ask", "--briefing", SEED, "Who is Ali Shamkhani?")
    assert done.returncode == 0 and "adviser" in done.stdout and "\x1b" not in done.stdout


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "?!…",
        "@everyone",
        "🙂" * 500,
        "x" * 6000,
        "why " * 1500,
        "\x00\x1b[31m",
        "أين عقد الاجتماع",
        "/quotes",
        "/position",
    ],
)
def test_any_question_gets_an_answer_or_a_refusal(question):
    done = readout("ask", "--json", "--briefing", SEED, question.replace("\x00", "\ufffd"))
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert json.loads(done.stdout)["status"] in ("answered", "choose", "declined")


def test_input_that_is_not_utf8_gets_an_answer_all_the_same():
    done = readout("ask", "--json", "--briefing", SEED, stdin=b"caf\xe9 \xff\xfe\n")
    assert done.returncode == 0 and json.loads(done.stdout)["status"] == "declined"


def test_an_unknown_briefing_is_one_line_and_bad_data():
    done = readout("ask", "--briefing", "nowhere", "x")
    assert done.returncode == 65
    assert done.stderr == f"readout: nowhere: found no such briefing, expected a YAML file, or one of: {SEED}\n"


def test_bad_arguments_end_with_2():
    assert readout("ask", "--colour", "x").returncode == 2
    assert readout().returncode == 2


@pytest.mark.parametrize("reader", ["on", "off"])
def test_serving_a_question_loads_neither_spacy_nor_discord(reader):
    script = (
        f"unused = {[] if reader == 'on' else ['numpy', 'onnxruntime', 'tokenizers']};"
        "import sys; from bot.cli import main; main(['ask', '--json', 'who is shamkhani']);"
        "sys.exit(','.join(sorted({'spacy', 'discord', 'sqlalchemy', 'aiohttp', *unused} & sys.modules.keys())) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=PROJECT,
        env=os.environ | {"READOUT_READER": reader},
    )
    assert done.returncode == 0, done.stderr


def test_without_a_token_the_bot_says_so_in_one_line_and_ends_with_78():
    done = readout("bot")
    assert done.returncode == 78 and "DISCORD_TOKEN" in done.stderr and len(done.stderr.splitlines()) == 1


def test_an_output_that_nobody_reads_is_no_fault():
    done = subprocess.run(
        f"yes 'who is shamkhani' | head -50 | {sys.executable} -m bot ask --json --briefing {SEED} | head -1",
        shell=True, capture_output=True, text=True, cwd=PROJECT,
    )  # fmt: skip
    assert done.stderr == "" and json.loads(done.stdout)["status"] == "answered"


def test_the_console_answers_commands_questions_and_choices_from_a_pipe():
    lines = [
        "/position irn",
        "/position netenyahu",
        "/quotes trump",
        "/actors",
        "/topics",
        "/brief",
        "/help",
        "/nope",
        "/quotes",
        "/position",
        "who is shamkhani",
        "1",
    ]
    done = readout("chat", "--briefing", SEED, stdin="\n".join(lines) + "\n")
    assert done.returncode == 0 and "\x1b" not in done.stdout, done.stderr
    for words in (
        "rejects",
        "Benjamin Netanyahu",
        "I have just finished meeting",
        "There is no command /nope",
        "/quotes needs more: /quotes ACTOR",
        "Positions and quotes by actor and topic",
    ):
        assert words in done.stdout, words


@pytest.mark.parametrize("command", [("attribute", "none"), ("eval", "none"), ("build", "none"), ("check", "none")])
def test_a_file_that_is_missing_is_one_line_and_bad_data(command):
    done = readout(*command)
    assert (done.returncode, len(done.stderr.splitlines())) == (65, 1)
    assert done.stderr.startswith("readout: none: found No such file or directory, expected ")


def test_a_fact_base_of_an_older_format_is_refused_in_one_line_with_the_command_that_renews_it(tmp_path):
    old, shipped = tmp_path / "old.yaml", BRIEFINGS / f"{SEED}.yaml"
    old.write_text(shipped.read_text(encoding="utf-8").replace("format: 2", "format: 1", 1), encoding="utf-8")
    for arguments in (["ask", "--briefing", str(old), "Who is Trump?"], ["check", str(old)]):
        done = readout(*arguments)
        assert (done.returncode, len(done.stderr.splitlines())) == (65, 1)
        assert done.stderr.startswith(f"readout: {old}: format: found 1, expected 2 (run `readout build`")


def test_a_language_without_tables_is_one_line_and_bad_configuration():
    for arguments in (["ask", "--briefing", SEED, "Who is Trump?"], ["build", f"seeds/{SEED}.txt", "--check"]):
        done = readout(*arguments, READOUT_LANGUAGE="xx")
        assert done.returncode == 78
        assert done.stderr == "readout: READOUT_LANGUAGE: found 'xx', expected one of: en\n"
