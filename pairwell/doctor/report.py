"""How the doctor's findings are shown."""

import json
from collections.abc import Sequence

from pairwell.doctor.check import Check, State

MARKS = {State.GOOD: "[ok]    ", State.LOOK: "[look]  ", State.BROKEN: "[broken]"}
NAME_WIDTH = 16


def show(checks: Sequence[Check], *, as_json: bool) -> str:
    """The findings as lines for a person, or as JSON for a script."""
    if as_json:
        found = [{"name": c.name, "state": c.state.name.lower(), "words": c.words} for c in checks]
        return json.dumps({"healthy": not is_broken(checks), "checks": found})
    lines = [f"{MARKS[c.state]} {c.name:<{NAME_WIDTH}} {c.words}" for c in checks]
    return "\n".join([*lines, "", _closing(checks)])


def is_broken(checks: Sequence[Check]) -> bool:
    """Whether the service does not work, or is not safe."""
    return any(check.state is State.BROKEN for check in checks)


def _closing(checks: Sequence[Check]) -> str:
    count = {state: sum(c.state is state for c in checks) for state in State}
    if count[State.BROKEN]:
        return f"{count[State.BROKEN]} broken, {count[State.LOOK]} to look at."
    if count[State.LOOK]:
        return f"Nothing is broken; {count[State.LOOK]} to look at."
    return "All is well."
