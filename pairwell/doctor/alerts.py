"""Alerts: somebody is there to answer them, it is written down how, and a second way works."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from care.duty_days import DayGap, Week
from care.rota import Stretch, minute_in_words, together
from db.alerts import alerts_in
from db.mail_addresses import reached_by_mail, refused_addresses
from db.memberships import members
from db.people import person
from db.programmes import Programme, programmes
from db.responses import response_of
from flows.actor import COORDINATOR
from flows.duty import week_of
from flows.programmes import PACKS_FOLDER
from flows.story import Story
from pairwell.doctor.check import Check, broken, good, look
from pairwell.errors import BadSettings
from pairwell.mail_server import MailFailed, mail_server_of, try_login
from pairwell.settings import Settings

LATE = timedelta(minutes=10)  # of a step that the clock should have taken within seconds
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


async def check_alerts(session: AsyncSession, now: datetime, folder: Path | None) -> list[Check]:
    """One finding for each programme on who answers, on how, and on alerts that wait."""
    session.info[PACKS_FOLDER] = folder
    story = Story(session, now, "doctor")
    return [
        check for where in await programmes(session) for check in await _programme(story, where)
    ]


async def check_mail(settings: Settings) -> Check:
    """The mail server takes our login; nothing is sent."""
    try:
        server = mail_server_of(settings)
    except BadSettings as refusal:
        return broken("e-mail", str(refusal))
    if server is None:
        words = (
            "No mail server is set: alerts are called out in the bot alone. Set PAIRWELL_SMTP_HOST."
        )
        return look("e-mail", words)
    try:
        await try_login(server)
    except MailFailed as failure:
        told = failure.kind if failure.code is None else f"{failure.kind} {failure.code}"
        return broken("e-mail", f"The mail server does not take our login: {told}.")
    return good("e-mail", f"{server.host} takes our login.")


async def check_addresses(session: AsyncSession) -> list[Check]:
    """Mails reach whoever gave an address; which one was refused is for its owner alone."""
    refused = await refused_addresses(session)
    if not refused:
        return []
    words = (
        f"Mail servers sent mails to {refused} of the coordinators' addresses back. Nothing is "
        "sent there any more; their owners were told in the bot."
    )
    return [look("addresses", words)]


async def _programme(story: Story, where: Programme) -> list[Check]:
    return [
        await _who(story, where),
        await _response(story, where),
        *await _waiting(story, where),
    ]


async def _who(story: Story, where: Programme) -> Check:
    there = await members(story.session, where.id, COORDINATOR, ("active",))
    people = [await person(story.session, one.person_id) for one in there]
    if not people:
        return broken("on duty", f"{where.name} has no coordinator: nobody answers alerts.")
    by_mail = await reached_by_mail(story.session)
    reached = [one for one in people if one.unreachable_since is None or one.id in by_mail]
    if not reached:
        words = f"Neither the bot nor e-mail reaches a coordinator of {where.name}."
        return broken("on duty", words)
    missing = _gaps_in_words(await week_of(story, where))
    if missing:
        return look("on duty", f"{where.name}: nobody on {missing}. People are told so.")
    return good("on duty", f"{where.name}: somebody at every hour.")


async def _response(story: Story, where: Programme) -> Check:
    found = await response_of(story.session, where.id)
    if found is None or where.response_recorded_at is None:
        words = (
            f"{where.name} has not recorded who answers alerts, how soon and how, so no measure "
            "with a safety item is asked. Do it in the bot, or with `pairwell programme respond`."
        )
        return look("response", words)
    words = f"{found.who}, within {found.within_minutes} minutes: {found.route}"
    return good("response", f"{where.name}: {words}")


async def _waiting(story: Story, where: Programme) -> list[Check]:
    standing = await alerts_in(story.session, where.id, ("open",))
    late = [
        alert
        for alert in standing
        if alert.next_step_at is None or alert.next_step_at < story.now - LATE
    ]
    if late:
        words = f"{where.name}: {len(late)} open alerts are not called out. Does the clock beat?"
        return [broken("alerts", words)]
    if standing:
        words = f"{where.name}: {len(standing)} alerts that nobody has taken are called out."
        return [look("alerts", words)]
    return []


def _gaps_in_words(week: Week) -> str:
    weekly = [
        f"{', '.join(DAYS[day] for day in one.weekdays)} {_times(one)}"
        for one in together(week.gaps)
    ]
    by_day = [f"{_days(one)} {_times(one)}" for one in week.day_gaps]
    return "; ".join(weekly + by_day)


def _times(one: Stretch | DayGap) -> str:
    return f"{minute_in_words(one.from_minute)}-{minute_in_words(one.until_minute)}"


def _days(gap: DayGap) -> str:
    return " to ".join(str(day) for day in dict.fromkeys((gap.first, gap.last)))
