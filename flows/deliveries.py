"""What follows from a letter's fate: the writer of a message always hears what became of it."""

from db.ids import PersonId
from db.memberships import members
from db.message_map import map_message
from db.outbox import Lane, Letter, fail_waiting
from db.pairings import RUNNING, pairings_of
from db.people import Person, name_of, person_or_none
from db.programmes import programme
from flows.actor import COORDINATOR
from flows.letters import body, say
from flows.status_lines import SENT, tell_writer
from flows.story import Story


async def letter_sent(story: Story, letter: Letter, message_id: int | None) -> None:
    """Map a passed-on message and tell its writer when it arrived."""
    if letter.pairing_id is None or letter.source_person_id is None or message_id is None:
        return
    map_message(
        story.session,
        letter.pairing_id,
        sender=letter.source_person_id,
        source=letter.source_message_id,
        recipient=letter.person_id,
        copy=message_id,
        now=story.now,
    )
    key = "status.sent_maybe_twice" if letter.repeated else SENT
    await tell_writer(story, letter, key)


async def letter_failed(story: Story, letter: Letter, reason: str) -> None:
    """Tell the writer that their message was not delivered, and why."""
    del reason
    await tell_writer(story, letter, "status.not_sent")


async def letter_uncertain(story: Story, letter: Letter) -> None:
    """Tell the writer that nobody knows whether their message arrived."""
    await tell_writer(story, letter, "status.uncertain")


async def person_unreachable(story: Story, person_id: PersonId) -> None:
    """Remember that the person blocked the bot, give up what waits for them, tell who must know."""
    someone = await person_or_none(story.session, person_id)
    if someone is None or someone.unreachable_since is not None:
        return
    someone.unreachable_since = story.now
    story.session.add(someone)
    lanes = (Lane.CONVERSATION, Lane.REPLY, Lane.CHECKIN, Lane.BULK)
    for letter in await fail_waiting(story.session, person_id, lanes, "unreachable"):
        await tell_writer(story, letter, "status.not_sent")
    await _tell_coordinators(story, someone, "coordinator.unreachable")


async def person_reachable(story: Story, someone: Person) -> None:
    """The person unblocked the bot: letters reach them again, and coordinators hear of it."""
    if someone.unreachable_since is None:
        return
    someone.unreachable_since = None
    story.session.add(someone)
    await _tell_coordinators(story, someone, "coordinator.reachable")


async def _tell_coordinators(story: Story, someone: Person, key: str) -> None:
    name = await name_of(story.session, someone)
    for pairing in await pairings_of(story.session, someone.id, RUNNING):
        where = await programme(story.session, pairing.programme_id)
        for coordinator in await members(story.session, where.id, COORDINATOR, ("active",)):
            await story.post(coordinator.person_id, body(say(key, name=name)))
        return
