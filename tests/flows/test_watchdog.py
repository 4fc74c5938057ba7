"""The watchdog over real rows: silent while all is well, and once a day to each coordinator."""

from dataclasses import replace
from datetime import timedelta

from bot.clock import Clock
from bot.watching import beat_seconds, watchdog_beat
from care.packs import load_pack
from care.watchdog import Breach
from db.alerts import Alert
from db.bots import MAIN
from db.checkin_plans import CheckinPlan
from db.consents import Consent
from db.heartbeats import STARTED, record_beat
from db.inbox import Arrival, store_updates
from db.mails import Mail, post_mail
from db.outbox import Letter
from db.pairings import Pairing
from db.people import Person
from flows.story import Story
from flows.watchdog import breaches
from tests.flows.people import change, join, row, rows

SECONDS = beat_seconds([MAIN])
MINUTES = timedelta(minutes=1)


async def look(stage):
    async with stage.database.reading() as session:
        return await breaches(Story(session, stage.clock.now(), "test:watchdog"), SECONDS)


async def strike(stage):
    beat = watchdog_beat([MAIN])
    return await Clock(stage.database, now=stage.clock.now, beats=(beat,)).strike()


async def all_beats(stage, but=()):
    async with stage.database.transaction() as session:
        for beat in (STARTED, *SECONDS):
            if beat not in but:
                await record_beat(session, beat, 0, stage.clock.now())


async def test_watchdog_is_silent_about_a_pair_with_check_ins(stage, paired):
    del paired
    await all_beats(stage)
    assert await look(stage) == ()


async def test_watchdog_after_days_in_which_all_beats_struck(stage, sam, josie, paired):
    del sam, paired
    await josie.type("/worried")
    for _ in range(4):
        await stage.advance(timedelta(hours=11))
        await all_beats(stage)
        assert await look(stage) == ()


async def test_watchdog_finds_an_alert_that_nobody_is_called_about(stage, sam, paired, hannah):
    del sam, paired
    await hannah.type("/worried")
    alert = await row(stage, Alert)
    await change(stage, Alert, alert.id, next_step_at=None)
    stage.clock.advance(minutes=17)
    await all_beats(stage)
    assert Breach("alerts", 1) in await look(stage)


async def test_watchdog_finds_somebody_without_a_next_check_in(stage, josie, paired):
    del paired
    for plan in await rows(stage, CheckinPlan, person_id=josie.person_id):
        await change(stage, CheckinPlan, plan.id, state="ended")
    await all_beats(stage)
    assert await look(stage) == (Breach("checkins", 1),)
    for consent in await rows(stage, Consent, person_id=josie.person_id, kind="checkins"):
        await change(stage, Consent, consent.id, withdrawn_at=stage.clock.now())
    assert await look(stage) == ()


async def test_watchdog_leaves_check_ins_alone_that_somebody_switched_off(stage, josie, paired):
    del paired
    for plan in await rows(stage, CheckinPlan, person_id=josie.person_id):
        await change(stage, CheckinPlan, plan.id, state="off", off_by="person")
    await all_beats(stage)
    assert await look(stage) == ()


async def test_watchdog_finds_a_mail_that_calls_somebody_in_vain(stage, sam):
    values = {"person_id": sam.person_id, "state": "waiting", "created_at": stage.clock.now()}
    async with stage.database.transaction() as session:
        await post_mail(session, Mail(key="summary", **values), "...")
        await post_mail(session, Mail(key="call", is_call=True, **values), "...")
    for minutes, found in ((15, ()), (1, (Breach("mails", 1),))):
        stage.clock.advance(minutes=minutes)
        await all_beats(stage)
        assert await look(stage) == found
    (call,) = await rows(stage, Mail, key="call")
    await change(stage, Mail, call.id, state="failed")
    assert await look(stage) == ()


async def test_watchdog_finds_an_alert_that_no_coordinator_can_hear_of(stage, sam, hannah, paired):
    del paired
    await change(stage, Person, sam.person_id, unreachable_since=stage.clock.now())
    await all_beats(stage)
    assert await look(stage) == ()
    await hannah.type("/worried")
    assert await look(stage) == (Breach("unheard", 1),)
    stage.clock.advance(minutes=1)
    await join(stage, 3_004, "coordinator", "Lee")
    await all_beats(stage)
    assert await look(stage) == ()


async def test_watchdog_asks_for_no_check_in_once_the_weeks_of_the_pack_are_over(
    stage, josie, hannah, paired, monkeypatch
):
    pack = load_pack("perinatal")
    users = [replace(one, weeks=12) for one in pack.checkins if one.role == "service_user"]
    workers = [one for one in pack.checkins if one.role == "peer_worker"]
    limited = replace(pack, checkins=(*users, *workers))
    monkeypatch.setattr("flows.watchdog.pack_of", lambda *_: limited)
    for someone in (josie, hannah):
        for plan in await rows(stage, CheckinPlan, person_id=someone.person_id):
            await change(stage, CheckinPlan, plan.id, state="ended")
    for minutes, found in ((1, 2), (0, 1)):  # what peer workers are asked has no last week
        began = stage.clock.now() - timedelta(weeks=12) + minutes * MINUTES
        await change(stage, Pairing, paired, active_at=began)
        await all_beats(stage)
        assert await look(stage) == (Breach("checkins", found),)


async def test_watchdog_finds_letters_that_wait_or_hang(stage, josie, paired):
    del paired
    letter = (await rows(stage, Letter, person_id=josie.person_id))[-1]
    old = stage.clock.now() - 11 * MINUTES
    for state in ("waiting", "sending"):
        values = {"state": state, "created_at": old, "sent_at": old, "not_before": None}
        await change(stage, Letter, letter.id, lane=2, attempt=1, **values)
        await all_beats(stage)
        assert await look(stage) == (Breach("letters", 1, ("reply",)),)


async def test_watchdog_lets_a_letter_wait_for_its_time(stage, josie, paired):
    del paired
    letter = (await rows(stage, Letter, person_id=josie.person_id))[-1]
    later = stage.clock.now() + timedelta(hours=9)
    old = stage.clock.now() - timedelta(hours=9)
    values = {"state": "waiting", "created_at": old, "not_before": later, "attempt": 0}
    await change(stage, Letter, letter.id, lane=1, **values)
    await all_beats(stage)
    assert await look(stage) == ()


async def test_watchdog_finds_check_ins_that_are_overdue(stage, josie, paired):
    del josie, paired
    await all_beats(stage)
    stage.clock.advance(days=1, hours=3)
    await all_beats(stage, but=(STARTED,))
    assert await look(stage) == (Breach("due", 2, ("checkins", "rhythm")),)


async def test_watchdog_gives_a_service_that_was_off_time_to_catch_up(stage, josie, paired):
    del josie, paired
    stage.clock.advance(days=1, hours=3)
    await all_beats(stage)
    assert await look(stage) == ()


async def test_watchdog_finds_a_beat_that_stands_still(stage):
    await all_beats(stage)
    stage.clock.advance(minutes=3, seconds=1)
    await all_beats(stage, but=("escalation", "receive", STARTED))
    assert await look(stage) == (Breach("beats", 2, ("escalation", "receive")),)


async def test_watchdog_finds_what_was_not_handled(stage):
    async with stage.database.transaction() as session:
        await store_updates(session, 42, [Arrival(1, 7, "{}")], stage.clock.now())
    stage.clock.advance(minutes=4)
    await all_beats(stage)
    assert await look(stage) == (Breach("inbox", 1),)


async def test_watchdog_tells_each_coordinator_once_a_day(stage, sam, josie, paired):
    del paired
    for plan in await rows(stage, CheckinPlan, person_id=josie.person_id):
        await change(stage, CheckinPlan, plan.id, state="ended")
    said = len(sam.texts)
    for hours in (0, 1, 23):
        stage.clock.advance(hours=hours)
        await all_beats(stage)
        await strike(stage)
        await stage.deliver()
    told = [t for t in sam.texts[said:] if "Somebody in a pair has no next check-in." in t]
    assert len(told) == 2
    assert "Josie" not in told[0]


async def test_watchdog_logs_numbers_and_our_own_words(stage, paired, caplog):
    del paired
    letters = (await rows(stage, Letter))[-2:]
    old = stage.clock.now() - 11 * MINUTES
    for lane, letter in zip((0, 2), letters, strict=True):
        values = {"state": "waiting", "created_at": old, "not_before": None}
        await change(stage, Letter, letter.id, lane=lane, **values)
    await all_beats(stage)
    await strike(stage)
    (line,) = [record for record in caplog.records if record.msg == "watchdog.breach"]
    assert (line.rule, line.count, line.where) == ("letters", 2, "crisis,reply")
