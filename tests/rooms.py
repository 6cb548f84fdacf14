"""How many rooms a question and an article go through: `python -m tests.rooms [QUESTION ...]`.

A room is a file of bot/ (for an article: of knowledge/extraction/) below the entry; what knowledge/model, lexicon and
parsing tell of a text and its words is asked for everywhere, and no room. It is entered when a function of it
is called from another file; a return is a call into a room that was entered before and left since (nothing of it is
running any more), each pair of caller and room counted once. Only what runs is counted: what is made once and kept
(a word list, an index) is made beforehand.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

from bot.answering.engine import Engine
from bot.building import BRIEFINGS, compiled, seeds
from bot.texts import load_texts
from knowledge.extraction.compile import compile_file
from knowledge.model.storage import PROJECT, load
from knowledge.parsing.document import load_model

QUESTIONS = (
    "What is Iran's position on missiles?",
    "how long was the meeting",
    "who is shamkhani",
    "wat did netanyahu say abt hamas on fox",
    "What did Putin say?",
)


def main(questions: list[str]) -> None:
    """Prints the rooms of each question, and of an article."""
    engine = Engine([load(path) for path in compiled()], load_texts())
    for question in questions or QUESTIONS:
        show(question, lambda question=question: engine.ask(question), "bot/")
    article, model = seeds()[0], load_model()
    show(article.name, lambda: compile_file(article, model, BRIEFINGS), "knowledge/extraction/")


def show(name: str, run: Callable[[], object], folder: str) -> None:
    """Runs something twice, the second time counted, and prints its rooms and returns."""
    run()
    rooms, returns = walk(run, folder)
    print(f"{name}: {len(rooms) - 1} rooms below {rooms[0]}, {len(returns)} returns")
    print("  " + " ".join(rooms[1:]))
    for caller, room, function in returns:
        print(f"  {caller} -> {room} again ({function})")


def walk(run: Callable[[], object], folder: str) -> tuple[list[str], list[tuple[str, str, str]]]:
    """The files under `folder` that a call enters, in order; and its returns as (caller, file, function)."""
    rooms: list[str] = []
    pairs: dict[tuple[str, str], str | None] = {}  # the function of a return, None for the first time in a room
    root = str(PROJECT / folder)

    def room_of(frame: FrameType) -> str | None:
        path = frame.f_code.co_filename
        return path[len(root) :].lstrip("/") if path.startswith(root) else None

    def watch(frame: FrameType, event: str, _: object) -> None:
        room = room_of(frame) if event == "call" else None
        if room is None:
            return
        running = []
        above = frame.f_back
        while above is not None:
            running += [found] if (found := room_of(above)) else []
            above = above.f_back
        caller = running[0] if running else ""
        if room not in rooms:
            rooms.append(room)
            pairs[caller, room] = None
        elif room not in running:
            pairs.setdefault((caller, room), frame.f_code.co_name)

    sys.setprofile(watch)
    try:
        run()
    finally:
        sys.setprofile(None)
    return rooms, [(caller, room, function) for (caller, room), function in pairs.items() if function]


if __name__ == "__main__":
    main(sys.argv[1:])
