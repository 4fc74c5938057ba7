"""The keys in use: one per person and three of the service, each wrapped by the master key.

Destroying a person's key erases everything that was sealed with it, in backups too once the
table of keys has aged out of them.
"""

from collections import OrderedDict
from collections.abc import Collection

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

import db.columns  # noqa: F401  (names the constraints of this table too)
from db.bots import MAIN, BotName
from db.crypto import Key, cipher_of, keyed_hash, new_secret, seal, unseal
from db.errors import KeyDestroyed, SealBroken, WrongMasterKey
from db.ids import PersonId
from db.turns import take_turn

KEYS_IN_MEMORY = 20_000  # about 5 MB; beyond it the least used are read again when needed
CIPHERS_IN_MEMORY = 1_000  # about 2.5 MB, of those whose names were read last
SERVICE_KEYS = ("lookup", "service", "audit")


class WrappedKey(SQLModel, table=True):
    """A key sealed by the master key: `lookup`, `service`, `audit`, or a person's id."""

    __tablename__ = "wrapped_key"
    name: str = Field(primary_key=True, max_length=40)
    wrapped: bytes = Field(sa_type=LargeBinary)


class Vault:
    """Seals and opens values, and finds people by a keyed hash of their Telegram id."""

    def __init__(self, master: Key) -> None:
        self._master = master
        self._service: dict[str, Key] = {}
        self._people: OrderedDict[str, Key] = OrderedDict()
        self._ciphers: OrderedDict[str, AESGCM] = OrderedDict()
        self._never_kept: set[str] = set()  # a destroyed key must not come back from a reader

    async def open(self, session: AsyncSession) -> None:
        """Read the service's keys, making them in an empty database; WrongMasterKey otherwise."""
        await take_turn(session, "vault")
        rows = await session.exec(select(WrappedKey).where(col(WrappedKey.name).in_(SERVICE_KEYS)))
        found = {row.name: row.wrapped for row in rows}
        for name in SERVICE_KEYS:
            if name in found:
                self._service[name] = self._unwrap_service_key(name, found[name])
            else:
                self._service[name] = self._wrap_new(session, name)

    def telegram_hash(self, telegram_id: int, bot: BotName = MAIN) -> bytes:
        """The 32 bytes by which the person who uses this bot with this Telegram id is found."""
        of_bot = "" if bot == MAIN else f"{bot}|"
        return keyed_hash(self._service["lookup"].secret, f"telegram|{of_bot}{telegram_id}")

    def account_hash(self, telegram_id: int) -> bytes:
        """The 32 bytes that one human's people at both bots share, so that they never meet."""
        return keyed_hash(self._service["lookup"].secret, f"account|{telegram_id}")

    def secret_hash(self, kind: str, text: str) -> bytes:
        """The 32 bytes by which a secret that was given away (a link, a code) is found."""
        return keyed_hash(self._service["lookup"].secret, f"{kind}|{text}")

    def audit_secret(self) -> bytes:
        """The secret that chains the audit rows."""
        return self._service["audit"].secret

    def seal_for_service(self, text: str, place: str) -> bytes:
        """Seal what belongs to no person yet, such as an update that was not handled."""
        return seal(self._service["service"], text.encode("utf-8", "surrogatepass"), place)

    def unseal_for_service(self, sealed: bytes, place: str) -> str:
        """Open what `seal_for_service` sealed."""
        plain = unseal(self._service["service"], sealed, place)
        return plain.decode("utf-8", "surrogatepass")

    def make_person_key(self, session: AsyncSession, person: PersonId) -> None:
        """Give a new person their key."""
        self._remember(person, self._wrap_new(session, person))

    async def seal(self, session: AsyncSession, person: PersonId, text: str, place: str) -> bytes:
        """Seal a person's value for one place; KeyDestroyed when the person was erased."""
        plain = text.encode("utf-8", "surrogatepass")
        return seal(await self._key_of(session, person), plain, place)

    async def unseal(
        self, session: AsyncSession, person: PersonId, sealed: bytes, place: str
    ) -> str:
        """Open a person's value; KeyDestroyed when the person was erased, else SealBroken."""
        plain = unseal(await self._key_of(session, person), sealed, place)
        return plain.decode("utf-8", "surrogatepass")

    def unseal_at_hand(self, person: PersonId, sealed: bytes, place: str) -> str | None:
        """The same for one of many whose keys were read together; None without their key."""
        key = self._people.get(person)
        if key is None:
            return None
        self._people.move_to_end(person)
        plain = unseal(key, sealed, place, self._cipher(person, key))
        return plain.decode("utf-8", "surrogatepass")

    async def read_keys(self, session: AsyncSession, people: Collection[PersonId]) -> None:
        """Have the keys of these people at hand, as far as they are there."""
        missing = [person for person in people if person not in self._people]
        if not missing:
            return
        found = await session.exec(select(WrappedKey).where(col(WrappedKey.name).in_(missing)))
        for row in found:
            self._remember(row.name, self._unwrap(row))

    async def destroy_key(self, session: AsyncSession, person: PersonId) -> None:
        """Make everything that was sealed for this person unreadable for ever.

        Another process may still hold the key in its memory until it ends.
        """
        self._never_kept.add(person)
        await session.exec(delete(WrappedKey).where(col(WrappedKey.name) == person))
        self._people.pop(person, None)
        self._ciphers.pop(person, None)

    async def _key_of(self, session: AsyncSession, person: PersonId) -> Key:
        key = self._people.get(person)
        if key is None:
            row = await session.get(WrappedKey, person)
            if row is None:
                raise KeyDestroyed
            key = self._unwrap(row)
            self._remember(person, key)
        else:
            self._people.move_to_end(person)
        return key

    def _cipher(self, person: str, key: Key) -> AESGCM:
        cipher = self._ciphers.get(person)
        if cipher is None:
            cipher = self._ciphers[person] = cipher_of(key)
            if len(self._ciphers) > CIPHERS_IN_MEMORY:
                self._ciphers.popitem(last=False)
        else:
            self._ciphers.move_to_end(person)
        return cipher

    def _unwrap(self, row: WrappedKey) -> Key:
        return Key.of(unseal(self._master, row.wrapped, _place(row.name)))

    def _remember(self, person: str, key: Key) -> None:
        if person in self._never_kept:
            return
        self._people[person] = key
        if len(self._people) > KEYS_IN_MEMORY:
            self._people.popitem(last=False)

    def _wrap_new(self, session: AsyncSession, name: str) -> Key:
        key = Key.of(new_secret())
        session.add(WrappedKey(name=name, wrapped=seal(self._master, key.secret, _place(name))))
        return key

    def _unwrap_service_key(self, name: str, wrapped: bytes) -> Key:
        try:
            return Key.of(unseal(self._master, wrapped, _place(name)))
        except SealBroken:
            raise WrongMasterKey from None


def _place(name: str) -> str:
    return f"wrapped_key.wrapped|{name}"
