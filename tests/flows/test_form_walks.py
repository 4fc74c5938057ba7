"""Whatever somebody presses and types, a form stays kind and can be finished."""

import asyncio
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from db.memberships import Membership
from tests.databases import open_database, sqlite_url
from tests.fakes.clock import MovableClock
from tests.flows.people import JOSIE, PACK, Someone, rows
from tests.journeys import finish_form
from tests.stage import Stage, wording

MORNING = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
TYPED = (
    "31",
    "17",
    "Josie",
    "English",
    "London",
    "yes",
    "no",
    "1, 3",
    "5 November 2026",
    "31/02/2026",
    "/menu",
    "/start",
    "/mydata",
    "\x00",
    "\ud800",
    "\U0001f600" * 4096,
)
steps = st.one_of(
    st.tuples(st.just("press"), st.integers(0, 40)),
    st.tuples(st.just("press"), st.integers(0, 3)),
    st.tuples(st.just("old"), st.integers(0, 400)),
    st.tuples(st.just("type"), st.sampled_from(TYPED)),
    st.tuples(st.just("type"), st.text(max_size=20)),
    st.tuples(st.just("send"), st.sampled_from(({"dice": {"emoji": "x", "value": 1}}, {"x": {}}))),
    st.tuples(st.just("days"), st.integers(1, 9)),
)
OBJECTIONS = tuple(
    wording().say(f"contradiction.{name}", {"what": "\x00"}).partition("\x00")[0]
    for name in (
        "matters_and_avoided",
        "own_trait_unknown",
        "must_and_avoided",
        "nothing_to_share",
    )
)


async def take(stage, josie, seen, step):
    kind, what = step
    fresh = [data for _, data in josie.phone.last.buttons] if josie.phone.messages else []
    seen.extend(data for data in fresh if data not in seen)
    if kind == "press" and fresh:
        await josie.press(fresh[what % len(fresh)], josie.phone.last.id)
    elif kind == "old" and seen:
        await josie.press(seen[what % len(seen)], josie.phone.last.id)
    elif kind == "type":
        await josie.type(what)
    elif kind == "send":
        await josie.send(**what)
    elif kind == "days":
        await stage.advance(timedelta(days=what))


async def walk(url, taken):
    async with open_database(url) as database:
        stage = Stage(database, MovableClock(MORNING))
        await stage.programme()
        josie = Someone(stage, JOSIE)
        await josie.type(f"/start {(await stage.invitation('service_user')).payload}")
        seen = []
        for step in taken:
            await take(stage, josie, seen, step)
        await stage.advance(timedelta(minutes=10))
        if not [m for m in await rows(stage, Membership) if m.stage != "left"]:
            again = await stage.invitation("service_user")  # turned away, or left: starts anew
            await josie.type(f"/start {again.payload}")
            await josie.tap("Start")
        elif [m for m in await rows(stage, Membership) if m.stage == "onboarding"]:
            await josie.type("/menu")
            await josie.tap("Go on")
        else:
            return
        await finish_form(josie, PACK.service_user)
        standing = [m.stage for m in await rows(stage, Membership) if m.stage != "left"]
        assert standing == ["waiting"] or josie.text.startswith(OBJECTIONS)


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(taken=st.lists(steps, min_size=5, max_size=24))
def test_walk_over_a_form_can_always_be_finished(migrated_sqlite, taken):
    with tempfile.TemporaryDirectory(dir=migrated_sqlite.parent) as folder:
        copy = shutil.copy(migrated_sqlite, Path(folder) / "pairwell.db")
        asyncio.run(walk(sqlite_url(Path(copy)), taken))
