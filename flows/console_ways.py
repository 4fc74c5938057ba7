"""Ways into the console: what somebody can sign in with, and that the last of them stays."""

from dataclasses import dataclass
from datetime import datetime

from db.audit import record_act
from db.console_accounts import account_of, unlink_account
from db.console_codes import codes_of, forget_codes, recovery_codes_left, sign_in_name
from db.console_passkeys import (
    ConsolePasskey,
    name_passkey,
    passkey_name,
    passkeys_of,
)
from db.console_sessions import end_console_sessions
from db.ids import ConsoleSessionId, PasskeyId, PersonId
from flows.actor import Actor
from flows.errors import Refused
from flows.letters import body, say
from flows.story import Story


@dataclass(frozen=True, slots=True)
class PasskeyLine:
    """One passkey as its owner sees it."""

    id: PasskeyId
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class CodesLine:
    """The codes of an app as their owner sees them."""

    name: str
    since: datetime
    used_at: datetime | None
    recovery_left: int


@dataclass(frozen=True, slots=True)
class AccountLine:
    """The account of an organisation as its owner sees it."""

    linked_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways of one person; `is_last` says that none of them can be removed."""

    passkeys: tuple[PasskeyLine, ...]
    codes: CodesLine | None
    account: AccountLine | None

    @property
    def count(self) -> int:
        """How many there are; recovery codes are none of them."""
        return len(self.passkeys) + (self.codes is not None) + (self.account is not None)

    @property
    def is_last(self) -> bool:
        """Whether there is one alone, which stays."""
        return self.count < 2


async def ways_of(story: Story, person_id: PersonId) -> Ways:
    """Everything that the person can sign in with."""
    session = story.session
    passkeys = [
        PasskeyLine(one.id, await passkey_name(session, one), one.added_at, one.used_at)
        for one in await passkeys_of(session, person_id)
    ]
    account = await account_of(session, person_id)
    return Ways(
        tuple(passkeys),
        await _codes(story, person_id),
        AccountLine(account.linked_at, account.used_at) if account else None,
    )


async def way_added(story: Story, actor: Actor, act: str) -> None:
    """Keep in the audit that a way was added, such as `console.passkey_added`, and say so."""
    await _record(story, actor, act)
    await story.post(actor.person.id, body(say(f"console.told.{act.partition('.')[2]}")))


async def rename_passkey(story: Story, actor: Actor, passkey_id: str, name: str) -> None:
    """Call a passkey something else; raises Refused for one that is not theirs."""
    await name_passkey(story.session, await _mine(story, actor, passkey_id), name)


async def remove_passkey(
    story: Story, actor: Actor, passkey_id: str, here: ConsoleSessionId
) -> None:
    """Let a passkey open nothing any more; raises Refused for the last way, or a foreign one."""
    found = await _mine(story, actor, passkey_id)
    await _check_not_last(story, actor)
    await story.session.delete(found)
    await _removed(story, actor, "console.passkey_removed", here)


async def remove_codes(story: Story, actor: Actor, here: ConsoleSessionId) -> None:
    """Forget the app's secret and the recovery codes; raises Refused for the last way."""
    if await _codes(story, actor.person.id) is None:
        raise Refused("console.me.not_there")
    await _check_not_last(story, actor)
    await forget_codes(story.session, actor.person.id)
    await _removed(story, actor, "console.codes_removed", here)


async def remove_account(story: Story, actor: Actor, here: ConsoleSessionId) -> None:
    """Let the organisation's account open nothing; raises Refused for the last way."""
    if await account_of(story.session, actor.person.id) is None:
        raise Refused("console.me.not_there")
    await _check_not_last(story, actor)
    await unlink_account(story.session, actor.person.id)
    await _removed(story, actor, "console.account_removed", here)


async def _codes(story: Story, person_id: PersonId) -> CodesLine | None:
    row = await codes_of(story.session, person_id)
    if row is None or row.confirmed_at is None:
        return None
    left = await recovery_codes_left(story.session, person_id)
    name = await sign_in_name(story.session, row)
    return CodesLine(name, row.confirmed_at, row.used_at, left)


async def _mine(story: Story, actor: Actor, passkey_id: str) -> ConsolePasskey:
    mine = await passkeys_of(story.session, actor.person.id)
    found = next((one for one in mine if one.id == passkey_id), None)
    if found is None:
        raise Refused("console.me.not_there")
    return found


async def _check_not_last(story: Story, actor: Actor) -> None:
    if (await ways_of(story, actor.person.id)).is_last:
        raise Refused("console.me.last_way")


async def _removed(story: Story, actor: Actor, act: str, here: ConsoleSessionId) -> None:
    """Whoever signed in with it elsewhere is signed out."""
    await story.session.flush()
    await end_console_sessions(story.session, actor.person.id, story.now, but=here)
    await _record(story, actor, act)
    await story.post(actor.person.id, body(say(f"console.told.{act.partition('.')[2]}")))


async def _record(story: Story, actor: Actor, act: str) -> None:
    me = actor.person.id
    await record_act(story.session, me, act, about=me, programme_id=None, now=story.now)
