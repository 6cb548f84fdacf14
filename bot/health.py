"""How the bot is doing: counted as it works, told on a local port as `/healthz` and as Prometheus' `/metrics`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

from bot.answering.decision import Status
from bot.errors import BadConfiguration
from knowledge.errors import Problem

# Seconds; close together where an answer should be, and up to the 3 that Discord waits for one.
LATENCY_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)


class Health:
    """What the bot has seen of itself since it started. Each bot has one, with a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._shards: dict[int, bool] = {}
        self._briefing_count = 0
        self._store_answers = True
        new = {"namespace": "readout", "registry": self.registry}
        self._asked = Counter("asked", "Questions and commands that came in.", **new)
        self._answers = Counter("answers", "Answers given, by status.", ["status"], **new)
        self._failed = Counter("failed", "Questions and commands that ended in an error.", **new)
        self._latency = Histogram("answer_seconds", "From question to answer.", buckets=LATENCY_BUCKETS, **new)
        self._gateway = Gauge("gateway_connected", "Whether a shard is connected to Discord.", ["shard"], **new)
        self._briefings = Gauge("briefings_loaded", "Briefings that are served.", **new)
        self._reloads_failed = Counter("reloads_failed", "Changed briefings that could not be loaded.", **new)
        self._store_away = Counter("store_unavailable", "Times that the database could not be used.", **new)
        ProcessCollector(registry=self.registry)
        for status in ("answered", "choose", "declined"):
            self._answers.labels(status)  # so that each is there from the first scrape on

    def asked(self) -> None:
        """A question or command came in."""
        self._asked.inc()

    def answered(self, status: Status, seconds: float) -> None:
        """It got an answer, that many seconds after it came in."""
        self._answers.labels(status).inc()
        self._latency.observe(seconds)

    def failed(self) -> None:
        """It ended in an error."""
        self._failed.inc()

    def gateway(self, shard: int, connected: bool) -> None:
        """A shard was connected to Discord, or lost it. A shard to come is told as not connected."""
        self._shards[shard] = connected
        self._gateway.labels(str(shard)).set(connected)

    def briefings(self, count: int) -> None:
        """So many briefings are served now."""
        self._briefing_count = count
        self._briefings.set(count)

    def reload_failed(self) -> None:
        """A changed briefing could not be loaded; the old one stays."""
        self._reloads_failed.inc()

    def store(self, answers: bool) -> None:
        """The database answered, or could not be used."""
        self._store_answers = answers
        if not answers:
            self._store_away.inc()

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


@asynccontextmanager
async def serving(health: Health, host: str, port: int) -> AsyncIterator[int]:
    """Serves `/healthz` (200 when ready, else 503) and `/metrics` until the block ends; yields the port, which is
    a free one where `port` is 0. Raises BadConfiguration when the address cannot be had."""

    async def healthz(request: web.Request) -> web.Response:
        return web.json_response(health.as_json(), status=200 if health.ready else 503)

    async def metrics(request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(health.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    application = web.Application()
    application.add_routes([web.get("/healthz", healthz), web.get("/metrics", metrics)])
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            problem = Problem(
                "environment", "READOUT_HEALTH_PORT", f"{host}:{port} ({error.strerror})", "a free address"
            )
            raise BadConfiguration([problem]) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
