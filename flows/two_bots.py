"""The two bots of a service: which one is for whom, and what happens while one cannot be heard."""

from sqlmodel.ext.asyncio.session import AsyncSession

from db.bots import MAIN, WORKER, BotName
from db.memberships import members
from db.notes import note, set_note
from db.outbox_upkeep import conversation_letters_due
from db.people import Person, name_of
from db.programmes import programmes
from flows.actor import COORDINATOR, PEER_WORKER
from flows.letters import body, say
from flows.status_lines import tell_writer
from flows.story import Story

NAMES: dict[BotName, str] = {MAIN: "bot_username", WORKER: "worker_bot_username"}
TOPICS = "worker_bot_topics"
SILENT: dict[BotName, str] = {bot: f"{name}.silent" for bot, name in NAMES.items()}
ON, OFF = "on", ""


async def username_of(session: AsyncSession, bot: BotName) -> str:
    """The public name of this bot without the @; empty where there is no such bot."""
    return await note(session, NAMES[bot]) or ""


async def bot_for(session: AsyncSession, role: str) -> BotName:
    """The bot that people in this role use: the worker bot for peer workers, if there is one."""
    has_worker = role == PEER_WORKER and await username_of(session, WORKER)
    return WORKER if has_worker else MAIN


async def has_topics(session: AsyncSession, bot: BotName) -> bool:
    """Whether the chats of this bot have a topic for each pairing."""
    return bot == WORKER and await note(session, TOPICS) == ON


async def is_silent(session: AsyncSession, bot: BotName) -> bool:
    """Whether Telegram does not accept the bot's token now, so that its letters wait."""
    return await note(session, SILENT[bot]) == ON


async def tell_of_silence(story: Story, bot: BotName, *, is_over: bool) -> None:
    """Tell who must know that this bot's people cannot be reached, or that they can be again."""
    if await is_silent(story.session, bot) != is_over:
        return
    await set_note(story.session, SILENT[bot], OFF if is_over else ON)
    if not is_over:
        await _tell_writers(story, bot)
    if bot == WORKER:  # coordinators use the main bot, so of that one nobody could be told
        key = "coordinator.worker_bot_back" if is_over else "coordinator.worker_bot_silent"
        await _tell_all_coordinators(story, key)


async def tell_if_silent(story: Story, writer: Person, reader: Person) -> None:
    """Tell the writer of a message that waits since its reader's bot is not accepted now."""
    if reader.bot != writer.bot and await is_silent(story.session, reader.bot):
        name = await name_of(story.session, reader)
        await story.post(writer.id, body(say("status.not_reached_yet", name=name)), silent=True)


async def _tell_writers(story: Story, bot: BotName) -> None:
    told = set()
    for letter in await conversation_letters_due(story.session, bot, story.now):
        if (pair := (letter.pairing_id, letter.source_person_id)) not in told:
            told.add(pair)
            await tell_writer(story, letter, "status.not_reached_yet")


async def _tell_all_coordinators(story: Story, key: str) -> None:
    told = set()
    for where in await programmes(story.session):
        for coordinator in await members(story.session, where.id, COORDINATOR, ("active",)):
            if coordinator.person_id not in told:
                told.add(coordinator.person_id)
                await story.post(coordinator.person_id, body(say(key)))
