"""Looking for another peer after a planned end: said by the service user, never done for them."""

from care.stages import move
from db.audit import record_act
from db.memberships import Membership, set_stage
from db.programmes import programme
from db.waits import wait_of
from flows.actor import SERVICE_USER, Actor
from flows.errors import Refused
from flows.letters import URGENT, Body, Button, body, one_each, say
from flows.story import Story
from flows.suggestions import suggest
from flows.waiting import waiting_screen


def finished_screen(membership: Membership) -> Body:
    """What a service user sees after a planned end: they decide what comes next."""
    rows = one_each(
        Button(say("finished.button.another"), "gl", membership.id),
        Button(say("home.button.answers"), "hm", membership.id),
        Button(say("talk.button.start"), "tw", membership.id),
        URGENT,
    )
    return body(say("finished.home"), rows=rows)


async def look_for_another(story: Story, actor: Actor, membership_id: str) -> None:
    """Put the person on the waiting list, where they see their place and an honest time."""
    mine = (m for m in actor.standing if m.role == SERVICE_USER and m.id == membership_id)
    membership = next(mine, None)
    if membership is None:
        raise Refused("refused.not_yours")
    move("service_user", "service_user", membership.stage, "waiting")
    set_stage(story.session, membership, "waiting", story.now)
    await wait_of(story.session, membership)
    await record_act(
        story.session,
        actor.person.id,
        "stage.waiting",
        about=actor.person.id,
        programme_id=membership.programme_id,
        now=story.now,
    )
    screen = await waiting_screen(story, membership)
    parts = (say("finished.waits_again"), *screen.parts)
    await story.post(actor.person.id, Body(parts, screen.rows))
    await suggest(story, await programme(story.session, membership.programme_id))
