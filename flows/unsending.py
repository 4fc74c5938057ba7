"""Unsending: a person takes back what they wrote, within the two days in which we can delete it.

The copies go from the other chat, and then the message from their own. What the other person has
read by then they have read, and we say so.
"""

from datetime import datetime, timedelta

from db.message_map import copies_of, counterpart_of
from db.outbox import Letter
from db.pairings import pairing_or_none
from db.passed_on import UNSENT, LastPassedOn, last_passed_on, letters_of
from db.people import Person, name_of, person
from flows.actor import Actor
from flows.held import drop_held
from flows.letters import Button, body, one_each, say
from flows.recalls import unsend_letters
from flows.story import Story
from flows.times import local_time

DELETABLE = timedelta(hours=48)  # core.telegram.org/bots/api#deletemessage
ON_THE_WAY = timedelta(minutes=5)  # less than that, so that a removal is not late


async def unsend(story: Story, actor: Actor, message_id: int) -> None:
    """Take back one message of the person's own chat, or say kindly why that cannot be."""
    me = actor.person
    is_held = await drop_held(story, actor, message_id)
    letters = await letters_of(story.session, me.id, message_id)
    if letters and not _is_too_late(letters, story.now):
        if any(letter.recall == UNSENT for letter in letters):
            await story.post(me.id, body(say("unsend.already")))
        else:
            await unsend_letters(story, letters)
    elif letters:
        await story.post(me.id, body(say("unsend.too_late")))
    elif is_held:
        await story.delete(me.id, message_id=message_id)
        await story.post(me.id, body(say("unsend.held")))
    else:
        await story.post(me.id, body(say(await _why_unknown(story, me, message_id))))


async def ask_what(story: Story, actor: Actor) -> None:
    """Explain how a message is taken back, and offer the last one."""
    me = actor.person
    last = await last_passed_on(story.session, me.id)
    if last is None or story.now - last.written_at > DELETABLE - ON_THE_WAY:
        await story.post(me.id, body(say("unsend.how")))
        return
    await offer_last(story, actor, last)


async def offer_last(story: Story, actor: Actor, last: LastPassedOn) -> None:
    """Say which message was the last one and who got it, with the button that takes it back."""
    me = actor.person
    told = {"name": await _reader(story, me, last), "time": local_time(last.written_at, me)}
    rows = one_each(
        Button(say("unsend.button.last"), "uy", str(last.message_id)),
        Button(say("home.button.home"), "h"),
    )
    await story.post(me.id, body(say("unsend.how"), say("unsend.last", **told), rows=rows))


async def unsend_pressed(story: Story, actor: Actor, ref: str) -> None:
    """Take back the message that a button names, which is one of the presser's own or none."""
    await unsend(story, actor, int(ref) if ref.isdecimal() else 0)


def _is_too_late(letters: list[Letter], now: datetime) -> bool:
    """Whether a copy may be too old to be deleted."""
    arrived = [x.sent_at for x in letters if x.act == "send" and x.state == "sent" and x.sent_at]
    return any(now - at > DELETABLE - ON_THE_WAY for at in arrived)


async def _reader(story: Story, writer: Person, last: LastPassedOn) -> str:
    pairing = await pairing_or_none(story.session, last.pairing_id)
    if pairing is None:
        return ""
    return await name_of(story.session, await person(story.session, pairing.other(writer.id)))


async def _why_unknown(story: Story, me: Person, message_id: int) -> str:
    if await copies_of(story.session, me.id, message_id):
        return "unsend.too_late"  # its letters are forgotten, so it is much older than that
    known = await counterpart_of(story.session, me.id, message_id)
    return "unsend.not_passed_on" if known is None else "unsend.not_yours"
