"""First contact: the peer worker's first words are asked for in time, or all who wait are told."""

from care.rhythm import Act, first_words_by
from flows.first_talk import guide_button
from flows.letters import say
from flows.running_pair import RunningPair
from flows.times import local_time


async def nudge_first_words(pair: RunningPair, act: Act) -> None:
    """Remind the peer worker, once, in their hours and before the time is over."""
    del act
    pair.rhythm.first_nudged_at = pair.story.now
    by = first_words_by(pair.plan, pair.pairing.since)
    told = say("first_contact.nudge", name=pair.user_name, by=local_time(by, pair.peer))
    first = (guide_button(pair.pairing), *await pair.write_to_user())
    await pair.tell_peer(told, first=first, worried=False, expires_at=by)


async def miss_first_words(pair: RunningPair, act: Act) -> None:
    """Tell both and the coordinators, once, that the time has passed, and what comes next."""
    del act
    pair.rhythm.first_missed_at = pair.story.now
    told = say("first_contact.missed.service_user", name=pair.peer_name)
    await pair.tell_user(told, say("first_contact.missed.ways", name=pair.peer_name))
    first = (guide_button(pair.pairing), *await pair.write_to_user())
    missed = say("first_contact.missed.peer_worker", name=pair.user_name)
    await pair.tell_peer(missed, first=first, worried=False)
    await pair.tell_coordinators(say("coordinator.first_contact_missed", **pair.names))
