"""Endings of pairings: one way out for whoever ends it; both are told kindly, and nobody why.

What the other person reads is the same whether somebody would like another peer, hands over or
blocked them, so that it tells none of these.
"""

from datetime import date

from care.stages import Mover, move
from db.audit import record_act
from db.breaks import breaks_of, end_break
from db.ids import PairingId, PersonId
from db.outbox import Lane
from db.pairings import (
    RUNNING,
    Pairing,
    pairing_or_none,
    set_pairing_state,
    stand_ins_of,
)
from db.people import person
from db.programmes import programme
from flows.breaks import run_if_free
from flows.letters import Message, Part, body, one_each, say
from flows.my_pairing import both_names, ways_on
from flows.recalls import withdraw_between
from flows.story import Story
from flows.suggestions import suggest
from flows.times import day_in_words
from flows.who_for import forget_choice

STAND_IN_OVER = "stand_in_over"


async def end_pairing(
    story: Story,
    pairing: Pairing,
    mover: Mover,
    reason: str,
    by: PersonId | None,
    *,
    tell: bool = False,
) -> None:
    """End a running pairing; what still waits between the two is not sent.

    Somebody who stands in goes with it, and the end of a stand-in gives the kept place free again.
    Raises MoveRefused when it is over already. Nobody is told of it here; with `tell` the writers
    of what was on its way hear that it was not sent, for where the words of the ending do not.
    """
    move("pairing", mover, pairing.state, "ended")
    set_pairing_state(story.session, pairing, "ended", story.now)
    pairing.end_reason = reason
    pairing.handover_asked_at = None
    for person_id in (pairing.service_user_id, pairing.peer_worker_id):
        someone = await person(story.session, person_id)
        forget_choice(story, someone)
    await withdraw_between(story, pairing, tell=tell)
    await record_act(
        story.session,
        by,
        f"pairing.ended.{reason}",
        about=pairing.id,
        programme_id=pairing.programme_id,
        now=story.now,
    )
    await end_what_hangs_on(story, pairing)
    if pairing.cover_of is not None:
        await _free_kept_place(story, pairing.cover_of)


async def end_what_hangs_on(story: Story, pairing: Pairing) -> None:
    """With a pairing that is over, its breaks end, and whoever stands in for its peer worker."""
    for found in await breaks_of(story.session, pairing.id):
        end_break(story.session, found, story.now)
    await story.session.flush()
    for stand_in in await stand_ins_of(story.session, pairing.id):
        await end_pairing(story, stand_in, "clock", STAND_IN_OVER, None)
        for reader_id in (stand_in.service_user_id, stand_in.peer_worker_id):
            await tell_ended(story, stand_in, reader_id, None)


async def tell_ended(
    story: Story, pairing: Pairing, reader_id: PersonId, hears_by: date | None, words: str = ""
) -> None:
    """Tell one of the two that the conversation has ended, and what comes next for them.

    `words` are a coordinator's, for both.
    """
    names = await both_names(story, pairing)
    is_user = reader_id == pairing.service_user_id
    parts: list[Part] = [say("ending.told", name=names["peer" if is_user else "name"])]
    if words:
        parts += [say("ending.coordinator_says"), Message(words)]
    if is_user and hears_by is not None:
        reader = await person(story.session, reader_id)
        parts.append(say("ending.waits_again", day=day_in_words(hears_by, reader)))
    kept = await kept_place(story, pairing) if is_user else None
    if kept is not None:
        name = (await both_names(story, kept))["peer"]
        parts.append(say("standing_in.back_to", name=name))
    rows = one_each(*await ways_on(story, pairing, reader_id))
    await story.post(reader_id, body(*parts, rows=rows), lane=Lane.CONVERSATION)


async def look_for_others(story: Story, pairing: Pairing) -> None:
    """Run the round anew: a place is free, and somebody may wait."""
    await suggest(story, await programme(story.session, pairing.programme_id))


async def _free_kept_place(story: Story, kept_id: PairingId) -> None:
    """Their own peer is whom the service user writes to again, though they may still be away.

    For an hour we ask first, as after every ending: it may have been typed for whoever stood in.
    """
    kept = await pairing_or_none(story.session, kept_id, for_change=True)
    if kept is None or kept.state not in RUNNING:
        return
    for found in await breaks_of(story.session, kept.id):
        if found.side == "away":
            end_break(story.session, found, story.now)
    await run_if_free(story, kept, "clock", by=None)


async def kept_place(story: Story, pairing: Pairing) -> Pairing | None:
    """The pairing that goes on after this stand-in, if there is one."""
    if pairing.cover_of is None:
        return None
    kept = await pairing_or_none(story.session, pairing.cover_of)
    return kept if kept is not None and kept.state == "active" else None
