"""Names: where they begin and end in running text, and when two are one person's."""

from pathlib import Path

import pytest

from knowledge.extraction.names import find_mentions, same_person, surname_key
from knowledge.extraction.reading import read
from knowledge.model.article import parse_text


@pytest.fixture(scope="module")
def reading(model):
    """A function from paragraphs to their reading."""
    return lambda text: read(parse_text(f"A title of the article\n\n{text}", "x", Path("x.txt"), ""), model)


@pytest.fixture(scope="module")
def named(reading):
    """A function from paragraphs to the names in them."""

    def find(text):
        whole = reading(text)
        return [mention.text for mention in find_mentions(whole.article, whole.doc, whole.quotations)]

    return find


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ahmed al-Rashid, the oil minister, said the cuts would go on.", "Ahmed al-Rashid"),
        ("The cuts would go on, al-Rashid said.", "al-Rashid"),
        ("Luis de la Cruz, an analyst, said prices would rise.", "Luis de la Cruz"),
        ("Ursula von der Leyen welcomed the talks on Monday.", "Ursula von der Leyen"),
        ("Jan van der Merwe and his wife said nothing.", "Jan van der Merwe"),
        ("Fatima bint Khalid said she agreed.", "Fatima bint Khalid"),
        ("Kerryn Abbott-Lee, the union's leader, refused.", "Kerryn Abbott-Lee"),
        ("Siobhan O'Neill-Grady said it was late.", "Siobhan O'Neill-Grady"),
        ("Superintendent of Police Kavita Menon said so.", "Kavita Menon"),
        ("The Minister for Defence Colm Devaney told reporters so.", "Colm Devaney"),
        ("Avon and Somerset Police said no offences had been reported.", "Avon and Somerset Police"),
        ("The firm is appealing against Perth and Kinross Council, which refused.", "Perth and Kinross Council"),
        ("The outrage came from the Bakers and Allied Trades Union, which struck.", "Bakers and Allied Trades Union"),
        ("Morag Leslie chairs Hands Off Corrach, a group of crofters.", "Hands Off Corrach"),
        ("Members of Transit Workers Local 412 voted for a strike.", "Transit Workers Local 412"),
        ("He leads the Mechanised Boat Owners' Sangam in the port.", "Mechanised Boat Owners' Sangam"),
        ("The Federal Office for the Environment in Bern agreed.", "Federal Office for the Environment"),
        ("The Royal Society for the Protection of Birds sued.", "Royal Society for the Protection of Birds"),
        ("The Society for the Study of Evolution said no.", "Society for the Study of Evolution"),
        ("The Supreme Court of Nova Scotia rejected the appeal.", "Supreme Court of Nova Scotia"),
        ("The Health and Safety Executive warned the firm.", "Health and Safety Executive"),
        ("Ferri S.p.A. said it would appeal.", "Ferri S.p.A."),
        ("The order went to Brix A/S, a rival.", "Brix A/S"),
        ("Suzuki Foods Co., Ltd. said sales rose.", "Suzuki Foods Co., Ltd."),
        ("Amoah-Tetteh, 68, has now had four ministers.", "Amoah-Tetteh"),
        ("Lt-Gen Peter Lokwawi said it was late.", "Peter Lokwawi"),
    ],
)
def test_a_name_is_found_whole(named, text, name):
    assert name in named(text)


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg and Halden Council agreed on Monday.",
        "Norway and Kinross Council agreed on Monday.",
        "The Supreme Court of Norway agreed on Monday.",
    ],
)
def test_two_that_are_joined_stay_two(named, text):
    assert len(named(text)) == 2


def test_two_names_with_a_hyphen_stay_two_where_one_stands_alone(named):
    assert named("The Berg-Reyes talks ended, Reyes said.") == ["Berg", "Reyes", "Reyes"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nordvik Oyj said on Monday that its profit rose.", "organisation"),
        ("Tanaka K.K. said it would close the plant.", "organisation"),
        ("Vega S.A. has denied the claim.", "organisation"),
        ("Brix A/S said it had lost the order.", "organisation"),
        ("Sunnfjord Pelagic said it would appeal.", "organisation"),
        ("The dam was safe, J. P. Holloway said on Monday.", "person"),
        ("J.P. Holloway told the court that it was late.", "person"),
        ("Dai Prosser said the road was closed.", "person"),
        ("Kwame Boateng rejected the offer.", "person"),
        ("Cyclone Belinda wrecked a pumping station.", "organisation"),
    ],
)
def test_what_kind_a_name_is(reading, text, kind):
    (entity,) = reading(text).entities
    assert entity.kind == kind


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        ('Dominic "Dom" Fairley of Rovers stays. “I am staying,” Dom said.', "Dominic Fairley", ["Dom"]),
        ("William ‘Big Bill’ Haydon said so. Haydon is a boxer.", "William Haydon", ["Big Bill", "Haydon"]),
        ("Margaret (Peggy) Lowe, his manager, said so. She was sorry, Peggy said.", "Margaret Lowe", ["Peggy"]),
    ],
)
def test_a_nickname_inside_a_name_is_an_alias(reading, text, name, aliases):
    (actor,) = reading(text).cast.actors
    assert (actor.name, actor.aliases) == (name, aliases)


def test_a_nickname_with_the_surname_is_the_same_person(reading):
    text = 'Dominic "Dom" Fairley stays. Dom Fairley said so. Fairley is 24.'
    assert [actor.name for actor in reading(text).cast.actors] == ["Dominic Fairley"]
    actors = reading(f"{text} Dom Fairley said no. The club agreed with Dom Fairley.").cast.actors
    assert [actor.name for actor in actors if actor.kind == "person"] == ["Dom Fairley"]


def test_a_nickname_inside_a_name_is_no_quotation(reading):
    assert not reading('Dominic "Dom" Fairley of Rovers rejected a transfer.').quotations
    assert reading("Keir Moss (Labour) said no. “We stay,” he said.").quotations


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("J.P. Holloway", "J. P. Holloway", True),
        ("J P Holloway", "J.P. Holloway", True),
        ("James P. Holloway", "J.P. Holloway", True),
        ("J. Holloway", "James Holloway", True),
        ("R.P. Holloway", "J.P. Holloway", False),
        ("Ann Holloway", "J.P. Holloway", False),
        ("Ahmed al-Rashid", "Ahmed Rashid", True),
        ("Ben Moss", "Benjamin Moss", True),
        ("Aung San Suu Kyi", "Suu Kyi", True),
        ("Malcolm X", "Ann X", False),
    ],
)
def test_two_full_names_are_compared(one, other, same):
    assert same_person(tuple(one.split()), tuple(other.split())) is same


def test_a_surname_is_compared_without_its_article():
    assert surname_key("al-Rashid") == surname_key("Rashid") == "rashid"
    assert surname_key("Abbott-Lee") == "abbott-lee"


@pytest.mark.parametrize(
    "dateline", ["DES MOINES, Iowa—", "SÃO PAULO, March 3 — ", "CHENNAI: ", "OSLO – ", "OSLO (AFP) — ", "5.40pm: "]
)
def test_a_dateline_and_a_time_are_read_over(reading, dateline):
    whole = reading(f"{dateline}Larkfield Foods said on Monday it would buy a rival.")
    assert [actor.name for actor in whole.cast.actors] == ["Larkfield Foods"]


def test_characters_that_nobody_sees_change_nothing_but_the_text(reading):
    whole = reading(
        'Mayor Ann Tul\u00adly told re\u00adporters: "The park stays." Coun\u200bcil leader Omar Reyes sa\u00adid the '
        "\ufb01nance plan of \uff2e\uff4f\uff52\uff44\uff56\uff49\uff4b failed. It is over, \ufeffReyes said."
    )
    tully, reyes = (actor for actor in whole.cast.actors if actor.kind == "person")
    assert tully.name == "Ann Tully"
    assert (reyes.name, reyes.aliases, reyes.role) == ("Omar Reyes", ["Reyes"], "Council leader")
    assert {"Ann Tully", "Omar Reyes"} <= {one.speaker for one in whole.attributions}
