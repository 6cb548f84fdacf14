"""Fact bases on disk: what is written reads back, and what is wrong is told in one line each."""

import dataclasses
import hashlib
import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import BadData
from knowledge.model import storage
from knowledge.model.factbase import FORMAT, Actor, ArticleRef, Fact, FactBase, Position, Quote, Topic

ARTICLE = "Mayor bans scooters\nAna Ruiz said “no more” on Monday. She wants quiet streets.\n"
MAYOR = {"id": "mayor", "name": "The mayor", "kind": "person"}


def base_of(text: str = ARTICLE) -> FactBase:
    quote, clause = text.index("no more"), text.index("wants quiet streets")
    sentence = text.index("She wants")
    return FactBase(
        format=FORMAT,
        article=ArticleRef(
            "scooters", "Mayor bans scooters", "scooters.txt", hashlib.sha256(text.encode()).hexdigest()
        ),
        actors=[Actor("ana-ruiz", "Ana Ruiz", "person", ["Ruiz"], "mayor")],
        topics=[Topic("streets", "streets", ["street"])],
        quotes=[Quote("q-1", "ana-ruiz", "no more", quote, quote + 7, "said")],
        positions=[
            Position("p-1", "ana-ruiz", "want", "wants quiet streets", clause, clause + 19, [sentence, sentence + 24])
        ],
        facts=[Fact("f-1", "She wants quiet streets.", sentence, sentence + 24, ["ana-ruiz"], ["ana-ruiz"])],
    )


@pytest.fixture
def stored(tmp_path: Path):
    """Writes a fact base, changed by a function of its plain data, beside its article; returns the YAML's path."""

    def write(change=lambda data: None, article: str = ARTICLE) -> Path:
        (tmp_path / "scooters.txt").write_text(article, encoding="utf-8")
        data = storage.as_plain(base_of())
        change(data)
        path = tmp_path / "scooters.yaml"
        path.write_text(storage.sealed(yaml.safe_dump(data, allow_unicode=True)), encoding="utf-8")
        return path

    return write


def problems_of(path: Path) -> list[str]:
    with pytest.raises(BadData) as caught:
        storage.load(path)
    return [str(problem).removeprefix(f"{path}: ") for problem in caught.value.problems]


def test_a_good_fact_base_loads_with_its_article(stored):
    briefing = storage.load(stored())
    assert briefing.base == base_of()
    assert briefing.article.text == ARTICLE


def test_a_file_that_is_cut_off_anywhere_is_refused_in_one_line_of_what_to_do(stored):
    path = stored()
    whole = path.read_bytes()
    ends = [place + 1 for place, byte in enumerate(whole) if byte == ord("\n")]
    for end in (*ends[:-1], len(whole) - 2, 0):
        path.write_bytes(whole[:end])
        with pytest.raises(BadData):
            storage.load(path)
    path.write_bytes(whole[: ends[-2]])
    [problem] = problems_of(path)
    assert "cut off" in problem and "readout build" in problem


@pytest.mark.parametrize("opening", ["[", "{a: ", "[[],"])
def test_a_file_that_nests_without_end_is_refused_and_ends_nothing(tmp_path, opening):
    path = tmp_path / "deep.yaml"
    path.write_text("a: " + opening * 200_000, encoding="utf-8")
    with pytest.raises(BadData, match="lists within lists"):
        storage.load(path)


def test_a_file_that_was_changed_is_refused_although_it_is_sound(stored):
    path = stored()
    path.write_text(path.read_text(encoding="utf-8").replace("want\n", "demand\n"), encoding="utf-8")
    assert "changed by hand" in problems_of(path)[0]


def test_speakers_that_are_left_out_are_filled_in(stored):
    assert storage.load(stored(lambda data: data["facts"][0].pop("speakers"))).base == base_of()


def test_a_briefing_is_read_from_two_texts_without_a_file():
    briefing = storage.load_text(storage.dump(base_of()), ARTICLE.encode(), Path("given.yaml"))
    assert (briefing.base, briefing.article.text, briefing.id) == (base_of(), ARTICLE, "scooters")
    with pytest.raises(BadData) as caught:
        storage.load_text(storage.dump(base_of()), ARTICLE.replace("Ana", "Ina").encode(), Path("given.yaml"))
    assert "given.yaml: article.sha256: found " in str(caught.value)
    with pytest.raises(BadData, match=r"given.yaml: line 2: found "):
        storage.load_text("{", b"", Path("given.yaml"))


def test_a_holder_is_whose_words_or_view_a_record_gives_and_has_a_name():
    base = base_of()
    assert [record.holder for _, record in base.excerpts()] == ["ana-ruiz", "ana-ruiz", None]
    assert base.name("ana-ruiz") == "Ana Ruiz" and base.name("bob") == "bob"
    assert base.actor("ana-ruiz") == base.actors[0] and base.actor("bob") is None is base.actor(None)


def test_the_same_base_is_dumped_to_the_same_text_and_reads_back():
    text = storage.dump(base_of())
    assert text == storage.dump(base_of())
    assert storage.parse(yaml.safe_load(text), Path("x.yaml")) == base_of()


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_words_survive_the_way_to_yaml_and_back(words):
    base = dataclasses.replace(base_of(), actors=[Actor("a", words, "group", [words])], synonyms={words: [words]})
    assert storage.parse(yaml.safe_load(storage.dump(base)), Path("x.yaml")) == base


@pytest.mark.parametrize("scalar", ["yes", "No", "1.0", "null", "2016-09-12", "~", "0x1F", "1_000"])
def test_words_that_yaml_takes_for_something_else_stay_words(scalar):
    base = dataclasses.replace(base_of(), actors=[Actor("a", scalar, "group")])
    assert storage.parse(yaml.safe_load(storage.dump(base)), Path("x.yaml")).actors[0].name == scalar


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda d: d.update(colour="red"), "colour: found an unknown key, expected one of format, article,"),
        (lambda d: d["actors"][0].pop("kind"), "actors[0].kind: found nothing, expected the key kind"),
        (lambda d: d["actors"][0].update(kind="dog"), 'actors[0].kind: found "dog", expected one of person,'),
        (lambda d: d["actors"][0].update(name=True), "actors[0].name: found true, expected text (put it in quotation"),
        (lambda d: d["quotes"][0].update(start="7"), 'quotes[0].start: found "7", expected a whole number'),
        (lambda d: d.update(quotes={"a": 1}), 'quotes: found {"a": 1}, expected a list'),
        (lambda d: d.update(format=9), "format: found 9, expected 2 (run `readout build`"),
        (lambda d: d["quotes"][0].update(text="never again"), "quotes[0].text: found 'never again' at "),
        (lambda d: d["facts"][0].update(end=10**9), "facts[0].text: found 'She wants quiet streets.' at "),
        (lambda d: d["quotes"][0].update(speaker="bob"), "quotes[0].speaker: found 'bob', expected the id of an actor"),
        (lambda d: d["facts"][0].update(id="q-1"), "facts[0].id: found 'q-1', expected an id used once"),
        (lambda d: d["positions"][0].update(sentence=[1]), "positions[0].sentence: found [1], expected [start, end]"),
        (
            lambda d: d["facts"][0].update(speakers=["ana-ruiz", "mayor"]) or d["actors"].append(MAYOR),
            "facts[0].speakers:",
        ),
        (lambda d: d["positions"][0].update(topics=["x"]), "positions[0].topics[0]: found 'x', expected the id of a"),
    ],
)
def test_each_fault_is_one_line_with_path_found_and_expected(stored, change, line):
    problems = problems_of(stored(change))
    assert len(problems) == 1, problems
    assert problems[0].startswith(line)


def test_all_faults_are_told_at_once(stored):
    def change(data):
        data["actors"][0]["kind"] = "dog"
        data["quotes"][0]["end"] = None
        data["topics"] = 5

    assert len(problems_of(stored(change))) == 3


def test_a_changed_article_is_told_apart_from_a_wrong_excerpt(stored):
    problems = problems_of(stored(article=ARTICLE + "One more line.\n"))
    assert len(problems) == 1 and "the article has changed; run `readout build`" in problems[0]


def test_a_missing_article_is_named(stored, tmp_path):
    path = stored()
    (tmp_path / "scooters.txt").unlink()
    assert problems_of(path) == [
        "article.path: found 'scooters.txt', expected an article that is there, from the project or from this file"
    ]


@pytest.mark.parametrize("text", ["- a\n- b\n", "", "just words\n"])
def test_yaml_that_is_no_fact_base_is_one_line(tmp_path, text):
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    assert len(problems_of(path)) == 1


def test_broken_yaml_names_its_line(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("format: 2\narticle: {id: [\n", encoding="utf-8")
    assert problems_of(path)[0].startswith("line 3: found ")


def test_the_schema_for_editors_is_what_the_loader_checks():
    shipped = json.loads((storage.PROJECT / "knowledge" / "schema.json").read_text(encoding="utf-8"))
    assert shipped == storage.json_schema(), "run `python -m knowledge.model.storage`"
    jsonschema.Draft202012Validator.check_schema(shipped)
    jsonschema.validate(storage.as_plain(base_of()), shipped)


def test_the_schema_refuses_what_the_loader_refuses(stored):
    schema = storage.json_schema()
    data = yaml.safe_load(stored(lambda d: d["actors"][0].update(kind="dog")).read_text(encoding="utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema)
