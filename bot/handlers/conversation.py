"""What people write: an answer to the open question, or a message to their peer."""

from collections.abc import Sequence

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Verb
from bot.keyboards import Press
from bot.message_reading import read_message, thread_of, words_of
from bot.updates import Raw
from care.message_text import storable_text
from db.pairings import Pairing
from flows import conversation, forms, held_answers, who_for
from flows.actor import Actor
from flows.answering import filling_for_typed, open_filling
from flows.edits import edit_written, park, refuse_edit
from flows.filling import Filling
from flows.home import go_home
from flows.invitations import looks_like_code, open_invitation
from flows.letters_to_people import is_letter
from flows.safe_now import typed_safe_now
from flows.story import Story
from flows.topics import pair_of_thread
from flows.unaddressed import hear_command, hear_unaddressed, listen
from flows.written import Unpassable, Written


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="conversation")
    router.callback_query.register(on_held_for, Verb("ch"))
    router.callback_query.register(on_send, Verb("cs"))
    router.callback_query.register(on_do_not_send, Verb("cn"))
    router.callback_query.register(on_write_to, Verb("cw"))
    router.message.register(on_text, F.text)
    router.message.register(on_other_content)
    router.edited_message.register(on_edited)
    return router


async def on_text(message: Message, story: Story, actor: Actor, raw: Raw) -> None:
    """Find out what a typed text is: an answer, a message to the peer, a code, or none of them."""
    typed = message.text or ""
    text = storable_text(typed)
    reply = message.reply_to_message
    if await typed_safe_now(story, actor, text, reply.message_id if reply else None):
        return
    if text.startswith("/"):
        await hear_command(story, actor, text)
        return
    if looks_like_code(text):
        await open_invitation(story, actor, text)
        return
    running = await conversation.running_pairings(story, actor)
    filling = await _filling(message, story, actor, typed, running)
    if filling is not None and message.forward_origin is not None:
        await forms.refuse_content(filling, "form.not_an_answer")  # somebody else's words
    elif filling is not None:
        if is_letter(filling):
            story.heard = True
        else:
            await listen(story, actor, text)
        await forms.type_answer(filling, typed)
    elif running:
        await write_read(story, actor, read_message(message, raw, actor.person.bot), running)
    else:
        await hear_unaddressed(story, actor, text)


async def on_other_content(message: Message, story: Story, actor: Actor, raw: Raw) -> None:
    """Pass on what the peer may have, and say kindly why other kinds go nowhere, and what does."""
    read = read_message(message, raw, actor.person.bot)
    if read is None:
        return
    words = words_of(message)
    running = await conversation.running_pairings(story, actor)
    filling = await _filling(message, story, actor, words, running)
    if filling is not None:
        await listen(story, actor, words)
        await forms.refuse_content(filling, "form.not_an_answer")
    elif running:
        await write_read(story, actor, read, running)
    else:
        await listen(story, actor, words)
        await go_home(story, actor)


async def on_edited(message: Message, story: Story, actor: Actor, raw: Raw) -> None:
    """Pass the edit of a message on; an answer is changed by its own button."""
    read = read_message(message, raw, actor.person.bot)
    if isinstance(read, Unpassable):
        await refuse_edit(story, actor, message.message_id, read)
        return
    if read is None or await edit_written(story, actor, read):
        return
    if await conversation.running_pairings(story, actor):
        await park(story, actor, read)
        return
    filling = await open_filling(story, actor) if message.text is not None else None
    if filling is not None:
        await forms.refuse_content(filling, "form.edited")


async def on_held_for(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Send a held message to the person that its writer chose."""
    del query
    await held_answers.send_held(story, actor, press.ref, press.detail)


async def on_send(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Send a held message although it looks like contact details."""
    del query
    await held_answers.send_confirmed(story, actor, press.ref)


async def on_do_not_send(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Forget a held message."""
    del query
    await held_answers.do_not_send(story, actor, press.ref)


async def on_write_to(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Make one person the one that unaddressed messages are for."""
    del query
    await who_for.choose_current(story, actor, press.ref)


async def _filling(
    message: Message, story: Story, actor: Actor, typed: str, running: Sequence[Pairing]
) -> Filling | None:
    """The form that typed words answer; what stands in a topic is for whoever it belongs to."""
    if running and await pair_of_thread(story, actor.person, thread_of(message)) is not None:
        return None
    return await filling_for_typed(story, actor, typed, in_conversation=bool(running))


async def write_read(
    story: Story, actor: Actor, read: Written | Unpassable | None, running: Sequence[Pairing]
) -> None:
    """Pass on what was read, or say why it is not passed on."""
    if isinstance(read, Written):
        await conversation.write(story, actor, read, running)
    elif read is not None:
        await conversation.refuse(story, actor, read, running)
