"""Made-up, seeded waiting lists for the matching benchmark.

Ten settings, 33 languages (22 % not English first), 42 slots a week, wishes and things to avoid on
both sides, dated training (7 % lapsed), refusals. Shares are assumptions, not field data.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.random import Generator

from matching.people import PeerWorker, ServiceUser, Wish

TODAY = date(2026, 11, 25)
SIZES = {"tiny": (60, 15), "small": (500, 120), "medium": (5_000, 1_200), "large": (20_000, 5_000)}
LANGUAGES = ["en", *(f"l{n:02}" for n in range(1, 33))]
SETTINGS = [f"s{n}" for n in range(10)]
SETTING_SHARES = np.array([22, 18, 14, 12, 9, 8, 6, 5, 4, 2]) / 100
EXPERIENCES = [f"e{n:02}" for n in range(40)]
EXPERIENCE_SHARES = (w := 1 / np.arange(1, 41) ** 0.7) / w.sum()
STAGES = ["t1", "t2", "t3", "t4"]
GENDERS = ["woman", "man", "other"]
CULTURES = [f"c{n}" for n in range(8)]
# Blocks of slots people tick together: mornings, afternoons, evenings of the week and weekend.
PARTS = [[day * 6 + s for day in days] for days in (range(5), range(5, 7)) for s in (2, 3, 4, 5)]


def instance(people: int, peers: int, seed: int = 1) -> tuple[list[ServiceUser], list[PeerWorker]]:
    """A waiting list of that size, the same for the same seed."""
    rng = np.random.default_rng([seed, people, peers])
    offering = [peer_worker(rng, n) for n in range(peers)]
    return [service_user(rng, n, peers) for n in range(people)], offering


def service_user(rng: Generator, n: int, peers: int) -> ServiceUser:
    """One person who waits."""
    first = "en" if rng.random() < 0.78 else LANGUAGES[1 + int(32 * rng.random() ** 2)]
    languages = (first,) if first == "en" or rng.random() < 0.45 else (first, "en")
    return ServiceUser(
        id=f"u{n:06}",
        programme="north",
        setting=str(rng.choice(SETTINGS, p=SETTING_SHARES)),
        languages=languages,
        waiting_since=TODAY - timedelta(days=int(rng.exponential(60))),
        stage=str(rng.choice(STAGES)),
        experiences={
            EXPERIENCES[e]: int(rng.integers(1, 4))
            for e in rng.choice(40, int(rng.integers(1, 6)), replace=False, p=EXPERIENCE_SHARES)
        },
        wishes=wishes(rng, must=0.12, nice=0.35),
        avoid=frozenset([str(rng.choice(EXPERIENCES))]) if rng.random() < 0.1 else frozenset(),
        slots=slots(rng, 3),
        zone="Europe/London",
        apart={f"p{int(rng.integers(peers)):06}": "refusal"} if rng.random() < 0.05 else {},
        priority=int(rng.random() < 0.03),
        **told(rng),
    )


def peer_worker(rng: Generator, n: int) -> PeerWorker:
    """One person who offers places."""
    languages = ["en"] if rng.random() < 0.93 else []
    if not languages or rng.random() < 0.25:
        languages.append(LANGUAGES[1 + int(32 * rng.random() ** 2)])
    trained = rng.choice(SETTINGS, int(rng.integers(1, 4)), replace=False, p=SETTING_SHARES)
    lapsed = rng.random() < 0.07
    return PeerWorker(
        id=f"p{n:06}",
        programme="north",
        languages=tuple(languages),
        training={
            str(s): TODAY + timedelta(days=-int(rng.integers(1, 90)) if lapsed else 400)
            for s in trained
        },
        capacity=int(rng.integers(2, 6)),
        load=0 if rng.random() < 0.8 else 1,
        recovered_since=TODAY - timedelta(days=int(rng.integers(330, 3000))),
        stages=frozenset(rng.choice(STAGES, int(rng.integers(1, 3)), replace=False).tolist()),
        experiences=frozenset(
            EXPERIENCES[e]
            for e in rng.choice(40, int(rng.integers(1, 8)), replace=False, p=EXPERIENCE_SHARES)
        ),
        wishes=wishes(rng, must=0.04, nice=0.1),
        limits=frozenset([str(rng.choice(EXPERIENCES))]) if rng.random() < 0.15 else frozenset(),
        slots=slots(rng, 3),
        zone="Europe/London",
        **told(rng),
    )


def told(rng: Generator) -> dict[str, Any]:
    """Age and traits."""
    return {
        "age": int(rng.integers(18, 66)),
        "traits": {
            "gender": str(rng.choice(GENDERS, p=[0.68, 0.29, 0.03])),
            "culture": str(rng.choice(CULTURES)),
            "parenthood": "yes" if rng.random() < 0.6 else "no",
        },
    }


def wishes(rng: Generator, must: float, nice: float) -> tuple[Wish, ...]:
    """Wishes about some traits, most of them for somebody alike."""
    made = []
    for trait in ("gender", "age", "culture", "parenthood"):
        roll = rng.random()
        if roll < must + nice:
            strength = "must" if roll < must and trait != "culture" else "nice"
            want = "same" if rng.random() < 0.9 else "different"
            made.append(Wish(trait, want, strength))
    return tuple(made)


def slots(rng: Generator, most: int) -> frozenset[int]:
    """Parts of the week, with some days left out."""
    parts = rng.choice(len(PARTS), int(rng.integers(1, most + 1)), replace=False)
    ticked = [slot for part in parts for slot in PARTS[part]]
    return frozenset(slot for slot in ticked if rng.random() < 0.6)
