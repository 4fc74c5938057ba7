"""A stage: records in which scenes are told at times of the past, by people known by name."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count

from care.setting_pack import Role
from db.engine import Database
from db.ids import ProgrammeId
from db.programmes import Programme, programme, programme_by_name
from flows.actor import Actor, meet
from flows.invitations import issue_invitation
from flows.story import Story
from pairwell.demo.cast import PROGRAMME, Cast, Member


class Stage:
    """The made-up programme's records and its people."""

    def __init__(self, database: Database, cast: Cast) -> None:
        self.cast = cast
        self._database = database
        self._numbers = count(1)

    @asynccontextmanager
    async def scene(self, at: datetime) -> AsyncIterator[Story]:
        """One story at this instant, kept when the block ends."""
        async with self._database.transaction() as session:
            yield Story(session, at, cause=f"made_up:{next(self._numbers)}")

    async def programme(self, story: Story) -> Programme:
        """The made-up programme; LookupError before it was opened."""
        found = await programme_by_name(story.session, PROGRAMME)
        return await programme(story.session, found.id if found else ProgrammeId(""))

    async def actor(self, story: Story, member: Member) -> Actor:
        """The member as the stories see them; met for the first time, they become a person."""
        return await meet(story, member.telegram_id)

    async def invite(self, story: Story, role: Role) -> str:
        """The payload of a new invitation, from the coordinator where there is one already."""
        coordinator = await self.actor(story, self.cast.coordinator)
        issued = await issue_invitation(
            story,
            await self.programme(story),
            role,
            issued_by=coordinator.person.id if coordinator.memberships else None,
        )
        return issued.payload
