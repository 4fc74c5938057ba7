"""People: who someone is to their bot, sealed, and how they can be reached."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Field, SQLModel, col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.bots import MAIN, BotName
from db.columns import (
    digest,
    instant,
    instant_or_none,
    local_day_or_none,
    own_id,
    sealed,
    word,
    word_or_none,
)
from db.engine import loaded, stay_loaded, vault_of
from db.errors import KeyDestroyed
from db.glance import Question
from db.ids import ID_LENGTH, PairingId, PersonId, new_id


class Person(SQLModel, table=True):
    """One person at one bot; their Telegram id and name are sealed with their own key."""

    __tablename__ = "person"
    id: PersonId = own_id()
    bot: BotName = word(8)
    telegram_hash: bytes | None = digest(unique=True)
    account_hash: bytes | None = digest(index=True)
    telegram_sealed: bytes | None = sealed()
    name_sealed: bytes | None = sealed()
    language: str = word(12)
    time_zone: str = word(64)
    current_pairing_id: PairingId | None = word_or_none(ID_LENGTH)  # who was chosen to write to
    chosen_at: datetime | None = instant_or_none()  # or written to; with nobody: when one ended
    sound_at_night: bool = Field(default=False)  # of what their peer writes
    asked_from: date | None = local_day_or_none()  # no check-in before this day: their own wish
    unreachable_since: datetime | None = instant_or_none(index=True)
    created_at: datetime = instant()
    erase_at: datetime | None = instant_or_none(index=True)  # when to forget them
    erasure_told_at: datetime | None = instant_or_none()  # that this comes, as they left long ago
    erased_at: datetime | None = instant_or_none()


# Built once: it is asked for every update, and building costs more than asking.
PERSON_BY_TELEGRAM = select(Person).where(col(Person.telegram_hash) == bindparam("wanted"))
PEOPLE_BY_ID = select(Person).where(col(Person.id).in_(bindparam("ids", expanding=True)))
_PERSON = SQLModel.metadata.tables["person"].c
NAMES_BY_ID = Question(
    columns(_PERSON.id, _PERSON.name_sealed).where(
        _PERSON.id.in_(bindparam("ids", expanding=True)), _PERSON.erased_at.is_(None)
    ),
    "ids",
)


async def person_or_none(session: AsyncSession, person_id: PersonId) -> Person | None:
    """The person with this id."""
    return await session.get(Person, person_id)


async def person(session: AsyncSession, person_id: PersonId) -> Person:
    """The person that another row refers to; LookupError when there is none."""
    known = loaded(session, person_id)
    if isinstance(known, Person):
        return known
    found = await session.get(Person, person_id)
    if found is None:
        raise LookupError("A row refers to a person who is not there.")
    stay_loaded(session, person_id, found)
    return found


async def read_people(session: AsyncSession, ids: Collection[PersonId]) -> None:
    """Read these people at once; each of them is then found without a question."""
    for found in await session.exec(PEOPLE_BY_ID, params={"ids": list(ids)}):
        stay_loaded(session, found.id, found)


async def person_by_telegram(
    session: AsyncSession, telegram_id: int, bot: BotName = MAIN
) -> Person | None:
    """The person who writes to this bot from this account, or None for a stranger."""
    wanted = vault_of(session).telegram_hash(telegram_id, bot)
    return (await session.exec(PERSON_BY_TELEGRAM, params={"wanted": wanted})).first()


async def same_human(session: AsyncSession, someone: Person) -> list[Person]:
    """Who else this human is to us: the person of the same Telegram account at the other bot."""
    if someone.account_hash is None:
        return []  # nobody else has no account in the same way
    query = select(Person).where(
        col(Person.account_hash) == someone.account_hash, col(Person.id) != someone.id
    )
    return list(await session.exec(query))


async def same_humans(
    session: AsyncSession, people: Collection[PersonId]
) -> list[tuple[PersonId, PersonId]]:
    """Couples of one of these people and another person of the same account."""
    other = aliased(Person)
    query = select(Person.id, other.id).where(
        col(Person.id).in_(people),
        col(Person.account_hash) == col(other.account_hash),
        col(Person.id) != col(other.id),
    )
    rows = await session.exec(query)
    return [(PersonId(who), PersonId(twin)) for who, twin in rows]


async def people_at(session: AsyncSession, bot: BotName) -> int:
    """How many people belong to this bot and were not erased."""
    query = select(func.count()).where(col(Person.bot) == bot, col(Person.erased_at).is_(None))
    return (await session.exec(query)).one()


async def add_person(
    session: AsyncSession,
    telegram_id: int,
    *,
    language: str,
    time_zone: str,
    now: datetime,
    bot: BotName = MAIN,
) -> Person:
    """Keep a new person with a key of their own."""
    vault = vault_of(session)
    person_id = PersonId(new_id())
    vault.make_person_key(session, person_id)
    await session.flush()
    added = Person(
        id=person_id,
        bot=bot,
        telegram_hash=vault.telegram_hash(telegram_id, bot),
        account_hash=vault.account_hash(telegram_id),
        telegram_sealed=await vault.seal(
            session, person_id, str(telegram_id), _place("telegram", person_id)
        ),
        language=language,
        time_zone=time_zone,
        created_at=now,
    )
    session.add(added)
    await session.flush()
    return added


async def add_person_without_chat(
    session: AsyncSession, *, language: str, time_zone: str, now: datetime
) -> Person:
    """Keep a new person who has no Telegram account: no letter reaches them, from the start."""
    person_id = PersonId(new_id())
    vault_of(session).make_person_key(session, person_id)
    await session.flush()
    added = Person(
        id=person_id,
        bot=MAIN,
        language=language,
        time_zone=time_zone,
        created_at=now,
        unreachable_since=now,
    )
    session.add(added)
    await session.flush()
    return added


async def give_chat(session: AsyncSession, someone: Person, telegram_id: int) -> None:
    """Let a person who had no Telegram account be found and written to at the main bot."""
    vault = vault_of(session)
    place = _place("telegram", someone.id)
    someone.telegram_hash = vault.telegram_hash(telegram_id, MAIN)
    someone.account_hash = vault.account_hash(telegram_id)
    someone.telegram_sealed = await vault.seal(session, someone.id, str(telegram_id), place)
    someone.bot, someone.unreachable_since = MAIN, None
    session.add(someone)
    await session.flush()


async def telegram_id_of(session: AsyncSession, someone: Person) -> int | None:
    """The Telegram id that letters go to; None once the person was erased."""
    if someone.telegram_sealed is None:
        return None
    place = _place("telegram", someone.id)
    return int(await vault_of(session).unseal(session, someone.id, someone.telegram_sealed, place))


async def name_of(session: AsyncSession, someone: Person) -> str:
    """The name that the person chose to be called by; empty until they chose one."""
    if someone.name_sealed is None:
        return ""
    place = _place("name", someone.id)
    return await vault_of(session).unseal(session, someone.id, someone.name_sealed, place)


async def open_name(session: AsyncSession, person_id: PersonId, sealed_name: bytes | None) -> str:
    """The name in this column of a person's row; empty where there is none, or no key any more."""
    if sealed_name is None:
        return ""
    try:
        return await vault_of(session).unseal(
            session, person_id, sealed_name, _place("name", person_id)
        )
    except KeyDestroyed:
        return ""


async def names_by_id(
    session: AsyncSession, ids: Collection[PersonId]
) -> dict[PersonId, str | None]:
    """What these people chose to be called by; empty until they chose, None where nobody is left.

    Two questions for all of them, for lists: no whole row is read.
    """
    vault = vault_of(session)
    await vault.read_keys(session, ids)
    names: dict[PersonId, str | None] = dict.fromkeys(ids)
    for who, sealed_name in await NAMES_BY_ID.ask(session, {"ids": ids}):
        name = sealed_name and vault.unseal_at_hand(who, sealed_name, _place("name", who))
        names[who] = await open_name(session, who, sealed_name) if name is None else name
    return names


async def set_name(session: AsyncSession, someone: Person, name: str) -> None:
    """Keep the name that the person chose."""
    place = _place("name", someone.id)
    someone.name_sealed = await vault_of(session).seal(session, someone.id, name, place)
    session.add(someone)


async def erase_person(session: AsyncSession, someone: Person, now: datetime) -> None:
    """Forget who this was: destroy the key and everything that the person is found by."""
    await vault_of(session).destroy_key(session, someone.id)
    someone.telegram_hash = None
    someone.account_hash = None
    someone.telegram_sealed = None
    someone.name_sealed = None
    someone.current_pairing_id = someone.chosen_at = someone.asked_from = None
    someone.erased_at = now
    session.add(someone)


def _place(column: str, person_id: PersonId) -> str:
    return f"person.{column}|{person_id}"
