from datetime import timedelta

from matching.fairness import Fairness, Waits, fairness
from matching.round import best_round
from matching.rules import Rules
from matching.trade_off import Choice, trade_off
from tests.matching.people_made import TODAY, peer, person


def waited(id_, days, **more):
    return person(id_, waiting_since=TODAY - timedelta(days=days), **more)


def test_fairness_shows_waits_by_group_and_who_is_hard_to_match():
    people_ = [
        waited("a", 30, stage="loss"),
        waited("b", 20),
        waited("c", 9, languages=("ur",)),
    ]
    offering = [peer("x", capacity=1), peer("y", load=2), peer("z", load=2)]
    found = best_round(people_, offering, Rules(), today=TODAY)
    english = Waits(waiting=2, placed=1, median=30, longest_left=20)
    urdu = Waits(waiting=1, placed=0, median=9, longest_left=9)
    everybody = Waits(waiting=3, placed=1, median=20, longest_left=20)
    assert fairness(people_, found) == Fairness(
        everybody=everybody,
        by_language={"en": english, "ur": urdu},
        by_setting={"perinatal": everybody},
        by_stage={
            "": Waits(waiting=2, placed=0, median=20, longest_left=20),
            "loss": Waits(waiting=1, placed=1, median=30, longest_left=None),
        },
        hard_to_match=("c",),
    )


def test_trade_off_shows_what_fit_costs_in_waiting():
    people_ = [
        waited("a", 3, experiences={"worry": 3}),
        waited("b", 2, experiences={"loss": 3}),
    ]
    offering = [peer("x", capacity=1, experiences=frozenset({"loss"}))]
    rules = Rules.from_table({"waiting_points_per_day": 100_000})
    assert [
        (choice.policy, choice.points_per_day, choice.mean_wait_placed)
        for choice in trade_off(people_, offering, rules, today=TODAY)
    ] == [
        ("longest-wait", None, 3),
        ("best-fit", 400_000, 3),
        ("best-fit", 100_000, 3),
        ("best-fit", 0, 2),
    ]
    assert trade_off(people_, offering, rules, today=TODAY)[3] == Choice(
        "best-fit", 0, placed=1, mean_fit_percent=100, mean_wait_placed=2, longest_wait_left=3
    )
