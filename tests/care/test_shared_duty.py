import pytest

from care.shared_duty import may_agree_to_end, may_ask_to_end, may_confirm, needs_second


@pytest.mark.parametrize(("active", "needed"), [([], False), (["a"], False), (["a", "b"], True)])
def test_needs_second(active, needed):
    assert needs_second(active) is needed


@pytest.mark.parametrize(
    ("confirmer", "invited_by", "active", "may"),
    [
        ("b", "a", ["a", "b"], True),
        ("a", "a", ["a", "b"], False),
        ("a", "a", ["a"], True),  # the others left meanwhile
        ("a", None, ["a", "b"], True),
        ("c", "a", ["a", "b"], False),
        ("a", "gone", ["a"], True),
    ],
)
def test_may_confirm(confirmer, invited_by, active, may):
    assert may_confirm(confirmer, invited_by, active) is may


@pytest.mark.parametrize(
    ("asker", "whose", "active", "may"),
    [
        ("a", "b", ["a", "b", "c"], True),
        ("a", "b", ["a", "b"], False),
        ("a", "a", ["a", "b", "c"], False),
        ("a", "d", ["a", "b", "c"], False),
        ("d", "a", ["a", "b", "c"], False),
    ],
)
def test_may_ask_to_end(asker, whose, active, may):
    assert may_ask_to_end(asker, whose, active) is may


@pytest.mark.parametrize(
    ("agreeing", "active", "may"),
    [
        ("c", ["a", "b", "c"], True),
        ("a", ["a", "b", "c"], False),
        ("b", ["a", "b", "c"], False),
        ("d", ["a", "b", "c"], False),
        ("c", ["b", "c"], False),  # the asker left meanwhile
    ],
)
def test_may_agree_to_end(agreeing, active, may):
    assert may_agree_to_end(agreeing, "a", "b", active) is may
