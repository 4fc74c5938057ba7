import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from db.alerts import Alert
from db.answers import FormSession
from db.audit import AuditRow
from db.checkins import Checkin
from db.memberships import Membership
from db.pairings import Pairing
from db.people import Person
from db.tables import METADATA
from tests.flows.people import (
    ANNA,
    HANNAH,
    JOSIE,
    Someone,
    answers_of,
    change,
    join,
    pair,
    pairing_state,
    row,
    rows,
)

# After an erasure these keep a row of our own ids, states and times, and nothing else.
SKELETON = {"person", "membership", "pairing", "checkin", "checkin_plan", "alert", "audit"}


async def rows_naming(stage, person_id):
    """Table -> its rows that hold this id in any column, as mappings."""
    found = {}
    async with stage.database.transaction() as session:
        connection = await session.connection()
        for table in METADATA.sorted_tables:
            kept = [r._mapping for r in await connection.execute(select(table))]
            named = [r for r in kept if person_id in r.values()]
            if named:
                found[table.name] = named
    return found


async def erase(someone):
    await someone.type("/mydata")
    await someone.tap("Delete everything")
    await someone.tap("Yes, delete everything")


async def test_leave_tells_the_peer_and_the_coordinator(stage, sam, hannah, josie, paired):
    await josie.type("/stop")
    assert josie.labels == ["Yes, leave", "No, stay", "Urgent help"]
    await josie.tap("Yes, leave")
    assert josie.text.startswith("You have left.")
    assert hannah.text == "Josie has left, so your conversation has ended. It is not about you."
    assert sam.text == "Josie has left. The pairing with Hannah has ended."
    assert await pairing_state(stage, paired) == "ended"
    assert (await row(stage, Membership, id=josie.membership_id)).stage == "left"
    await hannah.type("Are you there?")
    assert "Are you there?" not in josie.texts


async def test_peer_worker_leaves_and_their_person_waits_again(stage, hannah, josie, paired):
    await hannah.type("/stop")
    await hannah.tap("Yes, leave")
    assert josie.text == (
        "Hannah has left, so your conversation has ended. It is not about you.\n\n"
        "You are on the waiting list again, near the front. Your coordinator knows. "
        "You hear from us by 3 December 2026."
    )
    assert josie.labels == ["Talk to my coordinator", "Urgent help"]
    assert (await row(stage, Membership, id=josie.membership_id)).stage == "waiting"
    assert await pairing_state(stage, paired) == "ended"


@pytest.mark.parametrize(
    ("state", "leaver", "told"),
    [
        ("offered", "josie", "It did not work out with Josie this time."),
        ("accepted", "josie", "It did not work out with Josie this time."),
        ("accepted", "hannah", "Hannah cannot be your peer after all."),
    ],
)
async def test_leave_while_an_offer_is_open(stage, hannah, josie, state, leaver, told):
    pairing_id = await pair(stage, josie, hannah, state=state)
    leaving, other = (josie, hannah) if leaver == "josie" else (hannah, josie)
    await leaving.type("/stop")
    await leaving.tap("Yes, leave")
    assert other.text.startswith(told)
    assert await pairing_state(stage, pairing_id) == "withdrawn"


async def test_leave_while_suggested_leaves_no_trace_and_may_be_suggested_again(
    stage, sam, hannah, josie
):
    await sam.type("/menu")
    await hannah.type("/mydata")
    await pair(stage, josie, hannah, state="suggested")
    await hannah.type("/stop")
    await hannah.tap("Yes, leave")
    assert josie.texts == []
    assert await rows(stage, Pairing) == []


async def test_stay_changes_nothing(stage, josie, paired):
    await josie.type("/stop")
    await josie.tap("No, stay")
    assert josie.text == "Nothing has changed."
    assert await pairing_state(stage, paired) == "active"


async def test_leave_in_the_middle_of_a_form(stage):
    josie = Someone(stage, JOSIE)
    issued = await stage.invitation("service_user")
    await josie.type(f"/start {issued.payload}")
    await josie.tap("Start")
    await josie.tap("I understand")
    old = josie.data("I understand")
    await josie.type("/stop")
    await josie.tap("Yes, leave")
    assert (await row(stage, FormSession)).state == "left"
    await josie.press(old)
    assert josie.notice == "This is closed now. Nothing is lost."
    await josie.type("I understand")
    assert "You need an invitation" in josie.text


async def test_leave_closes_an_open_check_in(stage, josie, paired):
    del paired
    await stage.advance(timedelta(days=1, hours=2))
    await josie.type("/stop")
    await josie.tap("Yes, leave")
    assert [(c.state, c.reason) for c in await rows(stage, Checkin)] == [("skipped", "left")]
    said = len(josie.texts)
    for _ in range(3):
        await stage.advance(timedelta(days=1))
    assert josie.texts[said:] == []


async def test_last_coordinator_cannot_leave(stage, sam):
    await sam.type("/stop")
    await sam.tap("Yes, leave")
    assert sam.notice.startswith("There is no other coordinator")
    assert (await row(stage, Membership)).stage == "active"
    await erase(sam)
    assert (await row(stage, Person)).erase_at is None


async def test_coordinator_who_leaves_gives_their_alerts_back(stage, sam, hannah, paired):
    del paired
    stage.clock.advance(minutes=1)
    lee = await join(stage, 3_004, "coordinator", "Lee")
    await hannah.type("/worried")
    await sam.tap("Open the alert")
    await sam.tap("I take this on")
    await sam.type("/stop")
    await sam.tap("Yes, leave")
    alert = await row(stage, Alert)
    assert (alert.state, alert.acknowledged_by) == ("open", None)
    await stage.advance(timedelta(minutes=20))
    await lee.tap("Open the alert")
    await lee.tap("I take this on")
    await lee.tap("They are safe")
    assert (await row(stage, Alert)).state == "closed"


async def test_erase_leaves_no_row_that_can_be_read(stage, sam, hannah, josie, paired):
    await hannah.type("Hello")
    await josie.type("Hello Hannah")
    await stage.advance(timedelta(days=1, hours=2))
    await josie.tap("Answer now")
    await josie.tap("Hard")
    await hannah.type("/worried")
    await erase(josie)
    assert josie.text.startswith("Done. Everything that we hold about you is deleted")
    before = await rows_naming(stage, josie.person_id)
    assert {"answer", "form_session", "consent", "wrapped_key", "message_map"} <= set(before)

    await stage.advance(timedelta(minutes=6))
    after = await rows_naming(stage, josie.person_id)
    passed_on = after.pop("outbox")
    assert {(letter["state"], letter["content_sealed"]) for letter in passed_on} == {("sent", None)}
    assert set(after) <= SKELETON
    person = after["person"][0]
    assert (person["telegram_hash"], person["telegram_sealed"], person["name_sealed"]) == (
        None,
        None,
        None,
    )
    assert (await row(stage, Pairing, id=paired)).reasons_sealed is None
    assert (
        hannah.texts.count("Josie has left, so your conversation has ended. It is not about you.")
        == 1
    )
    assert "Josie has left. The pairing with Hannah has ended." in sam.texts


async def test_erase_a_peer_worker_takes_the_reasons_of_the_pair_too(stage, hannah, paired):
    await erase(hannah)
    await stage.advance(timedelta(minutes=6))
    assert (await row(stage, Pairing, id=paired)).reasons_sealed is None


async def test_alert_about_somebody_who_was_erased_can_be_closed(stage, sam, hannah, josie, paired):
    del paired
    await hannah.type("/worried")
    await erase(josie)
    await stage.advance(timedelta(minutes=6))
    await sam.type("/menu")
    await sam.tap("Alerts")
    await sam.tap("Open the alert")
    assert "someone whose data was deleted" in sam.text
    await sam.tap("I take this on")
    await sam.tap("I have talked with them")
    assert (await row(stage, Alert)).state == "closed"


async def test_leave_pressed_twice_has_one_effect(sam, josie, paired):
    del paired
    await josie.type("/stop")
    leave = josie.data("Yes, leave")
    await josie.press(leave)
    said, told = josie.texts, sam.texts
    await josie.press(leave)
    assert josie.notice == "This is done already."
    assert (josie.texts, sam.texts) == (said, told)


async def test_erase_pressed_twice_gives_one_receipt(stage, josie):
    await josie.type("/mydata")
    await josie.tap("Delete everything")
    yes = josie.data("Yes, delete everything")
    await josie.press(yes)
    said, due = josie.texts, (await row(stage, Person)).erase_at
    stage.clock.advance(minutes=1)
    await josie.press(yes)
    assert josie.notice == "This is done already."
    assert (josie.texts, (await row(stage, Person)).erase_at) == (said, due)
    assert len([r for r in await rows(stage, AuditRow) if r.act == "erasure.receipt"]) == 1


async def test_stop_says_what_leaving_means_for_the_role(stage, sam, hannah, josie):
    await join(stage, 3_004, "coordinator", "Lee")
    asked, left = [], []
    for someone in (josie, hannah, sam):
        await someone.type("/stop")
        asked.append(someone.text.partition("?")[2])
        await someone.tap("Yes, leave")
        left.append(someone.text.partition(". ")[2].partition(". ")[0])
    assert asked == [
        " If you have a peer, we tell them and your coordinator.",
        " We tell the people you support, and your coordinator.",
        " We tell the other coordinators. Alerts that you took on open again for them.",
    ]
    assert left == [
        "Nobody can write to you through us any more",
        "Nobody can write to you through us any more, and no offers come",
        "Alerts and news of the programme no longer come to you",
    ]


async def test_stop_with_two_roles_names_all_of_them(stage, hannah):
    await stage.programme("Second")
    await join(stage, HANNAH, "service_user", "Hannah", within="Second")
    await hannah.type("/stop")
    assert hannah.text.startswith("Would you like to leave all your roles here?")
    await hannah.tap("Yes, leave")
    assert hannah.text.startswith("You have left all your roles.")


async def test_stop_without_a_role(stage):
    stranger = Someone(stage, ANNA)
    await stranger.type("/stop")
    assert stranger.text == "You have no role here, so there is nothing to leave."
    assert stranger.labels == ["Delete my data too", "Urgent help"]


async def test_mydata_half_way_says_nothing_of_answers(stage):
    josie = Someone(stage, JOSIE)
    issued = await stage.invitation("service_user")
    await josie.type(f"/start {issued.payload}")
    await josie.type("/mydata")
    assert "In Perinatal you look for a peer." in josie.text
    assert "You told us:" not in josie.text
    assert "what you and your peer write" in josie.text


async def test_mydata_of_a_coordinator_says_nothing_of_a_peer(sam):
    await sam.type("/mydata")
    assert "In Perinatal you are a coordinator.\n\nYou told us:\n\n" in sam.text
    assert "your peer" not in sam.text


async def test_erased_person_starts_anew(stage, josie):
    await erase(josie)
    issued = await stage.invitation("service_user")
    await josie.type(f"/start {issued.payload}")
    assert josie.text == "We are deleting what we held about you. Please try again in 10 minutes."
    await stage.advance(timedelta(minutes=6))
    await josie.press("xe::")  # an old button: nobody is behind it any more
    await josie.type(f"/start {issued.payload}")
    assert josie.text.startswith("Welcome to Perinatal.")
    people = await rows(stage, Person)
    assert sorted(p.erased_at is None for p in people) == [False, True]
    assert await answers_of(stage, josie) == {}


async def test_kept_words_do_not_outlive_whoever_wrote_them(stage, josie, hannah, paired):
    """A pairing that ended as planned is not open any more, and a goodbye may still be kept."""
    stage.clock.advance(timedelta(hours=10))
    await josie.type("Goodbye")
    assert josie.text.startswith("Hannah gets this from")
    await change(stage, Pairing, paired, state="ended", end_reason="planned")
    await josie.press("xe::")
    await stage.advance(timedelta(days=1))
    assert not [text for text in hannah.texts if "Goodbye" in text]


async def test_stranger_is_kept_for_a_day(stage):
    stranger = Someone(stage, ANNA)
    await stranger.type("hello?")
    await stage.advance(timedelta(hours=23))
    assert (await row(stage, Person)).telegram_hash is not None
    await stage.advance(timedelta(hours=2))
    person = await row(stage, Person)
    assert (person.telegram_hash, person.telegram_sealed) == (None, None)
    assert set(await rows_naming(stage, person.id)) <= SKELETON


async def test_mydata_shows_what_is_held(josie):
    await josie.type("/mydata")
    for words in ("We call you Josie.", "Age: 31", "- Asking how you are"):
        assert words in josie.text
    await josie.tap("My answers")
    await josie.tap("Look at my answers")
    assert josie.text.startswith("Check your answers")


async def test_erasure_gives_a_receipt_that_names_nobody(stage, josie):
    await erase(josie)
    number = re.search(r"Your receipt is number (\w{10}) of 26 November 2026\.", josie.text)[1]
    given = await row(stage, AuditRow, act="erasure.receipt")
    assert (given.about, given.actor, given.programme_id) == (number, "service", None)
