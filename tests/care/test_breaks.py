import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.breaks import SIDES, ended_by

EVERYTHING = frozenset(SIDES)


@pytest.mark.parametrize(
    ("mover", "ends"),
    [
        ("service_user", ("service_user",)),
        ("peer_worker", ("peer_worker",)),
        ("coordinator", ("service_user", "peer_worker", "coordinator")),
        ("clock", ("peer_worker", "away")),
    ],
)
def test_ended_by_names_the_breaks_that_are_theirs(mover, ends):
    assert ended_by(mover, EVERYTHING) == ends


@given(st.frozensets(st.sampled_from(SIDES)), st.sampled_from(["service_user", "peer_worker"]))
def test_nobody_ends_the_break_of_the_other_side(standing, mover):
    assert set(ended_by(mover, standing)) == standing & {mover}
