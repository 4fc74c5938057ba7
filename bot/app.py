"""The bot: takes a stored update, finds the actor behind it, and lets one handler tell a story."""

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from bot.first_things import ask_beside, asked_first
from bot.floods import is_too_much
from bot.handled import Handled, PressAnswer
from bot.handlers import all_handlers
from bot.updates import Raw, press_of, private_chat_of, sender_of, words_in
from care.errors import Refusal
from care.message_text import storable_text
from db.bots import MAIN, BotName
from flows.actor import Actor, find_actor, meet
from flows.errors import Refused
from flows.home import go_home
from flows.letters import UrgentHelp, body, say
from flows.story import Story
from flows.unaddressed import listen_once
from wording.catalogue import Catalogue

FALLBACK_REGION = "other"  # when nothing about the person can be looked up
NOTICE_MOST = 200  # letters of an answer to a press, core.telegram.org/bots/api#answercallbackquery


class App:
    """Handles the updates of one bot's private chats; everything else is nothing of ours."""

    def __init__(
        self, bot: Bot, catalogue: Catalogue, *, bot_username: str, name: BotName = MAIN
    ) -> None:
        self._bot = bot
        self._name = name
        self._catalogue = catalogue
        self._dispatcher = Dispatcher(disable_fsm=True, bot_username=bot_username)
        self._dispatcher.include_router(all_handlers())

    async def __call__(self, story: Story, raw: Raw) -> Handled:
        """Handle one update; a refusal is raised, and told by `refused`."""
        sender = sender_of(raw)
        if sender is None or private_chat_of(raw) is None:
            return _answered(raw)
        if "my_chat_member" in raw and await find_actor(story.session, sender, self._name) is None:
            return Handled()
        actor = await meet(story, sender, self._name)
        if not (await is_too_much(story, actor, raw) or await asked_first(story, actor, raw)):
            await self._handle(story, actor, raw)
        await listen_once(story, actor, storable_text(words_in(raw)))
        return _answered(raw)

    async def _handle(self, story: Story, actor: Actor, raw: Raw) -> None:
        update = Update.model_validate(dict(raw), context={"bot": self._bot})
        # feed_raw_update would log every refusal as an error before it reaches us
        await self._dispatcher.feed_update(self._bot, update, story=story, actor=actor, raw=raw)
        await ask_beside(story, actor, raw)

    async def refused(self, story: Story, raw: Raw, refusal: Refused | Refusal) -> Handled:
        """Say why not, and show the person where they are if their button was an old one."""
        sender = sender_of(raw)
        if sender is None:
            return _answered(raw)
        actor = await meet(story, sender, self._name)
        if await is_too_much(story, actor, raw):  # counted again: the refused story was undone
            return Handled()
        await listen_once(story, actor, storable_text(words_in(raw)))
        if press_of(raw) is None:
            await story.post(actor.person.id, body(say(refusal.key, **refusal.params)))
            return Handled()
        if refusal.key.startswith(
            ("form.", "offer.", "review.", "confirm.", "move.", "conversation.held_")
        ):
            await _take_old_buttons_off(story, actor, raw)
        if refusal.key in ("form.gone", "form.finished", "form.closed"):
            await go_home(story, actor)
        words = self._catalogue.say(refusal.key, refusal.params, actor.person.language)
        return _answered(raw, words[:NOTICE_MOST])

    async def gave_up(self, story: Story, raw: Raw) -> None:
        """Own up to a mistake of ours, with the way to urgent help."""
        sender = sender_of(raw)
        if sender is None or private_chat_of(raw) is None:
            return
        actor = await meet(story, sender, self._name)
        await story.post(actor.person.id, body(say("error.ours"), UrgentHelp(FALLBACK_REGION)))


def _answered(raw: Raw, text: str | None = None) -> Handled:
    press = press_of(raw)
    return Handled((PressAnswer(press, text, is_alert=bool(text)),) if press else ())


async def _take_old_buttons_off(story: Story, actor: Actor, raw: Raw) -> None:
    message = raw["callback_query"].get("message")
    if isinstance(message, dict) and isinstance(message.get("message_id"), int):
        await story.take_buttons_off(actor.person.id, message_id=message["message_id"])
