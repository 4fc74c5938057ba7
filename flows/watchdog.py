"""The watchdog: what the records say is held against the rules, and coordinators hear of a breach.

One notice for each rule and day, to each coordinator; it names no person. The log has numbers.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import get_args

from care.escalation import AlertFacts, StepKind, Taken, next_step_at
from care.setting_pack import SettingPack
from care.wall_time import local_date
from care.watchdog import (
    Breach,
    breaches_of,
    judge_alerts,
    judge_beats,
    judge_checkins,
    judge_due,
    judge_inbox,
    judge_letters,
    judge_mails,
    judge_unheard,
)
from db.alerts import Alert, alert_steps, alerts_in
from db.heartbeats import STARTED, heartbeats
from db.mails import oldest_call_by_mail
from db.memberships import members
from db.outbox import Lane
from db.outbox_upkeep import oldest_waiting
from db.overdue import oldest_due, oldest_sending, oldest_update
from db.people import Person, person
from db.programmes import Programme, programmes
from db.unplanned import count_without_plan
from db.zones import zone_of
from flows.actor import COORDINATOR, PEER_WORKER, SERVICE_USER
from flows.callable import can_be_called
from flows.letters import body, say
from flows.programmes import pack_of
from flows.story import Story

log = logging.getLogger(__name__)

LADDER: dict[str, StepKind] = {kind: kind for kind in get_args(StepKind)}


async def breaches(story: Story, seconds: Mapping[str, int]) -> tuple[Breach, ...]:
    """The rules that do not hold now; `seconds` says how often each beat comes.

    Changes nothing: for a session that reads, since the looks are long where there are many people.
    """
    now, session = story.now, story.session
    last = await heartbeats(session)
    due = await oldest_due(session, now)
    return breaches_of(
        [
            judge_alerts(await _steps_due(story), now),
            judge_unheard(await _unheard(story)),
            judge_checkins(await _forgotten(story)),
            judge_letters(await _letters(story), now),
            judge_mails(await oldest_call_by_mail(session), now),
            judge_due(
                {beat: at for beat, at in due.items() if beat in seconds},
                seconds,
                last.get(STARTED),
                now,
            ),
            judge_beats(last, seconds, last.get(STARTED, now), now),
            judge_inbox(await oldest_update(session), now),
        ]
    )


async def _unheard(story: Story) -> int:
    """How many open alerts wait in programmes where the bot reaches no coordinator."""
    unheard = 0
    for where in await programmes(story.session):
        waiting = len(await alerts_in(story.session, where.id, ("open",)))
        if waiting and not await _has_ear(story, where):
            unheard += waiting
    return unheard


async def _has_ear(story: Story, where: Programme) -> bool:
    for one in await members(story.session, where.id, COORDINATOR, ("active",)):
        if await can_be_called(story, await person(story.session, one.person_id)):
            return True
    return False


async def tell(story: Story, found: tuple[Breach, ...]) -> int:
    """Log what does not hold, and tell coordinators once a day of each; returns how much it is."""
    for breach in found:
        facts = {"rule": breach.rule, "count": breach.count, "where": ",".join(breach.where)}
        log.error("watchdog.breach", extra=facts)
    for someone in await _coordinators(story) if found else ():
        await _tell(story, someone, found)
    return len(found)


async def _steps_due(story: Story) -> list[datetime | None]:
    return [
        await _step_due(story, alert, where)
        for where in await programmes(story.session)
        for alert in await alerts_in(story.session, where.id, ("open",))
    ]


async def _step_due(story: Story, alert: Alert, where: Programme) -> datetime | None:
    """When the ladder is to be climbed, by what was done: not by what the escalation wrote down."""
    rules = pack_of(story, where).alerts
    timers = rules.urgent if alert.urgent else rules.soon
    rows = [row for row in await alert_steps(story.session, alert) if row.step in LADDER]
    steps = tuple(Taken(LADDER[row.step], row.at) for row in rows[-1:])
    return next_step_at(AlertFacts(alert.raised_at, steps=steps), timers)


async def _forgotten(story: Story) -> int:
    """How many in active pairings are asked by their pack, agreed, and have no next check-in."""
    return sum(
        [
            await count_without_plan(
                story.session, where.id, is_user=role == SERVICE_USER, began_after=began_after
            )
            for where in await programmes(story.session)
            for role in (SERVICE_USER, PEER_WORKER)
            for began_after in _asks_since(pack_of(story, where), role, story.now)
        ]
    )


def _asks_since(pack: SettingPack, role: str, now: datetime) -> list[datetime | None]:
    """After when a pairing began in which the pack still asks this role; None for whenever.

    Empty where nothing that the pack asks of the role begins with the pairing.
    """
    weeks = [one.weeks for one in pack.checkins if (one.role, one.start) == (role, "match")]
    limits = [limit for limit in weeks if limit is not None]
    if len(limits) < len(weeks):
        return [None]
    return [now - timedelta(weeks=max(limits))] if limits else []


async def _letters(story: Story) -> dict[str, datetime]:
    waiting = await oldest_waiting(story.session, story.now)
    sending = await oldest_sending(story.session)
    return {
        Lane(lane).name.lower(): min(
            at for at in (waiting.get(lane), sending.get(lane)) if at is not None
        )
        for lane in waiting.keys() | sending.keys()
    }


async def _tell(story: Story, someone: Person, found: tuple[Breach, ...]) -> None:
    day = local_date(story.now, zone_of(someone))
    for breach in found:
        once = Story(story.session, story.now, f"watchdog:{breach.rule}:{day}:{someone.id}")
        told = body(say("watchdog.breach"), say(f"watchdog.{breach.rule}"))
        await once.post(someone.id, told, lane=Lane.REPLY)


async def _coordinators(story: Story) -> list[Person]:
    """Every active coordinator of any programme, each once."""
    ids = {
        one.person_id: None
        for where in await programmes(story.session)
        for one in await members(story.session, where.id, COORDINATOR, ("active",))
    }
    return [await person(story.session, one) for one in ids]
