"""The `[[checkins]]` of a pack: reading a plan, and what has to fit together in it."""

import re
from collections.abc import Mapping
from datetime import date
from typing import cast

from care.form_checks import duplicates
from care.measures import all_measures
from care.pack_table import Fault, PackTable
from care.plans import STARTS, Asking, CheckinPlan, PlanRole, Start
from care.quiet_hours import QuietHours
from care.talks import SILENT_HOURS

ROLES: tuple[PlanRole, ...] = ("service_user", "peer_worker", "coordinator")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DEFAULT_AT = "10:00"
DAYS_MOST = 366
WEEKS_MOST = 104
CONTACTS_MOST = 200
SILENT_MOST = 48
_EVERY_YEAR = re.compile(r"\d\d-\d\d")


def read_plan(table: PackTable) -> CheckinPlan:
    """Return one plan; what is wrong is noted in the table."""
    weekday = table.word("weekday", ("", *WEEKDAYS), default="")
    plan = CheckinPlan(
        measure=table.text("measure", most=40),
        role=cast("PlanRole", table.word("role", ROLES, default="service_user")),
        first_after_days=table.number("first_after_days", least=0, most=DAYS_MOST, default=0),
        every_days=table.number_or_none("every_days", least=1, most=DAYS_MOST) or 0,
        at=table.clock("at", default=DEFAULT_AT),
        weeks=table.number_or_none("weeks", least=1, most=WEEKS_MOST),
        name=table.text("name", most=40, default=""),
        start=cast("Start", table.word("from", STARTS, default="match")),
        weekday=WEEKDAYS.index(weekday) if weekday else None,
        at_weeks=table.rising_numbers("at_weeks", least=0, most=WEEKS_MOST),
        after_contacts=table.rising_numbers("after_contacts", least=1, most=CONTACTS_MOST),
        asking=_read_asking(table),
        silent_hours=table.number("silent_hours", least=0, most=SILENT_MOST, default=SILENT_HOURS),
    )
    _check_how_often(table, plan)
    table.finish()
    return plan


def check_plans(
    plans: tuple[CheckinPlan, ...], root: PackTable, recalls: Mapping[str, int] | None = None
) -> None:
    """Note in `root` where a plan does not fit its measure, its role or another plan."""
    known = recalls or {measure.code: measure.recall_days for measure in all_measures()}
    for n, plan in enumerate(plans):
        for key, reason in _problems(plan, known):
            root.faults.append(Fault(("checkins", n, key), reason))
    for code in duplicates([f"{plan.role} {plan.key}" for plan in plans]):
        root.note("checkins", f'"{code}" stands twice; give one of them a name')


def read_holidays(table: PackTable) -> tuple[str, ...]:
    """Return the days on which nobody is asked: "2026-12-25", or "12-25" for every year."""
    if "holidays" not in table.values:
        table.asked.add("holidays")
        return ()
    days = table.texts("holidays", most=10)
    if not all(map(_is_day, days)):
        table.note("holidays", 'days such as "2026-12-25", or "12-25" for every year, are expected')
        return ()
    return days


def _read_asking(table: PackTable) -> Asking:
    usual = Asking()
    hours = {"least": 1, "most": 336}
    return Asking(
        table.number("remind_after_hours", **hours, default=usual.remind_after_hours),
        table.number("reminders", least=0, most=3, default=usual.reminders),
        table.number("expires_after_hours", **hours, default=usual.expires_after_hours),
    )


def _check_how_often(table: PackTable, plan: CheckinPlan) -> None:
    said = [key for key in ("every_days", "at_weeks", "after_contacts") if key in table.values]
    if not said:
        table.note("", "every_days, at_weeks or after_contacts is missing")
    for key in said[1:]:
        table.note(key, f"{said[0]} says how often already: one of the two has to go")
    if plan.weekday is not None and (not plan.every_days or plan.every_days % 7):
        table.note("weekday", "belongs to every_days = 7, 14, 21 and so on")
    if "silent_hours" in table.values and not plan.after_contacts:
        table.note("silent_hours", "belongs to after_contacts")


def _problems(plan: CheckinPlan, recalls: Mapping[str, int]) -> list[tuple[str, str]]:
    found = []
    if plan.measure not in recalls:
        return [("measure", f"one of {', '.join(sorted(recalls))} is expected")]
    recall = recalls[plan.measure]
    asks_about = f"{plan.measure} asks about {recall} days, so not more often"
    if plan.every_days and plan.every_days < recall:
        found.append(("every_days", asks_about))
    steps = zip(plan.at_weeks, plan.at_weeks[1:], strict=False)
    if any(7 * (later - earlier) < recall for earlier, later in steps):
        found.append(("at_weeks", asks_about))
    of_one_user = plan.start not in ("match", "first_contact")
    if plan.role != "service_user" and of_one_user:
        found.append(("role", f"a service user is expected where a plan is from {plan.start}"))
    if plan.role == "coordinator" and plan.is_about_pairing:
        found.append(("role", "one of the two in a pairing is expected"))
    if plan.start == "end" and not plan.at_weeks:
        found.append(("from", "a plan from the end is asked at_weeks"))
    if plan.after_contacts and plan.start != "match":
        found.append(("from", "contacts are counted from the match"))
    if QuietHours().start <= plan.at or plan.at < QuietHours().end:
        found.append(("at", "a time from 08:00 to 20:59 is expected, as nobody is asked at night"))
    return found


def _is_day(text: str) -> bool:
    written = f"2000-{text}" if _EVERY_YEAR.fullmatch(text) else text  # 2000 has a 29 February
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False
