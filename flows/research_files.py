"""The files of an export for research, a few people at a time, so that nothing waits for it."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime

from care.errors import Refusal
from care.fhir import HEAD, TAIL, as_text, questionnaire_response
from care.measures import as_form
from care.outcomes_pairings import Pairing as Counted
from care.outcomes_pairings import groups_of, pairing_figures
from care.research import study_id, study_uuid, without_rare
from care.research_codebook import (
    BUNDLE,
    CODEBOOK,
    FLOW,
    HEADER,
    MEASURES,
    PAIRINGS,
    PEOPLE,
    codebook,
    columns_of,
)
from care.setting_pack import SettingPack
from care.wall_time import local_date
from db.answers import FormSession
from db.checkins import Checkin, score_of
from db.engine import Database
from db.errors import KeyDestroyed, SealBroken
from db.ids import PersonId
from db.outcome_rows import contacts_of, with_voice
from db.pairings import Pairing
from db.programmes import Programme
from db.research_rows import (
    answered_of,
    answers_of_many,
    pairings_of_users,
    people_for_research,
)
from db.zones import zone_of
from flows.actor import PEER_WORKER, SERVICE_USER
from flows.filling import as_given
from flows.outcome_bites import reasons_known
from flows.own_measures import measure_or_none
from flows.programmes import pack_of
from flows.research import ROLES, flow_of, version_of
from flows.research_people import Traits, traits_of
from flows.story import Story

BITE = 50  # people read at once
Cells = Sequence[str | int | None]


@dataclass(frozen=True, slots=True)
class Piece:
    """The next piece of a file: lines of a table, or text."""

    file: str
    rows: tuple[Cells, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person in one role: when they came, and what may be told of them."""

    person_id: PersonId
    role: str
    came_on: date
    traits: Traits


@dataclass(slots=True)
class Export:
    """One export: its salt is used once and kept nowhere."""

    database: Database
    where: Programme
    now: datetime
    salt: bytes
    people: list[Somebody] = field(default_factory=list)
    peers: set[PersonId] = field(default_factory=set)

    async def pieces(self) -> AsyncIterator[Piece]:
        """Every file from its beginning to its end, one after the other."""
        yield Piece(CODEBOOK, (HEADER, *codebook()))
        async with self._story() as story:
            yield Piece(FLOW, (columns_of(FLOW), *await flow_of(story, self.where)))
        await self._read_people()
        yield Piece(PEOPLE, (columns_of(PEOPLE), *self._people()))
        yield Piece(PAIRINGS, (columns_of(PAIRINGS),))
        for some in self._bites(SERVICE_USER):
            yield Piece(PAIRINGS, tuple(await self._pairings(some)))
        yield Piece(MEASURES, (columns_of(MEASURES),))
        for role in ROLES:
            for some in self._bites(role):
                yield Piece(MEASURES, tuple(await self._measures(some)))
        yield Piece(BUNDLE, text=HEAD)
        async for piece in self._responses():
            yield piece
        yield Piece(BUNDLE, text=TAIL)

    @asynccontextmanager
    async def _story(self) -> AsyncIterator[Story]:
        async with self.database.reading() as session:
            yield Story(session, self.now, "research")

    async def _read_people(self) -> None:
        for role in ROLES:
            after: str | None = ""
            while after is not None:
                after = await self._read_some(role, after)
        self.peers = {one.person_id for one in self.people if one.role == PEER_WORKER}

    async def _read_some(self, role: str, after: str) -> str | None:
        async with self._story() as story:
            pack = pack_of(story, self.where)
            found = await people_for_research(
                story.session,
                self.where.id,
                role,
                version_of(pack, role),
                after=after,
                most=BITE,
            )
            for membership, someone in found:
                came_on = self._day(someone.created_at)
                traits = await traits_of(story, pack, membership)
                self.people.append(Somebody(someone.id, role, came_on, traits))
        return found[-1][0].id if found else None

    def _people(self) -> Iterator[Cells]:
        """The people in an order of their own: by study id, not by when they came."""
        age, gender, stage = (
            without_rare({n: getattr(one.traits, name) for n, one in enumerate(self.people)})
            for name in ("age", "gender", "stage")
        )
        rows = [
            (
                self._id(one.person_id),
                one.role,
                self.where.pack,
                age[n],
                gender[n],
                stage[n],
                one.traits.experiences,
                one.traits.wishes,
            )
            for n, one in enumerate(self.people)
        ]
        yield from sorted(rows)

    async def _pairings(self, some: Sequence[Somebody]) -> list[Cells]:
        came = {one.person_id: one.came_on for one in some}
        async with self._story() as story:
            pack = pack_of(story, self.where)
            found = await pairings_of_users(story.session, self.where.id, came)
            contacts = await contacts_of(story.session, found)
            voices = await with_voice(story.session, [one.id for one in found])
            return [
                self._pairing(
                    pack,
                    one,
                    came[one.service_user_id],
                    contacts.get(one.id),
                    groups_of(
                        one.fit,
                        await reasons_known(story, one),
                        "voice" if one.id in voices else "text",
                        None,
                    ),
                )
                for one in found
            ]

    def _pairing(
        self,
        pack: SettingPack,
        one: Pairing,
        came_on: date,
        contacts: int | None,
        groups: Sequence[str],
    ) -> Cells:
        began = one.active_at or self.now
        planned = one.end_reason == "planned"
        counted = Counted(
            began, one.first_contact_at, one.ended_at, planned, one.break_seconds, contacts
        )
        figures = dict(
            pairing_figures(
                counted,
                self.now,
                first_contact_hours=pack.first_contact_hours,
                contact_every_days=pack.contact_every_days,
            )
        )
        known = dict(group.split(":") for group in groups)
        return (
            study_id(self.salt, "pairing", one.id),
            self._id(one.service_user_id),
            self._id(one.peer_worker_id) if one.peer_worker_id in self.peers else "",
            (self._day(began) - came_on).days,
            None if one.ended_at is None else (self._day(one.ended_at) - came_on).days,
            "" if one.ended_at is None else "yes" if planned else "no",
            figures.get("first_contact_hours"),
            contacts,
            figures.get("dose_percent"),
            *(known.get(name, "") for name in ("kind", "fit", "experience", "stage", "wishes")),
        )

    async def _measures(self, some: Sequence[Somebody]) -> list[Cells]:
        came = {one.person_id: one for one in some}
        rows: list[Cells] = []
        async with self._story() as story:
            for checkin, form in await self._answered(story, some):
                one = came[checkin.person_id]
                with suppress(KeyDestroyed, SealBroken):
                    total = await score_of(story.session, checkin)
                    day = (checkin.local_date - one.came_on).days
                    measure, version = checkin.measure, form.version if form else None
                    rows.append((self._id(one.person_id), one.role, measure, version, day, total))
        return rows

    async def _responses(self) -> AsyncIterator[Piece]:
        before = ""
        for role in ROLES:
            for some in self._bites(role):
                for text in await self._texts(some):
                    yield Piece(BUNDLE, text=before + text)
                    before = ","

    async def _texts(self, some: Sequence[Somebody]) -> list[str]:
        came = {one.person_id: one for one in some}
        texts: list[str] = []
        async with self._story() as story:
            answered = [
                (checkin, form) for checkin, form in await self._answered(story, some) if form
            ]
            stored = await answers_of_many(story.session, [form.id for _, form in answered])
            for checkin, form in answered:
                one, measure = came[checkin.person_id], measure_or_none(story, checkin.measure)
                with suppress(Refusal):
                    if measure is not None:
                        entry = questionnaire_response(
                            measure,
                            as_given(as_form(measure), stored[form.id]),
                            uuid=study_uuid(self.salt, "answers", checkin.id),
                            study_id=self._id(one.person_id),
                            role=one.role,
                            day=(checkin.local_date - one.came_on).days,
                            version=form.version,
                        )
                        texts.append(as_text(entry))
        return texts

    async def _answered(
        self, story: Story, some: Sequence[Somebody]
    ) -> list[tuple[Checkin, FormSession | None]]:
        people = [one.person_id for one in some]
        return await answered_of(story.session, self.where.id, some[0].role, people)

    def _bites(self, role: str) -> Iterator[list[Somebody]]:
        there = [one for one in self.people if one.role == role]
        return (there[n : n + BITE] for n in range(0, len(there), BITE))

    def _id(self, person_id: PersonId) -> str:
        return study_id(self.salt, "person", person_id)

    def _day(self, at: datetime) -> date:
        return local_date(at, zone_of(self.where))
