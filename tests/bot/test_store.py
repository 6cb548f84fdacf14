"""The store, on a real SQLite file and on a real PostgreSQL server: what goes in comes out, and goes away."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from bot.errors import BadConfiguration
from bot.store import CoverageCount, Feedback, GuildChoices, LoggedQuestion, Store, Upload
from bot.store.store import TERMS_PER_KIND
from bot.store.tables import TERM_LENGTH, UtcTime, metadata

NOW = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)
GUILD, OTHER_GUILD, CHANNEL, THREAD, USER, OTHER_USER = 81384788765712384, 2**62, 11, 12, 21, 2**63 - 1


def verdict(**changes) -> Feedback:
    fields = {"guild_id": GUILD, "briefing_id": "b", "excerpt_id": "q-1", "verdict": "helpful", "reason": None}
    return Feedback(**({**fields, "user_id": None, "at": NOW} | changes))


def question(**changes) -> LoggedQuestion:
    fields = {"guild_id": GUILD, "channel_id": CHANNEL, "user_id": USER, "question": "What about Iran? 🙂"}
    return LoggedQuestion(**({**fields, "status": "answered", "at": NOW} | changes))


async def test_nothing_is_bound_until_somebody_binds_it(store):
    assert await store.bound_briefings(GUILD, [CHANNEL]) == ()
    assert await store.bindings(GUILD) == {}


async def test_a_channel_keeps_to_its_own_briefings_and_the_rest_to_the_servers(store):
    await store.bind(GUILD, None, ["everyday"])
    await store.bind(GUILD, CHANNEL, ["zulu", "alpha", "zulu"])
    assert await store.bound_briefings(GUILD, [CHANNEL]) == ("zulu", "alpha"), "in their order, each once"
    assert await store.bound_briefings(GUILD, [THREAD, CHANNEL]) == ("zulu", "alpha"), "a thread is in its channel"
    assert await store.bound_briefings(GUILD, [99]) == ("everyday",)
    assert await store.bound_briefings(OTHER_GUILD, [CHANNEL]) == ()
    assert await store.bindings(GUILD) == {None: ("everyday",), CHANNEL: ("zulu", "alpha")}


async def test_binding_again_replaces_and_binding_to_nothing_unbinds(store):
    await store.bind(GUILD, CHANNEL, ["a", "b", "c"])
    await store.bind(GUILD, CHANNEL, ["c"])
    assert await store.bound_briefings(GUILD, [CHANNEL]) == ("c",)
    await store.bind(GUILD, CHANNEL, [])
    assert await store.bindings(GUILD) == {}


async def test_an_upload_comes_back_byte_for_byte(store):
    article = bytes(range(256)) * 4000
    await store.put_upload(Upload(GUILD, "ours", "Tïtle", article, "format: 2\n", NOW))
    assert await store.uploads(GUILD) == [Upload(GUILD, "ours", "Tïtle", article, "format: 2\n", NOW)]
    assert await store.uploads(OTHER_GUILD) == []


async def test_an_upload_of_the_same_id_replaces_the_servers_own_only(store):
    await store.put_upload(Upload(GUILD, "ours", "old", b"1", "x", NOW))
    await store.put_upload(Upload(OTHER_GUILD, "ours", "theirs", b"2", "y", NOW))
    await store.put_upload(Upload(GUILD, "ours", "new", b"3", "z", NOW + timedelta(days=1)))
    assert [upload.title for upload in await store.uploads()] == ["theirs", "new"]


async def test_removing_an_upload_removes_the_bindings_to_it(store):
    await store.put_upload(Upload(GUILD, "ours", "t", b"1", "x", NOW))
    await store.bind(GUILD, CHANNEL, ["ours", "shipped"])
    assert await store.remove_upload(GUILD, "ours") is True
    assert await store.remove_upload(GUILD, "ours") is False
    assert await store.bound_briefings(GUILD, [CHANNEL]) == ("shipped",)


async def test_a_servers_choices_are_independent_and_can_be_taken_back(store):
    assert await store.choices(GUILD) == GuildChoices(None, None)
    await store.choose_private_replies(GUILD, True)
    await store.choose_log_questions(GUILD, False)
    assert await store.choices(GUILD) == GuildChoices(True, False)
    await store.choose_private_replies(GUILD, None)
    assert await store.choices(GUILD) == GuildChoices(None, False)


async def test_feedback_is_kept_and_counted_by_excerpt(store):
    verdicts = [verdict(), verdict(verdict="wrong", reason="speaker", user_id=OTHER_USER), verdict(excerpt_id="p-2")]
    for each in [*verdicts, verdict(guild_id=None), verdict(guild_id=OTHER_GUILD), verdict(briefing_id="c")]:
        await store.add_feedback(each)
    assert await store.feedback_counts(GUILD, "b") == {
        ("q-1", "helpful"): 1,
        ("q-1", "wrong"): 1,
        ("p-2", "helpful"): 1,
    }
    assert (await store.feedback(GUILD))[1:] == verdicts[::-1]
    assert await store.feedback(None) == [verdict(guild_id=None)]


async def test_unanswered_questions_are_counted_by_actor_topic_and_word(store):
    await store.count_unanswered(GUILD, "declined", actors=["Putin"], words=["Ukraine", "UKRAINE "], at=NOW)
    await store.count_unanswered(GUILD, "declined", actors=["putin"], topics=["gas"], at=NOW + timedelta(days=1))
    await store.count_unanswered(GUILD, "choose", actors=["putin"], at=NOW)
    await store.count_unanswered(OTHER_GUILD, "declined", actors=["putin"], at=NOW)
    await store.count_unanswered(None, "declined", words=["dm"], at=NOW)
    await store.count_unanswered(GUILD, "declined", at=NOW)
    assert await store.coverage(GUILD, NOW.date()) == [
        CoverageCount("actor", "putin", "declined", 2),
        CoverageCount("actor", "putin", "choose", 1),
        CoverageCount("topic", "gas", "declined", 1),
        CoverageCount("word", "ukraine", "declined", 1),
    ]
    assert len(await store.coverage(GUILD, NOW.date() + timedelta(days=1))) == 2
    assert await store.coverage(None, NOW.date()) == [CoverageCount("word", "dm", "declined", 1)]


async def test_a_wall_of_words_fills_no_database(store):
    await store.count_unanswered(GUILD, "declined", words=[f"{n}" * 500 for n in range(1000)] + ["\0", " "], at=NOW)
    report = await store.coverage(GUILD, NOW.date(), limit=5000)
    assert len(report) == TERMS_PER_KIND
    assert max(len(row.term) for row in report) == TERM_LENGTH


async def test_half_a_surrogate_pair_spoils_neither_its_row_nor_those_written_with_it(store):
    half = "ferry \ud83d"
    await asyncio.gather(
        *(store.log_question(LoggedQuestion(GUILD, None, 1, words, "declined", NOW)) for words in (half, "whole")),
        *(store.count_unanswered(GUILD, "declined", words=[words], at=NOW) for words in (half, "whole")),
    )
    assert {row.question for row in await store.questions(GUILD)} == {"ferry ?", "whole"}
    assert {row.term for row in await store.coverage(GUILD, NOW.date())} == {"ferry ?", "whole"}


async def test_counting_at_once_loses_no_count(store, database_url):
    async with await Store.open(database_url) as other_process:
        await asyncio.gather(*(
            each.count_unanswered(GUILD, "declined", actors=order, at=NOW)
            for each, order in [(store, ["iran", "israel", "hamas"]), (other_process, ["hamas", "israel", "iran"])]
            for _ in range(20)
        ))  # fmt: skip
    assert {row.count for row in await store.coverage(GUILD, NOW.date())} == {40}


async def test_questions_come_back_as_asked_newest_first(store):
    asked = [question(), question(question="x" * 6000, status="declined"), question(question="@everyone '; --")]
    for each in asked:
        await store.log_question(each)
    await store.log_question(question(guild_id=None, channel_id=None, question="nul \0 byte"))
    assert await store.questions(GUILD) == asked[::-1]
    assert await store.questions(GUILD, limit=1) == asked[2:]
    assert [each.question for each in await store.questions(None)] == ["nul   byte"]


async def test_retention_deletes_what_is_older_and_nothing_else(store):
    for day in range(4):
        at = NOW + timedelta(days=day)
        await store.log_question(question(at=at))
        await store.add_feedback(verdict(at=at))
        await store.count_unanswered(GUILD, "declined", words=["word"], at=at)
    await store.bind(GUILD, CHANNEL, ["b"])
    assert await store.expire(NOW + timedelta(days=2)) == 6
    assert [each.at for each in await store.questions(GUILD)] == [NOW + timedelta(days=day) for day in (3, 2)]
    assert len(await store.feedback(GUILD)) == 2
    assert await store.coverage(GUILD, NOW.date()) == [CoverageCount("word", "word", "declined", 2)]
    assert await store.bound_briefings(GUILD, [CHANNEL]) == ("b",)


async def test_forgetting_a_user_deletes_his_questions_and_his_name_everywhere(store):
    await store.log_question(question())
    await store.log_question(question(guild_id=None))
    await store.log_question(question(user_id=OTHER_USER))
    await store.add_feedback(verdict(user_id=USER))
    await store.add_feedback(verdict(user_id=OTHER_USER))
    assert await store.forget(USER) == 3
    assert await store.forget(USER) == 0
    assert {each.user_id for each in await store.questions(GUILD)} == {OTHER_USER}
    assert await store.questions(None) == []
    assert [each.user_id for each in await store.feedback(GUILD)] == [OTHER_USER, None]


async def test_a_forgotten_question_is_not_left_in_the_sqlite_file(sqlite_url):
    async with await Store.open(sqlite_url) as store:
        await store.log_question(question(question="an embarrassing question"))
        await store.forget(USER)
    files = list(Path(sqlite_url.removeprefix("sqlite:///")).parent.iterdir())
    assert files
    assert not any(b"embarrassing" in file.read_bytes() for file in files)


async def test_leaving_a_server_deletes_all_there_is_of_it(store):
    for guild in (GUILD, OTHER_GUILD):
        await store.bind(guild, CHANNEL, ["b"])
        await store.put_upload(Upload(guild, "ours", "t", b"1", "x", NOW))
        await store.choose_log_questions(guild, True)
        await store.add_feedback(verdict(guild_id=guild))
        await store.count_unanswered(guild, "declined", words=["word"], at=NOW)
        await store.log_question(question(guild_id=guild))
        await store.note_synced(guild, "digest")

    async def rows(guild: int) -> list[bool]:
        return [
            bool(await store.bindings(guild)),
            bool(await store.uploads(guild)),
            await store.choices(guild) != GuildChoices(),
            bool(await store.feedback(guild)),
            bool(await store.coverage(guild, NOW.date())),
            bool(await store.questions(guild)),
            await store.synced_digest(guild) is not None,
        ]

    await store.forget_guild(GUILD)
    assert await rows(GUILD) == [False] * 7
    assert await rows(OTHER_GUILD) == [True] * 7


async def test_synced_commands_are_remembered_for_each_server_and_for_all(store):
    assert await store.synced_digest(None) is None
    await store.note_synced(None, "one")
    await store.note_synced(GUILD, "two")
    await store.note_synced(None, "three")
    assert (await store.synced_digest(None), await store.synced_digest(GUILD)) == ("three", "two")


async def test_state_outlives_the_process(database_url):
    async with await Store.open(database_url) as store:
        await store.bind(GUILD, None, ["b"])
    async with await Store.open(database_url) as store:
        assert await store.bound_briefings(GUILD, []) == ("b",)


async def test_the_migrations_make_the_tables_that_the_code_expects(store):
    def differences(connection) -> list:
        context = MigrationContext.configure(connection, opts={"compare_type": _same_type})
        return compare_metadata(context, metadata)

    assert await store._database.read(lambda connection: connection.run_sync(differences)) == []


def _same_type(context, inspected_column, metadata_column, inspected_type, metadata_type) -> bool | None:
    """None lets Alembic compare; our own time type it would not know."""
    return False if isinstance(metadata_type, UtcTime) else None


async def test_a_database_of_a_newer_version_is_refused_in_one_line(database_url):
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    async with await Store.open(database_url) as store:
        await store._database.write(lambda connection: connection.execute(newer))
    with pytest.raises(BadConfiguration) as raised:
        await Store.open(database_url)
    assert "newer Readout" in str(raised.value) and "\n" not in str(raised.value)


async def test_a_database_that_was_not_opened_is_migrated_at_its_first_use(database_url):
    async with Store(database_url) as store:
        await store.ping()
        await store.bind(GUILD, None, ["b"])


@pytest.mark.parametrize("url", ["mysql://root@localhost/readout", "nonsense", ""])
def test_a_url_that_names_no_database_is_bad_configuration(url):
    with pytest.raises(BadConfiguration, match="expected sqlite:///FILE or postgresql://"):
        Store(url)


def test_the_name_of_a_database_hides_its_password():
    assert Store("postgresql://readout:hunter2@host/readout").name == "postgresql://readout:***@host/readout"
