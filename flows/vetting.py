"""Vetting: what keeps a peer worker from new offers, and the answers that were looked at."""

import json
from collections.abc import Mapping
from datetime import date

from care.facts import PeerWorkerFacts
from care.questions import Form, Given, encode
from care.setting_pack import SettingPack
from care.vetting import expiries, is_looked_at, out_of_date
from db.answers import form_of_membership
from db.memberships import Membership
from db.peer_standings import PeerStanding, digest_of, standing_of, standing_or_none
from db.people import Person, person
from db.zones import zone_of
from flows.filling import read_answers
from flows.story import Story

AWAY, CHANGED = "away", "changed"


async def stops_of(
    story: Story, pack: SettingPack, membership: Membership, facts: PeerWorkerFacts
) -> tuple[str, ...]:
    """Why this peer worker gets no new offers now, by code; empty when they do.

    "training", "check", "supervision" where a date has passed, "away" until the day they are
    back, "changed" while answers that matter wait for a coordinator's look.
    """
    today = today_of(story, await person(story.session, membership.person_id))
    standing = await standing_or_none(story.session, membership.id)
    changed = not await is_as_confirmed(story, pack, membership, standing)
    return stops_on(facts, standing, today, changed=changed)


def stops_on(
    facts: PeerWorkerFacts, standing: PeerStanding | None, today: date, *, changed: bool
) -> tuple[str, ...]:
    """The same on a day of the peer worker's, where it is known whether answers wait for a look."""
    over = dict.fromkeys(one.kind for one in out_of_date(expiries(facts), today))
    found: list[str] = [*over]
    if is_away(standing, today):
        found.append(AWAY)
    if changed:
        found.append(CHANGED)
    return tuple(found)


def is_away(standing: PeerStanding | None, today: date) -> bool:
    """Whether the peer worker said that they are away on this day."""
    return standing is not None and standing.away_until is not None and standing.away_until >= today


async def is_as_confirmed(
    story: Story, pack: SettingPack, membership: Membership, standing: PeerStanding | None
) -> bool:
    """Whether the answers that matter are those that a coordinator looked at."""
    if standing is None or standing.confirmed_hash is None:
        return True
    return standing.confirmed_hash == await answers_hash(story, pack, membership)


async def answers_hash(story: Story, pack: SettingPack, membership: Membership) -> bytes:
    """The keyed hash of the answers that a coordinator has to look at."""
    form_session = await form_of_membership(story.session, membership.id)
    form = pack.peer_worker
    answers = await read_answers(story, form, form_session) if form_session else {}
    return hash_of(story, form, membership, answers)


def hash_of(
    story: Story, form: Form, membership: Membership, answers: Mapping[str, Given]
) -> bytes:
    """The keyed hash of those of these answers that a coordinator has to look at."""
    return digest_of(story.session, membership.id, _in_one_text(form, answers))


def today_of(story: Story, someone: Person) -> date:
    """The day on the person's own calendar."""
    return story.now.astimezone(zone_of(someone)).date()


async def mark_confirmed(story: Story, pack: SettingPack, membership: Membership) -> None:
    """Remember the answers as they are now as those that a coordinator looked at."""
    standing = await standing_of(story.session, membership)
    standing.confirmed_hash = await answers_hash(story, pack, membership)
    standing.look_since = standing.sent_back_sealed = None
    story.session.add(standing)


def _in_one_text(form: Form, answers: Mapping[str, Given]) -> str:
    asked = [q.code for q in form.questions if is_looked_at(q.code)]
    values = {code: answers[code].value for code in asked if code in answers}
    told = {c: None if v is None else encode(v) for c, v in values.items()}
    return json.dumps(told, sort_keys=True)  # a pack that asks in another order changes nothing
