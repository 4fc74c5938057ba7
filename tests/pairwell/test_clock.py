from datetime import UTC, timedelta

import pytest

from pairwell.clock import MovableClock, SystemClock


def test_system_clock_is_aware_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_movable_clock_moves_forward() -> None:
    clock = MovableClock()
    before = clock.now()
    clock.advance(timedelta(days=1))
    assert clock.now() - before >= timedelta(days=1)
    assert clock.now().tzinfo is UTC


def test_movable_clock_refuses_a_step_back() -> None:
    with pytest.raises(ValueError, match="only moves forward"):
        MovableClock().advance(timedelta(seconds=-1))
