from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from care.sign_in_tries import FIRST_REST, FREE, LONGEST_REST, MOST, rest_after


def test_rest_after_the_first_tries() -> None:
    assert [rest_after(n) for n in range(FREE)] == [timedelta()] * FREE
    assert [rest_after(FREE + n) for n in range(4)] == [FIRST_REST * 2**n for n in range(4)]


def test_rest_after_too_many_has_no_end() -> None:
    assert (rest_after(MOST - 1), rest_after(MOST), rest_after(10_000)) == (
        LONGEST_REST,
        None,
        None,
    )


@given(st.integers(0, MOST - 2))
def test_rest_never_gets_shorter(failures: int) -> None:
    now, then = rest_after(failures), rest_after(failures + 1)
    assert now is not None
    assert then is not None
    assert now <= then <= LONGEST_REST


def test_guessing_six_figures_stays_hopeless() -> None:
    """Three codes fit at any time: all tries together find one in fewer than 1 of 5,000 cases."""
    assert MOST * 3 / 10**6 < 1 / 5_000
