"""The supervision log of a peer worker: talks that a coordinator records, and the next one."""

from dataclasses import dataclass
from datetime import date, datetime

from care.onboarding import SUPERVISION_LAST, SUPERVISION_NEXT
from care.questions import encode
from care.setting_pack import SettingPack
from db.answers import form_of_membership, save_answer
from db.errors import KeyDestroyed
from db.ids import MembershipId
from db.memberships import Membership, membership_or_none
from db.people import person
from db.programmes import programme
from db.supervision_talks import add_supervision_talk, supervision_talks, words_of_talk
from flows.actor import PEER_WORKER, Actor
from flows.by_day import post_by_day
from flows.errors import Refused
from flows.expiry_reminders import note_expiries
from flows.letters import URGENT, Text, Words, body, one_each, say
from flows.programmes import pack_of
from flows.somebody import called_by_id
from flows.staff import name_in, record
from flows.story import Story
from flows.suggestions import suggest
from flows.times import day_in_words

MOST_SHOWN = 24
MOST_LETTERS = 2_000


@dataclass(frozen=True, slots=True)
class TalkLine:
    """One talk: its day, the next one as agreed, who wrote it down and when, and what."""

    day: date
    next_on: date | None
    by: Text | Words
    at: datetime
    words: str


async def talks_with(story: Story, membership: Membership) -> tuple[TalkLine, ...]:
    """The last talks, the newest first; the look is to be audited."""
    lines = []
    for talk in await supervision_talks(story.session, membership.id, MOST_SHOWN):
        try:
            words = await words_of_talk(story.session, talk)
        except KeyDestroyed:
            words = ""
        by = await called_by_id(story, talk.recorded_by)
        lines.append(TalkLine(talk.day, talk.next_on, by, talk.at, words))
    return tuple(lines)


async def record_talk(
    story: Story,
    actor: Actor,
    membership_id: str,
    *,
    day: date,
    next_on: date | None,
    words: str,
) -> None:
    """Keep a talk. With `next_on` supervision is in date until then, and the peer worker is told.

    Raises Refused for all but coordinators, and where the peer worker is not there any more.
    """
    membership = await peer_to_note(story, actor, membership_id)
    await add_supervision_talk(
        story.session,
        membership,
        actor.person.id,
        day=day,
        next_on=next_on,
        words=words,
        now=story.now,
    )
    await record(story, actor, membership, "supervision.recorded")
    if next_on is not None:
        await _count_until(story, actor, membership, day, next_on)
    await story.post(actor.person.id, body(say("supervision.recorded")))


async def peer_to_note(story: Story, actor: Actor, membership_id: str) -> Membership:
    """A confirmed peer worker of the coordinator's programme, not themselves; raises Refused."""
    found = await membership_or_none(story.session, MembershipId(membership_id), for_change=True)
    if found is None:
        raise Refused("confirm.gone")
    actor.ensure_coordinator(found.programme_id)
    if found.role != PEER_WORKER or found.stage not in ("active", "paused"):
        raise Refused("confirm.gone")
    if found.person_id == actor.person.id:
        raise Refused("note.about_you")
    return found


async def _count_until(
    story: Story, actor: Actor, membership: Membership, day: date, next_on: date
) -> None:
    """Put the dates where the peer worker's own answers about supervision are."""
    where = await programme(story.session, membership.programme_id)
    pack: SettingPack = pack_of(story, where)
    kept = await form_of_membership(story.session, membership.id)
    if kept is None or pack.peer_worker.question(SUPERVISION_NEXT) is None:
        return
    for code, value in ((SUPERVISION_LAST, day), (SUPERVISION_NEXT, next_on)):
        if pack.peer_worker.question(code) is not None:
            await save_answer(story.session, kept, code, encode(value), settled=True, now=story.now)
    await note_expiries(story, pack, membership)
    reader = await person(story.session, membership.person_id)
    by = await name_in(story, actor.ensure_coordinator(where.id))
    told = say(
        "supervision.next_told",
        by=by,
        day=day_in_words(day, reader),
        next=day_in_words(next_on, reader),
    )
    await post_by_day(story, reader, body(told, rows=one_each(URGENT)))
    await suggest(story, where)
