"""A thousand messages while a twentieth of all requests goes wrong: nothing is lost in silence.

`pytest -s` shows the table. On PostgreSQL 200 messages are enough to see the same.
"""

import asyncio
from datetime import timedelta

import pytest

import bot.results
import flows.floods
from care.floods import Allowance
from db.engine import Database, sqlite_file
from pairwell.serve import Service, Wiring
from playground.faults import Fault, FaultKind, Faults
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app
from tests.bot.stage import now, until
from tests.databases import MASTER_KEY, open_database
from tests.stories.street import FAST
from tests.stories.talk import TALKERS, Talk, Verdict, pair_up

SHARE = 0.05
KINDS = (  # what goes wrong, and whether the request took effect all the same
    (FaultKind.RETRY_AFTER, False),
    (FaultKind.GATEWAY, False),
    (FaultKind.GATEWAY, True),
    (FaultKind.RESET, False),
    (FaultKind.RESET, True),
    (FaultKind.HANG, False),
    (FaultKind.HANG, True),
    (FaultKind.NOT_JSON, False),
    (FaultKind.NOT_JSON, True),
    (FaultKind.TRUNCATED, True),
    (FaultKind.UNDECODABLE, True),
)
REFUSED_AT = (40, 90, 140)  # the calls that Telegram refuses for good
SEED = 20_261_126


def mixed_faults() -> Faults:
    """A twentieth of all calls, evenly over the kinds, and some messages that are refused."""
    refused = [
        Fault(FaultKind.BAD_REQUEST, method="sendMessage", nth=n, description="MADE_UP")
        for n in REFUSED_AT
    ]
    mixed = [
        Fault(kind, times=None, share=SHARE / len(KINDS), acts=acts, seconds=0.05, retry_after=1)
        for kind, acts in KINDS
    ]
    return Faults(*refused, *mixed, seed=SEED)


@pytest.fixture
def quick(monkeypatch):
    """Repeats come at once, and a talk without a pause is no flood."""
    monkeypatch.setattr(bot.results, "REPEAT_AFTER", timedelta(milliseconds=20))
    endless = Allowance(10**6, timedelta(milliseconds=1), 1)
    monkeypatch.setattr(flows.floods, "TALKING", endless)


async def run(url: str, faults: Faults, sayings: int) -> list[Verdict]:
    """Let the two talk, each saying this many things, and judge it."""
    phones = Phones(now)
    ready = asyncio.Event()
    async with serve(create_app(phones, faults=faults)) as api, open_database(url) as database:
        await begin(database, phones)
        talk = Talk(phones, database)
        wiring = Wiring(TOKEN, api, url, MASTER_KEY, now, limits=FAST, strict_texts=True)
        async with Service(wiring, ready.set):
            await ready.wait()
            for _ in range(sayings):
                talk.say()
                await asyncio.sleep(0.002)
            await until(talk.is_over)
        return [await talk.judge(writer) for writer in TALKERS]


async def begin(database: Database, phones: Phones) -> None:
    await pair_up(database)
    for person in TALKERS:
        phones.start(person)
    phones.updates.clear()


@pytest.mark.usefixtures("quick")
async def test_nothing_is_lost_in_silence_while_requests_fail(database_url, capsys):
    sayings = 500 if sqlite_file(database_url) else 100
    faults = mixed_faults()
    verdicts = await run(database_url, faults, sayings)
    with capsys.disabled():
        show(verdicts, faults)
    assert faults.injected > 2 * sayings * SHARE / 2
    assert [v.silently_lost for v in verdicts] == [[], []]
    assert [v.unmarked for v in verdicts] == [[], []]
    assert [v.is_in_order for v in verdicts] == [True, True]
    assert sum(v.told for v in verdicts) >= 1


def show(verdicts: list[Verdict], faults: Faults) -> None:
    said, told, marked = (
        sum(getattr(v, name) for v in verdicts) for name in ("said", "told", "marked")
    )
    lost = sum(len(v.silently_lost) for v in verdicts)
    unmarked = sum(len(v.unmarked) for v in verdicts)
    order = "kept" if all(v.is_in_order for v in verdicts) else "BROKEN"
    lines = (
        f"{said} messages, {faults.injected} requests that failed",
        f"silently lost {lost}, repeated without a mark {unmarked}, order {order}",
        f"repeated with a mark {marked}, told as not sent or not known {told}",
    )
    print("\n" + "\n".join(lines))  # noqa: T201  the table is for whoever runs this
