"""A programme's own words, numbers and pack: what people read, and how it is put back."""

import asyncio
import json
from datetime import timedelta

import pytest

from care.own_parts import FIRST_OWN_VERSION, HOURS
from care.packs import load_pack
from db.audit import AuditRow
from db.consents import Consent
from db.pairings import Pairing
from db.people import person
from db.programmes import programme_by_name
from db.rhythms import rhythm_or_none
from db.setting_changes import setting_changes
from flows.actor import actor_of
from flows.errors import Refused
from flows.hours_told import nobody_on_duty
from flows.own_settings import may_choose_pack, write_rhythm
from flows.own_view import look_at, own_numbers, own_text, pack_choices
from flows.programme_settings import change_setting, undo_change, value_in_words
from flows.programmes import pack_of, use_packs
from flows.setting import mark_of
from flows.story import Story
from tests.databases import open_database
from tests.flows.people import ANNA, HANNAH, JOSIE, SAM, begun, join, pair, row, rows
from tests.stage import Stage, wording

PACK = load_pack("perinatal")
OWN = "We read every message on the day it comes."


@pytest.fixture
async def alone(stage):
    """Sam, alone in the programme, on SQLite."""
    return await join(stage, SAM, "coordinator", "Sam")


async def told(stage, work, name="Perinatal"):
    """What `work` returns of a story in the programme."""
    async with stage.database.transaction() as session:
        where = await programme_by_name(session, name)
        return await work(Story(session, stage.clock.now(), f"test:{stage.clock.now()}"), where)


async def settle(stage, name, value, *, by=None, seen=""):
    """Change a setting; returns whether it was another one before."""
    return await told(
        stage,
        lambda story, where: change_setting(
            story, where, name, value, by=by and by.person_id, seen=seen
        ),
    )


async def put_back(stage, sam):
    """Undo the newest change."""

    async def undo(story, where):
        newest = await setting_changes(story.session, where.id, most=1)
        actor = await actor_of(story.session, await person(story.session, sam.person_id))
        await undo_change(story, actor, where, newest[0].id)

    await told(stage, undo)


async def own_pack(stage):
    async def read(story, where):
        return pack_of(story, where)

    return await told(stage, read)


async def test_own_words_are_read_and_the_packs_again_when_put_back(stage, sam, josie):
    """On both kinds of database: a long text goes there and back as it was written."""
    long_own = f"{OWN}\n\n" + "We are here for you. " * 15
    assert await settle(stage, "text_waiting", f"  {long_own}\r\n", by=sam)
    await josie.type("/menu")
    assert josie.text.startswith(long_own.strip())
    await put_back(stage, sam)
    await josie.type("/menu")
    assert josie.text.startswith(PACK.texts.waiting[:40])
    acts = [audit.act for audit in await rows(stage, AuditRow, actor=sam.person_id)]
    assert acts[-2:] == ["setting.text_waiting", "setting.text_waiting.undone"]


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_own_rules_are_agreed_to_and_read_before_two_talk(stage, alone):
    rules = "We are kind. We keep to the time that we agreed."
    await settle(stage, "text_role_agreement", rules, by=alone)
    await settle(stage, "text_first_conversation", "Say hello.\n\nAsk a little.")
    ruth = await begun(stage, 2_009, "agreement", "peer_worker", "Ruth")
    assert rules in ruth.text
    josie = await join(stage, JOSIE, "service_user", "Josie")
    hannah = await join(stage, HANNAH, "peer_worker", "Hannah")
    await pair(stage, josie, hannah)
    for someone in (josie, hannah):
        assert any(rules in text for text in someone.texts)
        assert not any(PACK.texts.role_agreement[:30] in text for text in someone.texts)
    await hannah.tap("First talk")
    assert "Say hello." in hannah.text
    await hannah.tap("Next")
    assert "Ask a little." in hannah.text
    assert "Next" not in hannah.labels


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_role_in_own_words_is_agreed_to_anew_once(stage, alone):
    hannah = await join(stage, HANNAH, "peer_worker", "Hannah")
    await settle(stage, "text_role_description", "You listen, once a week.", by=alone)
    await hannah.type("/menu")
    assert "You listen, once a week." in hannah.text
    await hannah.tap("I agree")
    versions = [c.version for c in await rows(stage, Consent, kind="role")]
    assert versions[0] == 1
    assert versions[1] >= FIRST_OWN_VERSION
    await hannah.type("/menu")
    assert "have changed" not in hannah.text
    await put_back(stage, alone)
    await hannah.type("/menu")
    assert "You chat with one to three parents" in hannah.text


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_own_hours_are_told_where_nobody_is_on_duty(stage, alone):
    async def parts(story, where):
        return await nobody_on_duty(story, await person(story.session, alone.person_id), where)

    await settle(stage, f"text_{HOURS}", "We read from 9 to 5.")
    assert [getattr(one, "text", "") for one in await told(stage, parts)] == [
        "",
        "We read from 9 to 5.",
    ]


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_own_numbers_count_for_what_begins_and_running_pairs_keep_their_end(stage, trio):
    running = await row(stage, Pairing)

    async def last_day(pairing):
        async with stage.database.reading() as session:
            return (await rhythm_or_none(session, pairing.id)).ends_on

    before = await last_day(running)
    numbers = {one.name: one.now for one in await told(stage, read_numbers)}
    await settle(stage, "rhythm", write_rhythm(numbers | {"weeks": 8, "offer_hours": 24}))
    assert await last_day(running) == before
    anna = await join(stage, ANNA, "service_user", "Anna")
    await pair(stage, anna, trio[1])
    new = next(one for one in await rows(stage, Pairing) if one.id != running.id)
    assert before - await last_day(new) == timedelta(weeks=4)
    assert (await own_pack(stage)).offer_hours == 24
    kept = await told(stage, latest)
    assert json.loads(kept.new) == {"offer_hours": 24, "weeks": 8}  # the others stay the pack's


async def read_numbers(story, where):
    return own_numbers(story, where)


async def latest(story, where):
    return (await setting_changes(story.session, where.id, most=1))[0]


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("text_waiting", "<b>Wait</b>", "settings.own.markup"),
        ("text_waiting", "\u202e", "settings.own.empty"),
        ("text_waiting", "x" * 401, "settings.own.long"),
        ("text_below_age", "You are too young.", "settings.own.age"),
        ("rhythm", '{"weeks": 105}', "settings.own.number"),
        ("rhythm", '{"age_floor": 12}', "settings.own.unknown"),
        ("pack", "base", "settings.no_pack"),
        ("pack", "../../etc/passwd", "settings.no_pack"),
    ],
)
async def test_what_cannot_be_said_or_planned_is_refused(stage, alone, name, value, why):
    with pytest.raises(Refused) as refused:
        await settle(stage, name, value, by=alone)
    assert refused.value.key == why
    assert wording().say(why, refused.value.params)
    assert await own_pack(stage) is PACK


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_words_of_the_pack_are_no_change(stage, alone):
    assert not await settle(stage, "text_waiting", PACK.texts.waiting, by=alone)
    assert not await settle(stage, "rhythm", write_rhythm({"weeks": PACK.weeks}), by=alone)
    assert await own_pack(stage) is PACK


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_of_two_who_write_at_once_the_second_is_told(stage, alone):
    seen = mark_of("")
    assert await settle(stage, "text_waiting", "The first.", by=alone, seen=seen)
    with pytest.raises(Refused, match=r"settings\.changed_meanwhile"):
        await settle(stage, "text_waiting", "The second.", by=alone, seen=seen)
    assert (await own_pack(stage)).texts.waiting == "The first."
    assert await settle(stage, "text_waiting", "The second.", by=alone, seen=mark_of("The first."))


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_own_words_stay_when_the_pack_changes_and_what_does_not_fit_is_seen(
    stage, alone, tmp_path
):
    words = "This is for people aged 18 and over."
    await settle(stage, "text_below_age", words, by=alone)
    text = """
extends = "perinatal"
code = "perinatal"
version = 2
age_floor = 16
[texts]
below_age = "This is for people aged 16 and over."
waiting = "The pack says something new."
[[forms.service_user.questions]]
code = "age"
text = "How old are you? You have to be 16."
why = ""
"""
    (tmp_path / "perinatal.toml").write_text(text, encoding="utf-8")
    await use_packs(stage.database, tmp_path)
    pack = await own_pack(stage)
    assert (pack.texts.below_age, pack.texts.waiting) == (words, "The pack says something new.")

    async def read(story, where):
        return own_text(story, where, "below_age")

    found = await told(stage, read)
    assert found.of_pack == "This is for people aged 16 and over."
    assert [fault.key for fault in found.looked.faults] == ["settings.own.age"]


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_pack_is_chosen_while_nobody_but_coordinators_is_there(stage, alone):
    assert await told(stage, may_choose_pack)
    assert await settle(stage, "pack", "students", by=alone)
    assert await own_pack(stage) is load_pack("students")
    await put_back(stage, alone)
    assert await own_pack(stage) is PACK
    await settle(stage, "pack", "students", by=alone)
    await join(stage, JOSIE, "service_user", "Josie", at="left")
    assert not await told(stage, may_choose_pack)
    with pytest.raises(Refused, match=r"settings\.pack_in_use"):
        await put_back(stage, alone)
    assert await own_pack(stage) is load_pack("students")


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_pack_with_mistakes_is_listed_and_cannot_be_chosen(stage, alone, tmp_path):
    (tmp_path / "births.toml").write_text('extends = "base"\ncode = "births"', encoding="utf-8")
    await use_packs(stage.database, tmp_path)

    async def choices(story, _):
        return {one.code for one in pack_choices(story) if one.pack is None}

    assert await told(stage, choices) == {"births"}
    with pytest.raises(Refused, match=r"settings\.no_pack"):
        await settle(stage, "pack", "births", by=alone)


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_programme_next_door_keeps_its_own(stage, alone):
    await stage.programme("Second")
    await settle(stage, "text_waiting", OWN, by=alone)

    async def read(story, where):
        return pack_of(story, where).texts.waiting

    assert await told(stage, read, "Second") == PACK.texts.waiting
    assert await told(stage, read) == OWN


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_preview_says_what_stands_against_words_and_keeps_nothing(stage, alone):
    del alone

    async def look(story, where):
        return look_at(story, where, "first_conversation", f"{OWN}\n\nJust ask? Or not? <i>")

    looked = await told(stage, look)
    assert looked.messages == (OWN, "Just ask? Or not? <i>")
    assert [fault.key for fault in looked.faults] == ["settings.own.markup"]
    assert [hint.key for hint in looked.hints] == ["settings.hint.questions", "settings.hint.word"]
    assert await own_pack(stage) is PACK


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("text_waiting", "", "The words of the pack"),
        ("text_waiting", OWN, OWN),
        ("rhythm", "", "As the pack has it"),
        ("rhythm", '{"weeks": 1}', "1 week"),
        ("pack", "students", "Pack students"),
    ],
)
def test_each_is_told_in_words(name, value, words):
    part = value_in_words(name, value)
    one = getattr(part, "items", (part,))[0]
    text = getattr(one, "text", None)
    assert (text if text is not None else wording().say(one.key, one.params)) == words


async def test_two_texts_that_are_kept_at_once_are_both_kept(postgres_url, clock):
    """Both read the programme before either writes; SQLite, with one writer, rules that out."""
    async with open_database(postgres_url) as database:
        stage = Stage(database, clock)
        await stage.programme()
        both_have_read = asyncio.Barrier(2)

        async def keep(name):
            async def work(story, where):
                await both_have_read.wait()
                await change_setting(story, where, name, OWN, by=None)

            await told(stage, work)

        await asyncio.gather(keep("text_waiting"), keep("text_introduction"))
        texts = (await own_pack(stage)).texts
    assert (texts.waiting, texts.introduction) == (OWN, OWN)
