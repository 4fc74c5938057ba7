"""Letters that can wait for the morning: at night nobody is written to about them."""

from collections.abc import Collection

from care.quiet_hours import QuietHours
from db.ids import PersonId, ProgrammeId
from db.memberships import members
from db.outbox import Lane
from db.people import Person, person
from db.zones import zone_of
from flows.actor import COORDINATOR
from flows.letters import Body
from flows.story import Story

NIGHT = QuietHours()


async def post_by_day(story: Story, reader: Person, content: Body) -> None:
    """Write a letter that leaves now, or at the end of the reader's night."""
    await story.post(
        reader.id,
        content,
        lane=Lane.BULK,
        not_before=NIGHT.ends_at(story.now, zone_of(reader)),
    )


async def coordinators_by_day(
    story: Story, programme_id: ProgrammeId, content: Body, *, but: Collection[PersonId] = ()
) -> None:
    """Write to every active coordinator of the programme but these, each by day."""
    for one in await members(story.session, programme_id, COORDINATOR, ("active",)):
        if one.person_id not in but:
            await post_by_day(story, await person(story.session, one.person_id), content)
