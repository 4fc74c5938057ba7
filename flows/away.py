"""Away: a peer worker says until when; no offers come, and their people hear that answers wait."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from care.brief_questions import AWAY_UNTIL
from care.stages import move
from care.wall_time import to_utc
from db.answers import forget_answers
from db.covers import cover_for, covers_naming
from db.ids import PersonId, ProgrammeId
from db.memberships import Membership, membership_in, membership_or_none
from db.pairings import RUNNING, Pairing, set_pairing_state
from db.peer_standings import PeerStanding, standing_of, standing_or_none, standings_back
from db.people import person
from db.programmes import programme
from db.zones import zone_of
from flows.actor import PEER_WORKER, Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.by_day import post_by_day
from flows.filling import Answers, Filling
from flows.kept import move_kept, release_kept
from flows.letters import URGENT, Button, Part, body, one_each, say
from flows.matching_people import places_taken
from flows.peer_role import my_peer_role
from flows.staff import name_in, record, tell_coordinators
from flows.standing_in import end_stand_ins, offer_stand_ins
from flows.story import Story
from flows.suggestions import suggest
from flows.times import day_in_words
from flows.vetting import is_away, today_of

AWAY_KIND = "away"
BATCH = 50
MORNING = time(8)  # when offers come again: the end of the quiet hours


async def ask_away(story: Story, actor: Actor, membership_id: str) -> None:
    """Ask until when the peer worker is away."""
    membership = my_peer_role(actor, membership_id)
    await ask_brief(story, actor, AWAY_KIND, await away_owner(story, membership.id))


async def away_owner(story: Story, subject: str) -> "Away":
    """The owner of the question until when somebody is away."""
    del story
    return Away(subject, brief_form(AWAY_UNTIL))


@dataclass(frozen=True, slots=True)
class Away(BriefOwner):
    """Keeps the last day away, and tells whom it concerns."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Take open offers back, tell running pairs and coordinators; nothing else changes."""
        story, actor = filling.story, filling.actor
        until = answer_to(answers, AWAY_UNTIL.code)
        await forget_answers(story.session, filling.form_session)
        membership = my_peer_role(actor, self.subject)
        if not isinstance(until, date):
            raise TypeError("The question asks for a date.")
        await _keep(story, actor, membership, until)
        await _take_offers_back(story, membership)
        for pairing in await places_taken(story, membership, RUNNING):
            await tell_if_away(story, pairing)
        await _tell_covered(story, membership, until)
        await offer_stand_ins(story, membership)
        rows = one_each(Button(say("away.button.back"), "yb", membership.id), URGENT)
        noted = say("away.noted", until=day_in_words(until, actor.person))
        await story.post(actor.person.id, body(noted, rows=rows))
        await suggest(story, await programme(story.session, membership.programme_id))


async def come_back(story: Story, actor: Actor, membership_id: str) -> None:
    """The peer worker is back before their last day away."""
    membership = my_peer_role(actor, membership_id)
    standing = await standing_of(story.session, membership)
    if not is_away(standing, today_of(story, actor.person)):
        await story.post(actor.person.id, body(say("away.not_away")))
        return
    _clear(story, standing)
    await record(story, actor, membership, "peer_worker.back")
    await story.post(actor.person.id, body(say("away.back")))
    await release_kept(story, actor.person, membership.programme_id)
    name = await name_in(story, membership)
    await end_stand_ins(story, membership)
    for pairing in await places_taken(story, membership, RUNNING):
        reader = await person(story.session, pairing.service_user_id)
        await post_by_day(story, reader, body(say("away.pair_back", name=name)))
    await tell_coordinators(
        story, membership.programme_id, say("coordinator.peer_back", name=name), but=actor.person.id
    )
    await suggest(story, await programme(story.session, membership.programme_id))


async def end_due_absences(story: Story) -> int:
    """Welcome peer workers back whose last day away is over; returns how many."""
    due = await standings_back(story.session, story.now, BATCH)
    for standing in due:
        _clear(story, standing)
        membership = await membership_or_none(story.session, standing.membership_id)
        if membership is None or membership.stage not in ("active", "paused"):
            continue
        someone = await person(story.session, membership.person_id)
        rows = one_each(Button(say("away.button.longer"), "ya", membership.id), URGENT)
        await post_by_day(story, someone, body(say("away.over"), rows=rows))
        await record(story, None, membership, "peer_worker.back")
        await end_stand_ins(story, membership)
    await story.session.flush()
    for programme_id in {standing.programme_id for standing in due}:
        await suggest(story, await programme(story.session, programme_id))
    return len(due)


async def away_until(story: Story, peer_worker: PersonId, programme_id: ProgrammeId) -> date | None:
    """The last day that this peer worker is away, None when they are here."""
    membership = await membership_in(story.session, peer_worker, programme_id, PEER_WORKER)
    standing = await standing_or_none(story.session, membership.id) if membership else None
    if standing is None or standing.away_until is None:
        return None
    today = today_of(story, await person(story.session, peer_worker))
    return standing.away_until if is_away(standing, today) else None


async def tell_if_away(story: Story, pairing: Pairing) -> None:
    """Tell the service user of a pairing until when answers wait, and who covers."""
    until = await away_until(story, pairing.peer_worker_id, pairing.programme_id)
    membership = await membership_in(
        story.session, pairing.peer_worker_id, pairing.programme_id, PEER_WORKER
    )
    if until is None or membership is None:
        return
    reader = await person(story.session, pairing.service_user_id)
    name = await name_in(story, membership)
    parts: list[Part] = [say("away.pair_told", name=name, until=day_in_words(until, reader))]
    cover = await _cover_name(story, membership)
    if cover:
        parts.append(say("away.pair_cover", name=name, cover=cover))
    await post_by_day(
        story, reader, body(*parts, rows=one_each(Button(say("button.urgent_help"), "u")))
    )


async def _keep(story: Story, actor: Actor, membership: Membership, until: date) -> None:
    standing = await standing_of(story.session, membership)
    standing.away_until = until
    zone = zone_of(actor.person)
    standing.back_at = to_utc(until + timedelta(days=1), MORNING, zone)
    story.session.add(standing)
    await story.session.flush()
    await record(story, actor, membership, "peer_worker.away")
    await move_kept(story, actor.person, membership.programme_id)
    name, cover = await name_in(story, membership), await _cover_name(story, membership)
    day = day_in_words(until, actor.person)
    told = (
        say("coordinator.peer_away_covered", name=name, until=day, cover=cover)
        if cover
        else say("coordinator.peer_away", name=name, until=day)
    )
    await tell_coordinators(story, membership.programme_id, told, but=actor.person.id)


async def _take_offers_back(story: Story, membership: Membership) -> None:
    """Nobody answers these in time now; the two may be suggested again later."""
    for pairing in await places_taken(story, membership, ("suggested", "offered")):
        if pairing.state == "suggested":
            await story.session.delete(pairing)
            continue
        move("pairing", "peer_worker", pairing.state, "withdrawn")
        set_pairing_state(story.session, pairing, "withdrawn", story.now)
        pairing.end_reason = "away"
        await story.take_buttons_off(membership.person_id, slot=f"offer:{pairing.id}")
    await story.session.flush()


async def _tell_covered(story: Story, membership: Membership, until: date) -> None:
    """Those for whom this peer worker covers hear that nobody does for a while."""
    name = await name_in(story, membership)
    for cover in await covers_naming(story.session, membership.id):
        if cover.cover_membership_id != membership.id or cover.state != "agreed":
            continue
        covered = await membership_or_none(story.session, cover.membership_id)
        if covered is not None:
            reader = await person(story.session, covered.person_id)
            told = say("cover.away_too", name=name, until=day_in_words(until, reader))
            await post_by_day(story, reader, body(told))


async def _cover_name(story: Story, membership: Membership) -> str:
    """Who covers and is here themselves; empty when nobody is."""
    cover = await cover_for(story.session, membership.id, ("agreed",))
    by = await membership_or_none(story.session, cover.cover_membership_id) if cover else None
    if by is None or by.stage != "active":
        return ""
    gone = await away_until(story, by.person_id, by.programme_id)
    return "" if gone is not None else await name_in(story, by)


def _clear(story: Story, standing: PeerStanding) -> None:
    standing.away_until = standing.back_at = None
    story.session.add(standing)
