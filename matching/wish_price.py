"""What each must-have of one person costs: options and place with it, and without it."""

from dataclasses import dataclass

import numpy as np

from matching.live import LiveRound
from matching.peer_rows import Limit, broken_rows, fit_row
from matching.peer_table import Flags


@dataclass(frozen=True, slots=True)
class Offer:
    """What a person can get: suitable peer workers, how many have places, best fit, a place now."""

    suited: int
    with_places: int
    best_fit: int
    placed: bool


@dataclass(frozen=True, slots=True)
class WishPrice:
    """A must-have ("limit.wish" and its trait, or "limit.avoid") kept, and given up."""

    code: str
    trait: str
    kept: Offer
    given_up: Offer


def wish_prices(live: LiveRound, person: str) -> tuple[WishPrice, ...]:
    """The price of each must-have and of what is avoided, by trait.

    A coordinator shows it when a person may want to think again; nobody is ever asked to.
    """
    rows = broken_rows(live.table, live.person(person))
    kept = _offer(live, person, rows, None)
    return tuple(
        WishPrice(*limit, kept, _offer(live, person, rows, limit))
        for limit in sorted(rows)
        if limit[0] == "limit.wish" or (limit[0] == "limit.avoid" and live.person(person).avoid)
    )


def _offer(live: LiveRound, person: str, rows: dict[Limit, Flags], without: Limit | None) -> Offer:
    allowed = np.ones(len(live.table), dtype=np.bool_)
    for limit, flags in rows.items():
        if limit != without:
            allowed &= ~flags
    peers = np.flatnonzero(allowed)
    fits = fit_row(live.table, live.person(person))[peers]
    return Offer(
        suited=len(peers),
        with_places=int((live.table.places[peers] > 0).sum()),
        best_fit=int(fits.max(initial=0)),
        placed=live.would_place(person, peers),
    )
