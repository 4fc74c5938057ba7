"""Partner organisations: who hands out invitation links, and how many people came by each."""

from db.ids import ProgrammeId
from db.invitations import partner_invitations
from flows.actor import Actor
from flows.letters import Body, Button, Part, one_each, say
from flows.story import Story
from flows.times import local_day


async def show_partners(story: Story, actor: Actor, programme_id: str, pressed: int | None) -> None:
    """Each partner's links with their counts, the newest first; who came is not said."""
    where = ProgrammeId(programme_id)
    actor.ensure_coordinator(where)
    parts: list[Part] = [say("partners.list")]
    for found in await partner_invitations(story.session, where):
        is_open = found.revoked_at is None and found.expires_at > story.now and found.uses_left
        key = "partners.open" if is_open else "partners.closed"
        day = local_day(found.expires_at, actor.person)
        parts.append(
            say(key, name=found.label or "", used=found.used, left=found.uses_left, day=day)
        )
    if len(parts) == 1:
        parts = [say("partners.none")]
    rows = one_each(Button(say("home.button.home"), "h"))
    await story.edit(actor.person.id, Body(tuple(parts), rows), slot="partners", message_id=pressed)
