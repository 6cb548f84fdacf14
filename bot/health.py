"""What the bot is doing: counted as it works, told on a local port as `/healthz` and as Prometheus' `/metrics`.

Only `registry` and `serving` need prometheus-client: a bot without a health port counts and never tells.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, get_args

from aiohttp import web

from bot.answering.confidence import Status
from bot.errors import BadConfiguration, missing_package
from knowledge.errors import Problem

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Metric

# Seconds; close together where an answer should be, and up to the 3 that Discord waits for one.
LATENCY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)


class Health:
    """What the bot has seen of itself since it started. Each bot has one."""

    def __init__(self) -> None:
        self._began = time.time()
        self._counts: Counter[str] = Counter()  # asked, failed, reloads failed, store away
        self._answers: Counter[Status] = Counter()
        self._latencies = [0] * (len(LATENCY_BUCKETS) + 1)  # answers up to each bucket's bound and above the one before
        self._seconds = 0.0  # of all answers together
        self._shards: dict[int, bool] = {}
        self._briefing_count = 0
        self._store_answers = True

    def asked(self) -> None:
        """A question or command came in."""
        self._counts["asked"] += 1

    def answered(self, status: Status, seconds: float) -> None:
        """It got an answer, that many seconds after it came in."""
        self._answers[status] += 1
        self._latencies[bisect_left(LATENCY_BUCKETS, seconds)] += 1
        self._seconds += seconds

    def failed(self) -> None:
        """It ended in an error."""
        self._counts["failed"] += 1

    def gateway(self, shard: int, connected: bool) -> None:
        """A shard was connected to Discord, or lost it. A shard to come is told as not connected."""
        self._shards[shard] = connected

    def briefings(self, count: int) -> None:
        """So many briefings are served now."""
        self._briefing_count = count

    def reload_failed(self) -> None:
        """A changed briefing could not be loaded; the old one stays."""
        self._counts["reloads_failed"] += 1

    def store(self, answers: bool) -> None:
        """The database answered, or could not be used."""
        self._store_answers = answers
        self._counts["store_unavailable"] += not answers

    @property
    def ready(self) -> bool:
        """Whether members get answers: every shard is connected, and there is a briefing.

        The database is not asked of it: answers go on without.
        """
        return bool(self._shards) and all(self._shards.values()) and self._briefing_count > 0

    def as_json(self) -> dict[str, object]:
        """What `/healthz` says."""
        return {
            "status": "ready" if self.ready else "not ready",
            "shards": {str(shard): connected for shard, connected in sorted(self._shards.items())},
            "briefings": self._briefing_count,
            "database": "answers" if self._store_answers else "away",
        }

    def collect(self) -> Iterator[Metric]:
        """What `/metrics` says; Prometheus' registries call it at every scrape."""
        from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

        def counter(name: str, meaning: str) -> Metric:
            return CounterMetricFamily(f"readout_{name}", meaning, value=self._counts[name], created=self._began)

        yield counter("asked", "Questions and commands that came in.")
        answers = CounterMetricFamily("readout_answers", "Answers given, by status.", labels=["status"])
        for status in get_args(Status):
            answers.add_metric([status], self._answers[status], created=self._began)
        yield answers
        yield counter("failed", "Questions and commands that ended in an error.")
        bounds = [*map(str, LATENCY_BUCKETS), "+Inf"]
        up_to = [(bound, float(sum(self._latencies[: n + 1]))) for n, bound in enumerate(bounds)]
        took = HistogramMetricFamily("readout_answer_seconds", "From question to answer.", up_to, self._seconds)
        took.add_sample("readout_answer_seconds_created", {}, self._began)
        yield took
        connection = "Whether a shard is connected to Discord."
        gateway = GaugeMetricFamily("readout_gateway_connected", connection, labels=["shard"])
        for shard, connected in self._shards.items():
            gateway.add_metric([str(shard)], connected)
        yield gateway
        yield GaugeMetricFamily("readout_briefings_loaded", "Briefings that are served.", self._briefing_count)
        yield counter("reloads_failed", "Changed briefings that could not be loaded.")
        yield counter("store_unavailable", "Times that the database could not be used.")


def registry(health: Health) -> CollectorRegistry:
    """What Prometheus scrapes: this bot and its process. Raises ModuleNotFoundError without prometheus-client."""
    from prometheus_client import CollectorRegistry, ProcessCollector

    found = CollectorRegistry()
    found.register(health)
    ProcessCollector(registry=found)
    return found


@asynccontextmanager
async def serving(health: Health, host: str, port: int) -> AsyncIterator[int]:
    """Serves `/healthz` (200 when ready, else 503) and `/metrics` until the block ends; yields the port, which is
    a free one where `port` is 0. Raises BadConfiguration when the address cannot be had, or prometheus-client."""
    try:
        from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
    except ModuleNotFoundError:
        raise missing_package("READOUT_HEALTH_PORT", "a port", "prometheus-client", "metrics") from None
    scraped = registry(health)

    async def healthz(request: web.Request) -> web.Response:
        return web.json_response(health.as_json(), status=200 if health.ready else 503)

    async def metrics(request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(scraped), headers={"Content-Type": CONTENT_TYPE_LATEST})

    application = web.Application()
    application.add_routes([web.get("/healthz", healthz), web.get("/metrics", metrics)])
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            found = f"{host}:{port} ({error.strerror})"
            raise BadConfiguration([Problem("environment", "READOUT_HEALTH_PORT", found, "a free address")]) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
