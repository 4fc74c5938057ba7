"""How many acts it takes to join, and how long the bot takes over them.

A made-up person walks through the perinatal service-user form over HTTP, on a fresh SQLite file,
with choices drawn from a seed: every question that can be skipped is skipped by one person in
three. An act is a tap or a typed text, from START to "Send my answers". Bot time is from each
act to the screen that follows it, added up; thinking and reading are left out. Telegram's pace for
one chat is lifted, since nobody taps that fast.

    python -m benchmarks.onboarding [--people 15] [--seed 1]
"""

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.limits import Limits
from care.questions import Question
from db.crypto import Key
from db.programmes import add_programme
from flows.invitations import issue_invitation
from flows.story import Story
from pairwell.serve import Service, Wiring
from playground.client import PlaygroundClient
from playground.people import Account
from playground.phones import Phones
from playground.running import serve
from playground.server import TOKEN, create_app
from tests.journeys import DONE, PACK, SEND, SKIP
from tests.stories.phone import OnPhone

FIRST_ID = 500_001
TYPED = {"name": "Ash", "age": "31", "anything_else": "I like walks.", "due_date": "1 March 2027"}
UNHURRIED = Limits(
    overall_per_second=10_000, overall_burst=1_000, chat_per_second=1_000, chat_burst=1_000
)


@dataclass
class Walk:
    """One person's way through the form."""

    acts: int = 0
    seconds: float = 0.0
    questions: set[str] = field(default_factory=set)

    @contextmanager
    def act(self) -> Iterator[None]:
        """Count what happens inside as one act."""
        started = time.perf_counter()
        yield
        self.acts += 1
        self.seconds += time.perf_counter() - started


async def walk(chat: OnPhone, payload: str, dice: random.Random) -> Walk:
    """Join as a service user; the choices come from `dice`."""
    done = Walk()
    with done.act():
        await chat.enter(payload)
    with done.act():
        await chat.tap("Start")
    while True:
        text, labels = await chat.shown()
        if SEND in labels:
            with done.act():
                await chat.tap(SEND)
            return done
        question = next(q for q in PACK.service_user.questions if q.text.strip() in text)
        done.questions.add(question.code)
        await answer(chat, done, question, labels, dice)


async def answer(
    chat: OnPhone, done: Walk, question: Question, labels: list[str], dice: random.Random
) -> None:
    """Skip, tap or type, as a person might."""
    offered = [label for label in labels if label not in (SKIP, "Back", "Save for later", DONE)]
    if SKIP in labels and dice.random() < 1 / 3:
        steps = [SKIP]
    elif question.kind == "several":
        steps = [*dice.sample(offered, min(len(offered), dice.randint(1, 3))), DONE]
    elif question.kind in ("text", "number", "date"):
        steps = []
    elif question.kind == "agree":
        steps = [offered[0]]
    else:
        steps = [dice.choice(offered)]
    if not steps:
        with done.act():
            await chat.type(TYPED.get(question.code, "1 August 2026"))
    for step in steps:
        with done.act():
            await chat.tap(step)


async def measure(people: int, seed: int) -> list[Walk]:
    """Let so many people join, one after the other."""
    dice = random.Random(seed)
    accounts = [
        Account(FIRST_ID + n, "Ash", "Made-up", f"ash{n}", "en", "teal") for n in range(people)
    ]
    moment = datetime.now(UTC)
    phones = Phones(lambda: moment, accounts=accounts)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'records.db'}"
        async with serve(create_app(phones)) as link, PlaygroundClient(link) as client:
            wiring = Wiring(
                TOKEN, link, url, Key.of(os.urandom(32)), lambda: moment, limits=UNHURRIED
            )
            ready = asyncio.Event()
            async with Service(wiring, ready.set) as service:
                await ready.wait()
                payload = await invitation(service, moment, people)
                return [await walk(OnPhone(client.player(a.id)), payload, dice) for a in accounts]


async def invitation(service: Service, moment: datetime, people: int) -> str:
    """An invitation for all of them."""
    async with service.database.transaction() as session:
        where = add_programme(
            session, "Perinatal", pack="perinatal", region="england",
            time_zone="Europe/London", now=moment,
        )  # fmt: skip
        await session.flush()
        story = Story(session, moment, "benchmark")
        issued = await issue_invitation(
            story, where, "service_user", issued_by=None, uses=people, lasts=timedelta(days=1)
        )
    return issued.payload


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    walks = asyncio.run(measure(args.people, args.seed))
    acts = [w.acts for w in walks]
    seconds = [w.seconds for w in walks]
    each = [1000 * w.seconds / w.acts for w in walks]
    print(f"people {len(walks)}, seed {args.seed}")
    print(f"questions: median {statistics.median(len(w.questions) for w in walks):.0f}")
    print(f"acts: median {statistics.median(acts):.0f}, {min(acts)} to {max(acts)}")
    print(f"bot time: median {statistics.median(seconds):.1f} s in all")
    print(f"bot time of an act: median {statistics.median(each):.0f} ms")


if __name__ == "__main__":
    main()
