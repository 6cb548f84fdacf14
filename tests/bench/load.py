"""How many questions a second the bot answers in time, beside a bare discord.py bot that answers a constant.

    python -m tests.bench.load [--rates 100,200,400,800,1600] [--questions 200] [--briefing FILE]

Each bot is a process of its own with a stand-in of Discord on loopback. At each rate members ask at even
intervals, whether or not the bot keeps up, and nobody waits longer than Discord does: three seconds from the
question, on the stand-in's clock. The figures depend on the machine; the ratios much less.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from knowledge.model.storage import BRIEFINGS, Briefing, load
from tests.loopback.member import Member, NoAnswer
from tests.loopback.server import DEADLINE, Discord

BOTS = ("bare", "readout")
RATES = (100, 200, 400, 800, 1600)  # questions a second, one after the other
QUESTIONS = 200  # at each rate
STARTUP = 60.0  # seconds that a bot may take to log in
WARM_UP = 20  # questions before the clock starts


@dataclass(frozen=True)
class Asked:
    """One question: when it was asked, and how many seconds later it was answered (None: not in time)."""

    at: float
    took: float | None


@dataclass(frozen=True)
class Result:
    """What became of the questions asked at one rate."""

    rate: int
    asked: list[Asked]

    @property
    def in_time(self) -> list[float]:
        """The seconds of every answer that came in time."""
        return [each.took for each in self.asked if each.took is not None]

    @property
    def answered_rate(self) -> float:
        """Answers in time, a second, from the first question to the last of these answers."""
        ends = [each.at + each.took for each in self.asked if each.took is not None]
        return len(ends) / (max(ends) - self.asked[0].at) if ends else 0.0

    @property
    def median(self) -> float:
        """Seconds, of the answers in time."""
        return statistics.median(self.in_time) if self.in_time else float("nan")

    @property
    def percentile_99(self) -> float:
        """Seconds, of the answers in time."""
        return sorted(self.in_time)[int(len(self.in_time) * 0.99)] if self.in_time else float("nan")


def questions_about(briefing: Briefing) -> Iterator[str]:
    """Questions as members ask them, of every kind the bot can answer and some that it must decline, for ever."""
    actors = [actor.name for actor in briefing.base.actors[:12]]
    topics = [topic.name for topic in briefing.base.topics[:12]]
    asked = [f"What is {actor}'s position on {topic}?" for actor, topic in itertools.product(actors, topics)]
    asked += [f"What did {actor} say?" for actor in actors] + [f"Who talks about {topic}?" for topic in topics]
    asked += [f"What did Ottoline Quark say about {topic}?" for topic in topics]
    # A step that shares no factor with most lengths mixes the kinds without a random number.
    return itertools.cycle(asked[n * 37 % len(asked)] for n in range(len(asked)))


@asynccontextmanager
async def running(name: str, discord: Discord, briefing: Path, directory: str) -> AsyncIterator[None]:
    """The bot of that name, logged in; ended afterwards."""
    environ = os.environ | {
        "DISCORD_TOKEN": discord.token,
        "READOUT_BRIEFINGS": str(briefing),
        "READOUT_DATABASE": f"sqlite:///{directory}/{name}.sqlite3",
        "READOUT_LOG_LEVEL": "error",
        "READOUT_RATE_LIMIT": "1000000/1",
        "READOUT_SHARDS": "0/1",
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.bots", name, discord.host), env=environ
    )
    try:
        async with asyncio.timeout(STARTUP):
            while not (discord.gateway.sessions and discord.commands):
                if process.returncode is not None:
                    raise SystemExit(f"the bot {name} ended with {process.returncode} before it logged in")
                await asyncio.sleep(0.05)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def ask(discord: Discord, number: int, question: str) -> Asked:
    """A member of his own asks one question."""
    member, at = Member(discord, f"member-{number}"), time.perf_counter()
    try:
        await member.slash("ask", question=question)
    except (NoAnswer, TimeoutError):
        return Asked(at, None)
    took = time.perf_counter() - at
    return Asked(at, took if took <= DEADLINE else None)


async def at_rate(discord: Discord, rate: int, questions: Iterator[str], count: int) -> Result:
    """Asks at an even rate, and waits until every question was answered or given up."""
    began, tasks = time.perf_counter(), []
    for number in range(count):
        await asyncio.sleep(max(0.0, began + number / rate - time.perf_counter()))
        tasks.append(asyncio.create_task(ask(discord, number, next(questions))))
    return Result(rate, await asyncio.gather(*tasks))


async def measure(briefing: Briefing, rates: list[int], count: int) -> dict[str, list[Result]]:
    """What each bot does at each rate. They take turns at a rate, so that a busy machine is unfair to both."""
    results: dict[str, list[Result]] = {name: [] for name in BOTS}
    async with AsyncExitStack() as stack:
        directory = stack.enter_context(tempfile.TemporaryDirectory(prefix="readout-bench-"))
        worlds = {name: await stack.enter_async_context(Discord()) for name in BOTS}
        for name, discord in worlds.items():
            discord.description = None  # to check every body against the OpenAPI description takes longer than it
            await stack.enter_async_context(running(name, discord, briefing.path.resolve(), directory))
            warm = await at_rate(discord, WARM_UP, questions_about(briefing), WARM_UP)
            if len(warm.in_time) < WARM_UP:
                raise SystemExit(f"the bot {name} does not answer; the stand-in saw: {discord.problems[:1]}")
        for rate in rates:
            for name, discord in worlds.items():
                results[name].append(await at_rate(discord, rate, questions_about(briefing), count))
    return results


def table(results: dict[str, list[Result]]) -> Iterator[str]:
    """The figures, a line for each rate and one for the best of them."""
    yield "          " + "".join(f"| {name:^43}" for name in results)
    yield "  asked/s " + "|  in time  answered/s   median ms     p99 ms " * len(results)
    for at_one_rate in zip(*results.values(), strict=True):
        cells = [
            f"| {len(result.in_time):>4}/{len(result.asked):<4} {result.answered_rate:>9.0f}"
            f" {result.median * 1000:>11.0f} {result.percentile_99 * 1000:>10.0f} "
            for result in at_one_rate
        ]
        yield f"{at_one_rate[0].rate:>9} " + "".join(cells)
    best = {name: max(result.answered_rate for result in rows) for name, rows in results.items()}
    told = ", ".join(f"{name} {rate:.0f}/s" for name, rate in best.items())
    yield f"most answered in time: {told}; readout / bare = {best['readout'] / best['bare']:.2f}"


async def main() -> None:
    """Measures both bots and prints the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rates", default=",".join(map(str, RATES)), help="questions a second, rising")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help="how many at each rate")
    parser.add_argument("--briefing", type=Path, help="a compiled briefing; without it, the first one shipped")
    arguments = parser.parse_args()
    briefing = load(arguments.briefing or min(BRIEFINGS.glob("*.yaml")))
    rates = [int(rate) for rate in arguments.rates.split(",")]
    print(*table(await measure(briefing, rates, arguments.questions)), sep="\n")


if __name__ == "__main__":
    asyncio.run(main())
