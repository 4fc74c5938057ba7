"""Listening: urgent words in what people write to each other; they never stop a message."""

from care.safety import assess_words
from care.urgent_words import make_ready, urgent_words
from db.kept_letters import kept_letters
from db.outbox import Lane
from db.pairings import Pairing
from db.people import Person
from db.programmes import programme
from db.slot_letters import last_posted_at
from flows.concerns import WORDS_LANGUAGE, judge_words
from flows.debriefs import plan_debrief
from flows.help_at_once import STILL_ON_SCREEN
from flows.letters import Button, body, one_each, say
from flows.story import Story


def sounds_urgent(text: str) -> bool:
    """Whether the net catches something here: such words are never held up."""
    return assess_words(text, urgent_words(WORDS_LANGUAGE)) is not None


def make_ready_to_listen() -> None:
    """Prepare the net before anybody writes: this takes a while, and asks no records."""
    make_ready(urgent_words(WORDS_LANGUAGE))


async def listen_to(story: Story, writer: Person, pairing: Pairing, text: str) -> None:
    """Raise a concern where the text holds urgent words, and stand by its reader."""
    where = await programme(story.session, pairing.programme_id)
    alert = await judge_words(story, writer, where, text)
    by_user = pairing.state == "active" and writer.id == pairing.service_user_id
    if alert is not None and by_user:
        await _stand_by_peer_worker(story, pairing)
        await plan_debrief(story, alert, pairing)


async def _stand_by_peer_worker(story: Story, pairing: Pairing) -> None:
    """Nobody is left alone with something frightening; said once while it stands there.

    It comes with the message where that is kept, not before it.
    """
    slot = f"stand_by:{pairing.id}"
    told_at = await last_posted_at(story.session, pairing.peer_worker_id, slot)
    if told_at is None or story.now - told_at > STILL_ON_SCREEN:
        worried = Button(say("peer_worker.button.worried"), "wo", pairing.id)
        rows = one_each(worried, Button(say("button.urgent_help"), "u"))
        note = body(say("safety.stand_by"), rows=rows)
        kept = await kept_letters(story.session, pairing.peer_worker_id, story.now, pairing.id)
        await story.post(
            pairing.peer_worker_id,
            note,
            lane=Lane.CONVERSATION,
            slot=slot,
            not_before=kept[-1].not_before if kept else None,
            pairing_id=pairing.id if kept else None,
        )
