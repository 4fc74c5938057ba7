"""Pairings out: a round as plain data for a JSON file, and as rows for a spreadsheet."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from matching.advice import Advice
from matching.briefing import Briefing
from matching.left_out import LeftOut
from matching.reasons import Reason
from matching.round import Pair, Round
from matching.rules import Rules
from matching.words import words

Labels = Mapping[str, str]
SHEET_HEADER = ("person", "peer_worker", "fit", "fit_percent", "reasons")


def round_report(briefing: Briefing, rules: Rules, labels: Labels) -> dict[str, Any]:
    """Everything about a round; fits are whole numbers up to `full_fit`, waits whole days."""
    found = briefing.found
    return {
        "policy": found.policy,
        "rules": found.rules_version,
        "day": found.today.isoformat(),
        "full_fit": rules.full_fit,
        "totals": asdict(found.totals),
        "pairs": [_pair(pair, labels) for pair in found.pairs],
        "left_out": _left_out(briefing, labels),
        "fairness": asdict(briefing.fair),
        "one_more_peer_worker": [asdict(unlock) for unlock in briefing.unlocked],
        "fit_against_waiting": [asdict(choice) for choice in briefing.choices],
        "certificate": {
            "value": found.certificate.value,
            "bound": found.certificate.bound,
            "gap": found.certificate.gap,
            "prices": dict(found.certificate.prices),
        },
    }


def sheet_rows(found: Round, rules: Rules, labels: Labels) -> Iterator[tuple[str | int, ...]]:
    """One row for everybody who waits, with reasons in words; the header is `SHEET_HEADER`."""
    for pair in found.pairs:
        percent = percent_of(pair.fit, rules)
        yield (pair.person, pair.peer, pair.fit, percent, " ".join(told(pair.reasons, labels)))
    for left in found.left_out:
        yield (left.person, "", "", "", " ".join(told(left.reasons, labels)))


def percent_of(fit: int, rules: Rules) -> int:
    """The fit in whole percent of a full fit."""
    return 100 * fit // max(1, rules.full_fit)


def told(reasons: Iterable[Reason], labels: Labels) -> list[str]:
    """The reasons in words for a coordinator."""
    sentences = (words(reason, "coordinator", labels) for reason in reasons)
    return [sentence for sentence in sentences if sentence]


def _pair(pair: Pair, labels: Labels) -> dict[str, Any]:
    return {
        "person": pair.person,
        "peer_worker": pair.peer,
        "fit": pair.fit,
        "pinned": pair.pinned,
        "reasons": [_reason(reason, labels) for reason in pair.reasons],
    }


def _reason(reason: Reason, labels: Labels) -> dict[str, Any]:
    return {
        "code": reason.code,
        "params": dict(reason.params),
        "words": words(reason, "coordinator", labels),
    }


def _left_out(briefing: Briefing, labels: Labels) -> list[dict[str, Any]]:
    advice = {one.person: one for one in briefing.advice}
    left_out = briefing.found.left_out
    return [_one_left_out(left, advice.get(left.person), labels) for left in left_out]


def _one_left_out(left: LeftOut, advice: Advice | None, labels: Labels) -> dict[str, Any]:
    row: dict[str, Any] = {
        "person": left.person,
        "reasons": [_reason(reason, labels) for reason in left.reasons],
    }
    if advice is not None:
        row["full"] = {peer: list(people) for peer, people in advice.full.items()}
        row["limits"] = dict(advice.limits)
        row["would_help"] = [
            {
                "limits": [_reason(reason, labels) for reason in relaxation.limits],
                "peer_workers": list(relaxation.peers),
            }
            for relaxation in advice.relaxations
        ]
    return row
