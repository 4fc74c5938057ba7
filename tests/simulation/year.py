"""A year of a service in one go: its people, its clock, its deaths, and the sums at the end."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

from sqlmodel import select

from bot.watching import beat_seconds
from care.watchdog import judge_due
from db.answers import FormSession
from db.bots import MAIN
from db.overdue import oldest_due
from db.programmes import add_programme
from flows.story import Story
from flows.watchdog import breaches
from tests.fakes.clock import MovableClock
from tests.flows.people import join, pair
from tests.simulation.ledger import Given, Ledger, sum_up
from tests.simulation.life import Life
from tests.simulation.people import Coordinator, PeerWorker, ServiceUser
from tests.simulation.wire import Telegram

BEGIN = datetime(2026, 10, 5, 9, tzinfo=UTC)  # London loses an hour on 25 October
PROGRAMMES = ("Perinatal", "Perinatal North")
ROUNDS = 60  # of acts within one step; nobody has so much to do
LATER = date(2029, 1, 1)


@dataclass(frozen=True)
class Plan:
    """How large the year is."""

    people: int = 1000
    days: int = 365
    safety_answers: int = 1000
    deaths: int = 100
    outages: int = 3  # of 24 hours each
    setbacks: int = 1  # how often the machine's clock is found to be fast, and set back
    hours: float = 2.0  # between two looks at the clock, give or take 40 %

    @property
    def coordinators(self):
        """One in fifty, at least two."""
        return max(2, self.people // 50)

    @property
    def peer_workers(self):
        """Somewhat less than one in five."""
        return max(3, self.people * 18 // 100)

    @property
    def service_users(self):
        """All others."""
        return self.people - self.coordinators - self.peer_workers


class Year:
    """Everything that outlives a process: phones, people, the clock, and the ledger."""

    def __init__(self, plan, chance, url, report=len):
        self.size, self.chance, self._report = plan, chance, report
        self.clock = MovableClock(BEGIN)
        self.until = BEGIN + timedelta(days=plan.days)
        self.telegram = Telegram(chance)
        self.ledger = Ledger(plan.safety_answers)
        self.order = itertools.count()
        self.people = []
        self.open_sessions = set()
        self.steps = 0
        self.is_enough = False  # ends before its time, and is summed up
        self._peers = {name: [] for name in PROGRAMMES}
        self._turn = itertools.count()
        self._life = Life(url, self.clock, self.telegram, chance)
        days = sorted(chance.uniform(0, plan.days * 0.93) for _ in range(plan.service_users))
        self._arrivals = [BEGIN + timedelta(days=day) for day in days]
        self._down = sorted(
            BEGIN + timedelta(days=chance.uniform(plan.days * 0.3, plan.days - 3))
            for _ in range(plan.outages)
        )

        self._setbacks = sorted(
            BEGIN + timedelta(days=chance.uniform(plan.days * 0.3, plan.days * 0.9))
            for _ in range(plan.setbacks)
        )

    @property
    def share(self):
        """How much of the year has passed, from 0 to 1; the first weeks have few people."""
        gone = (self.clock.now() - BEGIN) / (self.until - BEGIN)
        return max(0.0, (gone - 0.03) / 0.9)

    async def run(self):
        """Live through all of it; returns the sums and how often the service died."""
        with self._life:
            await self._begin_programmes()
            while self.clock.now() < self.until and not self.is_enough:
                await self._step()
            await self._last_days()
            async with self._life.database.transaction() as session:
                sums = await sum_up(session, self.ledger)
            await self._life.end()
        return sums, self._life.deaths

    def pressed(self, person_id, session, question, option):
        """A safety answer is on its way."""
        self.ledger.gives(Given(person_id, session, question, option, self.clock.now()))

    async def _begin_programmes(self):
        await self._life.begin()
        async with self._life.database.transaction() as session:
            for name in PROGRAMMES:
                add_programme(
                    session, name, pack="perinatal", region="england",
                    time_zone="Europe/London", now=self.clock.now(),
                )  # fmt: skip
        for n in range(self.size.coordinators):
            days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
            hours = {"duty_days": days, "duty_from": 8, "duty_until": 20 if n % 3 else 24}
            await self._join(Coordinator, n, "coordinator", f"Sam {n}", **hours)
        dates = {"training_valid_until": LATER, "supervision_next": LATER, "capacity": 9}
        for n in range(self.size.peer_workers):
            peer = await self._join(PeerWorker, n, "peer_worker", f"Hannah {n}", **dates)
            self._peers[peer.within].append(peer)

    async def _step(self):
        if self._setbacks and self._setbacks[0] <= self.clock.now():
            await self._set_back()
        hours = self.size.hours * self.chance.uniform(0.6, 1.4)
        self.clock.advance(hours=hours)
        self._weather(hours)
        await self._beat()
        if not self.telegram.is_down:
            await self._arrive()
            self._people_live(hours)
            await self._acts()
        await self._look()
        self.steps += 1
        if self.steps % 100 == 0:
            self._report(f"{self.clock.now():%d %b %Y}: {self._line()}")

    async def _set_back(self):
        """The clock was fast: the last hour or two come once more."""
        self._setbacks.pop(0)
        self.clock.advance(hours=-self.chance.uniform(0.5, 2.5))
        self.ledger.did["set back"] += 1
        await self._beat()

    async def _last_days(self):
        """Nobody starts anything; what is under way ends."""
        self.telegram.set_down(False)
        for _ in range(5):
            self.clock.advance(hours=2)
            await self._beat()
            await self._look()

    def _weather(self, hours):
        now = self.clock.now()
        self.telegram.set_down(any(at <= now < at + timedelta(days=1) for at in self._down))
        steps_left = max(1.0, (self.until - now) / timedelta(hours=1))
        left = self.size.deaths - self._life.deaths
        if self.chance.random() < left * hours / steps_left:
            self._life.doom()

    async def _beat(self):
        await self._strike()
        if self.telegram.is_down or not await self._breaches():
            return
        self.clock.advance(minutes=1)  # what was told to wait some seconds leaves now
        await self._strike()
        self.ledger.breaches.update(await self._breaches())

    async def _strike(self):
        self._life.wake()
        await self._life.strike()
        await self._life.settle()

    async def _breaches(self):
        """What is amiss once all beats have struck, whatever died on the way."""
        now, seconds = self.clock.now(), beat_seconds([MAIN])
        async with self._life.database.transaction() as session:
            found = await breaches(Story(session, now, "year:watchdog"), seconds)
            due = await oldest_due(session, now)
        # Each strike is a start to the watchdog, which gives what is due some time then: not here.
        late = judge_due(
            {beat: at for beat, at in due.items() if beat in seconds}, seconds, None, now
        )
        return [(breach.rule, breach.where) for breach in (*found, *([late] if late else []))]

    async def _arrive(self):
        while self._arrivals and self._arrivals[0] <= self.clock.now():
            self._arrivals.pop(0)
            n = next(self._turn)
            user = await self._join(ServiceUser, n, "service_user", f"Josie {n}")
            peers = self._peers[user.within]
            peers.append(peers.pop(0))
            await pair(self._stage(), user.row, peers[0].row)
        await self._life.settle()

    def _people_live(self, hours):
        for someone in self.people:
            if isinstance(someone, ServiceUser) and not someone.is_gone:
                someone.live(hours)

    async def _acts(self):
        """Everybody reads and does one thing, again and again, until there is nothing to do."""
        for _ in range(ROUNDS):
            async with self._life.database.transaction() as session:
                query = select(FormSession.id).where(FormSession.state == "open")
                self.open_sessions = set(await session.exec(query))
            busy = []
            for someone in self.people:
                someone.read()
                busy.append(someone.act_now())
            if not any(busy) and not self.telegram.pending:
                return
            await self._life.settle()

    async def _look(self):
        async with self._life.database.transaction() as session:
            await self.ledger.check(session)
            await self.ledger.watch_plans(session)

    async def _join(self, kind, n, role, name, **changed):
        within = PROGRAMMES[n % len(PROGRAMMES)]
        telegram_id = 10_000 * (1 + ("coordinator", "peer_worker", "service_user").index(role)) + n
        row = await join(self._stage(), telegram_id, role, name, within=within, **changed)
        someone = kind(self, telegram_id, row.person_id)
        someone.row, someone.within = row, within
        self.people.append(someone)
        return someone

    def _stage(self):
        """What puts people there asks of a stage."""
        return SimpleNamespace(
            database=self._life.database, clock=self.clock, at={MAIN: None}, deliver=_nothing
        )

    def _line(self):
        asked, given = len(self.ledger.asks), self.ledger.given
        return f"{asked} asked, {given} safety answers, {self._life.deaths} deaths"


async def _nothing():
    return None
