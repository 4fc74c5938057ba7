"""The planned ending: both know the day from the start, hear it come near, and part on it."""

from datetime import timedelta

from care.rhythm import Act, end_at
from care.stages import move
from db.audit import record_act
from db.memberships import set_stage
from db.pairings import RUNNING, pairings_of, set_pairing_state
from db.people import Person
from flows.actor import PEER_WORKER, SERVICE_USER
from flows.ending_review import review_button
from flows.follow_up import plan_follow_up
from flows.letters import Button, Part, Words, say
from flows.pairing_endings import end_what_hangs_on
from flows.running_pair import RunningPair
from flows.suggestions import suggest
from flows.times import clock_time, day_in_words
from flows.who_for import forget_choice

A_DAY = timedelta(days=1)
LOOK_FOR_ANOTHER = "gl"


async def count_down(pair: RunningPair, act: Act) -> None:
    """Tell both how long they have, what can be done in it, and at the last step look back."""
    pair.rhythm.weeks_told = act.weeks
    review = (review_button(pair.pairing),) if act.is_last else ()
    await pair.tell_user(*_left(pair, act, pair.user, pair.peer_name, "service_user"), first=review)
    parts = _left(pair, act, pair.peer, pair.user_name, "peer_worker")
    await pair.tell_peer(*parts, first=(*review, *await pair.write_to_user()))


async def add_break(pair: RunningPair) -> None:
    """Add the days of breaks to the planned time, and tell both the new day."""
    days = pair.pairing.break_seconds // int(A_DAY.total_seconds())
    if days <= pair.rhythm.break_days:
        return
    pair.rhythm.ends_on += timedelta(days=days - pair.rhythm.break_days)
    pair.rhythm.break_days = days
    until = pair.rhythm.ends_on
    for_user = day_in_words(until, pair.user)
    await pair.tell_user(say("ending.after_break", name=pair.peer_name, until=for_user))
    for_peer = day_in_words(until, pair.peer)
    await pair.tell_peer(say("ending.after_break", name=pair.user_name, until=for_peer))


async def end_as_planned(pair: RunningPair, act: Act | None = None) -> None:
    """End the pairing on its day: goodbye to both with what comes next; coordinators hear of it.

    What is on its way between the two still arrives. Nobody is put back on the waiting list
    unasked: the service user says so.
    """
    del act
    story, pairing = pair.story, pair.pairing
    move("pairing", "clock", pairing.state, "ended")
    set_pairing_state(story.session, pairing, "ended", story.now)
    pairing.end_reason = "planned"
    pair.rhythm.next_at = None
    _forget_current(pair)
    await record_act(
        story.session,
        None,
        "pairing.ended.planned",
        about=pairing.id,
        programme_id=pair.where.id,
        now=story.now,
    )
    await end_what_hangs_on(story, pairing)
    another = await _finish(pair)
    review = review_button(pair.pairing)
    told = say("ending.goodbye", name=pair.peer_name, until=_until(pair, pair.user))
    parts: list[Part] = [told, Words(pair.pack.texts.what_next.strip())]
    if await plan_follow_up(story, pairing, pair.where):
        parts.append(say("ending.follow_up", n=pair.pack.follow_up_weeks))
    await pair.tell_user(*parts, first=(review, *another))
    told = say("ending.goodbye", name=pair.user_name, until=_until(pair, pair.peer))
    work = await pair.role_of(PEER_WORKER)
    more = (Button(say("peer_worker.button.more"), "ym", work.id),) if work else ()
    await pair.tell_peer(told, say("ending.place_free"), first=(review, *more), worried=False)
    await pair.tell_coordinators(say("coordinator.ended_as_planned", **pair.names))
    await suggest(story, pair.where)


def _left(pair: RunningPair, act: Act, reader: Person, name: str, side: str) -> tuple[Part, ...]:
    parts: list[Part] = [
        say("ending.left", name=name, n=act.weeks, until=_until(pair, reader)),
        say(f"ending.ways.{side}", name=name),
    ]
    if act.is_last:
        closes = end_at(pair.rhythm.ends_on, pair.zone)
        parts.append(say("ending.last_step", name=name, time=clock_time(closes, reader)))
    return tuple(parts)


def _until(pair: RunningPair, reader: Person) -> str:
    return day_in_words(pair.rhythm.ends_on, reader)


def _forget_current(pair: RunningPair) -> None:
    for someone in (pair.user, pair.peer):
        forget_choice(pair.story, someone)


async def _finish(pair: RunningPair) -> tuple[Button, ...]:
    """Let the service user's stage follow, unless another pairing runs; how to look for more."""
    membership = await pair.role_of(SERVICE_USER)
    running = await pairings_of(pair.story.session, pair.user.id, RUNNING)
    others = [p for p in running if p.service_user_id == pair.user.id]
    if membership is None or membership.stage != "matched" or others:
        return ()
    move("service_user", "clock", membership.stage, "finished")
    set_stage(pair.story.session, membership, "finished", pair.story.now)
    return (Button(say("finished.button.another"), LOOK_FOR_ANOTHER, membership.id),)
