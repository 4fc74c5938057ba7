"""Open invitations: a coordinator sees who can still come in, and takes one back.

The link and the code are never shown again: only their hashes are kept.
"""

from db.audit import record_act
from db.ids import InvitationId, ProgrammeId
from db.invitations import Invitation, invitation_or_none, invitations_open
from db.programmes import programme
from flows.actor import SERVICE_USER, Actor
from flows.errors import Refused
from flows.letters import Body, Button, Part, body, one_each, say
from flows.staff import tell_coordinators
from flows.story import Story
from flows.times import local_day

MOST_SHOWN = 20
SIZES = (5, 20, 50)
HOME = Button(say("home.button.home"), "h")


async def show_invitations(
    story: Story, actor: Actor, programme_id: str, pressed: int | None
) -> None:
    """The invitations that still let somebody in: for which role, until when, for how many."""
    where = await programme(story.session, ProgrammeId(programme_id))
    actor.ensure_coordinator(where.id)
    found = await invitations_open(story.session, where.id, story.now)
    parts: list[Part] = [say("invitations.list" if found else "invitations.none", n=len(found))]
    parts += [_line(actor, one, n) for n, one in enumerate(found[:MOST_SHOWN], start=1)]
    buttons = [
        Button(say("invitations.button.take_back", number=str(n)), "ir", one.id)
        for n, one in enumerate(found[:MOST_SHOWN], start=1)
    ]
    rows = one_each(*buttons, Button(say("form.button.back"), "tm", where.id), HOME)
    await story.edit(
        actor.person.id, Body(tuple(parts), rows), slot="invitations", message_id=pressed
    )


async def revoke(story: Story, actor: Actor, invitation_id: str, pressed: int | None) -> None:
    """Take an invitation back, and show those that are left."""
    mine = await take_back(story, actor, invitation_id)
    await show_invitations(story, actor, mine, pressed)


async def take_back(story: Story, actor: Actor, invitation_id: str) -> ProgrammeId:
    """From now on nobody comes in by this invitation. Who came in already stays.

    Raises Refused for one that is gone or was taken back before; gives its programme.
    """
    found = await invitation_or_none(story.session, InvitationId(invitation_id), for_change=True)
    if found is None:
        raise Refused("invitations.gone")
    mine = actor.ensure_coordinator(found.programme_id)
    if found.revoked_at is not None:
        raise Refused("invitations.taken_back_already")
    found.revoked_at = story.now
    story.session.add(found)
    await story.session.flush()
    await record_act(
        story.session,
        actor.person.id,
        "invitation.revoked",
        about=found.id,
        programme_id=found.programme_id,
        now=story.now,
    )
    if found.role != SERVICE_USER:
        told = say(f"invitations.taken_back.{found.role}")
        await tell_coordinators(story, mine.programme_id, told, but=actor.person.id)
    return mine.programme_id


async def ask_for_how_many(
    story: Story, actor: Actor, programme_id: str, pressed: int | None
) -> None:
    """For how many service users a new invitation shall be."""
    membership = actor.ensure_coordinator(ProgrammeId(programme_id))
    buttons = [
        Button(
            say("invitations.button.people", n=n),
            "iv",
            membership.programme_id,
            f"{SERVICE_USER}.{n}",
        )
        for n in SIZES
    ]
    rows = one_each(*buttons, HOME)
    await story.post(actor.person.id, body(say("invitations.how_many"), rows=rows))
    await story.take_buttons_off(actor.person.id, message_id=pressed)


def _line(actor: Actor, one: Invitation, n: int) -> Part:
    params = {
        "number": str(n),
        "until": local_day(one.expires_at, actor.person),
        "left": str(one.uses_left),
    }
    if one.label is not None:
        return say("invitations.line.partner", label=one.label, **params)
    return say(f"invitations.line.{one.role}", **params)
