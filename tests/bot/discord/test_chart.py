"""The chart of actors by topics: its numbers, its picture, its words, and how members and the console get it."""

import asyncio
from collections import Counter
from dataclasses import replace
from io import BytesIO
from itertools import product

import pytest
from PIL import Image

from bot.answering.tally import overview, rows, tally
from bot.building import compiled
from bot.console import Console
from bot.discord.chart import (
    ACTORS,
    ALT,
    DEPTHS,
    EMPTY,
    GROUND,
    MUTED,
    TEXT,
    TOPICS,
    chart,
    contrast,
    depth,
    drawable,
    ink,
    wrapped,
)
from bot.texts import load_texts
from knowledge.model.factbase import Actor, FactBase, Quote, Topic
from knowledge.model.storage import load
from tests.loopback import world
from tests.loopback.limits import GALLERY
from tests.loopback.member import Member
from tests.loopback.payloads import walk
from tests.loopback.running import bot, engine_of

PNG = b"\x89PNG\r\n\x1a\n"
LONG = "Standing Committee for the Safety of Ferries, Harbours and Bridges in the Northern Counties"


@pytest.fixture(params=[world.FERRY, *compiled()], ids=lambda param: getattr(param, "stem", "by hand"))
def base(request) -> FactBase:
    """A small fact base made by hand, and every one that is shipped."""
    return world.briefing().base if isinstance(request.param, str) else load(request.param).base


def crowded(actors: int = 20, topics: int = 11) -> FactBase:
    """A fact base with more actors and topics than a picture has room for, and long names among them."""
    names = [LONG, "Łukasz Żółć", *(f"Person {number}" for number in range(actors - 2))]
    held = [(a, t) for a, t in product(range(actors), range(topics)) for _ in range((a + 2 * t) % 5)]
    return replace(
        world.briefing().base,
        actors=[Actor(f"a{number}", name, "person") for number, name in enumerate(names)],
        topics=[Topic(f"t{number}", f"{LONG.lower()} {number}") for number in range(topics)],
        quotes=[Quote(f"q-{n}", f"a{a}", "x", 0, 1, topics=[f"t{t}"]) for n, (a, t) in enumerate(held)],
        positions=[],
    )


def counted(base: FactBase) -> Counter:
    """(actor's name, topic's name or None for all) -> positions and quotes, counted the long way."""
    found: Counter = Counter()
    for actor in base.actors:
        for record in [p for p in base.positions if p.actor == actor.id] + [
            q for q in base.quotes if q.speaker == actor.id
        ]:
            found[actor.name, None] += 1
            found.update((actor.name, topic.name) for topic in base.topics if topic.id in record.topics)
    return found


def test_every_number_equals_the_fact_base(base):
    whole, expected = tally(base), counted(base)
    assert dict(zip(whole.actors, whole.all_of, strict=True)) == {a: n for (a, t), n in expected.items() if t is None}
    for actor, row in zip(whole.actors, whole.cells, strict=True):
        assert dict(zip(whole.topics, row, strict=True)) == {topic: expected[actor, topic] for topic in whole.topics}
    assert {topic for _, topic in expected} - {None} == set(whole.topics)
    assert sorted(whole.all_of, reverse=True) == list(whole.all_of)


def test_the_lines_name_every_number_and_no_other(base):
    lines = rows(tally(base), load_texts())
    expected = counted(base)
    assert len(lines) == len({actor for actor, _ in expected})
    for line in lines:
        actor = next(actor for actor, _ in expected if line.startswith(f"{actor}: "))
        cells = line.partition(" (")[2].rstrip(")").split(", ")
        named = {f"{topic} {number}" for (name, topic), number in expected.items() if name == actor and topic}
        assert set(cells) == (named or {"on no topic"})
        assert f": {expected[actor, None]} (" in line


def test_the_picture_is_a_png_of_a_readable_size_and_the_same_every_time(base):
    texts = load_texts()
    first, second = chart(base, texts), chart(base, texts)
    assert first == second
    assert first.png.startswith(PNG) and len(first.png) < 100_000
    image = Image.open(BytesIO(first.png))
    image.load()
    assert image.format == "PNG" and 700 <= image.width <= 1200 and 300 <= image.height <= 1400


def test_the_picture_has_a_cell_for_every_number_in_the_colour_of_that_number(base):
    shown = tally(base).part(ACTORS, TOPICS)
    expected = Counter(depth(number, max(map(max, shown.cells))) for row in shown.cells for number in row)
    image = Image.open(BytesIO(chart(base, load_texts()).png)).convert("RGB")
    area = Counter({f"#{r:02x}{g:02x}{b:02x}": n for n, (r, g, b) in image.getcolors(1 << 24)})
    sizes = [area[colour] / number for colour, number in expected.items()]
    assert min(sizes) > 0.8 * max(sizes) > 0, "as many cells of each colour as numbers of its size"


def test_the_alternative_text_has_every_number_of_the_picture(base):
    made, shown = chart(base, load_texts()), tally(base).part(ACTORS, TOPICS)
    assert base.article.title in made.alt and len(made.alt) <= ALT
    for actor, all_of, row in zip(shown.actors, shown.all_of, shown.cells, strict=True):
        words = made.alt.partition(f"{actor}: {all_of} (")[2].partition(")")[0].split(", ")
        named = [f"{topic} {number}" for topic, number in zip(shown.topics, row, strict=True) if number]
        assert sorted(words) == sorted(named or ["on no topic"])


def test_too_many_actors_and_topics_are_left_to_the_lines_and_the_picture_says_so():
    base, texts = crowded(), load_texts()
    made, whole = chart(base, texts), tally(base)
    assert len(rows(whole, texts)) == len(whole.actors) == 20
    assert all(topic in str(rows(whole, texts)) for topic in whole.topics)
    assert len(made.alt) <= ALT and made.alt.endswith(texts("chart.alt_rest"))
    assert Image.open(BytesIO(made.png)).width <= 1300 and len(made.png) < 200_000
    short = [Topic(f"t{number}", f"topic {number}") for number in range(9)]
    assert chart(replace(crowded(13, 2), topics=short), texts).alt.endswith("Not in the picture: 1 actor with less.")
    assert chart(replace(crowded(4, 9), topics=short), texts).alt.endswith("Not in the picture: 1 topic with less.")


def test_a_number_of_any_size_stands_out_from_its_cell_and_more_is_deeper():
    for colour in (*DEPTHS, EMPTY):
        assert contrast(ink(colour), colour) >= 4.5
    assert min(contrast(MUTED, EMPTY), contrast(MUTED, GROUND), contrast(TEXT, GROUND)) >= 4.5
    order = [(EMPTY, *DEPTHS).index(depth(number, 7)) for number in range(8)]
    assert order == sorted(order) and order[0] == 0 and order[1] >= 1 and order[7] == len(DEPTHS)
    light = [contrast(colour, GROUND) for colour in DEPTHS]
    assert light == sorted(light), "a step deeper stands out more, in grey as well"


def test_long_names_end_at_a_word_and_letters_the_font_lacks_are_spelled_plainly():
    assert wrapped("one two three", 8, len, 2) == ["one two", "three"]
    assert wrapped("one two three four", 8, len, 2) == ["one two", "three…"]
    assert wrapped("one", 8, len, 2) == ["one"] and wrapped("", 8, len, 2) == []
    for line in wrapped(LONG, 24, len, 2):
        assert len(line) <= 24 and set(line.rstrip("…").split()) <= set(LONG.split())
    assert wrapped("Donaudampfschifffahrt", 10, len, 1) == ["Donaudamp…"]
    assert drawable("Łukasz Żółć, Erdoğan, Søren “x” – y") == "Lukasz Zolc, Erdogan, Soren “x” – y"


def test_a_briefing_where_nobody_says_anything_is_no_error():
    made = world.briefing()
    empty = replace(made.base, quotes=[], positions=[])
    assert tally(empty).actors == () and chart(empty, load_texts()).png.startswith(PNG)
    answer = overview(engine_of(replace(made, base=empty)).scope())
    assert answer.status == "declined" and answer.suggestions


async def test_position_without_an_actor_sends_the_picture_with_its_words_and_every_number():
    async with bot() as (discord, client):
        alex = Member(discord, "alex")
        reply = await alex.slash("position")
        made = chart(client.gate._engine.briefings["ferry-strike"].base, load_texts())
        assert discord.uploaded == {"positions-1.png": made.png}
        body = next(body for _, path, body in reversed(discord.requests) if path.endswith("/callback"))["data"]
        assert [(file["filename"], file["description"]) for file in body["attachments"]] == [
            ("positions-1.png", made.alt)
        ]
        gallery = next(part for part in walk(body["components"]) if part["type"] == GALLERY)
        assert gallery["items"][0]["media"]["url"] == "attachment://positions-1.png"
        assert gallery["items"][0]["description"] == made.alt
        for line in rows(tally(client.gate._engine.briefings["ferry-strike"].base), load_texts()):
            assert line in reply.text
        assert "Ferry strike shuts the harbour" in reply.text and not reply.private
        assert "rejects any rise" in (await alex.press(reply, "/position Dov Almers")).text


async def test_the_chart_also_comes_after_thinking_and_privately_where_the_server_wants_that():
    async with bot(defer_after=0.0, private_replies=True) as (discord, _):
        reply = await Member(discord, "alex").slash("position")
        assert reply.private and discord.uploaded["positions-1.png"].startswith(PNG)


async def test_the_chart_is_sent_again_whole_when_discord_was_too_busy_for_the_first():
    async with bot() as (discord, _):
        discord.fail("POST /interactions/.*/callback", 429)
        await Member(discord, "alex").slash("position")
        assert Image.open(BytesIO(discord.uploaded["positions-1.png"])).format == "PNG"


async def test_a_direct_message_gets_the_chart_too():
    async with bot() as (discord, _):
        reply = await Member(discord, "kim", guild=None).say("/position")
        assert "Dov Almers: 3" in reply.text and discord.uploaded["positions-1.png"].startswith(PNG)


async def test_each_briefing_has_its_picture_and_its_title():
    second = world.briefing(world.FERRY.replace("Ferry strike shuts", "Strike opens"), "second")
    async with bot(engine_of(world.briefing(), second)) as (discord, _):
        reply = await Member(discord, "alex").slash("position")
        assert sorted(discord.uploaded) == ["positions-1.png", "positions-2.png"]
        assert "Ferry strike shuts the harbour" in reply.text and "Strike opens the harbour" in reply.text


async def test_a_topic_without_an_actor_is_the_view_of_that_topic():
    async with bot() as (discord, _):
        reply = await Member(discord, "alex").slash("position", topic="talks")
        assert "offered talks in March" in reply.text and not discord.uploaded


async def test_more_of_a_long_list_comes_without_the_picture():
    briefing = world.briefing()
    many = replace(briefing, base=replace(crowded(12, 9), article=briefing.base.article))
    async with bot(engine_of(many)) as (discord, _):
        alex = Member(discord, "alex")
        reply = await alex.slash("position")
        texts = [reply.text]
        while "More" in reply.buttons:
            discord.uploaded.clear()
            reply = await alex.press(reply, "More")
            texts.append(reply.text)
            assert reply.private and not discord.uploaded
            await asyncio.sleep(0)
        assert len(texts) > 1 and all(any(f"Person {n}: " in text for text in texts) for n in range(10))


def test_the_console_prints_the_lines():
    engine = engine_of()
    printed = Console(engine, load_texts()).reply("/position")
    for line in rows(tally(engine.briefings["ferry-strike"].base), load_texts()):
        assert line in " ".join(printed.split())
    assert "needs more" in Console(engine, load_texts()).reply("/quotes")
