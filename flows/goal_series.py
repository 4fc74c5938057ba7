"""Goals of a person for a page: each is a series of ratings of its own, as a measure is one."""

from care.measures.goals import GOALS, NEAR_MOST
from care.measures.goals_over_time import entries_of_goal, goal_lines
from care.measures.over_time import runs
from db.answer_history import past_checkins
from db.memberships import Membership
from db.people import Person
from flows.goals_over_time import days_of_goals
from flows.letters import say
from flows.measure_series import MOST_SHOWN, MeasureSeries
from flows.own_measures import measure_or_none
from flows.story import Story


async def goal_series(
    story: Story, membership: Membership, reader: Person
) -> tuple[MeasureSeries, ...]:
    """The goals that a service user rated here, in their own words, from 0 to 10 each."""
    asked = measure_or_none(story, GOALS.code)
    if asked is None:
        return ()
    past = await past_checkins(
        story.session, membership.person_id, asked.code, programme_id=membership.programme_id
    )
    days = await days_of_goals(story, asked, past, reader, MOST_SHOWN)
    told = (say("goals.range", most=NEAR_MOST),)
    found = []
    for line in goal_lines(days):
        entries = entries_of_goal(line, days, asked.version)
        title = f"{asked.short_title}: {line.words}"
        series = MeasureSeries(asked.code, title, 0, NEAR_MOST, entries, runs(entries), told)
        found.append(series)
    return tuple(found)
