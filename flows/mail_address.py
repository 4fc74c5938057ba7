"""A coordinator's e-mail address: given in the bot, confirmed by a code, taken away at a press."""

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from care.alert_questions import MAIL_ADDRESS, MAIL_CODE
from db.answers import forget_answers
from db.audit import record_act
from db.ids import ProgrammeId
from db.mail_addresses import (
    MailAddress,
    address_of,
    address_row,
    confirm_address,
    fits_code,
    forget_address,
    keep_address,
)
from flows.actor import Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.errors import Refused
from flows.filling import Answers, Filling
from flows.letters import Button, body, one_each, say
from flows.mailing import has_mail, mail_code, refused_rows
from flows.story import Story

ADDRESS_KIND, CODE_KIND = "mail_address", "mail_code"
CODE_LASTS = timedelta(hours=1)
CODES_APART = timedelta(minutes=1)  # so that nobody's inbox is filled from here
TRIES_MOST = 5
ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


async def show_mail(story: Story, actor: Actor, programme_id: str, detail: str) -> None:
    """Ask for the address or its code; with a confirmed one, show it and what can be done.

    `detail` "new" asks for another address, "again" sends a code to one that was refused.
    """
    actor.ensure_coordinator(ProgrammeId(programme_id))
    if not has_mail(story):
        raise Refused("mail.none_here")
    row = await address_row(story.session, actor.person.id)
    if row is None or detail == "new":
        await ask_brief(story, actor, ADDRESS_KIND, await address_owner(story, programme_id))
        return
    if detail == "again":
        await _confirm_anew(story, actor, programme_id, row)
        return
    if row.refused_at is not None:
        rows = refused_rows(ProgrammeId(programme_id))
        await story.post(actor.person.id, body(say("mail.refused"), rows=rows))
        return
    if row.confirmed_at is None:
        await _ask_for_code(story, actor, programme_id)
        return
    address = await address_of(story.session, row) or ""
    rows = one_each(
        Button(say("mail.button.change"), "ae", programme_id, "new"),
        Button(say("mail.button.take_away"), "aq", programme_id),
        Button(say("form.button.back"), "as", programme_id),
    )
    await story.post(actor.person.id, body(say("mail.yours", address=address), rows=rows))


async def take_mail_away(story: Story, actor: Actor, programme_id: str) -> None:
    """Forget the address at once."""
    actor.ensure_coordinator(ProgrammeId(programme_id))
    row = await address_row(story.session, actor.person.id)
    if row is not None:
        await forget_address(story.session, row)
        await _record(story, actor, programme_id, "mail.taken_away")
    await story.post(actor.person.id, body(say("mail.taken_away"), rows=_back(programme_id)))


async def give_address(story: Story, actor: Actor, programme_id: str, typed: str) -> bool:
    """Keep an address, unconfirmed, and mail a code there; False, and told, for what is none."""
    actor.ensure_coordinator(ProgrammeId(programme_id))
    earlier = await address_row(story.session, actor.person.id)
    if not ADDRESS.fullmatch(typed):
        rows = _again(programme_id, "new")
        await story.post(actor.person.id, body(say("mail.no_address"), rows=rows))
        return False
    if earlier is not None and story.now - earlier.given_at < CODES_APART:
        raise Refused("mail.wait")
    await _mail_code(story, actor, typed)
    return True


async def give_code(story: Story, actor: Actor, programme_id: str, typed: str) -> None:
    """Confirm the address by its code, or say that the code does not fit."""
    actor.ensure_coordinator(ProgrammeId(programme_id))
    row = await address_row(story.session, actor.person.id)
    if row is None or row.confirmed_at is not None:
        raise Refused("mail.none_to_confirm")
    row.tries += 1
    story.session.add(row)
    if _is_over(row, story):
        rows = _again(programme_id, "new")
        await story.post(actor.person.id, body(say("mail.code_over"), rows=rows))
    elif not fits_code(story.session, row, re.sub(r"\D", "", typed)):
        rows = _again(programme_id, "")
        await story.post(actor.person.id, body(say("mail.code_wrong"), rows=rows))
    else:
        confirm_address(story.session, row, story.now)
        await _record(story, actor, programme_id, "mail.confirmed")
        rows = _back(programme_id)
        await story.post(actor.person.id, body(say("mail.confirmed"), rows=rows))


async def address_owner(story: Story, subject: str) -> "AddressAsked":
    """The owner of the question for the address."""
    del story
    return AddressAsked(subject, brief_form(MAIL_ADDRESS))


async def code_owner(story: Story, subject: str) -> "CodeAsked":
    """The owner of the question for the code."""
    del story
    return CodeAsked(subject, brief_form(MAIL_CODE))


@dataclass(frozen=True, slots=True)
class AddressAsked(BriefOwner):
    """Keeps the address, unconfirmed, and sends a code there."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Send the code, or say what is wrong with the address."""
        story, actor = filling.story, filling.actor
        typed = str(answer_to(answers, MAIL_ADDRESS.code) or "").strip()
        await forget_answers(story.session, filling.form_session)
        if await give_address(story, actor, self.subject, typed):
            await _ask_for_code(story, actor, self.subject)


@dataclass(frozen=True, slots=True)
class CodeAsked(BriefOwner):
    """Confirms the address by its code; after an hour or five tries it is asked for anew."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Confirm the address, or say that the code does not fit."""
        story, actor = filling.story, filling.actor
        typed = str(answer_to(answers, MAIL_CODE.code) or "")
        await forget_answers(story.session, filling.form_session)
        await give_code(story, actor, self.subject, typed)


async def _confirm_anew(story: Story, actor: Actor, programme_id: str, row: MailAddress) -> None:
    """Send a code to the address that is there: its arrival shows that the address works."""
    if story.now - row.given_at < CODES_APART:
        raise Refused("mail.wait")
    address = await address_of(story.session, row)
    if address is None:
        raise Refused("mail.none_to_confirm")
    await _mail_code(story, actor, address)
    await _ask_for_code(story, actor, programme_id)


async def _mail_code(story: Story, actor: Actor, address: str) -> None:
    code = f"{secrets.randbelow(10**6):06}"
    until, to = story.now + CODE_LASTS, actor.person.id
    await keep_address(story.session, to, address, code=code, code_until=until, now=story.now)
    await mail_code(story, to, code)


def _is_over(row: MailAddress, story: Story) -> bool:
    late = row.code_until is None or story.now > row.code_until
    return late or row.tries > TRIES_MOST


async def _ask_for_code(story: Story, actor: Actor, programme_id: str) -> None:
    rows = _again(programme_id, "new")
    await story.post(actor.person.id, body(say("mail.code_sent"), rows=rows))
    await ask_brief(story, actor, CODE_KIND, await code_owner(story, programme_id))


def _again(programme_id: str, detail: str) -> tuple[tuple[Button, ...], ...]:
    label = say("mail.button.other_address" if detail else "mail.button.code_again")
    return one_each(Button(label, "ae", programme_id, detail))


def _back(programme_id: str) -> tuple[tuple[Button, ...], ...]:
    return one_each(Button(say("reach.button.back"), "as", programme_id))


async def _record(story: Story, actor: Actor, programme_id: str, act: str) -> None:
    await record_act(
        story.session,
        actor.person.id,
        act,
        about=actor.person.id,
        programme_id=ProgrammeId(programme_id),
        now=story.now,
    )
