"""Pairs of the day: to review, offers that end, first words, silence, handing over."""

from datetime import timedelta

from care.rhythm import first_words_by
from db.ids import PersonId
from db.needs import FIRST_WORDS, HANDOVERS, LAPSED, OFFERS_ENDING, TO_REVIEW, first_of
from db.pairings import Pairing
from db.programmes import Programme
from flows.actor import Actor
from flows.day_counts import RUNNING_OUT
from flows.programmes import pack_of
from flows.running_pair import plan_of
from flows.story import Story
from flows.today_topics import Item, Topic

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
        Topic(
            "review",
            review.n,
            "suggestions",
            tuple(
                Item(f"suggestions/{one.id}", _both(one), since=one.since) for one in review.rows
            ),
        ),
        Topic(
            "offers",
            offers.n,
            "today?show=offers",
            tuple(
                Item(f"suggestions/{one.id}", _both(one), until=one.answer_by, kind=one.state)
                for one in offers.rows
            ),
        ),
        Topic(
            "first_words",
            first.n,
            "today?show=first_words",
            tuple(
                Item(_path(one), _both(one), one.since, first_words_by(plan, one.since))
                for one in first.rows
            ),
        ),
        Topic(
            "lapses",
            silent.n,
            "today?show=lapses",
            tuple(Item(_path(one), _both(one), on=told_on) for one, told_on in silent.rows),
        ),
        Topic(
            "handovers",
            asked.n,
            "today?show=handovers",
            tuple(Item(_path(one), _both(one), since=one.handover_asked_at) for one in asked.rows),
        ),
    ]


def _path(pairing: Pairing) -> str:
    return f"pairings/{pairing.id}"


def _both(pairing: Pairing) -> dict[str, PersonId]:
    return {"person": pairing.service_user_id, "peer": pairing.peer_worker_id}
