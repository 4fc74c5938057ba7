import pytest

from care.forms import Given
from care.measures import measure, score
from care.own_wellbeing import is_help_offered


@pytest.mark.parametrize(
    ("code", "answers", "is_offered"),
    [
        ("burnout", {"burnout": 2}, False),
        ("burnout", {"burnout": 3}, True),
        ("burnout", {"burnout": 5}, True),
        ("burnout", {"burnout": None}, False),
        ("burnout", {}, False),
        ("peer_week", {"load": "much"}, False),
        ("peer_week", {"load": "too_much"}, True),
        ("peer_week", {"load": "right", "support": "no"}, False),
        ("who5", {"cheerful": 0}, False),
    ],
)
def test_help_is_offered_from_the_published_answers_on(code, answers, is_offered):
    asked = measure(code)
    given = {item: Given(value) for item, value in answers.items()}
    assert is_help_offered(asked, given, score(asked, given)) is is_offered


@pytest.mark.parametrize(("points", "is_offered"), [(3, False), (2, True)])
def test_help_is_offered_at_the_published_threshold_of_a_total(points, is_offered):
    """The WHO-5 is low from 50 on, a sum of 12 or less."""
    who5 = measure("who5")
    given = {item.code: Given(points) for item in who5.items}
    assert is_help_offered(who5, given, score(who5, given)) is is_offered
