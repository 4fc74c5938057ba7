from datetime import timedelta

from sqlmodel import col, select

from db.consents import (
    Consent,
    all_consents,
    consents_of,
    decline_consent,
    give_consent,
    withdraw_consent,
)
from db.engine import Database
from tests.factories import make_person, make_programme
from tests.fakes.clock import START

LATER = START + timedelta(days=1)


async def test_consent_stands_in_its_latest_version_until_withdrawn(database: Database) -> None:
    async with database.transaction() as session:
        josie, programme = await make_person(session), await make_programme(session)
        other = await make_programme(session, "Students")
        for kind, version in [("service", 1), ("research", 1), ("service", 2)]:
            give_consent(session, josie.id, programme.id, kind=kind, version=version, now=START)
    async with database.transaction() as session:
        assert await consents_of(session, josie.id, programme.id) == {"service": 2, "research": 1}
        assert await consents_of(session, josie.id, other.id) == {}
        await withdraw_consent(session, josie.id, programme.id, "service", LATER)
    async with database.transaction() as session:
        assert await consents_of(session, josie.id, programme.id) == {"research": 1}
        give_consent(session, josie.id, programme.id, kind="service", version=3, now=LATER)
    async with database.reading() as session:
        assert await consents_of(session, josie.id, programme.id) == {"research": 1, "service": 3}


async def test_withdrawn_consent_is_kept_with_both_instants(database: Database) -> None:
    async with database.transaction() as session:
        josie, programme = await make_person(session), await make_programme(session)
        give_consent(session, josie.id, programme.id, kind="service", version=1, now=START)
    for now in (LATER, LATER + timedelta(days=1)):
        async with database.transaction() as session:
            await withdraw_consent(session, josie.id, programme.id, "service", now)
    async with database.reading() as session:
        rows = (await session.exec(select(Consent).order_by(col(Consent.id)))).all()
        assert [(r.given_at, r.withdrawn_at) for r in rows] == [(START, LATER)]


async def test_declined_consent_was_never_given(database: Database) -> None:
    async with database.transaction() as session:
        josie, programme = await make_person(session), await make_programme(session)
        answered = (session, josie.id, programme.id)
        decline_consent(*answered, kind="checkins", version=2, now=START)
        give_consent(*answered, kind="matching", version=1, now=LATER)
    async with database.reading() as session:
        assert await consents_of(session, josie.id, programme.id) == {"matching": 1}
        rows = await all_consents(session, josie.id, programme.id)
        assert [(r.kind, r.given_at, r.withdrawn_at) for r in rows] == [
            ("checkins", None, START),
            ("matching", LATER, None),
        ]
