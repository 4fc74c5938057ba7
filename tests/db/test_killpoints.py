import os
import signal

import pytest

from db import killpoints


class Kills:
    """Stands in for the system call that ends a process."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, int]] = []

    def __call__(self, process: int, number: int) -> None:
        self.sent.append((process, number))


@pytest.fixture
def kills(monkeypatch: pytest.MonkeyPatch) -> Kills:
    kills = Kills()
    monkeypatch.setattr(os, "kill", kills)
    monkeypatch.setattr(killpoints, "_countdown", {})
    return kills


def test_process_ends_the_nth_time_it_reaches_the_point(kills: Kills) -> None:
    killpoints.arm("send.after_claim:3")
    seen = []
    for _ in range(4):
        killpoints.reach("send.after_claim")
        killpoints.reach("send.after_request")
        seen.append(len(kills.sent))
    assert seen == [0, 0, 1, 1]
    assert kills.sent == [(os.getpid(), signal.SIGKILL)]


@pytest.mark.parametrize("setting", [None, ""])
def test_point_does_nothing_when_disarmed(kills: Kills, setting: str | None) -> None:
    killpoints.arm("send.after_claim:1")
    killpoints.arm(setting)
    for point in killpoints.POINTS:
        killpoints.reach(point)
    assert kills.sent == []


@pytest.mark.parametrize(
    "setting", ["send.after_claim", "send.after_claim:", "send.after_claim:0", "nowhere:1", ":1"]
)
def test_point_that_there_is_not_is_refused(kills: Kills, setting: str) -> None:
    with pytest.raises(ValueError, match="PAIRWELL_KILL_AT"):
        killpoints.arm(setting)
    assert kills.sent == []
