"""The `[alerts]` table of a pack: how long the steps of an alert wait, what is said of hours."""

from datetime import timedelta

from care.escalation import ALERT_RULES, AlertRules, Timers
from care.pack_bounds import HOURS_MOST
from care.pack_table import PackTable

DAY_MINUTES = 24 * 60
CLOSE_HOURS_MOST = 14 * 24


def read_alerts(root: PackTable) -> AlertRules:
    """The alert rules of a pack; whatever it leaves out stays as it usually is."""
    root.asked.add("alerts")
    if "alerts" not in root.values:
        return ALERT_RULES
    table = root.table("alerts")
    rules = AlertRules(
        urgent=_read_timers(table, ALERT_RULES.urgent),
        soon=_read_soon(table),
        close=timedelta(
            hours=table.number(
                "close_hours", least=1, most=CLOSE_HOURS_MOST, default=_hours(ALERT_RULES.close)
            )
        ),
        hours=table.text("hours", most=HOURS_MOST, default=""),
    )
    table.finish()
    return rules


def _read_soon(table: PackTable) -> Timers:
    table.asked.add("soon")
    if "soon" not in table.values:
        return ALERT_RULES.soon
    inner = table.table("soon")
    timers = _read_timers(inner, ALERT_RULES.soon)
    inner.finish()
    return timers


def _read_timers(table: PackTable, usual: Timers) -> Timers:
    return Timers(
        again=_minutes(table, "again_minutes", usual.again),
        next_person=_minutes(table, "next_minutes", usual.next_person),
        everyone=_minutes(table, "everyone_minutes", usual.everyone),
        repeat=_minutes(table, "repeat_minutes", usual.repeat),
    )


def _minutes(table: PackTable, key: str, usual: timedelta) -> timedelta:
    default = int(usual.total_seconds() // 60)
    return timedelta(minutes=table.number(key, least=1, most=DAY_MINUTES, default=default))


def _hours(wait: timedelta) -> int:
    return int(wait.total_seconds() // 3600)
