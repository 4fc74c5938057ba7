"""A round with everything a coordinator needs beside it, for `pairwell match` and `round`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from matching.advice import Advice, advise
from matching.fairness import Fairness, fairness
from matching.live import live_round
from matching.people import PeerWorker, ServiceUser
from matching.round import Round, best_round
from matching.rules import Rules
from matching.trade_off import Choice, trade_off
from matching.unlock import Unlock, unlocks

MOST_ADVICE = 100

Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Briefing:
    """A round, advice for people without a place (the first 100 in line), and the whole view."""

    found: Round
    advice: tuple[Advice, ...]
    fair: Fairness
    unlocked: tuple[Unlock, ...]
    choices: tuple[Choice, ...]


def brief(
    people: Iterable[ServiceUser],
    peers: Iterable[PeerWorker],
    rules: Rules,
    *,
    today: date,
    pins: Sequence[tuple[str, str]] = (),
    bans: Sequence[tuple[str, str]] = (),
    policy: str | None = None,
    progress: Progress | None = None,
) -> Briefing:
    """The best round and what goes with it. Raises as `best_round` does.

    `progress` hears how many of how many people without a place have their advice.
    """
    waiting, offering = tuple(people), tuple(peers)
    found = best_round(waiting, offering, rules, today=today, pins=pins, bans=bans, policy=policy)
    left = [one.person for one in found.left_out][:MOST_ADVICE]
    advice = []
    if left:
        live = live_round(
            waiting, offering, rules, today=today, pins=pins, bans=bans, policy=policy
        )
        for done, person in enumerate(left):
            advice.append(advise(live, person))
            if progress is not None:
                progress(done + 1, len(left))
    return Briefing(
        found=found,
        advice=tuple(advice),
        fair=fairness(waiting, found),
        unlocked=unlocks(waiting, offering, rules, today=today, bans=bans) if left else (),
        choices=trade_off(waiting, offering, rules, today=today),
    )
