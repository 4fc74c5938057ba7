"""Today's question for silence, asked of the database, against the rule that the clock follows."""

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from care.rhythm import first_words_by
from db.contact_days import count_delivered
from db.needs import how_many_wait
from db.pairings import set_pairing_state
from db.programmes import programme
from db.rhythms import add_rhythm
from flows.day_counts import _is_silent
from flows.programmes import pack_of, use_packs
from flows.running_pair import plan_of
from flows.story import Story
from flows.today_pairs import FIRST_WORDS_AHEAD
from tests.databases import failing_story
from tests.factories import make_pairing
from tests.fakes.clock import START

DAY = timedelta(days=1)
DAYS = st.lists(
    st.tuples(st.sampled_from(["service_user", "peer_worker"]), st.integers(0, 20)), max_size=5
)


@given(
    said=DAYS,
    lapse=st.integers(0, 2),
    spoken=st.integers(1, 22),
    since=st.integers(0, 22),
    away=st.none() | st.integers(0, 22),
)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each example rolls back
)
async def test_silence_is_what_the_clock_calls_silence(database, said, lapse, spoken, since, away):
    await use_packs(database, None)
    async with failing_story(database) as session:
        pairing = await make_pairing(session, "active")
        pairing.since = pairing.active_at = START + since * DAY
        rhythm = add_rhythm(session, pairing.id, START.date() + 90 * DAY, START)
        rhythm.lapse, rhythm.lapse_on = lapse, (START + spoken * DAY).date()
        rhythm.away_on = None if away is None else (START + away * DAY).date()
        session.add(pairing)
        await session.flush()
        for side, day in said:
            await count_delivered(session, pairing.id, side, (START + day * DAY).date())
        story = Story(session, START + 23 * DAY, "test")
        n = await _lapses(session, pairing.programme_id, "somebody else")
        assert bool(n) == await _is_silent(story, pairing)


async def test_silence_of_a_pair_on_a_break_is_none(database):
    async with database.transaction() as session:
        pairing = await make_pairing(session, "active", now=START - 30 * DAY)
        rhythm = add_rhythm(session, pairing.id, START.date() + 90 * DAY, START)
        rhythm.lapse, rhythm.lapse_on = 1, START.date()
        await session.flush()
        where = pairing.programme_id
        assert await _lapses(session, where, "somebody else") == 1
        assert await _lapses(session, where, pairing.peer_worker_id) == 0
        set_pairing_state(session, pairing, "paused", START)
        await session.flush()
        assert await _lapses(session, where, "somebody else") == 0


async def _lapses(session, where, reader):
    today = START.date()
    params = {"where": where, "reader": reader, "today": today, "soon": today}
    counts = await how_many_wait(session, {**params, "by": START, "begun_by": START})
    return counts["lapses"]


async def test_first_words_stand_there_for_three_days_before(database):
    """Whatever a pack allows: those due within 72 hours and those that are late, no others."""
    await use_packs(database, None)
    async with database.transaction() as session:
        pairing = await make_pairing(session, "active")
        where = await programme(session, pairing.programme_id)
        plan = plan_of(pack_of(Story(session, START, "test"), where))
        assert first_words_by(plan, START) - START <= FIRST_WORDS_AHEAD
