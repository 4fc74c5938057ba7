"""Counting outcomes: a beat that goes over a programme a few rows at a time, once a day or asked.

Scores are sealed one by one, so a count of thousands takes a while: no page waits for it. What was
counted so far is kept after each bite, and a service that died goes on where it was.
"""

from datetime import timedelta

from care.outcomes_tally import read_tally
from db.audit import record_act
from db.ids import ProgrammeId
from db.outcome_counts import (
    OutcomeCount,
    begin_count,
    count_under_way,
    forget_older_counts,
    keep_tally,
    programme_to_count,
    tally_in,
)
from db.programmes import programme
from flows.actor import Actor
from flows.outcome_bites import STEPS
from flows.story import Story

EVERY = timedelta(hours=24)
FIRST = next(iter(STEPS))


async def ask_to_count(story: Story, actor: Actor, programme_id: ProgrammeId) -> None:
    """Let the programme be counted anew soon; nothing more while a count is under way."""
    if await count_under_way(story.session, programme_id) is not None:
        return
    begin_count(story.session, programme_id, FIRST, story.now)
    await record_act(
        story.session,
        actor.person.id,
        "outcomes.counted",
        about=None,
        programme_id=programme_id,
        now=story.now,
    )


async def count_outcomes(story: Story) -> int:
    """Count the next few rows of a programme whose count is due; 0 when none is."""
    count = await count_under_way(story.session)
    if count is None:
        where = await programme_to_count(story.session, story.now - EVERY)
        if where is None:
            return 0
        begin_count(story.session, where.id, FIRST, story.now)
        return 1
    where = await programme(story.session, count.programme_id)
    tally = read_tally(tally_in(story.session, count))
    last = await STEPS[count.step](story, where, count.after, tally)
    await _go_on(story, count, last)
    keep_tally(story.session, count, tally.write())
    return 1


async def _go_on(story: Story, count: OutcomeCount, last: str | None) -> None:
    """From the last row on, or to the next step, or to the end."""
    names = list(STEPS)
    place = names.index(count.step) + 1
    if last is not None:
        count.after = last
    elif place < len(names):
        count.step, count.after = names[place], ""
    else:
        count.ready_at = story.now
        await forget_older_counts(story.session, count)
