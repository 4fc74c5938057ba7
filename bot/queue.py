"""The queue of letters that wait to be sent: who is next, as pure bookkeeping.

Letters to one person leave one at a time, lane by lane and in order within a lane. Among persons
the lowest lane goes first, then the oldest letter. A crisis letter overtakes everything.
"""

from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush

from db.ids import PersonId
from db.outbox import Lane, Queued

Place = tuple[int, int]
"""(lane, letter id): the order in which letters leave."""

LAST = max(Lane)


@dataclass(slots=True)
class _Box:
    """The letters of one person."""

    ready: list[Place] = field(default_factory=list)
    is_busy: bool = False
    paused_until: datetime | None = None


class LetterQueue:
    """At most one letter of each person is out at a time; `done` lets the next one follow."""

    def __init__(self) -> None:
        self._letters: dict[int, Queued] = {}
        self._boxes: dict[PersonId, _Box] = {}
        self._heads: list[tuple[Place, PersonId]] = []  # may hold what is outdated
        self._later: list[tuple[datetime, int]] = []  # may hold what is outdated
        self._waits_until: dict[int, datetime] = {}
        self._paused: list[tuple[datetime, PersonId]] = []
        self._all_paused_until: datetime | None = None

    def __len__(self) -> int:
        return len(self._letters)

    def add(self, letter: Queued) -> None:
        """Put a letter in its place; one that is there already is ignored.

        One that waits for its time may be added again with another time, which counts from now on.
        """
        known = self._waits_until.get(letter.id)
        if letter.id in self._letters and known in (None, letter.not_before):
            return
        self._letters[letter.id] = letter
        if letter.not_before is None:
            self._waits_until.pop(letter.id, None)
            self._make_ready(letter)
        else:
            self._waits_until[letter.id] = letter.not_before
            heappush(self._later, (letter.not_before, letter.id))

    def take(self, most: int, now: datetime, last_lane: int = LAST) -> list[Queued]:
        """The next letters, up to this lane, each to another person, the first to leave first."""
        self._pass_time(now)
        taken: list[Queued] = []
        if self._all_paused_until is not None:
            return taken
        while self._heads and self._heads[0][0][0] <= last_lane and len(taken) < most:
            place, person = heappop(self._heads)
            box = self._boxes.get(person)
            if box is None or not _may_go(box) or box.ready[0] != place:
                continue
            heappop(box.ready)
            box.is_busy = True
            taken.append(self._letters.pop(place[1]))
        return taken

    def done(self, person: PersonId) -> None:
        """What was taken for this person is finished with."""
        box = self._boxes.get(person)
        if box is None:
            return
        box.is_busy = False
        if not box.ready and box.paused_until is None:
            del self._boxes[person]
            return
        self._offer(person)

    def put_back(self, letter: Queued, until: datetime) -> None:
        """The letter was taken and did not leave; it and its person wait until this instant."""
        self._letters[letter.id] = letter
        heappush(self._box(letter.person_id).ready, (letter.lane, letter.id))
        self.pause(letter.person_id, until)
        self.done(letter.person_id)

    def pause(self, person: PersonId, until: datetime) -> None:
        """Nothing leaves to this person before this instant."""
        box = self._box(person)
        if box.paused_until is None or box.paused_until < until:
            box.paused_until = until
            heappush(self._paused, (until, person))

    def pause_all(self, until: datetime) -> None:
        """Nothing leaves to anybody before this instant."""
        if self._all_paused_until is None or self._all_paused_until < until:
            self._all_paused_until = until

    def next_time(self) -> datetime | None:
        """When something that waits for its time may be ready next; None when nothing does."""
        times = [heap[0][0] for heap in (self._later, self._paused) if heap]
        if self._all_paused_until is not None:
            return self._all_paused_until
        return min(times, default=None)

    def _pass_time(self, now: datetime) -> None:
        if self._all_paused_until is not None and self._all_paused_until <= now:
            self._all_paused_until = None
        while self._paused and self._paused[0][0] <= now:
            until, person = heappop(self._paused)
            box = self._boxes.get(person)
            if box is not None and box.paused_until == until:
                box.paused_until = None
                if not box.is_busy:
                    self.done(person)
        while self._later and self._later[0][0] <= now:
            at, letter_id = heappop(self._later)
            if self._waits_until.get(letter_id) == at:
                del self._waits_until[letter_id]
                self._make_ready(self._letters[letter_id])

    def _make_ready(self, letter: Queued) -> None:
        heappush(self._box(letter.person_id).ready, (letter.lane, letter.id))
        self._offer(letter.person_id)

    def _offer(self, person: PersonId) -> None:
        box = self._boxes[person]
        if _may_go(box):
            heappush(self._heads, (box.ready[0], person))

    def _box(self, person: PersonId) -> _Box:
        return self._boxes.setdefault(person, _Box())


def _may_go(box: _Box) -> bool:
    return bool(box.ready) and not box.is_busy and box.paused_until is None
