"""Named places where a test may end the process, to prove that nothing is lost there.

`PAIRWELL_KILL_AT=<point>:<n>` ends the process with SIGKILL the n-th time it reaches the point.
Without the variable a point costs one dictionary look-up.
"""

import os
import signal

POINTS = (
    "receive.before_store",
    "receive.after_store",
    "receive.after_offset",
    "handle.before_commit",
    "handle.after_commit",
    "send.after_claim",
    "send.before_request",
    "send.after_request",
    "send.before_record",
    "send.after_record",
)

MAIL_POINTS = (
    "mail.after_claim",
    "mail.before_hand_over",
    "mail.after_hand_over",
    "mail.after_record",
)

_countdown: dict[str, int] = {}


def arm(setting: str | None) -> None:
    """Set the point and count from `<point>:<n>`; None or empty disarms. Raises ValueError."""
    _countdown.clear()
    if not setting:
        return
    point, _, count = setting.partition(":")
    if point not in (*POINTS, *MAIL_POINTS) or not count.isdecimal() or int(count) < 1:
        raise ValueError(f"PAIRWELL_KILL_AT must be <point>:<n> with a point of {POINTS}.")
    _countdown[point] = int(count)


def reach(point: str) -> None:
    """Say that the process got here; it ends here if a test asked for that."""
    if point in _countdown:
        _countdown[point] -= 1
        if _countdown[point] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
