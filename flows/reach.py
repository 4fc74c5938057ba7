"""How alerts reach a coordinator: the rota, who responds, their e-mail, the summary of the day."""

from db.digests import digest_or_none
from db.ids import ProgrammeId
from db.mail_addresses import address_row, forget_address
from db.memberships import Membership, memberships_of
from db.programmes import programme
from flows.actor import COORDINATOR, Actor
from flows.duty import week_of
from flows.letters import Body, Button, Part, one_each, say
from flows.mailing import has_mail
from flows.response import response_part
from flows.rota_words import gap_parts
from flows.story import Story


async def show_reach(story: Story, actor: Actor, programme_id: str, pressed: int | None) -> None:
    """What is set now, and one button for each part of it."""
    where = await programme(story.session, ProgrammeId(programme_id))
    mine = actor.ensure_coordinator(where.id)
    parts: list[Part] = [
        say("reach.title", programme=where.name),
        *gap_parts(await week_of(story, where), actor.person),
        await response_part(story, where),
    ]
    buttons = [
        Button(say("reach.button.rota"), "ar", where.id),
        Button(say("reach.button.response"), "ap", where.id),
        Button(say("reach.button.digest"), "ag", mine.id),
    ]
    if has_mail(story):
        parts.append(await _mail_part(story, actor))
        buttons.append(Button(say("reach.button.mail"), "ae", where.id))
    rows = one_each(*buttons, Button(say("form.button.back"), "h"))
    await story.edit(actor.person.id, Body(tuple(parts), rows), slot="reach", message_id=pressed)


async def forget_reach(story: Story, membership: Membership) -> None:
    """A coordinator's role ends: no summary, and no e-mail where it was their last such role."""
    digest = await digest_or_none(story.session, membership.id)
    if digest is not None:
        await story.session.delete(digest)
    others = [
        one
        for one in await memberships_of(story.session, membership.person_id)
        if one.role == COORDINATOR and one.stage != "left" and one.id != membership.id
    ]
    row = await address_row(story.session, membership.person_id)
    if row is not None and not others:
        await forget_address(story.session, row)


async def _mail_part(story: Story, actor: Actor) -> Part:
    row = await address_row(story.session, actor.person.id)
    if row is None:
        return say("reach.no_mail")
    if row.refused_at is not None:
        return say("reach.mail_refused")
    return say("reach.mail" if row.confirmed_at is not None else "reach.mail_unconfirmed")
