"""The health port, asked over HTTP as a probe and as Prometheus would."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.errors import BadConfiguration
from bot.health import Health, serving


@pytest.fixture
def health() -> Health:
    return Health()


@pytest.fixture
async def session(health) -> AsyncIterator[aiohttp.ClientSession]:
    async with serving(health, "127.0.0.1", 0) as port, aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        yield session


async def probe(session: aiohttp.ClientSession) -> tuple[int, dict]:
    async with session.get("/healthz") as response:
        return response.status, await response.json()


async def scrape(session: aiohttp.ClientSession) -> dict[str, float]:
    """Every sample of /metrics as Prometheus' own parser reads it, by name and labels."""
    async with session.get("/metrics") as response:
        assert response.headers["Content-Type"].startswith("text/plain; version=")
        text = await response.text()
    return {
        sample.name + "".join(f" {name}={value}" for name, value in sample.labels.items()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_a_bot_is_ready_when_its_shards_are_connected_and_a_briefing_is_loaded(health, session):
    assert await probe(session) == (503, {"status": "not ready", "shards": {}, "briefings": 0, "database": "answers"})
    health.briefings(2)
    assert (await probe(session))[0] == 503
    health.gateway(0, True)
    health.gateway(1, False)
    assert (await probe(session))[0] == 503
    health.gateway(1, True)
    shards = {"0": True, "1": True}
    assert await probe(session) == (200, {"status": "ready", "shards": shards, "briefings": 2, "database": "answers"})
    health.gateway(0, False)
    assert (await probe(session))[0] == 503


async def test_a_database_that_is_away_is_told_and_makes_no_bot_unready(health, session):
    health.briefings(1)
    health.gateway(0, True)
    health.store(answers=False)
    status, said = await probe(session)
    assert (status, said["database"]) == (200, "away")
    health.store(answers=True)
    assert (await probe(session))[1]["database"] == "answers"
    assert (await scrape(session))["readout_store_unavailable_total"] == 1


async def test_everything_that_is_counted_can_be_scraped(health, session):
    before = await scrape(session)
    for _ in range(4):
        health.asked()
    health.answered("answered", 0.02)
    health.answered("choose", 2.5)
    health.answered("declined", 60)
    health.failed()
    health.gateway(3, True)
    health.briefings(5)
    health.reload_failed()
    after = await scrape(session)
    assert before["readout_answers_total status=choose"] == 0
    assert {
        "readout_asked_total": 4,
        "readout_answers_total status=answered": 1,
        "readout_answers_total status=choose": 1,
        "readout_answers_total status=declined": 1,
        "readout_failed_total": 1,
        "readout_answer_seconds_bucket le=0.025": 1,
        "readout_answer_seconds_bucket le=3.0": 2,
        "readout_answer_seconds_count": 3,
        "readout_gateway_connected shard=3": 1,
        "readout_briefings_loaded": 5,
        "readout_reloads_failed_total": 1,
    }.items() <= after.items()
    assert after["process_resident_memory_bytes"] > 0


async def test_two_bots_in_one_process_count_apart(health, session):
    Health().asked()
    assert (await scrape(session))["readout_asked_total"] == 0


async def test_there_is_nothing_else_on_the_port(session):
    async with session.get("/") as response:
        assert response.status == 404
    async with session.post("/healthz") as response:
        assert response.status == 405


async def test_a_port_that_is_taken_is_bad_configuration(health):
    async with serving(health, "127.0.0.1", 0) as port:
        with pytest.raises(BadConfiguration, match=rf"READOUT_HEALTH_PORT: found 127.0.0.1:{port} \(.*in use"):
            async with serving(Health(), "127.0.0.1", port):
                pass
