"""The review page: every excerpt in its place, whatever overlaps, nothing unescaped, and alive in a real browser."""

import json
import re
import shutil
import subprocess
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from knowledge.extraction.attributions import Attribution
from knowledge.extraction.compile import compile_article
from knowledge.model.article import parse_text
from knowledge.model.factbase import (
    FORMAT,
    Actor,
    ArticleRef,
    Fact,
    FactBase,
    Position,
    Quote,
    Topic,
    Unattributed,
)
from knowledge.review.explanation import Tell, Withheld, examine
from knowledge.review.page import page_of, review_page

TEXT = (
    "Harbour Stays <Open> & Free\n"
    "By Ida Holm\n"
    "Berg said: “We want peace and we reject the toll,” and Norland wants a lower toll. "
    "“Nobody knows me at all,” it said.\n"
    "Talks Go On\n"
    "Some doubt it."
)
STYLE = (Path(__file__).parents[3] / "knowledge" / "review" / "page.css").read_text(encoding="utf-8")


def place(words):
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.fixture(scope="module")
def article():
    return parse_text(TEXT, "harbour", Path("harbour.txt"), "0" * 64)


@pytest.fixture(scope="module")
def base():
    sentence = list(place("Berg said: “We want peace and we reject the toll,” and Norland wants a lower toll."))
    across = "toll,” and Norland wants"  # the end of the quote
    return FactBase(
        FORMAT,
        ArticleRef("harbour", "Harbour Stays <Open> & Free", "seeds/harbour.txt", "0" * 64, "javascript:alert(1)"),
        actors=[
            Actor("berg", 'Anna "Ice" Berg', "person", ["Berg"], "<b>minister</b>", "norland", 2),
            Actor("norland", "Norland", "country"),
        ],
        topics=[Topic("toll", "toll & fees", ["toll"]), Topic("peace", "peace", ["peace"])],
        quotes=[
            Quote(
                "q-1",
                "berg",
                "We want peace and we reject the toll,",
                *place("We want peace and we reject the toll,"),
                cue="said",
                topics=["toll", "peace"],
            )
        ],
        positions=[
            Position("p-1", "berg", "reject", "reject the toll", *place("reject the toll"), sentence, topics=["toll"]),
            Position("p-2", "norland", "want", across, *place(across), sentence),
            Position(
                "p-3", "berg", "want", "want peace and we reject", *place("want peace and we reject"), sentence,
                topics=["peace", "toll"],
            ),
        ],
        facts=[Fact("f-1", TEXT[slice(*sentence)], *sentence, ["berg", "norland"], ["berg"], amounts=["a lower toll"])],
        unattributed=[Unattributed("u-1", "Nobody knows me at all,", *place("Nobody knows me at all,"))],
    )  # fmt: skip


@pytest.fixture(scope="module")
def page(article, base):
    unsure = Attribution(
        (place("Some"),), (place("doubt"),), (place("it."),), "indirect", stance="doubt", confidence=0.31
    )
    held = Withheld("w-1", unsure, "it.", "not sure enough")
    whys = {
        "w-1": [Tell("cue", "“doubt”: 0.31, 0.50 is asked", 0.31, 0.5)],
        "p-1": [Tell("named by", "“We”", resolved=True)],
        "p-2": [Tell("a position", "0.62, 0.60 is <asked>", 0.62, 0.6), Tell("an actor", "Norland 0.99", 0.99, 0.5)],
    }
    return review_page(article, base, [held], whys)


class Reader(HTMLParser):
    """The words of the article's section by record and the labels there; complains about crossing elements."""

    VOID = ("meta", "input", "br", "link")

    def __init__(self, page):
        super().__init__()
        self.open, self.marked, self.labels, self.ids, self.outside = [], {}, {}, [], []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        self.outside += [attributes[key] for key in ("src", "href") if key in attributes]
        if tag not in self.VOID:
            self.open.append((tag, attributes))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        classes = [attributes.get("class") or "" for _, attributes in self.open]
        if any(name.startswith("tag ") for name in classes):
            if self.open[-1][1].get("id"):
                self.labels[self.open[-1][1]["id"].removeprefix("at-")] = data
            return
        for record in (attributes["data-record"] for _, attributes in self.open if "data-record" in attributes):
            self.marked[record] = self.marked.get(record, "") + data


def test_every_excerpt_is_marked_word_for_word_where_it_stands(page, base):
    marked = Reader(page).marked
    for record in [*base.held(), *base.unattributed]:
        assert marked.pop(record.id) == record.text
    assert marked == {"w-1": "it."}


def test_the_article_itself_is_unchanged_under_the_marks(page, article):
    shown = re.search(r'<section id="article".*?>(.*?)</section>', page, re.S)[1]
    shown = re.sub(r'<a class="tag.*?</a>|<span class="paragraph".*?</span>', "", shown)
    blocks = [unescape(re.sub(r"<[^>]+>", "", line)) for line in shown.strip().split("\n")]
    assert blocks == [article.slice(block) for block in article.blocks]


def test_every_label_says_number_and_name_and_leads_to_its_record(page, base):
    reader = Reader(page)
    assert reader.labels == {
        "f-1": "f1",
        "q-1": '1 Anna "Ice" Berg',
        "p-3": '2 Anna "Ice" Berg',
        "p-1": '3 Anna "Ice" Berg',
        "p-2": "4 Norland",
        "u-1": "5 nobody",
        "w-1": "6 Some",
    }
    assert all(record in reader.ids and f"#{record}" in reader.outside for record in reader.labels)


def test_no_id_stands_twice(page):
    ids = Reader(page).ids
    assert len(ids) == len(set(ids))


def test_positions_stand_under_actor_and_topic(page):
    listed = re.search(r'<section id="positions">(.*?)</section>', page, re.S)[1]
    headings = [unescape(words) for _, words in re.findall(r"<(h3|h4)>(.*?)</\1>", listed)]
    assert headings == ['Anna "Ice" Berg', "peace", "toll & fees", "Norland", "no topic"]


def test_a_record_tells_what_is_known_of_it(page):
    for words in (
        "<dt>cue</dt><dd>said</dd>",
        "<dt>withheld</dt><dd>not sure enough</dd>",
        "<dt>confidence</dt><dd>0.31</dd>",
        "<dt>amounts</dt><dd>a lower toll</dd>",
        "<dt>speakers</dt><dd>Anna &#34;Ice&#34; Berg</dd>",
    ):
        assert words in page


def test_a_record_tells_why_and_what_nearly_went_the_other_way(page):
    assert "<dt>named by</dt><dd>“We”</dd>" in page
    assert '<dt>a position</dt><dd class="near">0.62, 0.60 is &lt;asked&gt;</dd>' in page
    assert "<dt>an actor</dt><dd>Norland 0.99</dd>" in page


def test_nothing_of_the_article_becomes_markup_and_nothing_is_fetched(page):
    assert "<Open>" not in page
    assert "<b>minister</b>" not in page
    assert "&lt;b&gt;minister&lt;/b&gt;" in page
    assert all(link.startswith("#") for link in Reader(page).outside)  # also no javascript: link
    assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest", page)


def test_a_web_address_is_linked(article, base):
    import dataclasses

    ref = dataclasses.replace(base.article, url="https://news.example/a?b=1&c=2", publisher="The <Gull>")
    page = review_page(article, dataclasses.replace(base, article=ref), [], {})
    assert 'href="https://news.example/a?b=1&amp;c=2"' in page
    assert "The &lt;Gull&gt;" in page


def test_an_empty_base_makes_a_page_too(article, base):
    page = review_page(article, FactBase(FORMAT, base.article), [], {})
    assert Reader(page).marked == {}
    assert page.count('<p class="none">None.</p>') == 8


def luminance(colour):
    parts = [int(colour[low : low + 2], 16) / 255 for low in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_can_be_read(scheme):
    values = [dict(re.findall(r"--([\w]+): (#\w{6})", block)) for block in re.findall(r":root \{(.*?)\}", STYLE, re.S)][
        scheme
    ]
    for ground in ("paper", "card"):
        for name in ("ink", "soft", "nobody", *(f"s{number}" for number in range(8))):
            light, dark = sorted((luminance(values[ground]), luminance(values[name])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (ground, name)


PROBE = """<script>
const told = {};
const panel = document.getElementById('inspector');
const words = () => panel.hidden ? null : panel.querySelector('blockquote').textContent;
const point = (target, type) => target.dispatchEvent(new MouseEvent(type, {bubbles: true}));
told.width = document.documentElement.scrollWidth <= window.innerWidth;
told.before = words();
point(document.querySelector('.mark.unattributed'), 'mouseover');
told.hover = words();
const label = document.querySelector('.tag.of-quote');
label.focus();
label.dispatchEvent(new FocusEvent('focusin', {bubbles: true})); // a window without focus sends none itself
told.focused = document.activeElement === label;
told.focus = words();
point(document.querySelector('.mark.position'), 'click');
told.click = words();
told.lit = [...document.querySelectorAll('.lit')].map(part => part.textContent).join('');
point(document.querySelector('.mark.unattributed'), 'mouseover');
told.pinned = words();
document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape', bubbles: true}));
told.escape = words();
const shown = () => getComputedStyle(document.querySelector('.tag.of-fact')).display !== 'none';
told.facts = [shown(), (document.getElementById('show-facts').click(), shown())];
const records = () => [...document.querySelectorAll('.record[id]')].filter(one => one.offsetParent !== null);
const facts = document.querySelector('#facts details');
told.filters = ['no-holder', 'unsure', 'described', 'all'].map(name => {
  document.getElementById('only-' + name).click();
  return records().filter(one => !facts.contains(one)).map(one => one.id);
});
told.unmarked = (() => {
  document.getElementById('only-described').click();
  const ground = mark => getComputedStyle(mark).textDecorationLine;
  const seen = [...document.querySelectorAll('.mark.position')].map(mark => [mark.dataset.record, ground(mark)]);
  document.getElementById('only-all').click();
  return Object.fromEntries(seen);
})();
told.tabs = [...document.querySelectorAll('.article .tag')].every(tag => tag.tabIndex === 0);
told.ground = getComputedStyle(document.body).backgroundColor;
document.body.dataset.told = JSON.stringify(told);
</script></body>"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    """A function from a page to what the probe saw in it, in headless chromium."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no browser: apt-get install chromium")

    def look(page, width, dark=False):
        folder = tmp_path_factory.mktemp("browser")
        (folder / "page.html").write_text(page.replace("</body>", PROBE), encoding="utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
        flags += ["--disable-background-networking", "--disable-component-update", f"--window-size={width},844"]
        flags += [f"--user-data-dir={folder / 'profile'}", f"--blink-settings=preferredColorScheme={0 if dark else 1}"]
        command = [program, *flags, "--dump-dom", (folder / "page.html").as_uri()]
        dom = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout
        return json.loads(unescape(re.search(r'data-told="(.*?)"', dom)[1]))

    return look


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1280, True)])
def test_a_real_browser_shows_records_on_hover_focus_and_click(browser, page, width, dark):
    told = browser(page, width, dark)
    assert told["width"], "the page is wider than the window"
    assert told["before"] is None
    assert told["hover"] == "Nobody knows me at all,"
    assert told["focused"]
    assert told["focus"] == "We want peace and we reject the toll,"
    assert told["click"] == told["lit"] == told["pinned"] == "want peace and we reject"
    assert told["escape"] is None
    assert told["facts"] == [False, True]
    nobody, unsure, described, every = told["filters"]
    assert (set(nobody), unsure, described) == ({"u-1", "w-1"}, ["p-2"], ["p-1"])
    assert set(every) == {"q-1", "p-1", "p-2", "p-3", "u-1", "w-1"}
    assert told["unmarked"] == {"p-1": "underline", "p-2": "none", "p-3": "none"}
    assert told["tabs"]
    assert told["ground"] == ("rgb(22, 22, 21)" if dark else "rgb(253, 253, 251)")


def test_a_built_article_is_marked_word_for_word_and_tells_why(model):
    found = examine(sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))[0], model, with_edits=False)
    page = page_of(found)
    marked, base = Reader(page).marked, found.base
    assert base.quotes and base.statements and found.withheld
    told = {one.id: one.text for one in [*base.held(), *base.unattributed]}
    assert {name: words for name, words in marked.items() if not name.startswith("w-")} == told
    assert page.count('<details class="why">') >= len(told)


def test_another_who_tells_it_is_named(model):
    text = "A title\nAnna Berg said that Norway had announced that two boats had sunk off the coast.\n"
    article = parse_text(text, "x", Path("x.txt"), "")
    base, _ = compile_article(article, model, "x.txt")
    assert "<dt>told by</dt><dd>Anna Berg</dd>" in review_page(article, base, [], {})
