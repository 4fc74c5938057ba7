"""The summary of the day: at each coordinator's time, when something waits, in numbers alone."""

from datetime import UTC, datetime, timedelta

import pytest

from db.digests import Digest
from db.mail_addresses import confirm_address, keep_address
from db.mails import Mail, content_of
from db.people import Person
from flows.letters import Bullets, read_body
from flows.mailing import use_mail
from tests.flows.people import change, join, row, rows

TITLE = "What waits for you in Perinatal today:"
DAY = timedelta(days=1)


def summaries(someone):
    return [text for text in someone.texts if text.startswith(TITLE)]


@pytest.fixture
async def looked(stage, sam):
    """The clock has met Sam: Thursday, 10:00; the first summary is due on Friday at 8:30."""
    del sam
    await stage.beat()


async def test_summary_comes_in_the_morning_when_something_waits(
    stage, sam, hannah, josie, paired, looked
):
    del paired, looked
    await hannah.type("/worried")
    await stage.advance(timedelta(hours=22))
    assert summaries(sam) == []
    await stage.advance(timedelta(minutes=31))
    [told] = summaries(sam)
    assert told.split("\n\n")[1].splitlines() == [
        "- Alerts that nobody has taken: 1, the oldest since Thu 26 Nov, 10:00",
        "- Pairs that wait for first words: 1",
    ]
    for name in ("Josie", "Hannah"):
        assert name not in told
    await stage.advance(timedelta(hours=5))
    assert len(summaries(sam)) == 1
    await stage.advance(DAY)
    assert len(summaries(sam)) == 2
    del josie


async def test_day_without_anything_has_no_summary(stage, sam, looked):
    del looked
    for _ in range(3):
        await stage.advance(DAY)
    assert summaries(sam) == []


async def test_days_off_line_are_one_summary(stage, sam, hannah, paired, looked):
    del paired, looked
    await hannah.type("/worried")
    await stage.advance(5 * DAY)
    assert len(summaries(sam)) == 1


async def test_summary_at_another_time_or_never(stage, sam, hannah, paired, looked):
    del paired, looked
    await sam.press(f"ag:{sam.membership_id}:")
    assert "comes at 08:30" in sam.text
    await sam.tap("Change the time")
    await sam.tap("12:00")
    assert "comes at 12:00" in sam.text
    assert (await row(stage, Digest)).next_at == datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
    await hannah.type("/worried")
    await stage.advance(timedelta(hours=2))
    assert len(summaries(sam)) == 1
    await sam.press(f"ag:{sam.membership_id}:at")
    await sam.tap("No summary")
    await stage.advance(2 * DAY)
    assert len(summaries(sam)) == 1


async def test_summary_by_mail_holds_numbers_alone(stage, sam, hannah, paired, looked):
    del paired, looked
    use_mail(stage.database)
    async with stage.database.transaction() as session:
        kept = await keep_address(
            session,
            sam.person_id,
            "made.up@example.org",
            code="123456",
            code_until=stage.clock.now(),
            now=stage.clock.now(),
        )
        confirm_address(session, kept, stage.clock.now())
    await sam.press(f"ag:{sam.membership_id}:mail")
    await hannah.type("/worried")
    await change(stage, Person, sam.person_id, unreachable_since=stage.clock.now())
    before = len(await rows(stage, Mail))
    await stage.advance(DAY)
    async with stage.database.transaction() as session:
        summary = (await rows(stage, Mail))[-1]
        content = read_body(await content_of(session, summary))
    assert len(await rows(stage, Mail)) > before
    assert [getattr(part, "key", "list") for part in content.parts] == [
        "mail.summary_subject",
        "digest.title",
        "list",
        "mail.open_the_bot",
    ]
    assert isinstance(content.parts[2], Bullets)
    assert {name for item in content.parts[2].items for name in item.params} <= {"n", "since"}
    assert summaries(sam) == []


async def test_summary_is_set_by_its_owner_alone(stage, sam, looked):
    del looked
    lee = await join(stage, 3_004, "coordinator", "Lee")
    await lee.press(f"ag:{sam.membership_id}:mail")
    assert lee.notice == "This is not yours to do. Nothing has changed."
    assert [one.by_mail for one in await rows(stage, Digest)] == [False]
