"""Plans and the days of their log in words, as the person and their coordinators read them."""

from care.plans import CheckinPlan as PackPlan
from db.checkins import Checkin
from flows.letters import Button, Day, Line, Lines, Part, Text, Words, say
from flows.own_measures import measure_or_none
from flows.planned import Planned, told_time
from flows.story import Story
from flows.times import day_in_words

REASONS = frozenset(
    {
        "person", "left", "no_consent", "paused", "pairing_ended", "weeks_over",
        "no_pairing", "unreachable", "nobody_responds", "measure_gone", "not_planned", "erased",
        "late.day_over", "late.limit", "passed_over", "no_answer", "next_came", "moved_zone",
        "resting", "holiday", "recall", "one_a_day", "week_full", "still_talking",
    }
)  # fmt: skip


def title_of(story: Story, code: str) -> str:
    """The title of a measure; its code where its file is gone."""
    found = measure_or_none(story, code)
    return found.title if found else code


def how_often(planned: Planned) -> Text:
    """When a plan asks: the rhythm and the time, or that it does not."""
    plan, at = planned.plan, f"{told_time(planned.plan):%H:%M}"
    if plan.state == "off":
        return say(f"plan.off.{plan.off_by}")
    if plan.state != "on":
        return say("plan.over")
    usual = planned.of_pack
    if usual is not None and usual.after_contacts:
        return say("plan.contacts", time=at)
    if plan.once or not plan.every_days:
        return say("plan.listed", time=at)
    return say("plan.every", n=plan.every_days, time=at)


def plan_line(story: Story, planned: Planned) -> Line:
    """The measure, whom it is about, and when it is asked."""
    return Line(Words(_title(story, planned)), (how_often(planned),))


def plan_button(story: Story, planned: Planned) -> Button:
    """Opens the screen of one plan."""
    label = _title(story, planned)
    short = label if len(label) <= 30 else f"{label[:29]}…"
    return Button(Words(short), "kc", planned.plan.id)


def rest_lines(planned: Planned) -> list[Part]:
    """Until when nothing is asked, where the person said so."""
    someone = planned.someone
    if someone.asked_from is None:
        return []
    return [say("plan.rests", day=day_in_words(someone.asked_from, someone))]


def log_lines(story: Story, log: list[Checkin]) -> Lines:
    """A line for each day: what was asked, what became of it, and why."""
    return Lines(tuple(_log_line(story, one) for one in log))


def reason_in_words(reason: str | None) -> Text | None:
    """Why a day was not used; None where there is nothing to say."""
    return say(f"checkin.reason.{reason}") if reason in REASONS else None


def is_slower(planned: Planned, usual: PackPlan | None) -> bool:
    """Whether the person is asked less often than the pack plans."""
    return usual is not None and planned.plan.every_days > usual.every_days


def _title(story: Story, planned: Planned) -> str:
    title = title_of(story, planned.plan.measure)
    return f"{title}: {planned.about}" if planned.about else title


def _log_line(story: Story, one: Checkin) -> Line:
    told: tuple[Text | Words | Day, ...] = (
        Day(one.local_date.isoformat()),
        say(f"page.checkin.{one.state}"),
    )
    why = reason_in_words(one.reason)
    return Line(Words(title_of(story, one.measure)), told if why is None else (*told, why))
