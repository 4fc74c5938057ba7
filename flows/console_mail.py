"""The e-mail address of a coordinator as they see it in the console."""

from dataclasses import dataclass
from typing import Literal

from db.ids import ProgrammeId
from db.mail_addresses import address_of, address_row
from flows.actor import COORDINATOR, Actor
from flows.mailing import has_mail
from flows.story import Story


@dataclass(frozen=True, slots=True)
class MailLine:
    """The address, and whether mails go there."""

    address: str
    state: Literal["off", "none", "waiting", "confirmed", "refused"]


async def mail_line(story: Story, actor: Actor) -> MailLine:
    """What is known of their address; `off` where the server sends no mails."""
    if not has_mail(story):
        return MailLine("", "off")
    row = await address_row(story.session, actor.person.id)
    if row is None:
        return MailLine("", "none")
    address = await address_of(story.session, row) or ""
    if row.refused_at is not None:
        return MailLine(address, "refused")
    return MailLine(address, "waiting" if row.confirmed_at is None else "confirmed")


def where_they_coordinate(actor: Actor) -> ProgrammeId | None:
    """The programme in which they are an active coordinator for longest."""
    there = (m for m in actor.standing if (m.role, m.stage) == (COORDINATOR, "active"))
    return next((m.programme_id for m in there), None)
