"""What is told of a record: its cue and holder, whom the ranker weighed, what decided, and what an editor changed."""

from pathlib import Path

import pytest

from knowledge.errors import BadData
from knowledge.model.storage import SEAL, dump, load, sealed
from knowledge.review.explanation import Tell, examine, examine_compiled

TEXT = (
    "Harbour Toll Stays\n"
    "Anna Berg, the fisheries minister of Norway, met Olaf Lund, a skipper, on Monday. "
    "She rejects a toll on boats. “We will not close the harbour,” the minister said.\n"
    "Olaf Lund said that two boats had sunk off the coast. It is feared that the toll will rise again. "
    "“Enough is enough for all of us.”\n"
    "Norway said on Friday that the quota would stay.\n"
)
EDITS = "- position: rejects a toll\n  stance: oppose\n- add statement: met Olaf Lund\n  actor: Anna Berg\n"


@pytest.fixture(scope="module")
def found(model, tmp_path_factory):
    path = tmp_path_factory.mktemp("examined") / "harbour.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.with_name("harbour.edits.yaml").write_text(EDITS, encoding="utf-8")
    return examine(path, model)


def told(found, record):
    """What is told of a record, by label; several of one label as lines."""
    lines = {}
    for one in found.why(record):
        lines[one.label] = f"{lines[one.label]}\n{one.words}" if one.label in lines else one.words
    return lines


def test_a_position_tells_whom_a_pronoun_could_mean_with_shares_and_margin(found):
    (position,) = found.base.positions
    lines = told(found, position)
    assert lines["cue"].startswith("“rejects”, indirect, reject: 0.")
    assert lines["named by"] == "“She”"
    best, *others = lines["weighed"].splitlines()
    assert best.startswith("Anna Berg ") and "+" in best and all(not one.startswith("Anna") for one in others)
    assert lines["meant"].startswith("Anna Berg: the best has ") and lines["meant"].endswith("0.50 is asked")
    assert "0.60 is asked: " in lines["a position"]
    assert lines["an actor"].startswith("Anna Berg: ") and lines["its kind"].startswith("person ")


def test_a_resolved_description_can_be_picked_out(found):
    (quote,) = found.base.quotes
    assert told(found, quote)["named by"] == "“the minister”"
    assert [one.label for one in found.why(quote) if one.resolved] == ["named by"]
    assert not any(one.resolved for one in found.why(found.base.positions[0]))


def test_a_statement_tells_why_it_is_no_position_and_an_actor_why_it_is_one(found):
    statement = next(one for one in found.base.statements if "sunk" in one.text)
    assert told(found, statement)["no position"] == "a stance that is no position"
    assert told(found, statement)["named by"] == "“Olaf Lund”: Olaf Lund"
    assert told(found, found.base.actor("olaf-lund"))["its kind"].startswith("person ")
    assert told(found, found.base.actor("norway"))["its kind"] == "country, by the table of countries"


def test_what_is_withheld_has_an_id_and_a_reason(found):
    (held,) = [one for one in found.withheld if one.text == "that the toll will rise again"]
    assert held.reason == "no holder is named"
    assert found.find(held.id) == held
    assert told(found, held) == told(found, held) | {"withheld": held.reason, "named by": "no words here"}


def test_what_an_editor_changed_is_told(found):
    assert told(found, found.base.positions[0])["edited"] == "stance: reject → oppose"
    added = next(one for one in found.base.statements if one.text == "met Olaf Lund")
    assert told(found, added)["edited"] == "the rules do not make it"


def test_a_sentence_tells_whose_words_it_gives_and_words_of_nobody_that_they_are(found):
    fact = next(one for one in found.base.facts if one.text.startswith("She rejects"))
    assert told(found, fact) == {"speaker": f"Anna Berg holds {found.base.positions[0].id}"}
    (nobody,) = found.base.unattributed
    assert found.why(nobody) and not any(one.label == "an actor" for one in found.why(nobody))


def test_every_record_is_found_by_its_id_and_tells_something(found):
    for record in [*found.base.actors, *found.base.held(), *found.base.unattributed, *found.withheld]:
        assert found.find(record.id) == record
        assert found.why(record), record


def test_an_unknown_id_is_refused_in_one_line(found):
    with pytest.raises(BadData, match=r"harbour.txt: found no record p-xyz, expected the id of .*, such as anna-berg"):
        found.find("p-xyz")


def test_a_compiled_file_is_taken_as_it_is(found, model, tmp_path):
    path = tmp_path / "harbour.yaml"
    moved = dump(found.base).rpartition(SEAL)[0].replace(found.base.article.path, "harbour.txt")
    path.write_text(sealed(moved), encoding="utf-8")
    (tmp_path / "harbour.txt").write_text(TEXT, encoding="utf-8")
    again = examine_compiled(load(path), model)
    assert again.base.positions == found.base.positions  # with the edits, though none lie beside it
    assert told(again, again.base.positions[0])["edited"] == "stance: reject → oppose"


@pytest.mark.parametrize(("share", "unsure"), [(0.5, True), (0.63, True), (0.66, False), (0.3, False), (None, False)])
def test_what_nearly_went_the_other_way_is_unsure(share, unsure):
    assert Tell("a position", "", share, 0.5).unsure is unsure


def test_the_build_itself_notes_nothing(found):
    assert not Path(found.article.path).with_name("harbour.yaml").exists()
