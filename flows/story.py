"""A story: one transaction of changes, the moment it happens, and the letters it causes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from db.drafts import Draft
from db.errors import KeyDestroyed
from db.ids import PairingId, PersonId
from db.outbox import Lane, post_letter, post_letters, replace_waiting
from flows.letters import Body, Words, read_body, write_body

SCREENS = ("send", "edit", "strip", "delete")  # acts that answer somebody in their chat


@dataclass(slots=True)
class Story:
    """What one update or one beat of the clock does.

    `cause` names what made it happen, such as an update, so that a story that is told again after
    a crash posts no letter twice: letters are keyed by their cause and their place in it.

    Somebody who acts in the console is `here`: what the story tells them is not posted to their
    chat; it is gathered in `told`, for the page that answers them.
    """

    session: AsyncSession
    now: datetime
    cause: str
    letters: int = field(default=0)
    heard: bool = field(default=False)  # urgent words were looked for, or are not to be
    here: PersonId | None = None
    told: list[Body] = field(default_factory=list)
    _gathered: list[tuple[Draft, str]] | None = field(default=None, repr=False)

    @asynccontextmanager
    async def gathering(self) -> AsyncIterator[None]:
        """Write the letters of this block together at its end, for a beat that writes to many."""
        self._gathered = []
        try:
            yield
            await post_letters(self.session, self._gathered)
        finally:
            self._gathered = None

    async def post(
        self,
        to: PersonId,
        content: Body,
        *,
        lane: Lane = Lane.REPLY,
        slot: str | None = None,
        silent: bool = False,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
        pairing_id: PairingId | None = None,
    ) -> None:
        """Write a letter to one person: a new message; `pairing_id` is the one that it is about."""
        letter = self._letter(to, lane, "send")
        letter.pairing_id = pairing_id
        letter.slot = slot
        letter.silent = silent
        letter.not_before = not_before
        letter.expires_at = expires_at
        await self._put(letter, write_body(content))

    async def edit(
        self,
        to: PersonId,
        content: Body,
        *,
        slot: str,
        message_id: int | None = None,
        lane: Lane = Lane.REPLY,
        not_before: datetime | None = None,
    ) -> None:
        """Show new content in a message that the person already has.

        That is `message_id`, else the message that last showed the slot; a new one if neither can
        be edited any more. An edit of the same slot that still waits is replaced.
        """
        text = write_body(content)
        with suppress(KeyDestroyed):
            if to != self.here and await replace_waiting(self.session, to, slot, text):
                return
        letter = self._letter(to, lane, "edit")
        letter.slot = slot
        letter.target = message_id
        letter.not_before = not_before
        await self._put(letter, text)

    async def take_buttons_off(
        self, to: PersonId, *, slot: str | None = None, message_id: int | None = None
    ) -> None:
        """Remove the buttons of a message that is answered."""
        letter = self._letter(to, Lane.REPLY, "strip")
        letter.slot = slot
        letter.target = message_id
        await self._put(letter, "")

    async def copy(self, to: PersonId, source: PersonId, message_id: int, *, slot: str) -> None:
        """Copy a message out of somebody's own chat, at their press; it cannot be passed on."""
        letter = self._letter(to, Lane.CONVERSATION, "copy")
        letter.slot = slot
        letter.source_person_id = source
        letter.target = message_id
        await self._put(letter, write_body(Body((), protected=True)))

    async def name_topic(self, to: PersonId, pairing_id: PairingId) -> None:
        """Let the name of the topic of a pairing say that it has ended."""
        letter = self._letter(to, Lane.BULK, "name_topic")
        letter.pairing_id = pairing_id
        await self._put(letter, "")

    async def show_commands(self, to: PersonId, role: str) -> None:
        """Show the commands of a role in the person's menu; an empty role takes them away."""
        letter = self._letter(to, Lane.BULK, "commands")
        await self._put(letter, write_body(Body((Words(role),))))

    async def pass_on(
        self,
        to: PersonId,
        content: Body,
        *,
        pairing_id: PairingId,
        source: tuple[PersonId, int],
        silent: bool,
        part: int = 0,
        words_hash: bytes | None = None,
        keep_until: datetime | None = None,
        told_by: int | None = None,
    ) -> None:
        """Pass a message of one person of a pairing on to the other; `source` is its original.

        `part` numbers the letters of a long one; `words_hash` tells what the source says. It
        leaves at `keep_until`; the status line of the message `told_by` tells of one that is kept.
        """
        letter = self._copy(to, "send", pairing_id, source)
        letter.not_before, letter.told_by = keep_until, told_by
        letter.silent, letter.part, letter.words_hash = silent, part, words_hash
        await self._put(letter, write_body(content))

    async def edit_copy(
        self,
        to: PersonId,
        content: Body,
        *,
        pairing_id: PairingId,
        source: tuple[PersonId, int],
        part: int,
        words_hash: bytes,
    ) -> None:
        """Show new words in the copy of one part of `source`, which is found when this leaves."""
        letter = self._copy(to, "edit", pairing_id, source)
        letter.part, letter.words_hash = part, words_hash
        await self._put(letter, write_body(content))

    async def delete_copy(
        self, to: PersonId, message_id: int, *, pairing_id: PairingId, source: tuple[PersonId, int]
    ) -> None:
        """Delete a copy of `source` from the chat of the person who got it."""
        letter = self._copy(to, "delete", pairing_id, source)
        letter.target = message_id
        await self._put(letter, "")

    async def delete(
        self, to: PersonId, *, slot: str | None = None, message_id: int | None = None
    ) -> None:
        """Delete a message from the person's chat: this one, or the one that shows the slot."""
        letter = self._letter(to, Lane.REPLY, "delete")
        letter.slot = slot
        letter.target = message_id
        await self._put(letter, "")

    async def _put(self, letter: Draft, text: str) -> None:
        if letter.person_id == self.here and letter.act in SCREENS:
            self.told += [read_body(text)] if text else []
            return
        if self._gathered is not None:
            self._gathered.append((letter, text))
            return
        with suppress(KeyDestroyed):  # nobody is left to read a letter to an erased person
            await post_letter(self.session, letter, text)

    def _copy(
        self, to: PersonId, act: str, pairing_id: PairingId, source: tuple[PersonId, int]
    ) -> Draft:
        letter = self._letter(to, Lane.CONVERSATION, act)
        letter.pairing_id = pairing_id
        letter.source_person_id, letter.source_message_id = source
        return letter

    def _letter(self, to: PersonId, lane: Lane, act: str) -> Draft:
        self.letters += 1
        return Draft(f"{self.cause}:{self.letters}", to, int(lane), act, self.now)
