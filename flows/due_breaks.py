"""Breaks whose day has come: one with a last day ends by itself, an open one is asked about."""

from care.breaks import ASKED_AFTER
from db.breaks import Break, breaks_due, end_break
from db.ids import PersonId
from db.pairings import RUNNING, Pairing, pairing_or_none
from db.people import person
from flows.breaks import run_if_free
from flows.by_day import post_by_day
from flows.letters import Button, Rows, Text, body, one_each, say
from flows.my_pairing import both_names, ways_on
from flows.pairing_notices import tell_staff
from flows.story import Story
from flows.times import local_day

BATCH = 50


async def look_at_breaks(story: Story) -> int:
    """End what had a last day, ask about what is open, tell everybody; returns how many."""
    due = await breaks_due(story.session, story.now, BATCH)
    for found in due:
        pairing = await pairing_or_none(story.session, found.pairing_id, for_change=True)
        if pairing is None or pairing.state not in RUNNING:
            end_break(story.session, found, story.now)
        elif found.is_open:
            await _ask(story, pairing, found)
        else:
            await _end(story, pairing, found)
    await story.session.flush()
    return len(due)


async def _end(story: Story, pairing: Pairing, found: Break) -> None:
    end_break(story.session, found, story.now)
    names = await both_names(story, pairing)
    runs = await run_if_free(story, pairing, "clock", by=None)
    key = "break.over" if runs else "break.over_other_side"
    longer = Button(say("break.button.longer"), "bp", pairing.id)
    await _write(story, pairing, pairing.peer_worker_id, say(key, name=names["name"]), longer)
    if runs:
        back = say("pause.peer_back", name=names["peer"])
        await _write(story, pairing, pairing.service_user_id, back)


async def _ask(story: Story, pairing: Pairing, found: Break) -> None:
    """Nobody waits without a word: whoever paused is asked, and the others hear that they are."""
    found.due_at = story.now + ASKED_AFTER
    story.session.add(found)
    names = await both_names(story, pairing)
    if found.side == "peer_worker":
        since = local_day(found.began_at, await person(story.session, pairing.peer_worker_id))
        asked = say("break.still.peer_worker", name=names["name"], since=since)
        on = Button(say("break.button.go_on", name=names["name"]), "bg", pairing.id)
        hand_over = Button(say("about_peer.button.hand_over"), "bs", pairing.id)
        await _write(story, pairing, pairing.peer_worker_id, asked, on, hand_over)
    if found.side != "service_user":
        told = say("break.still.service_user", name=names["peer"])
        change = Button(say("about_peer.button.change"), "bs", pairing.id)
        await _write(story, pairing, pairing.service_user_id, told, change)
    await tell_staff(story, pairing, say("coordinator.break.still", **names))


async def _write(
    story: Story, pairing: Pairing, reader_id: PersonId, told: Text, *buttons: Button
) -> None:
    rows: Rows = one_each(*buttons, *await ways_on(story, pairing, reader_id))
    await post_by_day(story, await person(story.session, reader_id), body(told, rows=rows))
