"""The README's pictures: what the script shows is what the payloads hold. Its browser is not needed here."""

import html
import re
import runpy
from io import BytesIO

import pytest
from PIL import Image

from knowledge.model.storage import PROJECT
from tests.loopback.limits import message_problems
from tests.loopback.markdown import read
from tests.loopback.payloads import COMPONENTS_V2, walk

PICTURES = PROJECT / "deploy" / "pictures"


@pytest.fixture(scope="module")
def draw() -> dict:
    """The script's functions."""
    return runpy.run_path(str(PICTURES / "draw.py"))


def text_of(page: str) -> str:
    """The text that a page shows, blanks as one."""
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    body = re.sub(r"</?(?:strong|a)\b[^>]*>", "", body)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body)).split())


def test_the_conversation_shows_a_quote_a_refusal_and_a_position_as_discord_would_take_them(draw):
    conversation = draw["exchanges"]()
    for exchange in conversation:
        body = {"flags": COMPONENTS_V2, "components": exchange.components, "allowed_mentions": {"parse": []}}
        assert message_problems(body) == []
    shown = [text_of(draw["page"]([exchange], "dark")) for exchange in conversation]
    assert "quoted words" in shown[0] and "“" in shown[0]
    assert "No statement" in shown[1] and "Show context" not in shown[1]
    assert "/position" in shown[2] and "Iran" in shown[2]


def test_every_word_and_button_of_the_payloads_is_in_the_page(draw):
    for exchange in draw["exchanges"]():
        page = text_of(draw["page"]([exchange], "light"))
        for part in walk(exchange.components):
            if "label" in part:
                assert part["label"] in page
            if "content" in part:
                for line in read(part["content"]).text.split("\n"):
                    assert " ".join(line.split()).lstrip("•- ") in page


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"\*\*no\*\* \<b\> \@all", "**no** &lt;b&gt; @all"),
        ("**one \\* two**", "<strong>one * two</strong>"),
        (
            "[paragraph 2](https://news.example/a?b=1&c=2)",
            '<a href="https://news.example/a?b=1&amp;c=2">paragraph 2</a>',
        ),
        ("-# small", '<div class="line small">small</div>'),
        ("> one\n> two", "<blockquote>one<br>two</blockquote>"),
        ("- one\n- two", "<ul><li>one</li><li>two</li></ul>"),
        ("<script>", "&lt;script&gt;"),
    ],
)
def test_the_markdown_of_cards_shows_as_discord_shows_it(draw, source, shown):
    assert shown in draw["markdown"](source)


def test_a_component_that_no_card_has_is_refused(draw):
    with pytest.raises(ValueError, match="type 13"):
        draw["component"]({"type": 13})


@pytest.mark.parametrize("name", ["answer.png", "answer-light.png", "chart.png"])
def test_the_pictures_are_there_and_small(name):
    data = (PICTURES / name).read_bytes()
    assert len(data) < 200_000
    image = Image.open(BytesIO(data))
    image.load()
    assert image.format == "PNG" and image.width > 1000


def test_the_chart_in_the_readme_is_a_chart_that_the_bot_sends(draw):
    assert Image.open(BytesIO(draw["chart_of_actors"]())).format == "PNG"
