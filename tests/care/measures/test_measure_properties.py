from hypothesis import given, settings
from hypothesis import strategies as st

from care.forms import Given
from care.measures import all_measures, change, score
from care.measures.shapes import Choice, Item, Licence, Measure

scored_measures = st.sampled_from(
    [known for known in all_measures() if known.scored and known.sums]
)
LICENCE = Licence("ours", "none", "none")
CHOICES = tuple(Choice(str(n), f"Answer {n}", n) for n in range(4))
TURNED = Measure(
    "turned",
    1,
    "Turned",
    (Item("a", "A", "A", CHOICES), Item("b", "B", "B", CHOICES, reverse=True)),
    LICENCE,
    "none",
)
PRORATED = Measure(
    "prorated",
    1,
    "Prorated",
    tuple(Item(code, code, code, CHOICES) for code in "abcd"),
    LICENCE,
    "none",
    most_missing=1,
)


def whole_answers(known):
    choices = {item.code: st.sampled_from(item.choices) for item in known.scored}
    return st.fixed_dictionaries(choices)


def as_given(chosen):
    return {code: Given(_value(choice)) for code, choice in chosen.items()}


def _value(choice):
    return int(choice.code) if choice.code.isdigit() else choice.code


@settings(deadline=None)
@given(st.data(), scored_measures)
def test_score_stays_within_the_range(data, known):
    total = score(known, as_given(data.draw(whole_answers(known))))
    assert total.complete
    assert known.least <= total.total <= known.most == total.of


@settings(deadline=None)
@given(st.data(), scored_measures)
def test_score_rises_with_every_point(data, known):
    chosen = data.draw(whole_answers(known))
    item = data.draw(st.sampled_from(known.scored))
    better = data.draw(st.sampled_from(item.choices))
    step = item.points(better.code) - item.points(chosen[item.code].code)
    before = score(known, as_given(chosen)).total
    after = score(known, as_given(chosen | {item.code: better})).total
    assert after - before == step * known.multiplier


@settings(deadline=None)
@given(st.data(), scored_measures)
def test_score_is_absent_when_an_item_is_missing(data, known):
    chosen = data.draw(whole_answers(known))
    missing = data.draw(st.sampled_from(known.scored)).code
    given = as_given(chosen)
    assert score(known, {c: g for c, g in given.items() if c != missing}) is None
    assert score(known, given | {missing: Given(None)}) is None


@settings(deadline=None)
@given(st.data(), scored_measures)
def test_change_is_named_from_the_published_value_on(data, known):
    first, second = (score(known, as_given(data.draw(whole_answers(known)))) for _ in "12")
    found = change(known, first, second)
    if known.reliable_change is None:
        assert found is None
        return
    named = abs(second.total - first.total) >= known.reliable_change
    assert (found.kind != "not_named") == named
    assert found.kind != "better" or (second.total > first.total) == known.higher_is_better


def test_score_of_a_reverse_item_counts_from_the_other_end():
    assert score(TURNED, {"a": Given(3), "b": Given(3)}).total == 3
    assert score(TURNED, {"a": Given(0), "b": Given(0)}).total == 3


def test_score_with_one_item_missing_stands_in_with_the_mean_and_says_so():
    given = {"a": Given(3), "b": Given(2), "c": Given(2)}
    found = score(PRORATED, given)
    assert (found.total, found.of, found.complete) == (9, 12, False)
    assert score(PRORATED, {"a": Given(3), "b": Given(2)}) is None
