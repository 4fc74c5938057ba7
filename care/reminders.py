"""When a check-in that waits for an answer is asked again, and when it counts as missed."""

from datetime import datetime, timedelta


def reminder(
    asked_at: datetime, now: datetime, hours: int, count: int, most: int
) -> datetime | None:
    """When to ask again, or None once `count` reminders have reached `most`.

    `asked_at` is when it was last asked, a reminder included, so that a break never makes two
    reminders go out at once. Not before `now`. The caller still keeps the quiet hours.
    """
    if hours < 1:
        raise ValueError("hours must be 1 or more")
    if count >= most:
        return None
    return max(asked_at + timedelta(hours=hours), now)


def expires_at(sent_at: datetime, hours: int, next_at: datetime | None = None) -> datetime:
    """When an unanswered check-in is missed: after `hours`, or once the next one is due."""
    if hours < 1:
        raise ValueError("hours must be 1 or more")
    end = sent_at + timedelta(hours=hours)
    return end if next_at is None else min(end, next_at)


def is_missed(
    sent_at: datetime, now: datetime, hours: int, next_at: datetime | None = None
) -> bool:
    """Whether a check-in without an answer counts as missed at `now`."""
    return now >= expires_at(sent_at, hours, next_at)
