"""Alerts and reports of the day: with their clock, and none about the reader."""

from db.alert_lists import AlertKind, AlertRow, alerts_to_list, count_alerts
from db.alerts import Alert
from db.needs import LOOK_AGAIN, REPORTS, first_of
from db.programmes import Programme
from db.reports import Report
from flows.actor import Actor
from flows.duty import local_now
from flows.story import Story
from flows.today_topics import Item, Topic, topic_of


async def alerts_today(story: Story, actor: Actor, where: Programme, most: int) -> list[Topic]:
    """Alerts that nobody has, days to look again that have come, alerts in hand, reports."""
    session, params = story.session, {"where": where.id, "reader": actor.person.id}
    today = local_now(story, where).date()
    again = await first_of(session, LOOK_AGAIN, most, today=today, **params)
    reports = await first_of(session, REPORTS, most, **params)
    return [
        await _alerts(story, actor, where, "alerts", "open", most),
        await _alerts(story, actor, where, "taken", "taken", most),
        topic_of("look_again", again, "alerts?show=later", _look_again),
        topic_of("reports", reports, "today?show=reports", _report),
    ]


async def _alerts(
    story: Story, actor: Actor, where: Programme, topic: str, kind: AlertKind, most: int
) -> Topic:
    of = (story.session, where.id, actor.person.id, kind)
    found = await alerts_to_list(*of, most=most + 1)
    n = len(found) if len(found) <= most else await count_alerts(*of)
    return Topic(topic, n, f"alerts?show={kind}", tuple(_alert(one) for one in found[:most]))


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
