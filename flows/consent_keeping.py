"""Keeping consents: an answer to one is recorded with its version, and counts at once."""

from care.consent import Consent, missing
from care.questions import encode
from care.setting_pack import ConsentText
from db.answers import form_of_membership, save_answer
from db.consents import (
    all_consents,
    consents_of,
    decline_consent,
    give_consent,
    withdraw_consent,
)
from db.memberships import Membership
from db.pairings import RUNNING, pairings_of
from db.people import Person
from db.programmes import programme
from flows.actor import Actor, role_of
from flows.checkins import leave_open_ones_out
from flows.plans import start_plans
from flows.programmes import pack_of
from flows.story import Story

CHECKINS = "checkins"


async def keep_yes(
    story: Story, someone: Person, membership: Membership, consent: ConsentText
) -> None:
    """Record a yes to these words; check-ins begin where a pairing runs."""
    of = (story.session, someone.id, membership.programme_id)
    if (await consents_of(*of)).get(consent.kind) == consent.version:
        return
    give_consent(*of, kind=consent.kind, version=consent.version, now=story.now)
    await story.session.flush()
    if consent.kind == CHECKINS:
        where = await programme(story.session, membership.programme_id)
        for pairing in await pairings_of(story.session, someone.id, RUNNING):
            if pairing.programme_id == where.id:
                await start_plans(story, pairing, where)


async def keep_no(
    story: Story, someone: Person, membership: Membership, consent: ConsentText
) -> None:
    """Record a no to these words, or that a yes is taken back; check-ins stop.

    A no to what is needed ends the role, so there is nothing to remember beside a yes taken back.
    """
    of = (story.session, someone.id, membership.programme_id)
    stood = (await consents_of(*of)).get(consent.kind)
    await withdraw_consent(*of, consent.kind, story.now)
    if stood != consent.version and not consent.needed:
        decline_consent(*of, kind=consent.kind, version=consent.version, now=story.now)
    await story.session.flush()
    if consent.kind == CHECKINS:
        await leave_open_ones_out(story, someone, "no_consent")


async def keep_in_form(
    story: Story, membership: Membership, consent: ConsentText, *, agreed: bool
) -> None:
    """Let the person's answers say the same as the consent that was changed outside the form."""
    form_session = await form_of_membership(story.session, membership.id)
    if form_session is not None:
        await save_answer(
            story.session,
            form_session,
            consent.question,
            encode(agreed),
            settled=True,
            now=story.now,
        )


async def consents_to_ask(story: Story, actor: Actor) -> list[tuple[Membership, ConsentText]]:
    """What the person has to be asked in its present words, by role; empty for most people.

    Roles that are still being filled in ask for themselves.
    """
    found: list[tuple[Membership, ConsentText]] = []
    if actor.person.erase_at is not None:
        return found
    for membership in actor.standing:
        if membership.stage != "onboarding":
            found += [(membership, text) for text in await _missing(story, membership)]
    return found


async def _missing(story: Story, membership: Membership) -> tuple[ConsentText, ...]:
    pack = pack_of(story, await programme(story.session, membership.programme_id))
    role = role_of(membership)
    if not any(text.role == role for text in pack.consents):
        return ()
    rows = await all_consents(story.session, membership.person_id, membership.programme_id)
    answered = [Consent(row.kind, row.version, row.withdrawn_at is None) for row in rows]
    return missing(answered, pack, role)
