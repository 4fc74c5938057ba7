"""The actor: who is behind an update, by their rows, looked at afresh every time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from care.setting_pack import Role
from db.bots import MAIN, BotName
from db.ids import ProgrammeId
from db.memberships import Membership, memberships_of
from db.people import Person, add_person, person_by_telegram
from flows.errors import Refused
from flows.story import Story

STRANGERS_KEPT = timedelta(days=1)
FIRST_LANGUAGE = "en"  # until the person chooses; the app's language is not the person's
FIRST_TIME_ZONE = "Europe/London"  # until the person says where they live

SERVICE_USER = "service_user"
PEER_WORKER = "peer_worker"
COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with all the roles that they have now."""

    person: Person
    memberships: tuple[Membership, ...]

    @property
    def standing(self) -> tuple[Membership, ...]:
        """The roles that the person did not leave, the one they are in longest first."""
        return tuple(m for m in self.memberships if m.stage != "left")

    def role(self, role: str, programme_id: ProgrammeId | None = None) -> Membership | None:
        """The person's membership in this role, in any or in one programme; None if they left."""
        return next(
            (m for m in self.standing if m.role == role and programme_id in (None, m.programme_id)),
            None,
        )

    def ensure_coordinator(self, programme_id: ProgrammeId) -> Membership:
        """The person's membership as an active coordinator of this programme; raises Refused."""
        found = self.role(COORDINATOR, programme_id)
        if found is None or found.stage != "active":
            raise Refused("refused.not_yours")
        return found


def role_of(membership: Membership) -> Role:
    """The role as the setting packs name it."""
    roles: Mapping[str, Role] = {
        SERVICE_USER: "service_user",
        PEER_WORKER: "peer_worker",
        COORDINATOR: "coordinator",
    }
    return roles[membership.role]


async def find_actor(session: AsyncSession, telegram_id: int, bot: BotName = MAIN) -> Actor | None:
    """The actor who writes to this bot from this Telegram account, or None for a stranger."""
    found = await person_by_telegram(session, telegram_id, bot)
    return await actor_of(session, found) if found else None


async def meet(story: Story, telegram_id: int, bot: BotName = MAIN) -> Actor:
    """The actor behind an account at a bot; a stranger is kept for a day, so that we can answer."""
    found = await find_actor(story.session, telegram_id, bot)
    if found is not None:
        return found
    stranger = await add_person(
        story.session,
        telegram_id,
        language=FIRST_LANGUAGE,
        time_zone=FIRST_TIME_ZONE,
        now=story.now,
        bot=bot,
    )
    stranger.erase_at = story.now + STRANGERS_KEPT
    return Actor(stranger, ())


async def actor_of(session: AsyncSession, someone: Person) -> Actor:
    """The person as an actor."""
    return Actor(someone, tuple(await memberships_of(session, someone.id)))
