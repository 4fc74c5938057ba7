"""Console links: one press lets a coordinator into the console, or makes somebody one.

Looking at a link changes nothing, since apps look at links by themselves; only the press uses it.
"""

from dataclasses import dataclass

from care.plain_text import clean_text, fold, without_accents
from db.audit import record_act
from db.console_links import ConsoleLink, add_console_link, console_link_by_token
from db.ids import PersonId, ProgrammeId
from db.invitations import Invitation, invitation_by_secret, invitation_or_none
from db.memberships import members
from db.people import Person, add_person_without_chat, name_of, person, set_name
from db.programmes import Programme, programme
from flows.actor import COORDINATOR, FIRST_LANGUAGE, Actor, actor_of
from flows.console_address import console_url
from flows.entering import begin_role
from flows.errors import Refused
from flows.letters import Button, body, one_each, say
from flows.staff import name_in, tell_coordinators
from flows.story import Story
from flows.team import coordinator_sent

NAME_LENGTH = 40  # letters of a name, as in the chat
GONE = "console.link.gone"


@dataclass(frozen=True, slots=True)
class Opening:
    """What a link leads to: the name of whom it is for, or the programme that it lets into."""

    name: str = ""
    programme: str = ""


def link_to_console(url: str, token: str) -> str:
    """The address that a link opens."""
    return f"{url}/console/enter?t={token}"


async def send_console_link(story: Story, actor: Actor, programme_id: str) -> None:
    """Send a coordinator who is in the bot a way into the console; raises Refused."""
    mine = actor.ensure_coordinator(ProgrammeId(programme_id))
    url = console_url(story)
    if not url:
        raise Refused("refused.not_now")
    token = await add_console_link(story.session, story.now, person_id=actor.person.id)
    await _record(story, actor.person.id, "console.link_sent", mine.programme_id)
    rows = one_each(Button(say("home.button.home"), "h"))
    link = link_to_console(url, token)
    await story.post(actor.person.id, body(say("console_link.yours", link=link), rows=rows))


async def link_again(story: Story, where: Programme, name: str) -> str:
    """A link for the active coordinator of this name, who lost their ways in; the others are told.

    For whoever runs the service. Raises Refused where nobody, or more than one, is called that.
    """
    wanted = fold(without_accents(name))
    found = [
        one
        for one in await members(story.session, where.id, COORDINATOR, ("active",))
        if fold(without_accents(await name_in(story, one))) == wanted
    ]
    if len(found) != 1:
        raise Refused("console_link.several" if found else "console_link.nobody")
    mine = found[0]
    await record_act(
        story.session,
        None,
        "console.link_again",
        about=mine.person_id,
        programme_id=where.id,
        now=story.now,
    )
    told = say("console_link.again", name=await name_in(story, mine), programme=where.name)
    await tell_coordinators(story, where.id, told)
    return await add_console_link(story.session, story.now, person_id=mine.person_id)


async def link_of_invitation(story: Story, payload: str) -> str | None:
    """The token of a console link that uses this invitation up; None for an unknown one."""
    found = await invitation_by_secret(story.session, payload)
    if found is None or found.role != COORDINATOR:
        return None
    return await add_console_link(story.session, story.now, invitation_id=found.id)


async def look_at_link(story: Story, token: str) -> Opening:
    """What the link leads to, without using it; raises Refused when it opens nothing."""
    link = await _open_link(story, token)
    if link.person_id is not None:
        return Opening(
            name=await name_of(story.session, await person(story.session, link.person_id))
        )
    _, where = await _invited(story, link)
    return Opening(programme=where.name)


async def use_link(story: Story, token: str, name: str, known: Person | None) -> PersonId:
    """Use the link up; returns who it lets in, new where it is an invitation.

    `known` is whoever is signed in there: the invitation is theirs then. Raises Refused.
    """
    link = await _open_link(story, token, for_change=True)
    link.used_at = story.now
    story.session.add(link)
    if link.person_id is not None:
        await _record(story, link.person_id, "console.link_used", None)
        return link.person_id
    found, where = await _invited(story, link, for_change=True)
    someone = known or await _newcomer(story, name, where)
    actor = await actor_of(story.session, someone)
    if any(one.programme_id == where.id for one in actor.standing):
        raise Refused("console.link.already_in")
    found.uses_left -= 1
    found.used += 1
    story.session.add(found)
    story.here = someone.id
    membership = await begin_role(story, actor, where, COORDINATOR, found)
    actor = await actor_of(story.session, someone)
    await coordinator_sent(story, actor, membership, where)
    return someone.id


async def _open_link(story: Story, token: str, *, for_change: bool = False) -> ConsoleLink:
    link = await console_link_by_token(story.session, token, for_change=for_change)
    if link is None or link.used_at is not None or link.expires_at <= story.now:
        raise Refused(GONE)
    if link.person_id is not None:
        someone = await person(story.session, link.person_id)
        if someone.erased_at is not None:
            raise Refused(GONE)
    return link


async def _invited(
    story: Story, link: ConsoleLink, *, for_change: bool = False
) -> tuple[Invitation, Programme]:
    if link.invitation_id is None:
        raise Refused(GONE)
    found = await invitation_or_none(story.session, link.invitation_id, for_change=for_change)
    is_open = found is not None and found.revoked_at is None and found.uses_left > 0
    if found is None or not is_open or found.expires_at <= story.now:
        raise Refused(GONE)
    return found, await programme(story.session, found.programme_id)


async def _newcomer(story: Story, name: str, where: Programme) -> Person:
    clean = clean_text(name, one_line=True)
    if not 1 <= len(clean) <= NAME_LENGTH:
        raise Refused("console.link.name")
    added = await add_person_without_chat(
        story.session, language=FIRST_LANGUAGE, time_zone=where.time_zone, now=story.now
    )
    await set_name(story.session, added, clean)
    return added


async def _record(story: Story, who: PersonId, act: str, where: ProgrammeId | None) -> None:
    await record_act(story.session, who, act, about=who, programme_id=where, now=story.now)
