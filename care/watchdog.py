"""What must always hold while the service runs, and which of it does not.

A rule takes plain values and says what breaks it, in our own words and numbers: never about whom.
All times are our choice, with the reason beside each.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

RuleName = Literal["alerts", "unheard", "checkins", "letters", "mails", "due", "beats", "inbox"]

# The ladder is climbed every 5 seconds; more than a minute late means that nobody climbs it.
ALERT_GRACE = timedelta(minutes=1)

# Three beats, as beats may take turns; and two minutes where three beats are less, since a heap
# of rows is worked off in several transactions of one beat.
BEATS_LATE = 3
LEAST_LATE = timedelta(minutes=2)

# A worker handles what was stored within a second; a line that failed pauses for up to 30 seconds.
INBOX_AGE = timedelta(minutes=3)

# How long a letter may wait once it could leave. Urgent ones overtake everything. What people
# write is next, and a chat that was told to slow down waits a minute. Then answers to presses.
# 20,000 check-ins due in one minute need 11 minutes at Telegram's 30 letters a second (its guide:
# core.telegram.org/bots/faq), and 100,000 bulk letters need an hour.
LETTER_AGES: Mapping[str, timedelta] = {
    "crisis": timedelta(minutes=2),
    "conversation": timedelta(minutes=10),
    "reply": timedelta(minutes=10),
    "checkin": timedelta(hours=1),
    "bulk": timedelta(hours=3),
}


# A mail that calls somebody is tried at once and after 1, 2, 4 and 8 minutes: with all of them in
# vain the mail server is out of order, and the second way to coordinators is closed.
MAIL_AGE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that does not hold now, how often, and where, as names of our own parts."""

    rule: RuleName
    count: int
    where: tuple[str, ...] = ()


def judge_alerts(steps_due: Sequence[datetime | None], now: datetime) -> Breach | None:
    """No open alert is past the time of its next step; None stands for one that waits for none."""
    late = sum(due is not None and now - due > ALERT_GRACE for due in steps_due)
    return Breach("alerts", late) if late else None


def judge_unheard(alerts: int) -> Breach | None:
    """So many open alerts wait where the bot reaches no coordinator: there should be none."""
    return Breach("unheard", alerts) if alerts else None


def judge_checkins(forgotten: int) -> Breach | None:
    """Nobody in an active pairing whom the pack asks, and who agreed, is without a next check-in.

    Nobody is forgotten whose plan goes on, or was ended with a reason.
    """
    return Breach("checkins", forgotten) if forgotten else None


def judge_letters(oldest: Mapping[str, datetime], now: datetime) -> Breach | None:
    """No letter is older than its lane allows; `oldest` says since when each lane's first waits."""
    late = tuple(lane for lane, since in oldest.items() if now - since > LETTER_AGES[lane])
    return Breach("letters", len(late), late) if late else None


def judge_mails(oldest: datetime | None, now: datetime) -> Breach | None:
    """No mail that calls somebody is kept for too long; `oldest` is when the first was written."""
    return Breach("mails", 1) if oldest is not None and now - oldest > MAIL_AGE else None


def judge_due(
    oldest: Mapping[str, datetime],
    seconds: Mapping[str, int],
    started: datetime | None,
    now: datetime,
) -> Breach | None:
    """No row is overdue by more than three runs of its beat; `oldest` is by the beat's name.

    What came due while the service was off is given these runs from its start on.
    """
    late = tuple(
        beat
        for beat, due in oldest.items()
        if now - max(due, started or due) > longest(seconds[beat])
    )
    return Breach("due", len(late), late) if late else None


def judge_beats(
    last: Mapping[str, datetime], seconds: Mapping[str, int], started: datetime, now: datetime
) -> Breach | None:
    """Every beat has run within three times its seconds, or since the service was started."""
    silent = tuple(
        beat
        for beat, every in seconds.items()
        if now - max(last.get(beat, started), started) > longest(every)
    )
    return Breach("beats", len(silent), silent) if silent else None


def judge_inbox(oldest: datetime | None, now: datetime) -> Breach | None:
    """Nothing that people sent waits to be handled; `oldest` is when the first of it arrived."""
    return Breach("inbox", 1) if oldest is not None and now - oldest > INBOX_AGE else None


def breaches_of(judged: Collection[Breach | None]) -> tuple[Breach, ...]:
    """What does not hold, in the order of the rules."""
    return tuple(breach for breach in judged if breach is not None)


def longest(seconds: int) -> timedelta:
    """How late a beat of so many seconds may be."""
    return max(BEATS_LATE * timedelta(seconds=seconds), LEAST_LATE)
