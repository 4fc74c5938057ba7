"""Plans of every kind in a running service: what they count from, and where there is room."""

import asyncio
import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.contact_days import count_arrival, count_delivered
from db.pairings import Pairing
from db.people import Person
from db.programmes import programme
from flows.checkin_reminders import remind_and_expire
from flows.checkins import send_due
from flows.plans import follow_to_zone, start_plans
from flows.programmes import use_packs
from flows.story import Story
from tests.flows.people import change, join, pair, row, rows

A_DAY = timedelta(days=1)
THURSDAY = date(2026, 11, 26)
MORNING = datetime(2026, 11, 26, 10, 30, tzinfo=UTC)
ASKED = "Would you like to answer"


@pytest.fixture
def plan(stage, tmp_path):
    """Use the perinatal pack with these plans alone; keys of the rhythm may follow."""

    async def use(*plans, rhythm=""):
        text = 'extends = "perinatal"\n' + (f"[rhythm]\n{rhythm}\n" if rhythm else "")
        text += "".join(f"[[checkins]]\n{one}\n" for one in plans)
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        (folder / "perinatal.toml").write_text(text, encoding="utf-8")
        await use_packs(stage.database, folder)

    return use


@pytest.fixture(autouse=True)
async def responding(sam):
    """Somebody answers alerts, so that what asks about safety is sent."""
    return sam


def said(n):
    return THURSDAY + n * A_DAY


async def day(stage, n):
    """The beats of the n-th day at 10:30."""
    stage.clock.set(MORNING + n * A_DAY)
    await stage.beat()


async def days(stage, *numbers):
    for n in numbers:
        await day(stage, n)


async def log(stage, name=None):
    """(day from the start, state, reason) of what became of the plans."""
    names = {one.id: one.name for one in await rows(stage, CheckinPlan)}
    found = [c for c in await rows(stage, Checkin) if name in (None, names[c.plan_id])]
    found.sort(key=lambda c: c.local_date)
    return [((c.local_date - THURSDAY).days, c.state, c.reason) for c in found]


async def test_weeks_from_the_match_and_one_that_comes_late(stage, josie, hannah, plan):
    await plan('measure = "ucla3"\nat_weeks = [0, 6, 12]\nfirst_after_days = 1\nat = "10:00"')
    await pair(stage, josie, hannah)
    await days(stage, 1, 2, 42)
    await change(stage, Person, josie.person_id, unreachable_since=stage.clock.now())
    await day(stage, 43)
    await change(stage, Person, josie.person_id, unreachable_since=None)
    await days(stage, 44, 60)
    found = await log(stage)
    assert [one for one in found if one[0] > 1] == [
        (43, "missed", "unreachable"),
        (44, "missed", "no_answer"),
    ]
    assert (await row(stage, CheckinPlan)).next_local_date == said(85)


async def test_stage_that_changes_is_asked_about_anew(stage, josie, hannah, plan):
    await plan(
        'measure = "gad2"\nfrom = "stage"\nat_weeks = [0]\nfirst_after_days = 1\nat = "10:00"'
    )
    await pair(stage, josie, hannah)
    await days(stage, 1, 5)
    assert (await row(stage, CheckinPlan)).state == "over"
    stage.clock.set(MORNING + 20 * A_DAY)
    await josie.press(f"hm:{josie.membership_id}:")
    await josie.tap("Look at my answers")
    await josie.tap("Change an answer")
    await josie.tap("Where you are now")
    await josie.tap("Baby is 1 to 2")
    await days(stage, 21)
    assert await log(stage) == [(1, "missed", "no_answer"), (21, "sent", None)]


async def test_stage_that_is_chosen_again_starts_nothing(stage, josie, hannah, plan):
    await plan(
        'measure = "gad2"\nfrom = "stage"\nat_weeks = [0]\nfirst_after_days = 1\nat = "10:00"'
    )
    await pair(stage, josie, hannah)
    await days(stage, 1, 5)
    before = await row(stage, CheckinPlan)
    stage.clock.set(MORNING + 20 * A_DAY)
    await josie.press(f"hm:{josie.membership_id}:")
    await josie.tap("Look at my answers")
    await josie.tap("Change an answer")
    await josie.tap("Where you are now")
    await josie.tap("Baby is under 1")
    await days(stage, 21)
    assert await log(stage) == [(1, "missed", "no_answer")]
    assert await row(stage, CheckinPlan) == before


async def test_weeks_from_a_birth_that_is_told_later(stage, josie, hannah, plan):
    await plan('measure = "gad2"\nfrom = "birth"\nat_weeks = [6]\nat = "10:00"')
    anna = await join(stage, 1_004, "service_user", "Anna", birth_date=None)
    await pair(stage, josie, hannah)  # born on 5 November: six weeks are the 17 December
    await pair(stage, anna, hannah)
    await days(stage, 1, 2, 21)
    found = {(c.person_id, c.local_date) for c in await rows(stage, Checkin)}
    assert found == {(josie.person_id, date(2026, 12, 17))}
    assert (await row(stage, CheckinPlan, person_id=anna.person_id)).state == "on"


async def test_first_words_and_contacts(stage, josie, hannah, plan):
    await plan(
        'measure = "weekly"\nfrom = "first_contact"\nevery_days = 7\nfirst_after_days = 2',
        'measure = "ucla3"\nafter_contacts = [1, 3]\nat = "10:00"',
    )
    pairing = await pair(stage, josie, hannah)
    await days(stage, 1, 2, 3)
    assert await log(stage) == []
    await change(stage, Pairing, pairing, first_contact_at=stage.clock.now())
    async with stage.database.transaction() as session:
        for side in ("service_user", "peer_worker"):
            await count_delivered(session, pairing, side, said(3))
    await days(stage, 4, 5, 6, 7)
    assert await log(stage, "ucla3") == [(4, "missed", "no_answer")]
    assert await log(stage, "weekly") == [(5, "sent", None)]
    async with stage.database.transaction() as session:
        for n in (7, 8):
            for side in ("service_user", "peer_worker"):
                await count_delivered(session, pairing, side, said(n))
    await days(stage, 9, 9, 10)  # the third was on the eighth day
    assert [one[:2] for one in await log(stage, "ucla3")] == [(4, "missed"), (9, "sent")]
    assert (await row(stage, CheckinPlan, name="ucla3")).state == "ended"


async def talk(stage, pairing, at):
    """Both write, and it arrives."""
    stage.clock.set(at)
    async with stage.database.transaction() as session:
        found = await session.get(Pairing, pairing)
        for writer in (found.service_user_id, found.peer_worker_id):
            await count_arrival(session, pairing, writer, at)


CHECKS = (
    'measure = "first_contact"\nafter_contacts = [1]\nat = "10:00"',
    'measure = "first_contact_peer"\nrole = "peer_worker"\nafter_contacts = [1]\nat = "18:00"',
)


async def test_both_are_asked_about_the_first_talk_when_it_is_over(stage, josie, hannah, plan):
    await plan(*CHECKS)
    pairing = await pair(stage, josie, hannah)
    evening = MORNING.replace(hour=23, minute=0)
    await talk(stage, pairing, MORNING + timedelta(minutes=5))
    await talk(stage, pairing, evening)
    seen = len(josie.texts)
    await stage.beat()
    await day(stage, 1)  # words of the last twelve hours
    assert josie.texts[seen:] == []
    await stage.advance(timedelta(hours=1))
    assert ASKED in josie.text
    assert ASKED not in hannah.text
    await stage.advance(timedelta(hours=7))
    assert "They are about you and Josie." in hannah.text
    found = {one.name: (one.state, one.role) for one in await rows(stage, CheckinPlan)}
    assert found == {
        "first_contact": ("ended", "service_user"),
        "first_contact_peer": ("ended", "peer_worker"),
    }


async def test_talk_that_goes_on_moves_the_check_with_its_reason(stage, josie, hannah, plan):
    await plan(*CHECKS[:1])
    pairing = await pair(stage, josie, hannah)
    for n in range(4):
        await talk(stage, pairing, MORNING.replace(minute=0) + n * A_DAY - timedelta(hours=1))
        await day(stage, n)
    assert await log(stage) == [
        (1, "moved", "still_talking"),
        (2, "moved", "still_talking"),
        (3, "moved", "still_talking"),
    ]
    await talk(stage, pairing, MORNING.replace(minute=0) + 4 * A_DAY - timedelta(hours=1))
    await day(stage, 4)
    assert (await log(stage))[-1] == (4, "sent", None)


async def test_peer_worker_is_asked_about_each_of_their_people(stage, josie, hannah, plan):
    await plan(*CHECKS[1:])
    anna = await join(stage, 1_004, "service_user", "Anna")
    pairings = [await pair(stage, someone, hannah) for someone in (josie, anna)]
    for n, pairing in enumerate(pairings):
        await talk(stage, pairing, MORNING + timedelta(minutes=n))
    for n in (1, 2):
        stage.clock.set(MORNING.replace(hour=18) + n * A_DAY)
        await stage.beat()
    asked = [t.split("\n\n")[1] for t in hannah.texts if f"{ASKED} 3" in t]
    assert sorted(asked) == ["They are about you and Anna.", "They are about you and Josie."]


async def test_wish_of_a_peer_worker_leads_to_handing_over(stage, sam, josie, hannah, plan):
    await plan(*CHECKS[1:])
    pairing = await pair(stage, josie, hannah)
    await talk(stage, pairing, MORNING)
    stage.clock.set(MORNING.replace(hour=18) + A_DAY)
    await stage.beat()
    for label in ("Answer now", "Hard", "Not yet", "I would like to hand over"):
        await hannah.tap(label)
    assert hannah.text.startswith("Thank you for telling us. It is nobody's fault")
    assert hannah.labels[:2] == ["Hand over to someone else", "Talk to my coordinator"]
    assert (await row(stage, Pairing)).state == "active"
    assert sam.texts == []


async def test_check_that_a_peer_worker_turned_off_stays_off_for_the_next(
    stage, josie, hannah, plan
):
    await plan(*CHECKS[1:])
    await pair(stage, josie, hannah)
    first = await row(stage, CheckinPlan)
    await hannah.press(f"ko:{first.id}:")
    await pair(stage, await join(stage, 1_004, "service_user", "Anna"), hannah)
    found = await rows(stage, CheckinPlan)
    assert [(one.state, one.off_by) for one in found] == [("off", "person")] * 2


async def test_weekday_is_kept(stage, josie, hannah, plan):
    await plan('measure = "weekly"\nevery_days = 7\nweekday = "tuesday"\nat = "10:00"')
    await pair(stage, josie, hannah)
    await days(stage, *range(1, 20))
    assert [said(n).weekday() for n, *_ in await log(stage)] == [1, 1, 1]


async def test_one_a_day_and_so_many_a_week_move_with_their_reason(stage, josie, hannah, plan):
    each = [
        f'measure = "{code}"\nat_weeks = [0]\nfirst_after_days = 1\nat = "10:00"'
        for code in ("ucla3", "gad2", "phq2", "whooley")
    ]
    await plan(*each, rhythm="checkins_a_week = 2")
    await pair(stage, josie, hannah)
    await days(stage, *range(1, 16))
    found = await log(stage)
    assert [n for n, state, _ in found if state != "moved"] == [1, 2, 8, 9]
    assert {(state, reason) for n, state, reason in found if n == 1} == {
        ("missed", "no_answer"),
        ("moved", "one_a_day"),
    }
    assert (2, "moved", "one_a_day") in found


async def test_holiday_is_kept_free(stage, josie, hannah, plan):
    one = 'measure = "weekly"\nevery_days = 7\nfirst_after_days = 1\nat = "10:00"'
    await plan(one, rhythm='holidays = ["11-27", "2026-11-28"]')
    await pair(stage, josie, hannah)
    await days(stage, 1, 2, 3, 4)
    assert await log(stage) == [(1, "moved", "holiday"), (3, "sent", None)]


async def test_measure_is_never_asked_twice_in_its_days_by_two_plans_and_a_new_pairing(
    stage, josie, hannah, plan
):
    await plan(
        'measure = "who5"\nevery_days = 14\nfirst_after_days = 1\nat = "10:00"',
        'name = "late"\nmeasure = "who5"\nat_weeks = [1, 4]\nat = "10:00"',
    )
    first = await pair(stage, josie, hannah)
    await days(stage, *range(1, 9))
    await change(stage, Pairing, first, state="ended")
    await day(stage, 9)
    await pair(stage, josie, await join(stage, 2_009, "peer_worker", "Beth"))
    await days(stage, *range(10, 60))
    asked = sorted(c.asked_on for c in await rows(stage, Checkin) if c.asked_on)
    assert len(asked) >= 3
    assert all((b - a).days >= 14 for a, b in itertools.pairwise(asked))
    assert {reason for *_, reason in await log(stage, "late")} >= {"recall"}


async def test_rest_of_the_plan_goes_on_when_consent_is_given_again(stage, josie, hannah, plan):
    await plan('measure = "ucla3"\nat_weeks = [0, 6]\nfirst_after_days = 1\nat = "10:00"')
    pairing_id = await pair(stage, josie, hannah)
    await days(stage, 1, 2)
    async with stage.database.transaction() as session:
        pairing = await session.get(Pairing, pairing_id)
        where = await programme(session, pairing.programme_id)
        await start_plans(Story(session, stage.clock.now(), "again"), pairing, where)
    await days(stage, 3, 4, 5)
    assert [n for n, *_ in await log(stage)] == [1]


async def test_person_without_a_zone_lives_by_the_programmes_clock(stage, josie, hannah, plan):
    await plan('measure = "weekly"\nevery_days = 7\nfirst_after_days = 1\nat = "10:00"')
    await change(stage, Person, josie.person_id, time_zone="")
    await pair(stage, josie, hannah)
    due = (await row(stage, CheckinPlan)).next_due_at
    assert due.replace(minute=0) == datetime(2026, 11, 27, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "became"),
    [("Asia/Kolkata", ("sent", None)), ("Pacific/Auckland", ("missed", "late.day_over"))],
)
async def test_move_leaves_nothing_that_seems_to_be_late(stage, josie, hannah, plan, zone, became):
    await plan('measure = "weekly"\nevery_days = 7\nfirst_after_days = 1\nat = "10:00"')
    await pair(stage, josie, hannah)
    stage.clock.set(datetime(2026, 11, 27, 9, tzinfo=UTC))  # an afternoon there, or a night
    async with stage.database.transaction() as session:
        someone = await session.get(Person, josie.person_id)
        someone.time_zone = zone
        session.add(someone)
        await follow_to_zone(Story(session, stage.clock.now(), "move"), someone)
    assert await log(stage) == [(1, *became)]
    assert (await row(stage, CheckinPlan)).next_due_at > stage.clock.now()


async def test_plan_that_the_pack_gave_up_ends_with_its_reason(stage, josie, hannah, plan):
    one = 'measure = "weekly"\nevery_days = 7\nfirst_after_days = 1\nat = "10:00"'
    await plan(one)
    await pair(stage, josie, hannah)
    await plan('measure = "ucla3"\nevery_days = 30\nfirst_after_days = 9')
    await day(stage, 1)
    assert await log(stage) == [(1, "skipped", "not_planned")]
    assert (await row(stage, CheckinPlan)).state == "ended"


async def test_reminders_as_the_plan_says(stage, josie, hannah, plan):
    one = 'measure = "weekly"\nevery_days = 7\nfirst_after_days = 1\nat = "10:00"\n'
    await plan(f"{one}remind_after_hours = 12\nreminders = 3\nexpires_after_hours = 48")
    await pair(stage, josie, hannah)
    await day(stage, 1)
    texts = len(josie.texts)
    for _ in range(50):
        await stage.advance(timedelta(hours=1))
    reminded = [t for t in josie.texts[texts:] if "still here" in t]
    assert len(reminded) == 3
    assert await log(stage) == [(1, "missed", "no_answer")]


async def test_more_open_ones_than_a_batch_delay_no_reminder(stage, josie, hannah, monkeypatch):
    """The longest open one cannot be reminded; it makes way for the next."""
    monkeypatch.setattr("flows.checkin_reminders.BATCH", 1)
    anna = await join(stage, 1_004, "service_user", "Anna")
    for someone in (josie, anna):
        await pair(stage, someone, hannah)
    await day(stage, 1)
    await change(stage, Person, josie.person_id, unreachable_since=stage.clock.now())
    stage.clock.advance(hours=25)
    for n in range(3):
        async with stage.database.transaction() as session:
            await remind_and_expire(Story(session, stage.clock.now(), f"beat:{n}"))
    await stage.deliver()
    assert [text for text in anna.texts if "still here" in text] != []


async def test_two_clocks_at_once_ask_once(stage, josie, hannah):
    await pair(stage, josie, hannah)
    stage.clock.set(MORNING + A_DAY)

    async def beat(n):
        async with stage.database.transaction() as session:
            await send_due(Story(session, stage.clock.now(), f"clock:{n}"))

    await asyncio.gather(*(beat(n) for n in range(4)))
    await stage.deliver()
    assert len([text for text in josie.texts if ASKED in text]) == 1
    assert await log(stage, "weekly") == [(1, "sent", None)]


async def test_follow_up_that_counts_from_the_end(stage, josie, hannah, plan):
    await plan(
        'measure = "weekly"\nevery_days = 7\nfirst_after_days = 3',
        'name = "after"\nmeasure = "ucla3"\nfrom = "end"\nat_weeks = [2, 4]\nat = "10:00"',
    )
    await pair(stage, josie, hannah)
    assert [one.name for one in await rows(stage, CheckinPlan)] == ["weekly"]
    end = 84
    for n in (*range(end - 9, end + 2), end + 14, end + 28, end + 35):
        stage.clock.set(MORNING.replace(hour=19) + n * A_DAY)
        await stage.beat()
        await day(stage, n + 1)
    after = [n for n, *_ in await log(stage, "after")]
    assert [n - end for n in after] == [14, 28] or [n - end for n in after] == [15, 29]
    assert (await row(stage, CheckinPlan, name="after")).state == "ended"
