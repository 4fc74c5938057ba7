import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from care.stages import Move, MoveRefused, can_move, move, next_stages

MOVERS = ("service_user", "peer_worker", "coordinator", "clock")
STATES = (
    "suggested",
    "approved",
    "offered",
    "accepted",
    "active",
    "paused",
    "ended",
    "declined",
    "expired",
    "withdrawn",
)
OVER = {"ended", "declined", "expired", "withdrawn"}
MEMBERSHIPS = {
    "service_user": ("onboarding", "waiting", "matched", "paused", "left"),
    "peer_worker": ("onboarding", "to_confirm", "active", "paused", "left"),
    "coordinator": ("onboarding", "to_confirm", "active", "left"),
}


def refusal(kind, mover, before, after):
    with pytest.raises(MoveRefused) as refused:
        move(kind, mover, before, after)
    return refused.value.key


def test_story_of_a_pairing_is_told_by_three_people():
    steps = [
        ("coordinator", "suggested", "approved"),
        ("coordinator", "approved", "offered"),
        ("peer_worker", "offered", "accepted"),
        ("service_user", "accepted", "active"),
        ("peer_worker", "active", "paused"),
        ("service_user", "paused", "active"),
        ("service_user", "active", "ended"),
    ]
    assert [move("pairing", *step) for step in steps] == [Move("pairing", *step) for step in steps]


def test_nobody_says_yes_for_somebody_else():
    yes = {("offered", "accepted"): "peer_worker", ("accepted", "active"): "service_user"}
    for (before, after), only in yes.items():
        assert [m for m in MOVERS if can_move("pairing", m, before, after)] == [only]
    assert [m for m in MOVERS if can_move("pairing", m, "suggested", "approved")] == ["coordinator"]


def test_no_pairing_is_active_without_approval_and_both_yes():
    without = {"approved", "accepted", "offered"}
    for missing in without:
        reached, frontier = {"suggested"}, ["suggested"]
        while frontier:
            for state in next_stages("pairing", frontier.pop()) - reached - {missing}:
                reached.add(state)
                frontier.append(state)
        assert "active" not in reached


@pytest.mark.parametrize("state", sorted(OVER))
def test_nothing_follows_when_a_pairing_is_over(state):
    assert next_stages("pairing", state) == frozenset()
    assert refusal("pairing", "coordinator", state, "active") == "move.over"


@pytest.mark.parametrize("state", [s for s in STATES if s not in OVER])
def test_both_people_and_the_coordinator_can_always_get_out(state):
    ways = next_stages("pairing", state) & OVER
    for mover in ("service_user", "peer_worker", "coordinator"):
        assert any(can_move("pairing", mover, state, way) for way in ways)


@pytest.mark.parametrize("role", sorted(MEMBERSHIPS))
def test_everybody_can_leave_and_come_back(role):
    for stage in MEMBERSHIPS[role]:
        if stage != "left":
            assert can_move(role, role, stage, "left")
    assert next_stages(role, "left") == {"onboarding"}


def test_peer_worker_is_active_when_a_coordinator_confirms():
    assert [m for m in MOVERS if can_move("peer_worker", m, "to_confirm", "active")] == [
        "coordinator"
    ]
    assert not can_move("peer_worker", "peer_worker", "onboarding", "active")


def test_refusal_says_what_kind_it_is():
    assert refusal("pairing", "peer_worker", "offered", "offered") == "move.already"
    assert refusal("pairing", "service_user", "offered", "accepted") == "move.not_yours"
    assert refusal("pairing", "peer_worker", "suggested", "active") == "move.not_now"
    assert refusal("pairing", "peer_worker", "unheard_of", "active") == "move.over"


@settings(max_examples=200)
@given(
    st.sampled_from(("pairing", *MEMBERSHIPS)),
    st.sampled_from(MOVERS),
    st.sampled_from(STATES + MEMBERSHIPS["service_user"]),
    st.sampled_from(STATES + MEMBERSHIPS["peer_worker"]),
)
def test_move_and_can_move_agree(kind, mover, before, after):
    try:
        allowed = move(kind, mover, before, after) == Move(kind, mover, before, after)
    except MoveRefused:
        allowed = False
    assert can_move(kind, mover, before, after) == allowed
    assert (after in next_stages(kind, before)) >= allowed
