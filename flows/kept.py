"""Kept messages: what waits for a peer worker's hours leaves at once, or at another time."""

from datetime import datetime

from db.ids import PairingId, ProgrammeId
from db.kept_letters import keep_until, kept_letters
from db.outbox import Letter
from db.pairings import Pairing, pairing_or_none
from db.people import Person
from flows.actor import Actor
from flows.delivery_times import DeliveryTime
from flows.letters import URGENT, Button, Part, body, one_each, say
from flows.peer_hours import peer_hours
from flows.status_lines import tell_kept_anew
from flows.status_words import moment
from flows.story import Story


async def show_kept_now(story: Story, actor: Actor) -> None:
    """Let everything leave that is kept for the person, whatever the hour."""
    number, _ = await kept_now(story, actor.person)
    await keep_until(
        story.session, await kept_letters(story.session, actor.person.id, story.now), story.now
    )
    told = say("kept.shown", n=number) if number else say("kept.nothing")
    await story.post(actor.person.id, body(told, rows=one_each(URGENT)))


async def kept_now(story: Story, someone: Person) -> tuple[int, datetime | None]:
    """How many messages are kept for the person, and when the first of them leaves."""
    kept = await kept_letters(story.session, someone.id, story.now)
    messages = {
        (letter.source_person_id, letter.source_message_id): letter.not_before
        for letter in reversed(kept)
        if letter.source_person_id is not None
    }
    times = [at for at in messages.values() if at is not None]
    return len(messages), min(times, default=None)


async def kept_notice(story: Story, someone: Person) -> tuple[list[Part], list[Button]]:
    """How much is kept for the person and until when, and the button that shows it now."""
    number, until = await kept_now(story, someone)
    if until is None:
        return [], []
    start = moment(until, story.now, someone)
    return [say("kept.waits", n=number, start=start)], [Button(say("kept.button.show"), "yw")]


async def release_kept(story: Story, someone: Person, programme_id: ProgrammeId) -> None:
    """Let what is kept for a peer worker of this programme leave at once."""
    for _, letters in await _kept_by_pairing(story, someone, programme_id):
        await keep_until(story.session, letters, story.now)


async def move_kept(story: Story, someone: Person, programme_id: ProgrammeId) -> None:
    """Let what is kept for a peer worker leave when their hours, as they are now, ask for it."""
    for pairing, letters in await _kept_by_pairing(story, someone, programme_id):
        hours = await peer_hours(story, pairing, someone)
        start = hours.times.next_start if hours is not None and hours.keeps else None
        if start is None:
            await keep_until(story.session, letters, story.now)
            continue
        moved = [letter for letter in letters if letter.not_before != start]
        await keep_until(story.session, moved, start)
        for letter in moved:
            when = DeliveryTime(start, told_by=letter.told_by, hours=hours)
            await tell_kept_anew(story, letter, pairing, when)


async def _kept_by_pairing(
    story: Story, someone: Person, programme_id: ProgrammeId
) -> list[tuple[Pairing, list[Letter]]]:
    found: dict[PairingId, list[Letter]] = {}
    for letter in await kept_letters(story.session, someone.id, story.now):
        if letter.pairing_id is not None:
            found.setdefault(letter.pairing_id, []).append(letter)
    kept = []
    for pairing_id, letters in found.items():
        pairing = await pairing_or_none(story.session, pairing_id)
        if pairing is not None and pairing.programme_id == programme_id:
            kept.append((pairing, letters))
    return kept
