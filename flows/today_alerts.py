"""Alerts and reports of the day: with their clock, and none about the reader."""

from db.alert_lists import KINDS, AlertKind, AlertRow, count_alerts, first_alerts
from db.alerts import Alert
from db.programmes import Programme
from db.reports import Report
from flows.actor import Actor
from flows.story import Story
from flows.today_topics import Day, Item, Topic


async def alerts_today(story: Story, actor: Actor, where: Programme, day: Day) -> list[Topic]:
    """Alerts that nobody has, days to look again that have come, alerts in hand, reports."""
    reader, most = actor.person.id, day.most
    none: dict[AlertKind, int] = dict.fromkeys(KINDS, 0)
    wanted = none | {"open": most + 1, "taken": most + 1}
    found = await first_alerts(story.session, where.id, reader, wanted)
    topics = []
    kinds: tuple[tuple[str, AlertKind], ...] = (("alerts", "open"), ("taken", "taken"))
    for name, kind in kinds:
        n = len(found[kind])
        if n > most:
            n = await count_alerts(story.session, where.id, reader, kind)
        items = tuple(map(_alert, found[kind][:most]))
        topics.append(Topic(name, n, f"alerts?show={kind}", items))
    return [
        *topics,
        await day.topic(story, "look_again", "alerts?show=later", _look_again),
        await day.topic(story, "reports", "today?show=reports", _report),
    ]


def _alert(alert: AlertRow) -> Item:
    people = {"name": alert.person_id}
    if alert.acknowledged_by is not None:
        people["by"] = alert.acknowledged_by
    call_at = alert.next_step_at if alert.state == "open" else alert.owner_call_at
    return Item(f"alerts/{alert.id}", people, since=alert.raised_at, until=call_at)


def _look_again(alert: Alert) -> Item:
    return Item(f"alerts/{alert.id}", {"name": alert.person_id}, on=alert.follow_up_on)


def _report(made: Report) -> Item:
    people = {"name": made.person_id, "about": made.about_id}
    return Item(f"alerts/{made.alert_id}", people, since=made.at)
