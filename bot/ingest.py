"""An uploaded article becomes a fact base, in a process of its own with bounds on time and memory.

The bot's process never loads spaCy and never waits for it. The child (`python -m bot.ingest FILE`) gets no
secret: its environment is made anew. It answers in lines of JSON, one event each:

    {"stage": "loading"}, {"stage": "compiling"}      where it is
    {"factbase": YAML}                                the end, when all went well
    {"problems": [[where, found, expected], ...]}     the end, when the article is at fault
    {"unavailable": message}                          the end, when this installation cannot build
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import resource
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot.errors import IngestUnavailable
from knowledge.errors import BadData, ModelMissing, Problem
from knowledge.model.article import read_article, slug
from knowledge.parsing.document import load_model

Stage = Literal["loading", "compiling"]
Progress = Callable[[Stage], Awaitable[None]]

TOO_MUCH = "an article that takes too much memory or time"
SHORTER = "a shorter one; split it"

ID_LENGTH = 80  # characters; a file name has room for 255 bytes
_LINE_LIMIT = 2**26  # bytes of one event; the YAML of the largest article allowed is well below
_PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")  # all that the child sees of our environment


@dataclass(frozen=True)
class Limits:
    """What one compilation may take. Measured: 165 MB and 4 s for 4,000 characters, 310 MB and 9 s for 53,000."""

    seconds: float = 60.0
    memory: int = 2**30  # bytes of address space


class ArticleCompiler:
    """Compiles uploaded articles, so many at a time; others wait for their turn."""

    def __init__(self, limits: Limits | None = None, at_once: int = 1):
        self._limits = limits or Limits()
        self._turn = asyncio.Semaphore(at_once)

    async def compile(self, article: bytes, name: str, progress: Progress | None = None) -> str:
        """The fact base (YAML) of an article in a file called `name`; its id is made from that name.

        Raises BadData with every problem of the article, also when it takes more than the limits; and
        IngestUnavailable when no article could be compiled here.
        """
        async with self._turn:
            with tempfile.TemporaryDirectory(prefix="readout-") as directory:
                given = Path(name)
                file = Path(directory, f"{slug(given.stem)[:ID_LENGTH]}.txt")
                file.write_bytes(article)
                return await self._run(file, given.name, progress)

    async def _run(self, file: Path, name: str, progress: Progress | None) -> str:
        bounds = (str(self._limits.memory), str(int(self._limits.seconds) + 1))
        with file.with_name("errors").open("w+b") as errors:
            child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.ingest", file.name, *bounds),
                cwd=file.parent,
                env=_environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=errors,
                limit=_LINE_LIMIT,
            )
            try:
                async with asyncio.timeout(self._limits.seconds):
                    factbase = await _outcome(child, name, progress)
                    code = await child.wait()
            except TimeoutError:
                found = f"an article that takes more than {self._limits.seconds:g} s"
                raise BadData.one(name, "", found, SHORTER) from None
            finally:
                with contextlib.suppress(ProcessLookupError):
                    child.kill()
                await child.wait()
            if factbase is not None:
                return factbase
            if code < 0:  # ended by the system, for want of memory or of processor time
                raise BadData.one(name, "", TOO_MUCH, SHORTER)
            errors.seek(0)
            last = errors.read().decode(errors="replace").strip().rpartition("\n")[2]
            raise IngestUnavailable(f"the build step broke down on {name}: {last or f'exit code {code}'}")


async def _outcome(child: asyncio.subprocess.Process, name: str, progress: Progress | None) -> str | None:
    """The fact base that the child made; None where it ended without a word."""
    assert child.stdout
    async for line in child.stdout:
        event = json.loads(line)
        if "factbase" in event:
            return str(event["factbase"])
        if "problems" in event:
            raise BadData([Problem(name, *problem) for problem in event["problems"]])
        if "unavailable" in event:
            raise IngestUnavailable(event["unavailable"])
        if progress:
            await progress(event["stage"])
    return None


def _environment() -> dict[str, str]:
    """What the child needs to know, and no secret. One thread is enough for one article."""
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"}


def main(arguments: list[str]) -> None:
    """The child: compiles FILE in the working directory within MEMORY bytes and SECONDS of processor time."""
    name, memory, seconds = arguments[0], int(arguments[1]), int(arguments[2])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))  # so that no orphan runs on for ever
    try:
        read_article(Path(name))  # first, for a bad file needs no model to be told so
        _tell(stage="loading")
        model = load_model()
        _tell(stage="compiling")
        _tell(factbase=_compiled(Path(name), model))
    except BadData as error:
        _tell(problems=[(problem.where, problem.found, problem.expected) for problem in error.problems])
    except ModelMissing as error:
        _tell(unavailable=str(error))


def _compiled(file: Path, model: Any) -> str:
    from knowledge.extraction.compile import compile_file  # imports spaCy, so only once the model is there
    from knowledge.model.storage import dump

    try:
        return dump(compile_file(file, model, Path()))
    except MemoryError:
        raise BadData.one(file, "", TOO_MUCH, SHORTER) from None


def _tell(**event: object) -> None:
    print(json.dumps(event, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
