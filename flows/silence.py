"""Silence: no answer after a worrying one, or a blocked bot, becomes an alert; nobody is lectured.

The person hears nothing of it. Coordinators read the facts and what they can do next.
"""

from collections.abc import Sequence
from datetime import datetime

from care.safety import ConcernKind, SafetyRules, assess_silence
from db.checkins import Checkin, plan_of
from db.ids import PersonId, ProgrammeId
from db.pairings import pairings_of
from db.people import Person, person
from db.programmes import programme
from db.silence import asked_since, last_closed_at, last_concern_at
from flows.concerns import raise_concern
from flows.programmes import pack_of
from flows.story import Story

AFTER: tuple[ConcernKind, ...] = ("answer", "score")  # what a check-in can raise about its person
ITS_KIND: ConcernKind = "silence"


async def judge_missed(story: Story, checkin: Checkin) -> None:
    """A check-in was missed: raise a concern where it is one of some in a row after a concern."""
    await story.session.flush()
    plan = await plan_of(story.session, checkin)
    where = await programme(story.session, plan.programme_id)
    someone = await person(story.session, checkin.person_id)
    since = await _watched_since(story, someone.id, where.id)
    if since is None or someone.erased_at is not None:
        return
    missed = missed_in_a_row(await asked_since(story.session, someone.id, where.id, since))
    rules: SafetyRules = pack_of(story, where).safety
    concern = assess_silence(
        missed=missed, low_before=True, blocked=False, active=False, most=rules.missed_checkins
    )
    if concern is not None:
        await raise_concern(story, someone, where, concern)


async def judge_block(story: Story, someone: Person) -> bool:
    """Raise a concern in each programme where somebody who blocked the bot is in an active pair.

    Returns whether there was one.
    """
    concern = assess_silence(missed=0, low_before=False, blocked=True, active=True)
    active = await pairings_of(story.session, someone.id, ("active",))
    where_active = dict.fromkeys(pairing.programme_id for pairing in active)
    for programme_id in where_active:
        if concern is not None:
            where = await programme(story.session, programme_id)
            await raise_concern(story, someone, where, concern)
    return bool(where_active)


def missed_in_a_row(asked: Sequence[Checkin]) -> int:
    """How many of these, the newest first, were asked and missed since a sign of the person.

    An answer, or "not this time", is a sign. What was closed for another reason is passed over.
    """
    missed = 0
    for checkin in asked:
        if checkin.state == "answered" or checkin.reason == "person":
            break
        missed += (checkin.state, checkin.reason) == ("missed", "no_answer")
    return missed


async def _watched_since(
    story: Story, person_id: PersonId, programme_id: ProgrammeId
) -> datetime | None:
    """The last concern, or when a coordinator last closed an alert about silence after it.

    None where there was no concern, or where what was asked after it was answered without one.
    """
    concern_at = await last_concern_at(story.session, person_id, programme_id, AFTER)
    if concern_at is None:
        return None
    later = await asked_since(story.session, person_id, programme_id, concern_at)
    if any(one.state == "answered" for one in later):
        return None
    closed_at = await last_closed_at(story.session, person_id, programme_id, ITS_KIND)
    return max(concern_at, closed_at) if closed_at is not None else concern_at
