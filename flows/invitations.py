"""Invitations: the way into a role. A link and a typed code open the same one."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from care.setting_pack import Role
from db.audit import record_act
from db.bots import MAIN
from db.ids import PersonId, ProgrammeId
from db.invitations import (
    Invitation,
    add_invitation,
    invitation_by_secret,
)
from db.programmes import Programme, programme
from flows.actor import COORDINATOR, PEER_WORKER, SERVICE_USER, Actor
from flows.concerns import judge_words
from flows.entering import enter, told_already_in
from flows.home import go_home
from flows.letters import Body, Button, body, one_each, say
from flows.other_bot import led_to_other_bot, link_to, who_can_move
from flows.staff import name_in, tell_coordinators
from flows.story import Story
from flows.two_bots import bot_for, username_of

LASTS = timedelta(days=7)  # the longest that an unused way in may stay open
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is read as something else
CODE_GROUPS, GROUP_LETTERS = 3, 4  # 12 letters of 30: 58 bits, typed within minutes
PAYLOAD_BYTES = 16
THREE_GROUPS = re.compile(r"[A-Za-z0-9]{4}(?:[\s\-\u2010-\u2015]{1,3}[A-Za-z0-9]{4}){2}")


@dataclass(frozen=True, slots=True)
class Issued:
    """A new invitation: what follows `/start `, the code to type, and until when they work."""

    payload: str
    code: str
    expires_at: datetime


async def issue_invitation(
    story: Story,
    to: Programme,
    role: Role,
    *,
    issued_by: PersonId | None,
    lasts: timedelta = LASTS,
    uses: int = 1,
    label: str | None = None,
) -> Issued:
    """Make an invitation; only its hashes are kept, so it is shown this once."""
    payload = secrets.token_urlsafe(PAYLOAD_BYTES)
    code = _new_code()
    added = add_invitation(
        story.session,
        to.id,
        role=role,
        payload=payload,
        code=_normal(code),
        issued_by=issued_by,
        lasts=lasts,
        uses=uses,
        now=story.now,
        label=label,
    )
    await record_act(
        story.session,
        issued_by,
        f"invitation.issued.{role}",
        about=added.id,
        programme_id=to.id,
        now=story.now,
    )
    return Issued(payload, code, added.expires_at)


async def invite(
    story: Story, actor: Actor, programme_id: str, role: Role, bot_username: str, *, uses: int = 1
) -> None:
    """A coordinator invites somebody: the link, its QR code and the code to type."""
    membership = actor.ensure_coordinator(ProgrammeId(programme_id))
    to = await programme(story.session, membership.programme_id)
    issued = await issue_invitation(story, to, role, issued_by=actor.person.id, uses=uses)
    several = Button(say("invitation.button.several"), "in", to.id)
    home = Button(say("home.button.home"), "h")
    key = f"invitation.issued.{role}" if uses == 1 else "invitation.issued_for_several"
    bot = await bot_for(story.session, role)
    username = bot_username if bot == MAIN else await username_of(story.session, bot)
    link = link_to(username, issued.payload)
    await story.post(
        actor.person.id,
        Body(
            (
                say(key, programme=to.name, n=uses),
                say("invitation.link", link=link),
                say("invitation.code", code=issued.code),
            ),
            one_each(*([several] if role == SERVICE_USER and uses == 1 else ()), home),
            picture=link,
        ),
    )
    if role == COORDINATOR:
        by = await name_in(story, membership)
        told = say("coordinator.invited_coordinator", by=by)
        await tell_coordinators(story, to.id, told, but=actor.person.id)


def looks_like_code(text: str) -> bool:
    """Whether a typed text has the form of an invitation code, or of one with a wrong sign."""
    if not any(c.isdigit() or c == "-" for c in text):
        return False
    normal = _normal(text)
    good = len(normal) == CODE_GROUPS * GROUP_LETTERS and set(normal) <= set(CODE_ALPHABET)
    return good or THREE_GROUPS.fullmatch(text.strip()) is not None


async def open_invitation(story: Story, actor: Actor, secret: str) -> None:
    """Enter by an invitation: its first screen says who invites and what happens next."""
    found = await invitation_by_secret(story.session, _as_kept(secret))
    if found is None:
        await _let_the_net_look(story, actor, secret)
        await _answer(story, actor, "invitation.unknown")
        return
    to = await programme(story.session, found.programme_id)
    if await led_to_other_bot(story, actor, found.role, "" if looks_like_code(secret) else secret):
        return
    if await told_already_in(story, actor, to, found.role):
        return
    if found.role == PEER_WORKER and await who_can_move(story, actor) is not None:
        await go_home(story, actor)  # they are a peer worker already: that comes with them
        return
    refusal = _refusal(found, story.now)
    if refusal:
        await _answer(story, actor, refusal)
        return
    found.uses_left -= 1
    found.used += 1
    story.session.add(found)
    await enter(story, actor, to, found.role, found)


async def _let_the_net_look(story: Story, actor: Actor, typed: str) -> None:
    """Short words with a digit among them can look like a code, and may be a cry for help."""
    for membership in actor.standing[:1]:
        where = await programme(story.session, membership.programme_id)
        await judge_words(story, actor.person, where, typed)


def _refusal(found: Invitation, now: datetime) -> str | None:
    if found.revoked_at is not None:
        return "invitation.revoked"
    if found.uses_left < 1:
        return "invitation.used"
    if found.expires_at <= now:
        return "invitation.expired"
    return None


def _new_code() -> str:
    """A code to type; one digit at least, so that it is never taken for words."""
    while True:
        letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_GROUPS * GROUP_LETTERS))
        if any(letter.isdigit() for letter in letters):
            groups = range(0, len(letters), GROUP_LETTERS)
            return "-".join(letters[at : at + GROUP_LETTERS] for at in groups)


async def _answer(story: Story, actor: Actor, key: str) -> None:
    rows = one_each(Button(say("button.urgent_help"), "u"))
    await story.post(actor.person.id, body(say(key), rows=rows))


def _as_kept(secret: str) -> str:
    return _normal(secret) if looks_like_code(secret) else secret.strip()


def _normal(code: str) -> str:
    return "".join(c for c in code.upper() if c.isalnum())
