"""The hours of a person's night, in which nothing but an answer to them is sent."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from care.wall_time import local_date, to_utc


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From `start` (included) to `end` (not included) on the local clock; may pass midnight.

    Equal times mean that there are no quiet hours.
    """

    start: time = time(21)
    end: time = time(8)

    def is_quiet(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether clocks in `zone` stand in the quiet hours at this aware instant."""
        clock = now.astimezone(zone).time().replace(fold=0)
        if self.start <= self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end

    def ends_at(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The first instant from `now` on that is not quiet, in UTC: `now` itself by day."""
        if not self.is_quiet(now, zone):
            return now.astimezone(UTC)
        today = local_date(now, zone)
        ends = (self._end_on(today + timedelta(days=n), zone) for n in range(3))
        return min(end for pair in ends for end in pair if end > now)

    def _end_on(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The end on this local day, and again if the clocks show it a second time."""
        again = datetime.combine(day, self.end.replace(fold=1), tzinfo=zone).astimezone(UTC)
        first = to_utc(day, self.end, zone)
        return first, max(first, again)


NO_QUIET_HOURS = QuietHours(time(0), time(0))
