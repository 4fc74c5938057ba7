"""The result of `pairwell match` in words, for the terminal."""

from collections.abc import Iterator, Mapping

from matching.advice import Advice, Relaxation
from matching.briefing import Briefing
from matching.report import percent_of, told
from matching.rules import Rules
from matching.shortlist import Shortlist
from matching.unlock import Unlock

MOST_SHOWN = 20


def summary(briefing: Briefing, rules: Rules, labels: Mapping[str, str]) -> str:
    """Counts, the first pairs with their reasons, who is left out, and what would help most."""
    return "\n".join(_lines(briefing, rules, labels))


def explained(
    choices: Shortlist, advice: Advice | None, rules: Rules, labels: Mapping[str, str]
) -> str:
    """One person's best choices with parts and reasons, who was ruled out, what would help."""
    return "\n".join(_explained(choices, advice, rules, labels))


def _lines(briefing: Briefing, rules: Rules, labels: Mapping[str, str]) -> Iterator[str]:
    found = briefing.found
    totals = found.totals
    yield f"Placed {totals.placed} of {totals.waiting} people; {totals.places} places were free."
    yield f"Policy {found.policy}, rules {found.rules_version}, {found.today.isoformat()}."
    yield f"No better round exists: the certificate's gap is {found.certificate.gap}."
    for pair in found.pairs[:MOST_SHOWN]:
        yield f"\n{pair.person} with {pair.peer}, fit {percent_of(pair.fit, rules)} %"
        yield from (f"  {sentence}" for sentence in told(pair.reasons, labels))
    yield from _more(len(found.pairs), "pairs")
    for left in found.left_out[:MOST_SHOWN]:
        yield f"\n{left.person} has no place: {' '.join(told(left.reasons, labels))}"
    yield from _more(len(found.left_out), "people without a place")
    yield from (f"\n{_unlocked(unlock)}" for unlock in briefing.unlocked[:1])


def _more(count: int, what: str) -> Iterator[str]:
    if count > MOST_SHOWN:
        yield f"\nand {count - MOST_SHOWN} more {what}, see --out"


def _unlocked(unlock: Unlock) -> str:
    profile = unlock.profile
    asked = [f"{trait} {value}" for trait, value in profile.traits]
    asked += [] if profile.age is None else [f"about {profile.age} years old"]
    who = ", ".join([f"trained for {profile.setting}", f"speaking {profile.language}", *asked])
    return f"One more peer worker, {who}, would place {unlock.placed} more."


def _explained(
    choices: Shortlist, advice: Advice | None, rules: Rules, labels: Mapping[str, str]
) -> Iterator[str]:
    yield f"\n{choices.person}: {choices.suited} peer workers with a free place suit."
    for told_pair in choices.best:
        yield f"\n  {told_pair.peer}, fit {percent_of(told_pair.fit, rules)} %"
        parts = (f"{term.name} {term.points}" for term in told_pair.terms if term.weight)
        yield f"    parts: {', '.join(parts)}"
        yield from (f"    {sentence}" for sentence in told(told_pair.reasons, labels))
    if choices.ruled_out:
        counts = (f"{code.partition('.')[2]} {n}" for code, n in choices.ruled_out.items())
        yield f"\n  Ruled out: {', '.join(counts)} (one may count under several)."
    if advice is not None:
        yield from (_helping(relaxation, labels) for relaxation in advice.relaxations)


def _helping(relaxation: Relaxation, labels: Mapping[str, str]) -> str:
    changes = " ".join(told(relaxation.limits, labels))
    return f"  A place would be there: {changes} ({', '.join(relaxation.peers[:5])})"
