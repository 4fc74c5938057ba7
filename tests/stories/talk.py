"""A long talk of two people through the whole service, and what became of every word of it."""

import re
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import col, select

from db.consents import give_consent
from db.engine import Database
from db.inbox import inbox_counts
from db.memberships import add_membership
from db.outbox import Letter
from db.outbox_upkeep import outbox_counts
from db.pairings import add_pairing, set_pairing_state
from db.people import person_by_telegram, set_name
from flows.status_lines import TROUBLE
from playground.people import HANNAH, JOSIE
from playground.phones import Phones
from tests.bot.stage import now
from tests.factories import make_person, make_programme
from tests.flows.people import PACK

SAYING = re.compile(r"\d+ says \d+$")
MARK = "(This may be a repeat.)"
TALKERS = {JOSIE.id: ("service_user", "matched"), HANNAH.id: ("peer_worker", "active")}
FINAL = {"sent", "failed", "uncertain", "withdrawn"}


async def pair_up(database: Database, at: datetime | None = None) -> None:
    """Josie and Hannah as an active pair who agreed to everything, at this instant or now."""
    at = at or now()
    async with database.transaction() as session:
        where = await make_programme(session, now=at)
        people = []
        for account in (JOSIE, HANNAH):
            role, stage = TALKERS[account.id]
            someone = await make_person(session, account.id, account.first_name, at)
            await set_name(session, someone, account.first_name)
            add_membership(
                session, someone.id, where.id, role=role, stage=stage, invitation_id=None, now=at
            )  # fmt: skip
            for words in (text for text in PACK.consents if text.role == role):
                kind = {"kind": words.kind, "version": words.version}
                give_consent(session, someone.id, where.id, now=at, **kind)
            people.append(someone.id)
        pairing = await add_pairing(
            session, where.id, *people, fit=700, reasons="[]", now=at
        )  # fmt: skip
        set_pairing_state(session, pairing, "active", at)


@dataclass(frozen=True)
class Verdict:
    """What became of everything that one person said to the other."""

    said: int
    silently_lost: list[str]
    told: int  # of those that did not arrive, or nobody knows: how many the writer was told of
    unmarked: list[str]
    marked: int
    is_in_order: bool


@dataclass
class Talk:
    """Who said what, on phones that a service serves."""

    phones: Phones
    database: Database
    said: dict[int, dict[int, str]] = field(default_factory=lambda: {p: {} for p in TALKERS})

    def say(self) -> None:
        """Each of the two says one more thing."""
        for person, sayings in self.said.items():
            held = self.phones.say(person, f"{person} says {len(sayings) + 1}")
            sayings[held.content["message_id"]] = str(held.content["text"])

    async def is_over(self) -> bool:
        """Whether all that was said is handled, and nothing more is on its way."""
        async with self.database.reading() as session:
            inbox, outbox = await inbox_counts(session), await outbox_counts(session)
        is_done = set(inbox) == {"done"} and set(outbox) <= FINAL
        return is_done and not self.phones.updates.count()

    async def judge(self, writer: int) -> Verdict:
        """Compare what this person said with what the other heard, and with what they were told."""
        said = list(self.said[writer].values())
        heard = self._heard(next(person for person in TALKERS if person != writer))
        arrived = list(dict.fromkeys(text for text, _ in heard))
        marked = [text for text, is_marked in heard if is_marked]
        unmarked = [text for text, is_marked in heard if not is_marked]
        in_doubt = await self.doubtful(writer)
        return Verdict(
            said=len(said),
            silently_lost=[text for text in said if text not in arrived and text not in in_doubt],
            told=len(in_doubt),
            unmarked=sorted(t for t in set(unmarked + marked) if unmarked.count(t) > 1),
            marked=len(marked),
            is_in_order=arrived == [text for text in said if text in arrived],
        )

    def _heard(self, reader: int) -> list[tuple[str, bool]]:
        """What the bot brought this person of the other's words, in order; True where marked."""
        messages = self.phones.chat(reader).messages.values()
        texts = [str(held.content.get("text", "")) for held in messages if held.by_bot]
        found = [(SAYING.search(text), text.startswith(MARK)) for text in texts]
        return [(match.group(), is_marked) for match, is_marked in found if match]

    async def doubtful(self, writer: int) -> set[str]:
        """What may not have arrived; nothing when a line about one of them is missing."""
        async with self.database.reading() as session:
            someone = await person_by_telegram(session, writer)
            assert someone is not None
            by_them = select(Letter).where(
                col(Letter.source_person_id) == someone.id,
                col(Letter.state).in_(("failed", "uncertain")),
                col(Letter.act) == "send",
            )
            lines = select(Letter).where(
                col(Letter.person_id) == someone.id,
                col(Letter.slot).contains(TROUBLE),
                col(Letter.state) == "sent",
            )
            troubled = [letter.source_message_id for letter in await session.exec(by_them)]
            told = len(list(await session.exec(lines)))
        return {self.said[writer][n] for n in troubled if n} if told >= len(troubled) else set()
