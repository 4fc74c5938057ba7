"""Pairs of the day: to review, offers that end, first words, silence, handing over."""

from datetime import date, timedelta

from care.rhythm import Plan, first_words_by
from db.ids import PersonId
from db.need_rows import PairNeed
from db.programmes import Programme
from flows.day_counts import RUNNING_OUT
from flows.programmes import pack_of
from flows.running_pair import plan_of
from flows.story import Story
from flows.today_topics import Day, Item, Topic

FIRST_WORDS_AHEAD = timedelta(hours=72)


async def pairs_today(story: Story, where: Programme, day: Day) -> list[Topic]:
    """What waits about pairings that the reader is not one of."""
    plan = plan_of(pack_of(story, where))
    return [
        await day.topic(story, "review", "suggestions", _to_review),
        await day.topic(story, "offers", "today?show=offers", _offer),
        await day.topic(
            story, "first_words", "today?show=first_words", lambda one: _first(plan, one)
        ),
        await day.topic(story, "lapses", "today?show=lapses", _silent),
        await day.topic(story, "handovers", "today?show=handovers", _handover),
    ]


def pairs_until(story: Story, where: Programme) -> dict[str, object]:
    """Until when offers may end, and since when pairs began, to be of today."""
    hours = plan_of(pack_of(story, where)).first_contact_hours
    begun_by = story.now + FIRST_WORDS_AHEAD - timedelta(hours=hours)
    return {"by": story.now + RUNNING_OUT, "begun_by": begun_by}


def _to_review(pairing: PairNeed) -> Item:
    return Item(f"suggestions/{pairing.id}", _both(pairing), since=pairing.since)


def _offer(pairing: PairNeed) -> Item:
    path = f"suggestions/{pairing.id}"
    return Item(path, _both(pairing), until=pairing.answer_by, kind=pairing.state)


def _first(plan: Plan, pairing: PairNeed) -> Item:
    by = first_words_by(plan, pairing.since)
    return Item(_path(pairing), _both(pairing), since=pairing.since, until=by)


def _silent(row: tuple[PairNeed, date]) -> Item:
    pairing, told_on = row
    return Item(_path(pairing), _both(pairing), on=told_on)


def _handover(pairing: PairNeed) -> Item:
    return Item(_path(pairing), _both(pairing), since=pairing.handover_asked_at)


def _path(pairing: PairNeed) -> str:
    return f"pairings/{pairing.id}"


def _both(pairing: PairNeed) -> dict[str, PersonId]:
    return {"person": pairing.service_user_id, "peer": pairing.peer_worker_id}
