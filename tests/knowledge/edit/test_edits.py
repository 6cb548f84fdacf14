"""Edits: each kind does what the editor wrote, and each that does not apply is told with its line."""

import dataclasses
from pathlib import Path

import pytest

from knowledge.edit import apply_edits, load_edits
from knowledge.errors import BadData
from knowledge.extraction.compile import compile_article
from knowledge.model.article import read_article
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
    verify,
)

TEXT = (
    "Minister Meets Envoy Over Harbour\n"
    "Anna Berg, the fisheries minister, met the envoy of Norland on Monday. "
    "“We will not close the harbour,” Berg said. She rejects a toll on boats.\n"
    "Norland wants a lower toll. “Enough is enough, we are tired of waiting,” a man shouted. "
    "The Minister said “never”. Midnight Gull was the name of the boat.\n"
    "She rejects a toll on boats. Olaf Lund spoke of a red line."
)


def place(words, nth=0):
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return start, start + len(words)


def quote(number, speaker, words, **more):
    return Quote(f"q-{number}", speaker, words, *place(words), **more)


def position(number, actor, stance, words, sentence, nth=0, **more):
    return Position(f"p-{number}", actor, stance, words, *place(words, nth), list(place(sentence, nth)), **more)


def fact(number, words, *actors, nth=0, speakers=()):
    return Fact(f"f-{number}", words, *place(words, nth), list(actors), list(speakers))


@pytest.fixture
def base():
    return FactBase(
        FORMAT,
        ArticleRef("harbour", "Minister Meets Envoy Over Harbour", "seeds/harbour.txt", "0" * 64),
        actors=[
            Actor("anna-berg", "Anna Berg", "person", ["Berg"], "the fisheries minister", "norland", 3),
            Actor("norland", "Norland", "country", [], None, None, 2),
            Actor("minister", "Minister", "person", [], None, "anna-berg", 1),
            Actor("midnight-gull", "Midnight Gull", "organisation"),
        ],
        topics=[Topic("harbour", "harbour", ["harbour"]), Topic("toll", "toll", ["toll"])],
        quotes=[
            quote(1, "anna-berg", "We will not close the harbour,", cue="said", topics=["harbour"]),
            quote(2, "minister", "never", cue="said"),
        ],
        positions=[
            position(
                1, "anna-berg", "reject", "rejects a toll on boats", "She rejects a toll on boats.", topics=["toll"]
            ),
            position(2, "norland", "want", "wants a lower toll", "Norland wants a lower toll.", topics=["toll"]),
            position(3, "midnight-gull", "fear", "was the name of the boat", "Midnight Gull was the name of the boat."),
        ],
        facts=[
            fact(1, "Anna Berg, the fisheries minister, met the envoy of Norland on Monday.", "anna-berg", "norland"),
            fact(2, "The Minister said “never”.", "minister", speakers=["minister"]),
            fact(3, "Midnight Gull was the name of the boat.", "midnight-gull", speakers=["midnight-gull"]),
            fact(4, "She rejects a toll on boats.", "anna-berg", nth=1),
            fact(5, "Olaf Lund spoke of a red line."),
        ],
        unattributed=[
            Unattributed(
                "u-1",
                "Enough is enough, we are tired of waiting,",
                *place("Enough is enough, we are tired of waiting,"),
            )
        ],
    )


@pytest.fixture
def edited(base, tmp_path):
    """A function from the words of an edits file to the base after them, checked against the article."""

    def apply(words):
        path = tmp_path / "harbour.edits.yaml"
        path.write_text(words, encoding="utf-8")
        before = dataclasses.asdict(base)
        after = apply_edits(base, load_edits(path), TEXT)
        assert dataclasses.asdict(base) == before  # the base given stays as it is
        assert verify(after, TEXT, "0" * 64) == []
        return after

    return apply


@pytest.fixture
def refused(base, tmp_path):
    """A function from the words of an edits file to the problems that refuse it."""

    def problems(words):
        path = tmp_path / "harbour.edits.yaml"
        path.write_text(words, encoding="utf-8")
        with pytest.raises(BadData) as bad:
            apply_edits(base, load_edits(path), TEXT)
        assert {problem.file for problem in bad.value.problems} == {str(path)}
        return bad.value.problems

    return problems


def test_an_alias_is_added(edited):
    assert edited("- actor: anna berg\n  aliases: [the Ice Queen]").actor("anna-berg").aliases == [
        "Berg",
        "the Ice Queen",
    ]


def test_an_alias_is_dropped(edited):
    assert edited("- actor: Anna Berg\n  drop_aliases: berg").actor("anna-berg").aliases == []


def test_a_renamed_actor_keeps_its_records_and_its_old_name(edited):
    after = edited("- actor: Berg\n  name: Anna B. Berg")
    actor = after.actor("anna-b-berg")
    assert (actor.name, actor.aliases) == ("Anna B. Berg", ["Anna Berg", "Berg"])
    assert after.quotes[0].speaker == after.positions[0].actor == "anna-b-berg"
    assert after.facts[0].actors == ["anna-b-berg", "norland"]
    assert after.actor("minister").speaks_for == "anna-b-berg"


def test_kind_role_and_speaks_for_are_set(edited):
    actor = edited("- actor: Norland\n  kind: group\n  role: a neighbour\n  speaks_for: Anna Berg").actor("norland")
    assert (actor.kind, actor.role, actor.speaks_for) == ("group", "a neighbour", "anna-berg")


def test_a_merged_actor_leaves_everything_to_the_other(edited):
    after = edited("- merge actor: Minister\n  into: Anna Berg")
    actor = after.actor("anna-berg")
    assert after.actor("minister") is None
    assert actor.aliases == ["Berg", "Minister"]
    assert actor.mentions == 4
    assert actor.speaks_for == "norland"
    assert after.quotes[1].speaker == "anna-berg"
    assert after.facts[1].actors == ["anna-berg"]


def test_a_dropped_actor_leaves_no_position_and_its_quotes_without_speaker(edited):
    after = edited("- drop actor: Minister\n- drop actor: Midnight Gull")
    assert [actor.id for actor in after.actors] == ["anna-berg", "norland"]
    assert [one.text for one in after.unattributed] == ["Enough is enough, we are tired of waiting,", "never"]
    assert [one.actor for one in after.positions] == ["anna-berg", "norland"]
    assert after.facts[2].actors == []


def test_an_added_actor_stands_in_the_facts_that_name_it(edited):
    after = edited(
        "- add actor: Olaf Lund\n  kind: person\n  role: a skipper\n  aliases: [Lund]\n  speaks_for: Norland"
    )
    assert after.actor("olaf-lund") == Actor("olaf-lund", "Olaf Lund", "person", ["Lund"], "a skipper", "norland", 1)
    assert after.facts[4].actors == ["olaf-lund"]


def test_a_quote_gets_another_speaker_medium_cue_and_topics(edited):
    after = edited(
        "- quote: We will not close\n  speaker: Norland\n  medium: radio\n  cue: shouted\n  topics: [toll, harbour]"
    )
    changed = after.quotes[0]
    assert (changed.id, changed.speaker, changed.medium, changed.cue) == ("q-1", "norland", "radio", "shouted")
    assert changed.topics == ["toll", "harbour"]


def test_an_unattributed_quote_gets_a_speaker(edited):
    after = edited("- quote: Enough is enough\n  speaker: Norland\n  cue: shouted")
    assert after.unattributed == []
    found = after.quotes[1]
    assert (found.speaker, found.cue, found.text) == (
        "norland",
        "shouted",
        "Enough is enough, we are tired of waiting,",
    )
    assert found.id.startswith("q-")


def test_a_wrong_speaker_is_taken_away(edited):
    after = edited("- quote: We will not close the harbour,\n  speaker: nobody")
    assert [one.text for one in after.quotes] == ["never"]
    assert after.unattributed[0].text == "We will not close the harbour,"


def test_a_quote_is_added(edited):
    after = edited("- add quote: red line\n  speaker: Anna Berg")
    assert (after.quotes[-1].text, after.quotes[-1].speaker) == ("red line", "anna-berg")


def test_a_quote_is_dropped_whether_attributed_or_not(edited):
    after = edited("- drop quote: We will not close\n- drop quote: Enough is enough")
    assert [one.text for one in after.quotes] == ["never"]
    assert after.unattributed == []


def test_a_position_gets_another_actor_stance_topics_and_negation(edited):
    after = edited("- position: wants a lower toll\n  actor: Berg\n  stance: demand\n  topics: harbour\n  negated: yes")
    changed = after.positions[1]
    assert (changed.id, changed.actor, changed.stance, changed.topics) == ("p-2", "anna-berg", "demand", ["harbour"])
    assert changed.negated is True


def test_a_fact_gives_the_words_of_whoever_holds_what_stands_in_it(edited):
    after = edited("- position: was the name of the boat\n  actor: Norland")
    assert after.facts[2].speakers == ["norland"]
    assert edited("- drop position: was the name of the boat").facts[2].speakers == []


def test_a_position_is_added_with_its_sentence_and_topics(edited):
    after = edited(
        "- add position: met the envoy\n  actor: Berg\n  stance: support\n"
        "- add position: spoke of\n  actor: Berg\n  stance: warn"
    )
    first, last = after.positions[0], after.positions[-1]
    assert TEXT[slice(*first.sentence)] == "Anna Berg, the fisheries minister, met the envoy of Norland on Monday."
    assert (first.text, first.stance, last.text) == ("met the envoy", "support", "spoke of")
    assert first.id != last.id


def test_an_excerpt_that_stands_twice_is_told_apart_by_its_neighbours(edited):
    after = edited("- add position: rejects a toll on boats\n  in: Olaf Lund\n  actor: Berg\n  stance: reject")
    assert after.positions[-1].start == place("rejects a toll on boats", 1)[0]
    assert after.positions[-1].topics == ["toll"]


def test_two_actors_may_hold_a_position_in_the_same_words(edited):
    both = "- add position: wants a lower toll\n  actor: Berg\n  stance: want\n"
    after = edited(both + "- position: wants a lower toll\n  by: Norland\n  stance: demand\n")
    assert [(one.actor, one.stance) for one in after.positions[1:3]] == [("norland", "demand"), ("anna-berg", "want")]
    after = edited(both + "- drop position: wants a lower toll\n  by: Norland\n")
    assert [one.actor for one in after.positions] == ["anna-berg", "anna-berg", "midnight-gull"]


def test_one_of_two_holders_must_be_named(refused):
    words = "- add position: wants a lower toll\n  actor: Berg\n  stance: want\n- drop position: wants a lower toll"
    (problem,) = refused(words)
    assert (problem.where, "`by:`" in problem.expected) == ("line 4", True)


def test_a_statement_is_added_changed_and_dropped(edited):
    add = "- add statement: Midnight Gull was the name of the boat\n  actor: Berg\n  told_by: Norland\n"
    (found,) = edited(add).statements
    assert (found.id[:2], found.actor, found.told_by, found.topics) == ("s-", "anna-berg", "norland", [])
    assert edited(add).facts[2].speakers == ["midnight-gull", "anna-berg"]
    after = edited(add + "- statement: the name of the boat\n  actor: Minister\n  cue: said\n  topics: toll\n")
    assert [(one.actor, one.cue, one.topics) for one in after.statements] == [("minister", "said", ["toll"])]
    assert edited(add + "- drop statement: the name of the boat\n  by: Berg\n").statements == []


def test_a_dropped_actor_takes_its_statements_along_and_tells_no_others(edited):
    add = "- add statement: was the name of the boat\n  actor: Berg\n  told_by: Norland\n"
    assert edited(add + "- drop actor: Norland\n").statements[0].told_by is None
    assert edited(add + "- drop actor: Berg\n").statements == []


def test_a_statement_that_is_there_is_not_added_twice(refused):
    add = "- add statement: was the name of the boat\n  actor: Berg\n"
    (problem,) = refused(add + add)
    assert "a statement with" in problem.found


def test_what_is_wrong_is_taken_away_where_nothing_is_right(edited):
    add = "- add statement: was the name of the boat\n  actor: Berg\n  told_by: Norland\n  cue: spoke\n"
    after = edited(add + "- statement: was the name of the boat\n  told_by: nobody\n  cue: nothing\n")
    assert [(one.actor, one.told_by, one.cue) for one in after.statements] == [("anna-berg", None, None)]
    actor = edited("- actor: Berg\n  speaks_for: nobody\n  role: nothing\n").actor("anna-berg")
    assert (actor.speaks_for, actor.role) == (None, None)
    after = edited("- quote: We will not close\n  medium: radio\n- quote: We will not close\n  medium: nothing\n")
    assert (after.quotes[0].medium, after.quotes[0].cue) == (None, "said")


def test_one_without_a_name_is_described_and_named(edited):
    add = "- actor: Minister\n  description: the minister\n  speaks_for: Norland\n"
    assert edited(add).shown("minister") == "the minister · Norland"
    assert edited(add + "- actor: Minister\n  name: Ida Holm\n").shown("ida-holm") == "Ida Holm"
    assert (
        edited(add + "- actor: Norland\n  name: Kingdom of Norland").shown("minister")
        == "the minister · Kingdom of Norland"
    )
    assert edited(add + "- drop actor: Norland").shown("minister") == "Minister"
    assert edited(add + "- actor: Minister\n  description: nothing").shown("minister") == "Minister"


def test_joint_words_are_a_quote_of_each_and_told_apart_by_their_speakers(edited):
    add = "- add quote: We will not close the harbour,\n  speaker: Norland\n"
    assert [one.speaker for one in edited(add).quotes] == ["anna-berg", "norland", "minister"]
    after = edited(add + "- quote: We will not close\n  by: Norland\n  medium: radio\n")
    assert [one.medium for one in after.quotes] == [None, "radio", None]
    assert [one.speaker for one in edited(add + "- drop quote: We will not\n  by: Berg\n").quotes] == [
        "norland",
        "minister",
    ]


def test_one_actor_that_is_two_is_split(edited):
    after = edited(
        "- actor: Anna Berg\n  aliases: [Olaf Lund]\n"
        "- actor: Anna Berg\n  drop_aliases: [Olaf Lund]\n"
        "- add actor: Olaf Lund\n  kind: person\n- quote: never\n  speaker: Olaf Lund\n"
        "- position: rejects a toll\n  actor: Olaf Lund\n"
    )
    assert after.actor("anna-berg").aliases == ["Berg"]
    assert (after.facts[4].actors, after.facts[0].actors) == (["olaf-lund"], ["anna-berg", "norland"])
    assert (after.quotes[1].speaker, after.positions[0].actor) == ("olaf-lund", "olaf-lund")
    assert (after.facts[1].speakers, after.facts[3].speakers) == (["olaf-lund"], [])


def test_the_actors_of_a_fact_are_set_and_a_fact_is_dropped(edited):
    after = edited("- fact: spoke of a red line\n  actors: [Berg, Norland]\n  when: [Monday]\n")
    assert (after.facts[4].actors, after.facts[4].when) == (["anna-berg", "norland"], ["Monday"])
    assert edited("- fact: met the envoy\n  actors: []\n").facts[0].actors == []
    assert [one.id for one in edited("- drop fact: spoke of a red line").facts] == ["f-1", "f-2", "f-3", "f-4"]


def test_quotation_marks_and_line_ends_need_not_be_typed_as_they_are(edited):
    after = edited('- add position: "Minister said\n    \\"never\\""\n  actor: Berg\n  stance: reject')
    assert "Minister said “never”" in [one.text for one in after.positions]


def test_a_position_is_dropped(edited):
    assert len(edited("- drop position: was the name").positions) == 2


def test_a_renamed_topic_keeps_its_records_and_its_old_name_as_a_term(edited):
    after = edited("- topic: toll\n  name: harbour fees\n  terms: [fee]")
    assert after.topics[1] == Topic("harbour-fees", "harbour fees", ["toll", "fee"])
    assert after.positions[0].topics == ["harbour-fees"]


def test_a_new_term_brings_the_topic_to_the_records_that_have_it(edited):
    after = edited("- topic: harbour\n  terms: [boat]")
    assert after.positions[0].topics == ["harbour", "toll"]  # "boats"


def test_a_dropped_term_takes_the_topic_from_the_records_that_had_it(edited):
    after = edited("- topic: toll\n  name: fees\n  drop_terms: [toll]")
    assert after.topics[1] == Topic("fees", "fees", [])
    assert after.positions[0].topics == []


def test_a_topic_is_added_and_found_in_quotes_and_positions(edited):
    after = edited("- add topic: boats\n  terms: [boat, close]")
    assert after.topics[-1] == Topic("boats", "boats", ["boat", "close"])
    assert after.quotes[0].topics == ["harbour", "boats"]
    assert after.positions[0].topics == ["toll", "boats"]


def test_a_topic_is_dropped(edited):
    after = edited("- drop topic: toll")
    assert [topic.id for topic in after.topics] == ["harbour"]
    assert after.positions[0].topics == []


def test_synonyms_are_added_to_words_of_the_article(edited):
    after = edited("- word: toll\n  synonyms: [levy, charge]\n- word: toll\n  synonyms: [fee, levy]")
    assert after.synonyms == {"toll": ["levy", "charge", "fee"]}


def test_edits_build_on_each_other_in_order(edited):
    after = edited(
        "- actor: Anna Berg\n  name: Berg\n- quote: Enough is enough\n  speaker: Berg\n- drop topic: harbour"
    )
    assert after.quotes[1].speaker == "berg"


@pytest.mark.parametrize(
    ("words", "where", "found", "expected"),
    [
        ("\n- drop actor: Anna Burg", "line 2", "no actor 'Anna Burg'", "'Anna Berg'"),
        ("- actor: Berg\n  aliases: [Norland]", "line 2", "'Norland', which Norland has already", "merge actor"),
        ("- actor: Berg\n  drop_aliases: [Annie]", "line 2", "no alias 'Annie'", "'Berg'"),
        ("- merge actor: Minister\n  into: The King", "line 2", "no actor 'The King'", "the name of an actor"),
        ("- merge actor: Berg\n  into: Anna Berg", "line 2", "'Anna Berg' into itself", "two actors"),
        ("- add actor: The King\n  kind: person", "line 1", "'The King', which is not in the article", "a name"),
        ("- add actor: Norland\n  kind: country", "line 1", "'Norland', which Norland has already", "merge actor"),
        ("- actor: Norland\n  speaks_for: Norland", "line 2", "'Norland' for itself", "another actor"),
        ("- quote: Enough of this\n  speaker: Berg", "line 1", "no quote with 'Enough of this'", "'Enough is enough"),
        ("- quote: We will not\n  why: x\n  speaker: King", "line 3", "no actor 'King'", "the name of an actor"),
        ("- quote: We will not\n  cue: sang", "line 2", "the cue 'sang', which is not in the article", "words of"),
        ("- quote: Enough is enough\n  medium: radio", "line 1", "no speaker", "its `speaker`"),
        ("- add quote: We will not close the harbour,\n  speaker: Berg", "line 1", "already", "`quote:`"),
        ("- drop position: sings", "line 1", "no position with 'sings'", "words of a position"),
        ("- position: toll\n  stance: want", "line 1", "2 positions with 'toll'", "`in:`"),
        ("- drop fact: sings", "line 1", "no fact with 'sings'", "words of a fact"),
        ("- quote: never\n  by: King\n  cue: said", "line 2", "no actor 'King'", "the name of an actor"),
        ("- position: wants\n  topics: [toll, fish]", "line 2", "no topic 'fish'", "the name of a topic"),
        ("- add position: She rejects\n  actor: Berg\n  stance: reject", "line 1", "'She rejects' 2 times", "`in:`"),
        (
            "- add position: Berg sang\n  actor: Berg\n  stance: want",
            "line 1",
            "not in the article",
            "letter for letter",
        ),
        ("- topic: tolls\n  terms: [x]", "line 1", "no topic 'tolls'", "'toll'"),
        ("- add topic: Toll", "line 1", "the topic 'toll' has already", "another name"),
        ("- add topic: Norland", "line 1", "the actor 'Norland' has already", "another name"),
        ("- topic: toll\n  name: Harbour", "line 2", "the topic 'harbour' has already", "another name"),
        ("- actor: Berg\n  name: Toll", "line 2", "the topic 'toll' has already", "another name"),
        ("- add actor: Harbour\n  kind: place", "line 1", "the topic 'harbour' has already", "another name"),
        ("- topic: toll\n  drop_terms: [fee]", "line 2", "no term 'fee'", "a term of toll: 'toll'"),
        ("- word: submarine\n  synonyms: [boat]", "line 1", "'submarine', which is not in the article", "words of"),
    ],
)
def test_an_edit_that_does_not_apply_is_told_with_its_line(refused, words, where, found, expected):
    (problem,) = refused(words)
    assert problem.where == where
    assert found in problem.found
    assert expected in problem.expected


@pytest.mark.parametrize(
    ("words", "where", "found", "expected"),
    [
        ("- remove actor: Berg", "line 1", "remove actor", "drop actor"),
        ("- aliases: [x]\n  actor: Berg", "line 1", "aliases", "begins with one of"),
        ("- actor: Berg\n  alias: [Annie]", "line 2", "the key alias", "aliases"),
        ("- actor: Berg", "line 1", "`actor` and nothing else", "role"),
        ("- actor: Berg\n  why: no reason", "line 1", "`actor` and nothing else", "role"),
        ("- actor: Berg\n  kind: human", "line 2", "'human'", "person, organisation"),
        ("- actor: Berg\n  aliases: [a]\n  aliases: [b]", "line 3", "aliases twice", "each key once"),
        ("- actor: Berg\n  aliases: {a: b}", "line 2", "aliases: a mapping", "a list of texts"),
        ("- actor: [Berg]\n  role: x", "line 1", "actor: a list", "a text"),
        ("- drop actor:", "line 1", "nothing", "a text"),
        ("- merge actor: Berg", "line 1", "without into", "the key into"),
        ("- add actor: Lund", "line 1", "without kind", "the key kind"),
        ("- position: wants\n  stance: adores", "line 2", "'adores'", "threaten"),
        ("- position: wants\n  negated: perhaps", "line 2", "'perhaps'", "true or false"),
        ("- fact: met\n  speakers: [Berg]", "line 2", "the key speakers", "actors"),
        ("- Berg", "line 1", "'Berg'", "an entry such as"),
        ("actor: Berg", "line 1", "no list", "a list of entries"),
        ("- actor: [", "line 1", "", "YAML"),
        ("- quote: a: b", "line 1", "mapping values", "YAML"),
    ],
)
def test_an_entry_that_means_nothing_is_told_with_its_line(refused, words, where, found, expected):
    (problem,) = refused(words)
    assert problem.where == where
    assert found in problem.found
    assert expected in problem.expected


def test_all_problems_of_a_file_are_told_at_once(refused):
    assert [one.where for one in refused("- drop actor: X\n- drop topic: toll\n- drop topic: Y")] == [
        "line 1",
        "line 3",
    ]
    assert [one.where for one in refused("- drop X: X\n- actor: Y\n  role: [1]\n- drop quote: never")] == [
        "line 1",
        "line 3",
    ]


def test_an_empty_file_changes_nothing(edited, base):
    assert edited("# nothing yet\n") == base


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(BadData):
        load_edits(tmp_path / "missing.edits.yaml")
    (tmp_path / "latin.edits.yaml").write_bytes(b"- drop actor: Jos\xe9\n")
    with pytest.raises(BadData, match="UTF-8"):
        load_edits(tmp_path / "latin.edits.yaml")


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parents[3].glob("seeds/*.edits.yaml")), ids=lambda path: path.name
)
def test_every_shipped_edits_file_means_something(path):
    assert load_edits(path).entries


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parents[3].glob("seeds/*.edits.yaml")), ids=lambda path: path.name
)
def test_every_shipped_edits_file_applies_to_what_the_rules_find(model, path):
    article = read_article(path.with_name(path.name.replace(".edits.yaml", ".txt")))
    base, _ = compile_article(article, model, "x.txt")
    after = apply_edits(base, load_edits(path), article.text)
    assert verify(after, article.text, article.sha256) == []
    assert after != base
