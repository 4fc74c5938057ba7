"""Pairs of the day: to review, offers that end, first words, silence, handing over."""

from datetime import date, timedelta

from care.rhythm import Plan, first_words_by
from db.ids import PersonId
from db.needs import FIRST_WORDS, HANDOVERS, LAPSED, OFFERS_ENDING, TO_REVIEW, first_of
from db.pairings import Pairing
from db.programmes import Programme
from flows.actor import Actor
from flows.day_counts import RUNNING_OUT
from flows.programmes import pack_of
from flows.running_pair import plan_of
from flows.story import Story
from flows.today_topics import Item, Topic, topic_of

FIRST_WORDS_AHEAD = timedelta(hours=72)


async def pairs_today(story: Story, actor: Actor, where: Programme, most: int) -> list[Topic]:
    """What waits about pairings that the reader is not one of."""
    session, params = story.session, {"where": where.id}
    others = {**params, "reader": actor.person.id}
    plan = plan_of(pack_of(story, where))
    begun_by = story.now + FIRST_WORDS_AHEAD - timedelta(hours=plan.first_contact_hours)
    review = await first_of(session, TO_REVIEW, most, **params)
    offers = await first_of(session, OFFERS_ENDING, most, by=story.now + RUNNING_OUT, **params)
    first = await first_of(session, FIRST_WORDS, most, by=begun_by, **others)
    silent = await first_of(session, LAPSED, most, **others)
    asked = await first_of(session, HANDOVERS, most, **others)
    return [
        topic_of("review", review, "suggestions", _to_review),
        topic_of("offers", offers, "today?show=offers", _offer),
        topic_of("first_words", first, "today?show=first_words", lambda one: _first(plan, one)),
        topic_of("lapses", silent, "today?show=lapses", _silent),
        topic_of("handovers", asked, "today?show=handovers", _handover),
    ]


def _to_review(pairing: Pairing) -> Item:
    return Item(f"suggestions/{pairing.id}", _both(pairing), since=pairing.since)


def _offer(pairing: Pairing) -> Item:
    path = f"suggestions/{pairing.id}"
    return Item(path, _both(pairing), until=pairing.answer_by, kind=pairing.state)


def _first(plan: Plan, pairing: Pairing) -> Item:
    by = first_words_by(plan, pairing.since)
    return Item(_path(pairing), _both(pairing), since=pairing.since, until=by)


def _silent(row: tuple[Pairing, date]) -> Item:
    pairing, told_on = row
    return Item(_path(pairing), _both(pairing), on=told_on)


def _handover(pairing: Pairing) -> Item:
    return Item(_path(pairing), _both(pairing), since=pairing.handover_asked_at)


def _path(pairing: Pairing) -> str:
    return f"pairings/{pairing.id}"


def _both(pairing: Pairing) -> dict[str, PersonId]:
    return {"person": pairing.service_user_id, "peer": pairing.peer_worker_id}
