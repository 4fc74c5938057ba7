"""What follows from a letter's fate: the writer of a message always hears what became of it."""

from db.bots import BotName
from db.contact_days import count_arrival
from db.ids import PersonId
from db.memberships import members
from db.message_map import copy_of_part, map_message
from db.outbox import Lane, Letter
from db.outbox_upkeep import fail_waiting
from db.pairings import RUNNING, pairings_of
from db.people import Person, name_of, person_or_none
from db.programmes import programme
from db.untold import note_still_untold, take_untold
from flows.actor import COORDINATOR
from flows.escalation import call_back
from flows.handing_over import copy_ended
from flows.letters import body, say
from flows.recalls import drop_waiting_edits, recalled_letter_ended, removal_ended
from flows.silence import judge_block
from flows.status_lines import SENT, message_in_trouble, tell_writer
from flows.story import Story
from flows.two_bots import tell_of_silence

NOT_SENT = {
    "photo.unreadable": "status.not_sent.photo_unreadable",
    "photo.too_large": "status.not_sent.photo_too_large",
    "photo.gone": "status.not_sent.photo_gone",
    "voice.unreadable": "status.not_sent.voice_unreadable",
    "voice.too_large": "status.not_sent.voice_too_large",
    "voice.gone": "status.not_sent.voice_gone",
    "voice.forbidden": "status.not_sent.voice_forbidden",
}
"""What the writer is told of the reasons that a picture or voice message can have."""


async def letter_sent(story: Story, letter: Letter, message_id: int | None) -> None:
    """Map a passed-on message and tell its writer when it arrived.

    What was taken back while it was being sent is deleted again.
    """
    if letter.act == "copy":
        await copy_ended(story, letter)
    if letter.pairing_id is None or letter.source_person_id is None:
        return
    if letter.act == "delete":
        await removal_ended(story, letter, is_gone=True)
    elif letter.recall is not None:
        await recalled_letter_ended(story, letter, message_id)
    elif message_id is not None:
        await _map(story, letter, message_id)
        if letter.act == "send":
            if letter.part == 0:
                writer = letter.source_person_id
                await count_arrival(story.session, letter.pairing_id, writer, story.now)
            key = "status.sent_maybe_twice" if letter.repeated else SENT
            await tell_writer(story, letter, key)


async def letter_failed(story: Story, letter: Letter, reason: str) -> None:
    """Tell the writer that their message was not delivered, and why.

    When it was that line itself, they are told once something reaches them again.
    """
    message_id = message_in_trouble(letter.slot)
    if message_id is not None:
        await note_still_untold(story.session, letter.person_id, message_id)
    await _tell_of_end(story, letter, NOT_SENT.get(reason, "status.not_sent"))


async def letter_uncertain(story: Story, letter: Letter) -> None:
    """Tell the writer that nobody knows whether their message arrived."""
    await _tell_of_end(story, letter, "status.uncertain")


async def person_unreachable(story: Story, person_id: PersonId) -> None:
    """Remember that the person blocked the bot, give up what waits for them, tell who must know."""
    someone = await person_or_none(story.session, person_id)
    if someone is None or someone.unreachable_since is not None:
        return
    someone.unreachable_since = story.now
    story.session.add(someone)
    lanes = (Lane.CONVERSATION, Lane.REPLY, Lane.CHECKIN, Lane.BULK)
    for letter in await fail_waiting(story.session, person_id, lanes, "unreachable"):
        await letter_failed(story, letter, "unreachable")
    if not await judge_block(story, someone):
        await _tell_coordinators(story, someone, "coordinator.unreachable")


async def person_reachable(story: Story, someone: Person) -> None:
    """The person unblocked the bot: letters reach them again, and coordinators hear of it.

    A coordinator is called about the alerts that wait.
    """
    if someone.unreachable_since is None:
        return
    someone.unreachable_since = None
    story.session.add(someone)
    for letter in await take_untold(story.session, someone.id):
        uncertain = letter.state == "uncertain"
        await tell_writer(story, letter, "status.uncertain" if uncertain else "status.not_sent")
    await _tell_coordinators(story, someone, "coordinator.reachable")
    await call_back(story, someone.id)


async def bot_silent(story: Story, bot: BotName, *, is_over: bool) -> None:
    """Telegram does not accept a bot's token, or does again: who must know is told."""
    await tell_of_silence(story, bot, is_over=is_over)


async def _tell_of_end(story: Story, letter: Letter, key: str) -> None:
    """Tell the writer of a letter that did not arrive for certain, unless it was taken back."""
    if letter.act == "copy":
        await copy_ended(story, letter)
    elif letter.act == "delete":
        await removal_ended(story, letter, is_gone=False)
    elif letter.recall is not None:
        await recalled_letter_ended(story, letter)
    elif letter.act == "edit":
        await tell_writer(story, letter, "status.change_not_sent")
    else:
        await drop_waiting_edits(story, letter)
        await tell_writer(story, letter, key)


async def _map(story: Story, letter: Letter, message_id: int) -> None:
    """Remember the copy; an edit makes a new one where the old one was gone."""
    writer, source = letter.source_person_id, letter.source_message_id
    if letter.pairing_id is None or writer is None or source is None:
        return
    if letter.act == "edit":
        known = await copy_of_part(story.session, writer, source, letter.part)
        if known == message_id:
            return
    await map_message(
        story.session,
        letter.pairing_id,
        sender=writer,
        source=source,
        recipient=letter.person_id,
        copy=message_id,
        now=story.now,
        part=letter.part,
    )


async def _tell_coordinators(story: Story, someone: Person, key: str) -> None:
    name = await name_of(story.session, someone)
    for pairing in await pairings_of(story.session, someone.id, RUNNING):
        where = await programme(story.session, pairing.programme_id)
        for coordinator in await members(story.session, where.id, COORDINATOR, ("active",)):
            await story.post(coordinator.person_id, body(say(key, name=name)))
        return
