"""What people write: an answer to the open question, or a message to their peer."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bot.filters import Verb, pressed_message
from bot.keyboards import Press
from care.message_text import Entity, harmless_entities, storable_text
from care.relay import refusal_for
from flows import conversation, forms, held, who_for
from flows.actor import Actor
from flows.answering import filling_for_typed, open_filling
from flows.edits import edit_written
from flows.home import go_home
from flows.invitations import looks_like_code, open_invitation
from flows.letters import body, say
from flows.letters_to_people import is_letter
from flows.safe_now import typed_safe_now
from flows.story import Story
from flows.unaddressed import hear_command, hear_unaddressed, listen
from flows.written import Written


def make_router() -> Router:
    """The router of this topic."""
    router = Router(name="conversation")
    router.callback_query.register(on_held_for, Verb("ch"))
    router.callback_query.register(on_write_to, Verb("cw"))
    router.message.register(on_text, F.text)
    router.message.register(on_other_content)
    router.edited_message.register(on_edited)
    return router


async def on_text(message: Message, story: Story, actor: Actor) -> None:
    """Find out what a typed text is: an answer, a message to the peer, a code, or none of them."""
    typed = message.text or ""
    text = storable_text(typed)
    if await typed_safe_now(story, actor, text):
        return
    if text.startswith("/"):
        await hear_command(story, actor, text)
        return
    if looks_like_code(text):
        await open_invitation(story, actor, text)
        return
    running = await conversation.running_pairings(story, actor)
    filling = await filling_for_typed(story, actor, typed, in_conversation=bool(running))
    if filling is not None and message.forward_origin is not None:
        await forms.refuse_content(filling, "form.not_an_answer")  # somebody else's words
    elif filling is not None:
        if not is_letter(filling):
            await listen(story, actor, text)
        await forms.type_answer(filling, typed)
    elif running:
        await conversation.write(story, actor, written_by(message, text), running)
    else:
        await hear_unaddressed(story, actor, text)


async def on_other_content(message: Message, story: Story, actor: Actor) -> None:
    """Say kindly why this kind of message goes nowhere, and what does."""
    talking = await conversation.running_pairings(story, actor)
    filling = None if talking else await open_filling(story, actor)
    if filling is not None:
        await forms.refuse_content(filling, "form.not_an_answer")
    elif talking:
        key = refusal_for(message.content_type) or "relay.refused.other"
        await story.post(actor.person.id, body(say(key)))
    else:
        await go_home(story, actor)


async def on_edited(message: Message, story: Story, actor: Actor) -> None:
    """Pass the edit of a message on; an answer is changed by its own button."""
    if message.text is None:
        return
    text = storable_text(message.text)
    if await edit_written(story, actor, written_by(message, text)):
        return
    filling = await open_filling(story, actor)
    if filling is not None and not await conversation.running_pairings(story, actor):
        await forms.refuse_content(filling, "form.edited")


async def on_held_for(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Send a held message to the person that its writer chose."""
    await held.send_held(story, actor, press.ref, press.detail)
    await story.take_buttons_off(actor.person.id, message_id=pressed_message(query))


async def on_write_to(query: CallbackQuery, press: Press, story: Story, actor: Actor) -> None:
    """Make one person the one that unaddressed messages are for."""
    del query
    await who_for.choose_current(story, actor, press.ref)


def written_by(message: Message, text: str) -> Written:
    """What the person wrote, with its harmless formats."""
    raw = [Entity(e.type, e.offset, e.length) for e in message.entities or ()]
    reply = message.reply_to_message
    return Written(
        message_id=message.message_id,
        text=text,
        entities=harmless_entities(text, raw),
        reply_to=reply.message_id if reply is not None else None,
    )
