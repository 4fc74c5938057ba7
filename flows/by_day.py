"""Letters that can wait for the morning: at night nobody is written to about them."""

from zoneinfo import ZoneInfo

from care.quiet_hours import QuietHours
from db.outbox import Lane
from db.people import Person
from flows.letters import Body
from flows.story import Story

NIGHT = QuietHours()


async def post_by_day(story: Story, reader: Person, content: Body) -> None:
    """Write a letter that leaves now, or at the end of the reader's night."""
    await story.post(
        reader.id,
        content,
        lane=Lane.BULK,
        not_before=NIGHT.ends_at(story.now, ZoneInfo(reader.time_zone)),
    )
