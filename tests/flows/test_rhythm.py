"""The rhythm of a pairing: what is said when, to whom, by day, and once."""

from datetime import UTC, datetime, timedelta

import pytest

from db.contact_days import ContactDay
from db.pairings import Pairing
from db.renewals import Renewal
from db.rhythms import Rhythm
from tests.flows.people import change, join, pair, row

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TEN = datetime(2026, 11, 26, 10, 5, tzinfo=UTC)  # the pairing began five minutes before


USUAL = ("short question", "What waits for you in")


@pytest.fixture
def told():
    """What somebody was told since the last look, without check-ins and sums of the day."""
    seen = {}

    def since(someone):
        fresh = {i: m for i, m in someone.phone.messages.items() if i not in seen}
        seen.update(fresh)
        return [
            m.text.split("\n\n")[0]
            for _, m in sorted(fresh.items())
            if not any(usual in m.text.split("\n\n")[0] for usual in USUAL)
        ]

    return since


async def at(stage, days, hours=0):
    """Go to this many days after the start, at five past ten or so many hours later."""
    await stage.advance(TEN + days * DAY + hours * HOUR - stage.clock.now())


async def both_write(hannah, josie):
    await hannah.type("Hello Josie")
    await josie.type("Hello Hannah")


@pytest.fixture
async def talking(paired, hannah, josie, sam, told):
    """A pair that wrote to each other on the first day; what was told until now is seen."""
    await both_write(hannah, josie)
    for one in (josie, hannah, sam):
        told(one)
    return paired


async def test_both_know_the_last_day_from_the_start(paired, josie, hannah):
    del paired
    until = "This is planned until 18 February 2027. Each of you can stop before that day"
    assert until in josie.text
    assert until in hannah.text
    assert "First talk, step by step" in hannah.labels


async def test_first_words_that_do_not_come_are_told_to_all_three_once(
    stage, paired, sam, josie, hannah, told
):
    for one in (josie, hannah, sam):
        told(one)
    await at(stage, 2, -1)
    assert told(hannah) == []
    await at(stage, 4)  # the first morning in her hours after two days lies beyond the three
    assert told(hannah) == [
        (
            "Josie has no words from you yet, and the time for it has passed. Josie and your "
            "coordinators were told. You can still write now."
        )
    ]
    assert told(josie) == [
        (
            "Hannah has not written to you yet, though we said so. We are sorry. "
            "Your coordinators have been told."
        )
    ]
    assert told(sam) == [
        (
            "Hannah has not written to Josie in the time that we promised. Both were told. "
            "Please ask Hannah how things are."
        )
    ]
    await at(stage, 5)
    await at(stage, 6)
    assert [told(one) for one in (josie, hannah, sam)] == [[], [], []]
    assert (await row(stage, Rhythm, pairing_id=paired)).first_missed_at is not None


async def test_first_words_are_asked_for_by_day_before_they_are_due(stage, paired, hannah, told):
    del paired
    told(hannah)
    await at(stage, 2)
    nudge = "Josie is waiting for your first words. Please write by Sun 29 Nov, 10:00."
    assert told(hannah) == [f"{nudge} A short hello is enough."]
    await at(stage, 2, 4)
    assert told(hannah) == []


async def test_night_is_waited_out(stage, sam, hannah, josie, told):
    del sam
    stage.clock.advance(12 * HOUR)  # both said yes late in the evening
    await pair(stage, josie, hannah)
    told(josie)
    told(hannah)
    await stage.advance(3 * DAY)
    assert (told(josie), told(hannah)) == ([], [])
    await stage.advance(10 * HOUR)
    assert (len(told(josie)), len(told(hannah))) == (1, 1)


async def test_first_words_that_arrived_leave_nothing_to_ask_for(
    stage, talking, josie, hannah, told
):
    assert (await row(stage, Pairing, id=talking)).first_contact_at == stage.clock.now()
    for days in (2, 3, 4):
        await at(stage, days)
    assert (told(josie), told(hannah)) == ([], [])


async def test_silence_is_spoken_of_twice_and_not_again(stage, talking, sam, josie, hannah, told):
    del talking
    await at(stage, 7)
    assert told(hannah) == []
    await at(stage, 8)
    quiet = "There were no messages between you and Josie for 8 days. You could send a short hello."
    assert (told(hannah), told(josie), told(sam)) == ([quiet], [], [])
    await at(stage, 14)
    assert told(hannah) == []
    await at(stage, 15)
    assert told(josie) == [
        (
            "It has been quiet between you and Hannah for 15 days. "
            "That happens, and nobody is at fault."
        )
    ]
    assert told(sam) == [
        "Josie and Hannah have not written to each other for 15 days. Each of them was told."
    ]
    await at(stage, 23)
    assert (told(hannah), told(josie), told(sam)) == ([], [], [])


async def test_message_ends_the_silence(stage, talking, hannah, josie, told):
    del talking
    await at(stage, 8)
    await josie.type("I was ill.")
    await hannah.type("Good that you write.")
    told(hannah)
    for days in (15, 16, 17):  # a Saturday and a Sunday are not among her hours
        await at(stage, days)
    assert told(hannah) == []
    await at(stage, 18)
    assert told(hannah) == [
        "There were no messages between you and Josie for 10 days. You could send a short hello."
    ]


async def test_nobody_is_reminded_on_a_break_and_its_days_are_added(
    stage, talking, hannah, josie, told
):
    del talking
    await at(stage, 1)
    await josie.type("/pause")
    await josie.tap("Yes, take a break")
    told(josie)
    told(hannah)
    for days in (9, 16, 20):
        await at(stage, days)
    assert told(hannah) == []
    await josie.tap("Come back")
    told(josie)
    told(hannah)
    await at(stage, 21)
    moved = "The break is added to your time with {}. Your last day is now 9 March 2027."
    assert (told(josie), told(hannah)) == ([moved.format("Hannah")], [moved.format("Josie")])


async def test_ground_rules_are_agreed_anew_by_each(stage, talking, hannah, josie, sam):
    await change(stage, Rhythm, talking, lapse=2, lapse_on=(TEN + 27 * DAY).date())
    await at(stage, 28)
    assert josie.text.startswith("You and Hannah agreed on ground rules at the start.")
    assert josie.labels == ["I agree", "Talk to my coordinator", "Urgent help"]
    await josie.tap("I agree")
    assert josie.text == "Thank you. We noted that you agree."
    agreed = await row(stage, Renewal, person_id=josie.person_id)
    asked = await row(stage, Renewal, person_id=hannah.person_id)
    assert (agreed.agreed_at, asked.agreed_at) == (stage.clock.now(), None)
    await hannah.press(f"ga:{agreed.id}:")
    await sam.press(f"ga:{agreed.id}:")
    assert hannah.notice == "This is not yours to do. Nothing has changed."
    assert (await row(stage, Renewal, person_id=hannah.person_id)).agreed_at is None


async def test_twelve_weeks_of_weekly_talk_bring_few_letters(stage, talking, sam, josie, hannah):
    """The whole way as one story: everything that the service says unasked, in order."""
    del talking
    before = [len(one.texts) for one in (josie, hannah, sam)]
    for week in range(1, 13):
        await at(stage, 7 * week)
        await hannah.type("How was your week?")
        await josie.type("So so.")
    await at(stage, 84, 8)
    await at(stage, 85)
    said = [
        [
            text.split(".")[0]
            for text in one.texts[start:]
            if not text.startswith(("Hello", "Hannah\n", "Josie\n", "Sent to"))
        ]
        for one, start in zip((josie, hannah, sam), before, strict=True)
    ]
    way = [
        "You and {} agreed on ground rules at the start",
        "You and {} have about 4 more weeks",
        "You and {} have about 2 more weeks",
        "You and {} have about 1 more week",
        "Your time with {} ended on 18 February 2027, as planned",
    ]
    assert said == [
        [line.format("Hannah") for line in way],
        [line.format("Josie") for line in way],
        ["Josie and Hannah have ended as planned"],
    ]


async def test_somebody_away_is_not_reminded(stage, paired, hannah, josie, told):
    del paired
    await hannah.type("/away")
    await hannah.type("10 December 2026")
    told(hannah)
    told(josie)
    for days in (2, 4, 8, 14, 15):
        await at(stage, days)
    assert [t for t in told(hannah) if "first words" in t or "no words" in t] == []
    assert [t for t in told(josie) if "has not written" in t] == []
    await at(stage, 16)  # the second day after coming back
    assert [t for t in told(josie) if "has not written" in t] != []


async def test_coordinator_who_is_one_of_the_two_is_not_told(stage, paired, hannah, josie):
    del paired
    await join(stage, hannah.id, "coordinator", "Hannah")
    for days in (2, 4):
        await at(stage, days)
    assert [t for t in hannah.texts if t.startswith("Hannah has not written")] == []
    assert [t for t in josie.texts if t.startswith("Hannah has not written")] != []


async def test_reminder_names_the_person_where_there_are_several(stage, paired, hannah, anna):
    del paired
    await pair(stage, anna, hannah)
    await at(stage, 2)
    nudges = [m for m in hannah.phone.messages.values() if "is waiting for your first" in m.text]
    assert [[label for label, _ in m.buttons] for m in nudges] == [
        ["First talk, step by step", f"Write to {name}", "Talk to my coordinator", "Urgent help"]
        for name in ("Josie", "Anna")
    ]


async def test_words_without_an_answer_are_silence_too(stage, talking, sam, josie, hannah, told):
    del talking
    for days in (5, 6):
        await at(stage, days)
        await josie.type("Are you there?")
    await at(stage, 12)
    assert [t for t in told(hannah) if "no answer" in t] == []
    await at(stage, 13)
    assert told(hannah) == [
        "Josie wrote to you 8 days ago and has no answer yet. A short line is enough."
    ]
    told(josie)
    await at(stage, 20)
    assert told(josie) == [
        "You have had no answer from Hannah for 15 days. We are sorry. It is not your fault."
    ]
    assert told(sam) == [
        (
            "Josie has had no answer from Hannah for 15 days. Each of them was told. "
            "Please ask Hannah how things are."
        )
    ]


async def test_long_message_counts_once(stage, talking, josie):
    await josie.type("word " * 818)
    day = await row(stage, ContactDay, pairing_id=talking)
    assert (day.from_service_user, day.from_peer_worker) == (2, 1)


async def test_second_look_on_one_day_says_nothing_more(stage, talking, hannah, josie, told):
    await change(stage, Rhythm, talking, next_at=TEN + 56 * DAY)
    await at(stage, 56)
    assert told(hannah)[-1].startswith("You and Josie have about 4 more weeks.")
    told(josie)
    await change(stage, Rhythm, talking, next_at=stage.clock.now())
    await stage.beat()
    assert (told(hannah), told(josie)) == ([], [])
    await at(stage, 57)
    assert told(hannah) == [
        "There were no messages between you and Josie for 57 days. You could send a short hello."
    ]
