"""Sam at the console of the made-up programme: there by one press, and there alone."""

from db.ids import PersonId
from db.memberships import add_membership, membership_in
from db.people import add_person, name_of, person_by_telegram, set_name
from db.programmes import programme_by_name
from flows.actor import COORDINATOR
from flows.story import Story
from pairwell.demo.cast import PROGRAMME
from playground.people import SAM


async def sign_in_as_sam(story: Story) -> PersonId:
    """Who Sam is; an active coordinator from now on, even where the phone said nothing yet."""
    session = story.session
    where = await programme_by_name(session, PROGRAMME)
    if where is None:
        raise LookupError("The made-up programme is not there.")
    found = await person_by_telegram(session, SAM.id)
    someone = found or await add_person(
        session, SAM.id, language="en", time_zone=where.time_zone, now=story.now
    )
    if not await name_of(session, someone):
        await set_name(session, someone, SAM.first_name)
    someone.erase_at = None
    mine = await membership_in(session, someone.id, where.id, COORDINATOR)
    if mine is None:
        add_membership(
            session,
            someone.id,
            where.id,
            role=COORDINATOR,
            stage="active",
            invitation_id=None,
            now=story.now,
        )
    elif mine.stage != "active":
        mine.stage, mine.stage_since = "active", story.now
        session.add(mine)
    await session.flush()
    return someone.id
