"""People in the console: found by stage and name, their page, notes, letters and plans."""

import csv
from io import StringIO

import pytest
from sqlmodel import col, select

from db.audit import AuditRow
from db.checkin_plans import CheckinPlan, plans_of
from db.consents import withdraw_consent
from db.erasure import erase_person_rows
from db.outbox import Letter
from db.people import person
from db.person_notes import PersonNote
from db.registers import members_page
from flows.people_register import PAGE
from flows.programmes import use_packs
from tests.console.lives import add_goals, live
from tests.factories import make_member, make_person, make_programme

NOTE = "Rang <b>her</b> mother, who helps on Fridays."


@pytest.fixture
async def josie(database, house):
    await live(database, house)
    return f"{house.root}/people/{house.ids['member_id']}"


async def acts(database, about):
    query = select(AuditRow).where(col(AuditRow.about) == about).order_by(col(AuditRow.id))
    async with database.reading() as session:
        return [row.act for row in await session.exec(query)]


async def erase(database, house, who):
    async with database.transaction() as session:
        someone = await person(session, house.people[who].id)
        member = await session.get(type(house.members[who]), house.members[who].id)
        member.stage = "left"
        session.add(member)
        await erase_person_rows(session, someone, house.people[who].created_at)


async def test_people_are_listed_by_stage_with_their_peer(sam, house):
    shown = await sam.open(f"{house.root}/people")
    assert "All (3) Waiting (2) On a break (0) With a peer (1) Finished (0) Left (0)" in shown
    assert "Josie With a peer 23 November 2026 Hannah" in shown
    waiting = await sam.open(f"{house.root}/people?show=waiting")
    assert "Josie" not in waiting
    assert "Ada" in waiting


async def test_an_unknown_stage_or_page_is_the_first(sam, house):
    for query in ("show=angry", "page=0", "page=abc", "page=-1", "page=9999999999"):
        assert (await sam.get(f"{house.root}/people?{query}")).status_code == 200


async def test_long_lists_are_turned_page_by_page(sam, house, database):
    async with database.transaction() as session:
        for n in range(PAGE + 1):
            someone = await make_person(session, 9_000 + n, f"Past {n}")
            await make_member(session, someone, house.programme)
        first = await members_page(
            session, house.programme.id, "service_user", ("waiting",), skip=0, most=PAGE
        )
        second = await members_page(
            session, house.programme.id, "service_user", ("waiting",), skip=PAGE, most=PAGE
        )
    assert (len(first), len(second)) == (PAGE, 3)
    assert not {one.id for one in first} & {one.id for one in second}
    answer = await sam.get(f"{house.root}/people?show=waiting&page=2")
    assert "?show=waiting&amp;page=1" in answer.text
    assert "page=3" not in answer.text


@pytest.mark.parametrize("typed", ["josie", " JOS ", "sié"])
async def test_a_name_is_found_by_a_part_of_it(sam, house, typed):
    found = await sam.do(f"{house.root}/people/search", name=typed)
    assert "Josie With a peer" in found
    assert "Ada" not in found


async def test_a_name_that_is_not_there_is_said_so(sam, house):
    found = await sam.do(f"{house.root}/people/search", name="Zora")
    assert "Nobody of this name is here. 3 names were looked at." in found


async def test_signs_alone_find_nobody(sam, house):
    found = await sam.do(f"{house.root}/people/search", name="!?*")
    assert "Nobody of this name is here." in found


async def test_a_search_for_nothing_is_asked_again(sam, house):
    answer = await sam.send(f"{house.root}/people/search", name="  ")
    assert answer.status_code == 422
    assert "Fill this in." in answer.text


async def test_a_page_shows_answers_consents_and_measures(sam, josie):
    shown = await sam.open(josie)
    for words in (
        "Has had a peer since 23 November 2026.",
        "Josie and Hannah Writing 1 of 1",
        "Age 31",
        "Agreed on 14 September 2026 (version 1)",
        "The total goes from 0 to 100. Higher is better.",
        "it went up by 40 points. That is more than chance.",
        "28 September 2026 no answer",
        "26 October 2026 76",
    ):
        assert words in shown


async def test_a_chart_joins_nothing_across_a_gap_and_says_what_it_shows(sam, josie):
    page = (await sam.get(josie)).text
    assert page.count("<circle") == 3
    assert page.count("<polyline") == 1
    assert "3 answers from 14 September 2026 to 26 October 2026" in page


async def test_measures_are_a_file_too(sam, josie):
    answer = await sam.get(f"{josie}/measures.csv")
    rows = list(csv.reader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row[1:] for row in rows] == [
        ["Day", "Total"],
        ["2026-09-14", "40"],
        ["2026-09-28", ""],
        ["2026-10-12", "36"],
        ["2026-10-26", "76"],
    ]


async def test_goals_have_a_chart_a_table_and_a_file_each(sam, josie, house, database):
    await add_goals(database, house.members["Josie"], [("Sleep", 3), None, ("Sleep", 8)])
    shown = await sam.open(josie)
    assert "Your goals: Sleep Each goal goes from 0, not at all, to 10, all the way." in shown
    assert "2 answers from 1 October 2026 to 29 October 2026" in shown
    assert "29 October 2026 8 15 October 2026 no answer 1 October 2026 3" in shown
    page = (await sam.get(josie)).text
    assert page.count("<svg") == 2
    rows = list(csv.reader(StringIO((await sam.get(f"{josie}/measures.csv")).text)))
    assert rows[-3:] == [
        ["Your goals: Sleep", "2026-10-01", "3"],
        ["Your goals: Sleep", "2026-10-15", ""],
        ["Your goals: Sleep", "2026-10-29", "8"],
    ]


async def test_nothing_of_check_ins_is_shown_once_they_are_not_agreed_to(
    sam, josie, house, database
):
    async with database.transaction() as session:
        who, where = house.people["Josie"].id, house.programme.id
        await withdraw_consent(session, who, where, "checkins", house.people["Josie"].created_at)
    shown = await sam.open(josie)
    assert "Josie does not agree to check-ins, so none are shown." in shown
    assert "The total goes from" not in shown
    rows = (await sam.get(f"{josie}/measures.csv")).text.splitlines()
    assert len(rows) == 1


async def test_each_look_is_audited_and_notes_once_more(sam, josie, house, database):
    who = house.people["Josie"].id
    await sam.open(josie)
    assert await acts(database, who) == ["person.read", "checkins.read"]
    await sam.do(f"{josie}/note", note=NOTE)
    assert (await acts(database, who))[2:] == [
        "note.added",
        "person.read",
        "checkins.read",
        "read.notes",
    ]


async def test_a_note_is_kept_sealed_with_author_and_day(sam, josie, database):
    shown = await sam.do(f"{josie}/note", note=NOTE)
    assert "The note is kept." in shown
    assert f"Sam, 23 Nov 2026, 09:30 {NOTE}" in shown
    async with database.reading() as session:
        (kept,) = await session.exec(select(PersonNote))
    assert NOTE.encode() not in kept.words_sealed


@pytest.mark.parametrize("words", ["", "x" * 4_001])
async def test_a_note_that_cannot_be_kept_is_shown_again(sam, josie, words, database):
    answer = await sam.send(f"{josie}/note", note=words)
    assert answer.status_code == 422
    async with database.reading() as session:
        assert (await session.exec(select(PersonNote))).all() == []
    assert "There is a problem" in answer.text
    assert words in answer.text


async def test_the_same_note_twice_is_kept_once(sam, josie, database):
    first = await sam.send(f"{josie}/note", note=NOTE, once="press-1")
    second = await sam.send(f"{josie}/note", note=NOTE, once="press-1")
    assert (first.status_code, second.status_code) == (303, 409)
    async with database.reading() as session:
        assert len((await session.exec(select(PersonNote))).all()) == 1


async def test_a_letter_goes_to_the_person_and_is_not_kept(sam, josie, house, database):
    shown = await sam.do(f"{josie}/write", letter="How was Tuesday?")
    assert "Your letter is on its way to Josie." in shown
    async with database.reading() as session:
        query = select(Letter).where(col(Letter.person_id) == house.people["Josie"].id)
        assert len((await session.exec(query)).all()) == 1
    assert "letter.to_person" in await acts(database, house.people["Josie"].id)


async def test_plans_are_changed_and_the_person_is_told(sam, josie, house, database):
    async with database.reading() as session:
        (plan,) = await plans_of(session, house.people["Josie"].id)
    shown = await sam.do(f"{josie}/plan", plan=plan.id, change="off")
    assert "Done. It counts from now on, and they are told." in shown
    assert "turned off by a coordinator" in shown
    async with database.reading() as session:
        assert (await session.get(CheckinPlan, plan.id)).off_by == "coordinator"
        letters = (await session.exec(select(Letter))).all()
    assert [one.person_id for one in letters] == [house.people["Josie"].id]


async def test_a_plan_of_somebody_else_is_not_there(sam, josie, house, database):
    async with database.reading() as session:
        (plan,) = await plans_of(session, house.people["Hannah"].id)
    answer = await sam.send(f"{josie}/plan", plan=plan.id, change="off")
    assert answer.status_code == 404
    async with database.reading() as session:
        assert (await session.get(CheckinPlan, plan.id)).state == "on"


async def test_somebody_who_was_deleted_is_said_so(sam, josie, house, database):
    await sam.do(f"{josie}/note", note=NOTE)
    await erase(database, house, "Josie")
    shown = await sam.open(josie)
    assert "Somebody who was deleted Their data was deleted." in shown
    assert NOTE not in shown
    assert (await sam.send(f"{josie}/note", note=NOTE)).status_code == 409
    assert "Somebody who was deleted" in await sam.open(f"{house.root}/people?show=left")
    pairing = await sam.open(f"{house.root}/pairings/{house.ids['pairing_id']}")
    assert "Somebody who was deleted and Hannah" in pairing


async def test_an_alert_that_waits_is_one_press_away(sam, josie, house):
    page = (await sam.get(josie)).text
    assert f'href="{house.root}/alerts/{house.ids["alert_id"]}"' in page
    assert "An alert about them waits for an outcome" in page


async def test_nobody_reads_the_page_about_themselves(sam, house, database):
    async with database.transaction() as session:
        mine = await make_member(session, house.people["Sam"], house.programme)
    answer = await sam.get(f"{house.root}/people/{mine.id}")
    assert answer.status_code == 409
    assert "This page is about you" in answer.text


async def test_a_programme_without_people_says_what_to_do(browser, database):
    await use_packs(database, None)
    async with database.transaction() as session:
        where = await make_programme(session, "Empty")
        kit = await make_person(session, 8_001, "Kit")
        await make_member(session, kit, where, "coordinator", "active")
    await browser.sign_in(kit.id)
    root = f"/console/p/{where.id}"
    assert "Nobody is here so far." in await browser.open(f"{root}/people")
    assert "No peer worker is confirmed so far." in await browser.open(f"{root}/peers")
    assert "No pairing runs." in await browser.open(f"{root}/pairings")
