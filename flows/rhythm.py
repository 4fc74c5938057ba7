"""The rhythm of pairings: the clock looks at each about once a day and does what is due."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from care.rhythm import Act, Kind, acts_due, first_nudge_from, next_look
from care.setting_pack import SettingPack
from care.wall_time import local_date
from db.pairings import RUNNING, Pairing, pairing_or_none
from db.programmes import Programme
from db.rhythms import Rhythm, add_rhythm, rhythm_or_none, rhythms_due
from db.zones import zone_of
from flows.contact import speak_of_silence, speak_of_silence_again
from flows.first_contact import miss_first_words, nudge_first_words
from flows.ground_rules import renew_rules
from flows.planned_ending import add_break, count_down, end_as_planned
from flows.running_pair import RunningPair, plan_of, running_pair, standing_of
from flows.story import Story

BATCH = 50
A_DAY = timedelta(days=1)

_ACTS: Mapping[Kind, Callable[[RunningPair, Act], Awaitable[None]]] = {
    "nudge_first": nudge_first_words,
    "missed_first": miss_first_words,
    "lapse": speak_of_silence,
    "lapse_again": speak_of_silence_again,
    "rules": renew_rules,
    "countdown": count_down,
    "end": end_as_planned,
}
_ONE_A_DAY: tuple[Kind, ...] = ("lapse", "lapse_again", "rules", "countdown")


async def begin_rhythm(
    story: Story, pairing: Pairing, where: Programme, pack: SettingPack
) -> Rhythm:
    """Plan the way of a pairing that begins; its last day is so many weeks from today."""
    found = await rhythm_or_none(story.session, pairing.id)
    if found is not None:
        return found
    today = local_date(story.now, zone_of(where))
    first_look = min(first_nudge_from(plan_of(pack), story.now), story.now + A_DAY)
    return add_rhythm(story.session, pairing.id, today + timedelta(weeks=pack.weeks), first_look)


async def look_at_rhythms(story: Story) -> int:
    """Do what is due in each pairing; returns how many were looked at."""
    due = await rhythms_due(story.session, story.now, BATCH)
    for row in due:
        await _look(story, row)
        story.session.add(row)
        await story.session.flush()
    return len(due)


async def _look(story: Story, row: Rhythm) -> None:
    pairing = await pairing_or_none(story.session, row.pairing_id, for_change=True)
    if pairing is None or pairing.state not in RUNNING:
        row.next_at = None
        return
    if pairing.state == "paused":
        row.next_at = story.now + A_DAY
        return
    pair = await running_pair(story, pairing, row)
    by_day = pair.by_day()
    if by_day > story.now:
        row.next_at = by_day
        return
    await add_break(pair)
    await _act(pair)


async def _act(pair: RunningPair) -> None:
    now, row = pair.story.now, pair.rhythm
    standing = await standing_of(pair)
    if standing.is_away:
        row.away_on = pair.today
    acts = acts_due(pair.plan, standing, now, pair.zone)
    row.next_at = look = next_look(standing, now, pair.zone)
    for act in acts:
        good = await pair.good_for_peer(now) if act.kind == "lapse" else now
        if good > now:
            row.next_at = min(look, good)
            continue
        if act.kind in _ONE_A_DAY:
            row.spoke_on = pair.today
        await _ACTS[act.kind](pair, act)
