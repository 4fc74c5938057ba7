"""Recording what became of letters: their states, and what follows from them for people.

Unknown outcomes: what a person wrote, a reply and a crisis letter are sent once more, marked as
possibly repeated; check-ins and bulk letters are not, since their own reminders come anyway. A
second unknown outcome is the last one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.outcomes import NoWay, Outcome, Refused, Retry, Sent, Unknown
from bot.topics import TopicWay
from db.bots import BotName
from db.ids import PersonId
from db.outbox import Lane, Letter, mark_all_sent, mark_ended, mark_waiting
from db.passed_on import recalls
from db.slots import set_slot_message
from db.topics import set_thread
from flows.story import Story

REPEATED_LANES = frozenset({Lane.CRISIS, Lane.CONVERSATION, Lane.REPLY})
REPEAT_AFTER = timedelta(seconds=2)
HARMLESS_ATTEMPTS = 20  # of an edit or a removal whose outcome stays unknown
LONGEST_PAUSE_SECONDS = 60.0


class DeliveryHooks(Protocol):
    """What follows from a letter's fate, told in the transaction that records it."""

    async def letter_sent(self, story: Story, letter: Letter, message_id: int | None) -> None:
        """The letter arrived, as this message."""

    async def letter_failed(self, story: Story, letter: Letter, reason: str) -> None:
        """The letter was given up; it certainly did not arrive."""

    async def letter_uncertain(self, story: Story, letter: Letter) -> None:
        """The letter was given up; nobody knows whether it arrived."""

    async def person_unreachable(self, story: Story, person_id: PersonId) -> None:
        """Nothing gets to this person until they open the chat again."""

    async def bot_silent(self, story: Story, bot: BotName, *, is_over: bool) -> None:
        """Telegram does not accept this bot's token, so its people cannot be reached; or again."""


@dataclass(frozen=True, slots=True)
class Result:
    """A letter and what became of it.

    `shown` is the message that its slot showed before, `topic` the topic that it went into.
    """

    letter: Letter
    outcome: Outcome
    shown: int | None = None
    topic: TopicWay | None = None


async def record_results(
    session: AsyncSession, results: Sequence[Result], hooks: DeliveryHooks | None, now: datetime
) -> None:
    """Write these down, and tell the hooks, if there are any.

    A letter that was taken back while it was out does not go back into the queue.
    """
    taken_back = await recalls(session, [result.letter.id or 0 for result in results])
    for result in results:
        result.letter.recall = taken_back.get(result.letter.id or 0)
    arrived = [(r.letter, r.outcome.message_id) for r in results if isinstance(r.outcome, Sent)]
    await mark_all_sent(session, arrived, now)
    for result in results:
        if (way := result.topic) is not None and way.has_changed:
            await set_thread(session, way.pairing_id, result.letter.person_id, way.thread)
        await _record(session, result, hooks, now)


async def _record(
    session: AsyncSession, result: Result, hooks: DeliveryHooks | None, now: datetime
) -> None:
    letter = result.letter
    match result.outcome:
        case Sent(message_id):
            await _show(session, result, message_id)
            if hooks:
                await hooks.letter_sent(_story(session, letter, "sent", now), letter, message_id)
        case Retry() | NoWay() | Unknown(is_harmless=True) if letter.recall is not None:
            await _withdraw(session, letter, hooks, now)
        case Retry(seconds):
            until = now + timedelta(seconds=seconds)
            await mark_waiting(session, letter, until, repeated=False)
        case NoWay():
            await mark_waiting(session, letter, None, repeated=False)
        case Refused(reason, is_unreachable):
            await mark_ended(session, letter, "failed", reason)
            if hooks:
                await hooks.letter_failed(_story(session, letter, "failed", now), letter, reason)
            if hooks and is_unreachable:
                story = _story(session, letter, "unreachable", now)
                await hooks.person_unreachable(story, letter.person_id)
        case Unknown(is_harmless):
            await _record_unknown(session, letter, hooks, now, is_harmless=is_harmless)


async def _record_unknown(
    session: AsyncSession,
    letter: Letter,
    hooks: DeliveryHooks | None,
    now: datetime,
    *,
    is_harmless: bool,
) -> None:
    if is_harmless and letter.attempt < HARMLESS_ATTEMPTS:
        pause = timedelta(seconds=min(2.0**letter.attempt, LONGEST_PAUSE_SECONDS))
        await mark_waiting(session, letter, now + pause, repeated=False)
        return
    may_repeat = letter.lane in REPEATED_LANES and letter.recall is None
    may_repeat = may_repeat and letter.act != "copy"  # it cannot say that it is a repeat
    if not is_harmless and may_repeat and not letter.repeated:
        await mark_waiting(session, letter, now + REPEAT_AFTER, repeated=True)
        return
    await mark_ended(session, letter, "uncertain", "unknown")
    if hooks:
        await hooks.letter_uncertain(_story(session, letter, "uncertain", now), letter)


async def _withdraw(
    session: AsyncSession, letter: Letter, hooks: DeliveryHooks | None, now: datetime
) -> None:
    await mark_ended(session, letter, "withdrawn", letter.recall or "")
    if hooks:
        story = _story(session, letter, "withdrawn", now)
        await hooks.letter_failed(story, letter, "withdrawn")


async def _show(session: AsyncSession, result: Result, message_id: int | None) -> None:
    letter = result.letter
    if letter.slot is None or message_id is None or letter.act not in ("send", "edit"):
        return
    if message_id != result.shown:
        await set_slot_message(session, letter.person_id, letter.slot, message_id)


def _story(session: AsyncSession, letter: Letter, outcome: str, now: datetime) -> Story:
    return Story(session, now, f"l{letter.id}:{letter.attempt}:{outcome}")
