"""Cards: every limit of Discord kept, other people's words literal, nothing cut that must stay whole."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.answer import Answer, Citation, Section
from bot.commands import Call, briefing_key, cite_call, find_briefing
from bot.discord.cards import Cards, pieces
from bot.discord.markdown import (
    CONTENT,
    CUSTOM_ID,
    TEXT,
    ask_press,
    excerpt_press,
    literal,
    more_press,
    pressed_call,
    quoted,
    sentence_address,
    shortened,
    web_address,
)
from bot.texts import load_texts
from knowledge.model.factbase import ArticleRef
from tests.loopback import limits
from tests.loopback.markdown import read
from tests.loopback.payloads import COMPONENTS_V2, walk

HAZARDS = st.text(
    alphabet=st.sampled_from(list("\\*_~`|[]()<>@#:-+.!&/=1 \n aehrtvyno’“😀\u202e\u2028"))
    | st.characters(exclude_categories=["Cs"]),
    max_size=60,
)
NASTY = [
    "@everyone and @here",
    "<@123456789012345678> <#1> <@&2>",
    "**bold** __under__ ~~strike~~ ||spoiler||",
    "# heading\n## two\n-# small",
    "- list\n* list\n1. list\n+ list",
    "> quote\n>>> all",
    "`code` ```block```",
    "[text](https://evil.example)",
    "https://evil.example/a_b_c",
    "<https://evil.example>",
    ":smile: <:custom:123456789012345678> <a:wave:1>",
    "<t:1700000000:R> </ask:1> <id:home>",
    "back\\slash \\*",
    "¯\\_(ツ)_/¯",
    "  # indented\n\t- tab",
    "a\r\nb\rc\u2028# d",
    "_a_ snake_case *b*",
    "***x***",
    "10:30 and https:// and :::",
]


@pytest.mark.parametrize("text", NASTY)
def test_markdown_in_an_article_shows_literally(text):
    seen = read(literal(text))
    assert seen.text == re.sub("\r\n|[\r\u2028]", "\n", text)
    assert seen.effects == []


@given(HAZARDS)
@settings(max_examples=400, deadline=None)
def test_any_text_shows_literally(text):
    seen = read(literal(text))
    assert seen.effects == []
    shown = re.sub("\r\n|[\r\u2028\u2029\x85\x0b\x0c]", "\n", text)
    shown = re.sub("[\x00-\x08\x0e-\x1f]", lambda match: chr(0x2400 + ord(match[0])), shown)
    shown = re.sub("[\u202a-\u202e\u2066-\u2069]", "\ufffd", shown)
    assert seen.text == shown.replace("\x7f", "\u2421").replace("\x9b", "\u241b")


@pytest.mark.parametrize("turn", ["\u202e", "\u202d", "\u2066", "\u2067"])
def test_nothing_on_a_card_shows_words_in_another_order_than_they_stand_in(turn):
    """Names, titles, questions and headings as well as excerpts."""
    tricky = f"not {turn}guilty"
    citation = Citation("news", "f-1", "quote", tricky, tricky, 0, 5, 1, medium=tricky)
    answer = Answer(tricky, "answered", tricky, (Section(tricky, (citation,), (tricky,)),), (tricky,))
    cards = Cards(load_texts(), {"news": ArticleRef("news", tricky, "news.txt", "0", publisher=tricky)}.get)
    sent = json.dumps([view.to_components() for view in cards.draw(answer)], ensure_ascii=False)
    sent = re.sub('"custom_id": "[^"]*"', "", sent)  # which nobody is shown
    assert turn not in sent and "guilty" in sent
    assert not any(turn in text for text in cards.plain(answer))


@given(HAZARDS)
@settings(max_examples=200, deadline=None)
def test_a_block_quote_holds_the_text_literally_on_every_line(text):
    seen = read(quoted(f"“{text}”"))
    assert {kind for kind, _ in seen.effects} <= {"quote"}
    assert all(line.startswith("> ") for line in quoted(text).split("\n"))


@given(st.text(alphabet="ab. !?\n*_“”", min_size=1, max_size=400), st.integers(20, 90))
@settings(deadline=None)
def test_pieces_fit_and_lose_no_word(text, room):
    parts = pieces(text, room)
    assert all(len(literal(part)) <= room for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_long_quote_is_parted_between_sentences():
    text = "The first is here. The second is here. The third is here."
    assert pieces(text, 40) == ["The first is here. The second is here.", "The third is here."]


def test_only_addresses_of_the_web_become_links():
    assert web_address("https://a.example/x(y) z") == "https://a.example/x%28y%29%20z"
    for bad in ("javascript:alert(1)", "file:///etc/passwd", "https://", "not a url", None, "http://[", ""):
        assert web_address(bad) is None


def test_a_text_fragment_escapes_what_has_a_meaning_there():
    url = sentence_address("https://a.example/x#part", "one-two, three & four five six seven eight nine ten")
    assert url == "https://a.example/x#part:~:text=one%2Dtwo%2C%20three%20%26%20four,seven%20eight%20nine%20ten"


def test_shortening_ends_at_a_word():
    assert shortened("one two three four", 12) == "one two…"
    assert shortened("one two", 7) == "one two"


def test_a_press_names_its_briefing_shortly_and_a_call_survives_the_way():
    assert find_briefing(briefing_key("a-briefing"), ["other", "a-briefing"]) == "a-briefing"
    assert find_briefing("ffffff", ["other"]) is None
    assert len(excerpt_press("context", "x" * 200, "q-123456-12", 9)) < CUSTOM_ID
    call = Call("position", ("Iran", ""))
    assert pressed_call(more_press(call, 3).split(":", 2)[2]) == call
    assert more_press(Call("quotes", ("x" * 85, "")), 1) is not None
    assert more_press(Call("quotes", ("x" * 86, "")), 1) is None
    assert more_press(Call("quotes", ("a|b",)), 1) is None
    assert ask_press("x" * 96) is not None and ask_press("x" * 97) is None


# Whole cards. A view wants a running loop.

REF = ArticleRef(
    "news",
    "A *starred* title [x](https://y.example)",
    "news.txt",
    "0",
    "https://news.example/a",
    "Post_er",
    "2026-02-12",
)


def cards(ref: ArticleRef = REF) -> Cards:
    return Cards(load_texts(), {"news": ref}.get)


def citation(
    number: int = 1, text: str = "words of a kind", kind: str = "quote", actor: str | None = "Mara Quell"
) -> Citation:
    return Citation("news", f"q-{number:06x}", kind, actor, text, 0, len(text), number)


def answer(*citations: Citation, status="answered", lead="A lead", suggestions=(), question="") -> Answer:
    return Answer(question, status, lead, (Section("A heading", citations),), tuple(suggestions))


def problems(view) -> list[str]:
    body = {"components": view.to_components(), "flags": COMPONENTS_V2, "allowed_mentions": {"parse": []}}
    return limits.message_problems(body)


def source(*views) -> str:
    return "\n".join(part["content"] for view in views for part in walk(view.to_components()) if part["type"] == 10)


def labels(view) -> list[str]:
    return [part["label"] for part in walk(view.to_components()) if part["type"] == 2]


async def test_a_card_shows_lead_excerpt_speaker_place_title_and_date():
    [view] = cards().draw(answer(citation()))
    text = read(source(view)).text
    for words in (
        "A lead",
        "A heading",
        "Mara Quell (quoted words)",
        "“words of a kind”",
        "paragraph 1",
        "q-000001",
        "A *starred* title",
        "2026-02-12",
    ):
        assert words in text
    assert problems(view) == []


async def test_a_paraphrase_is_labelled_and_never_in_quotation_marks():
    [view] = cards().draw(answer(citation(kind="position")))
    assert "in the article's words" in source(view) and "“" not in source(view)
    [view] = cards().draw(answer(citation(kind="fact", actor=None)))
    assert "In the article's words" in source(view)


async def test_a_statement_shows_its_cue_and_who_tells_it():
    told = replace(citation(kind="statement"), cue="said", told_by="Bo *Lind*")
    [view] = cards().draw(answer(told))
    assert "Mara Quell, said, as told by Bo *Lind* (in the article's words)" in read(source(view)).text


async def test_one_without_a_name_is_shown_with_whose_it_is_and_not_again_below_its_heading():
    shown = replace(citation(), shown="a *spokeswoman* · City of Northport")
    [view] = cards().draw(answer(shown))
    assert "a *spokeswoman* · City of Northport" in read(source(view)).text
    below = replace(answer(shown), sections=(Section(shown.who, (shown,)),))
    [view] = cards().draw(below)
    assert read(source(view)).text.count("a *spokeswoman* · City of Northport") == 1


@pytest.mark.parametrize("length", [10, 600, 3000, 3400, 3700, 4000, 9000, 30000])
@pytest.mark.parametrize("word", ["word ", "*_", "x", "Ends. "])
async def test_an_excerpt_of_any_length_is_shown_whole_within_the_limits(length, word):
    text = (word * length)[:length].strip()
    one, call = answer(citation(text=text), question="why " * 300), cite_call([("news", "q-000001")])
    views, page = [], 0
    while drawn := cards().draw(one, call, page):
        views += drawn
        page += 1
    assert [problem for view in views for problem in problems(view)] == []
    assert ["More" in labels(view) for view in views] == [True] * (len(views) - 1) + [False]
    shown = read("\n".join(line[2:] for line in source(*views).split("\n") if line.startswith("> "))).text
    assert "".join(shown.split()) == "“" + "".join(text.split()) + "”"


async def test_more_goes_on_with_an_excerpt_that_is_not_shown_to_its_end():
    [view] = cards().draw(answer(citation(1), citation(2, text="word " * 1500), citation(3)))
    more = next(part["custom_id"] for part in walk(view.to_components()) if part.get("label") == "More")
    assert more.endswith(f"q-000002|{briefing_key('news')}.q-000003")


async def test_six_excerpts_a_page_and_more_leads_on_to_the_rest():
    many = answer(*(citation(number) for number in range(1, 16)))
    call = Call("quotes", ("Mara Quell", ""))
    seen = []
    for page in range(3):
        [view] = cards().draw(many, call, page)
        assert problems(view) == []
        seen += re.findall(r"q-[0-9a-f]+", source(view))
        assert ("More" in labels(view)) == (page < 2)
    assert seen == [f"q-{number:06x}" for number in range(1, 16)]
    assert cards().draw(many, call, 3) == []


async def test_without_room_for_a_call_every_page_is_sent_at_once():
    many = answer(*(citation(number) for number in range(1, 16)))
    views = cards().draw(many, Call("quotes", ("x" * 100, "")))
    assert len(views) == 3 and not any("More" in labels(view) for view in views)


async def test_an_answer_to_a_question_keeps_the_rest_behind_more_by_id():
    [view] = cards().draw(answer(*(citation(number) for number in range(1, 10))))
    more = next(part["custom_id"] for part in walk(view.to_components()) if part.get("label") == "More")
    key = briefing_key("news")
    assert more == f"more:0:cite|{key}.q-000007|{key}.q-000008|{key}.q-000009"


async def test_a_choice_numbers_its_candidates_and_offers_none_of_these():
    [view] = cards().draw(answer(citation(1), citation(2), status="choose"))
    assert labels(view) == ["This one (1)", "This one (2)", "None of these"]
    assert "1. Mara Quell" in read(source(view)).text
    assert problems(view) == []


async def test_a_suggestion_too_long_for_a_button_is_written_out_whole():
    long = "What did " + "the very honourable " * 4 + "member say?"
    [view] = cards().draw(answer(status="declined", suggestions=["/brief", long]))
    assert labels(view) == ["/brief"]
    assert long in read(source(view)).text
    assert problems(view) == []


async def test_a_suggestion_that_discord_may_not_show_whole_on_its_button_is_written_out_too():
    for line, written in (("x" * 34, False), ("x" * 35, True)):
        [view] = cards().draw(answer(status="declined", suggestions=[line]))
        assert labels(view) == [line]
        assert (line in source(view)) == written


async def test_where_nothing_leads_on_no_more_is_sent_than_may_follow():
    many = answer(*(citation(number) for number in range(100)))
    assert len(cards().draw(many, Call("quotes", ("x" * 100, "")))) == 5


async def test_the_same_excerpt_twice_has_two_buttons_of_its_own():
    [view] = cards().draw(Answer("", "answered", "x", (Section("a", (citation(),)), Section("b", (citation(),)))))
    assert problems(view) == []


async def test_an_excerpt_of_two_lines_stays_in_its_quote():
    [view] = cards().draw(answer(citation(text="First line.\n# Second line.\n\nThird.")))
    seen = read(source(view))
    assert seen.of("heading") == []
    assert "“First line.\n# Second line.\n\u200b\nThird.”" in seen.text


async def test_a_title_with_markdown_does_not_break_its_link():
    seen = read(source(*cards().draw(answer(citation()))))
    assert "https://news.example/a" in seen.of("link")
    assert "https://y.example" not in seen.of("link")


@given(
    st.lists(
        st.tuples(HAZARDS.filter(str.strip), st.sampled_from(["quote", "position", "fact"]), HAZARDS),
        min_size=1,
        max_size=15,
    ),
    st.sampled_from(["answered", "choose", "declined"]),
    st.lists(HAZARDS, max_size=6),
    HAZARDS,
)
@settings(max_examples=25, deadline=None)
async def test_no_answer_breaks_a_limit_or_pings(rows, status, suggestions, question):
    cited = [citation(number, text, kind, actor or None) for number, (text, kind, actor) in enumerate(rows)]
    one = answer(*cited, status=status, suggestions=suggestions, question=question)
    for view in cards().draw(one, Call("position", ("Iran", ""))):
        assert problems(view) == []
        assert read(source(view)).of("mention") == []
    assert all(0 < len(text) <= CONTENT for text in cards().plain(one))


async def test_plain_text_says_all_that_the_card_says():
    one = answer(
        *(citation(number, "A sentence of some length. " * 40) for number in range(1, 6)),
        suggestions=["/brief"],
        question="why?",
    )
    messages = cards().plain(one)
    text = "\n".join(messages)
    assert all(len(message) <= CONTENT for message in messages)
    for words in ("A lead", "A heading", "“A sentence", "length. ”", "q-000005", "/brief", "why?", "2026-02-12"):
        assert words in read(text).text


def test_the_figures_are_those_the_stand_in_keeps():
    assert (CONTENT, TEXT, CUSTOM_ID) == (limits.CONTENT, limits.V2_TEXT, limits.CUSTOM_ID)


async def test_sections_side_by_side_share_every_page():
    sections = tuple(
        Section(name, tuple(citation(n + 10 * k, actor=name) for n in range(5))) for k, name in enumerate("AB")
    )
    pages = cards().draw(Answer("/compare", "answered", "x", sections), Call("compare", ("A" * 90,)))
    assert [re.findall(r"q-[0-9a-f]+", source(view)) for view in pages] == [
        [f"q-{number:06x}" for number in (0, 1, 2, 10, 11, 12)],
        [f"q-{number:06x}" for number in (3, 4, 13, 14)],
    ]
    assert all(read(source(view)).of("bold")[-2:] == ["A", "B"] for view in pages)
    assert [problem for view in pages for problem in problems(view)] == []


async def test_a_name_in_the_heading_is_not_said_again():
    [view] = cards().draw(Answer("/topic", "answered", "x", (Section("Mara Quell", (citation(),)),)))
    assert read(source(view)).text.count("Mara Quell") == 1
    for heading in ("Mara Quell, who speaks for Northport", "Mara Quellson"):
        [view] = cards().draw(Answer("/topic", "answered", "x", (Section(heading, (citation(),)),)))
        assert read(source(view)).text.count("Mara Quell") == (1 if "," in heading else 2)


async def test_a_title_of_any_length_leaves_room_for_the_excerpt():
    ref = ArticleRef(
        "news", "A very *long* title " * 300, "news.txt", "0", "https://news.example/" + "a/" * 400, "P" * 3000, "2026"
    )
    one = Answer("q" * 3000, "answered", "lead " * 900, (Section("heading " * 500, (citation(text="word " * 1500),)),))
    assert [problem for view in cards(ref).draw(one) for problem in problems(view)] == []
    assert all(0 < len(text) <= CONTENT for text in cards(ref).plain(one))
