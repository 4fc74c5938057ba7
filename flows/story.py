"""A story: one transaction of changes, the moment it happens, and the letters it causes."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from db.errors import KeyDestroyed
from db.ids import PairingId, PersonId
from db.outbox import Lane, Letter, post_letter, replace_waiting
from flows.letters import Body, Words, write_body


@dataclass(slots=True)
class Story:
    """What one update or one beat of the clock does.

    `cause` names what made it happen, such as an update, so that a story that is told again after
    a crash posts no letter twice: letters are keyed by their cause and their place in it.
    """

    session: AsyncSession
    now: datetime
    cause: str
    letters: int = field(default=0)

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
    ) -> None:
        """Write a letter to one person: a new message."""
        letter = self._letter(to, lane, "send")
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
    ) -> None:
        """Show new content in a message that the person already has.

        That is `message_id`, else the message that last showed the slot; a new one if neither can
        be edited any more. An edit of the same slot that still waits is replaced.
        """
        text = write_body(content)
        with suppress(KeyDestroyed):
            if await replace_waiting(self.session, to, slot, text):
                return
        letter = self._letter(to, lane, "edit")
        letter.slot = slot
        letter.target = message_id
        await self._put(letter, text)

    async def take_buttons_off(
        self, to: PersonId, *, slot: str | None = None, message_id: int | None = None
    ) -> None:
        """Remove the buttons of a message that is answered."""
        letter = self._letter(to, Lane.REPLY, "strip")
        letter.slot = slot
        letter.target = message_id
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
    ) -> None:
        """Pass a message of one person of a pairing on to the other; `source` is its original."""
        letter = self._letter(to, Lane.CONVERSATION, "send")
        letter.pairing_id = pairing_id
        letter.source_person_id, letter.source_message_id = source
        letter.silent = silent
        await self._put(letter, write_body(content))

    async def _put(self, letter: Letter, text: str) -> None:
        with suppress(KeyDestroyed):  # nobody is left to read a letter to an erased person
            await post_letter(self.session, letter, text)

    def _letter(self, to: PersonId, lane: Lane, act: str) -> Letter:
        self.letters += 1
        return Letter(
            key=f"{self.cause}:{self.letters}",
            person_id=to,
            lane=int(lane),
            act=act,
            state="waiting",
            created_at=self.now,
        )
