import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from care.urgent_words import _beginnings
from db.bots import MAIN
from db.errors import AlreadyRunning, WrongMasterKey
from db.heartbeats import heartbeats
from db.programmes import add_programme
from flows.regions import RegionMissing
from flows.two_bots import username_of
from pairwell.clock import MovableClock
from pairwell.errors import ServiceFailed, TokenRefused
from pairwell.serve import Service, Wiring
from playground.people import JOSIE
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app
from tests.databases import MASTER_KEY, OTHER_MASTER_KEY

SOON_SECONDS = 10


class Street:
    """A playground and what a service that lives there is built from."""

    def __init__(self, wiring: Wiring, phones: Phones, clock: MovableClock) -> None:
        self.wiring = wiring
        self.phones = phones
        self.clock = clock

    async def hears(self, account_id: int) -> str:
        """What the bot says next on this phone."""
        chat = self.phones.chat(account_id)

        def said() -> list[str]:
            return [held.content["text"] for held in chat.messages.values() if held.by_bot]

        await self.phones.journal.wait_until(lambda: bool(said()), SOON_SECONDS)
        return said()[-1]


@pytest.fixture
async def street(sqlite_url: str) -> AsyncIterator[Street]:
    clock = MovableClock()
    phones = Phones(clock.now)
    async with serve(create_app(phones)) as url:
        wiring = Wiring(TOKEN, url, sqlite_url, MASTER_KEY, clock.now, strict_texts=True)
        yield Street(wiring, phones, clock)


@asynccontextmanager
async def running(wiring: Wiring) -> AsyncIterator[Service]:
    ready = asyncio.Event()
    async with Service(wiring, ready.set) as service, asyncio.timeout(SOON_SECONDS * 3):
        await ready.wait()
        yield service


async def test_service_answers_a_stranger_with_the_way_to_urgent_help(street: Street) -> None:
    async with running(street.wiring) as service:
        street.phones.start(JOSIE.id)
        assert await street.hears(JOSIE.id)
        assert service.username == "pairwell_playground_bot"
        async with service.database.reading() as session:
            assert await username_of(session, MAIN) == "pairwell_playground_bot"


async def test_service_has_its_urgent_words_ready_before_anybody_writes(street: Street) -> None:
    _beginnings.cache_clear()
    async with running(street.wiring):
        assert _beginnings.cache_info().currsize == 1


async def test_service_shows_its_commands(street: Street) -> None:
    async with running(street.wiring):

        def shown() -> bool:
            return bool(street.phones.commands.show(JOSIE.id, "en"))

        await street.phones.journal.wait_until(shown, SOON_SECONDS)
        assert {"command": "urgent"}.items() <= street.phones.commands.show(JOSIE.id, "en")[
            0
        ].items()


async def test_service_handles_what_it_stored_before_it_stops(street: Street) -> None:
    async with running(street.wiring) as service:
        street.phones.start(JOSIE.id)
        await street.phones.journal.wait_until(
            lambda: not street.phones.updates.count(), SOON_SECONDS
        )
        service.stop()
        await service.wait()
    async with running(street.wiring):
        assert await street.hears(JOSIE.id)
    texts = [h.content["text"] for h in street.phones.chat(JOSIE.id).messages.values() if h.by_bot]
    assert len(texts) == len(set(texts))


async def test_second_service_on_the_same_records_is_refused(street: Street) -> None:
    async with running(street.wiring):
        with pytest.raises(AlreadyRunning):
            async with Service(street.wiring):
                raise AssertionError("It must not start.")
    async with running(street.wiring):
        pass


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"token": "7000000001:another-token-of-nobody"}, TokenRefused),
        ({"master_key": OTHER_MASTER_KEY}, WrongMasterKey),
    ],
    ids=["a wrong token", "a wrong master key"],
)
async def test_service_that_cannot_start_lets_go_of_the_records(
    street: Street, change: dict[str, object], refusal: type[Exception]
) -> None:
    async with running(street.wiring):
        pass
    with pytest.raises(refusal):
        async with Service(replace(street.wiring, **change)):  # type: ignore[arg-type]
            raise AssertionError("It must not start.")
    async with running(street.wiring):
        pass


async def test_programme_without_numbers_for_urgent_help_is_not_served(street: Street) -> None:
    async with running(street.wiring) as service, service.database.transaction() as session:
        add_programme(
            session,
            "Elsewhere",
            pack="perinatal",
            region="atlantis",
            time_zone="Europe/London",
            now=street.clock.now(),
        )
    with pytest.raises(RegionMissing, match=r'programme set "Elsewhere" --region CODE'):
        async with Service(street.wiring):
            raise AssertionError("It must not start.")


async def test_part_that_fails_ends_the_service(street: Street) -> None:
    async with running(street.wiring) as service:

        async def fail() -> None:
            raise RuntimeError

        service._nursery.start("send", fail())
        with pytest.raises(ServiceFailed, match='part "send"'):
            await service.wait()


async def test_beats_see_the_clock_that_was_moved(street: Street) -> None:
    async with running(street.wiring) as service:
        before = service._wiring.now()
        street.clock.advance(timedelta(days=1))
        await service.clock.strike()
        async with service.database.reading() as session:
            assert (await heartbeats(session))["checkins"] - before >= timedelta(days=1)
