from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care.addressing import (
    FRESH_FOR,
    NOT_YET_READ,
    AskWho,
    Chosen,
    Nobody,
    To,
    address,
    choice_after,
)

NOW = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
PAIRS = ("josie", "amy", "lin")
SECOND = timedelta(seconds=1)


def to_whom(pairs=PAIRS, reply=None, chosen=None, now=NOW, topic=None):
    return address(pairs=pairs, reply_pair=reply, chosen=chosen, now=now, topic_pair=topic)


def test_message_goes_to_the_one_running_pair():
    assert to_whom(("josie",)) == To("josie")
    assert to_whom(("josie",), chosen=Chosen("ended", NOW - FRESH_FOR - SECOND)) == To("josie")


def test_message_without_a_running_pair_is_for_nobody():
    assert to_whom((), "josie", Chosen("josie", NOW)) == Nobody()


def test_reply_wins_over_what_was_chosen():
    assert to_whom(reply="amy", chosen=Chosen("josie", NOW)) == To("amy")


def test_fresh_choice_names_one_of_several():
    assert to_whom(chosen=Chosen("lin", NOW - FRESH_FOR)) == To("lin")


def test_message_that_names_nobody_is_held():
    assert to_whom() == AskWho(PAIRS, "nobody_chosen")
    ended = Chosen("ended", NOW - FRESH_FOR - SECOND)
    assert to_whom(chosen=ended) == AskWho(PAIRS, "nobody_chosen")


def test_choice_grows_old():
    assert to_whom(chosen=Chosen("lin", NOW - FRESH_FOR - SECOND)) == AskWho(PAIRS, "long_ago")


@pytest.mark.parametrize(
    ("shown_after", "target"),
    [
        (SECOND, AskWho(PAIRS, "somebody_else_wrote")),
        (-NOT_YET_READ, AskWho(PAIRS, "somebody_else_wrote")),
        (-NOT_YET_READ - SECOND, To("lin")),
    ],
)
def test_choice_holds_until_somebody_else_may_have_been_read(shown_after, target):
    since = NOW - timedelta(minutes=10)
    assert to_whom(chosen=Chosen("lin", since, since + shown_after)) == target


def test_topic_names_one_of_several():
    assert to_whom(topic="amy") == To("amy")
    assert to_whom(topic="amy", chosen=Chosen("lin", NOW)) == To("amy")
    assert to_whom(reply="amy", topic="amy") == To("amy")


@pytest.mark.parametrize(
    ("pairs", "topic", "reply"),
    [
        (PAIRS, "amy", "lin"),
        (PAIRS, "amy", ""),
        (PAIRS, "ended", None),
        (PAIRS, "", None),
        (PAIRS, "", "amy"),
        (("amy",), "", None),
        (("amy",), "ended", None),
    ],
)
def test_topic_that_is_not_clear_is_asked_about(pairs, topic, reply):
    chosen = Chosen("amy", NOW)
    assert to_whom(pairs, reply, chosen, topic=topic) == AskWho(pairs, "topic_unclear")


@pytest.mark.parametrize("pairs", [("lin",), PAIRS])
def test_words_shortly_after_an_ending_may_be_for_whoever_left(pairs):
    ended = Chosen("", NOW - FRESH_FOR)
    assert to_whom(pairs, chosen=ended) == AskWho(pairs, "somebody_left")
    assert to_whom(pairs, "lin", ended) == To("lin")


def test_reply_to_somebody_who_left_never_reaches_another():
    assert to_whom(reply="ended", chosen=Chosen("lin", NOW)) == AskWho(PAIRS, "reply_to_ended")
    assert to_whom(("lin",), "ended") == AskWho(("lin",), "reply_to_ended")


@pytest.mark.parametrize(
    ("target", "stays"),
    [
        (To("lin"), "lin"),
        (To("amy"), None),
        (AskWho(PAIRS, "somebody_else_wrote"), "lin"),
        (AskWho(PAIRS, "long_ago"), "lin"),
        (AskWho(PAIRS, "reply_to_ended"), None),
        (Nobody(), None),
    ],
)
def test_choice_stays_unless_somebody_else_was_addressed(target, stays):
    assert choice_after(target, "lin") == stays


some_pair = st.one_of(st.none(), st.sampled_from((*PAIRS, "ended")))
some_topic = st.one_of(st.none(), st.sampled_from((*PAIRS, "ended", "")))
some_time = st.integers(-7_200, 60).map(lambda seconds: NOW + timedelta(seconds=seconds))
some_choice = st.none() | st.builds(
    Chosen, st.sampled_from((*PAIRS, "ended")), some_time, st.none() | some_time
)


@given(st.lists(st.sampled_from(PAIRS), unique=True).map(tuple), some_pair, some_choice, some_topic)
def test_address_never_guesses(pairs, reply, chosen, topic):
    found = to_whom(pairs, reply, chosen, topic=topic)
    if isinstance(found, To):
        fresh = chosen.pair if chosen is not None and chosen.doubt(NOW) is None else None
        assert found.pair in pairs
        assert found.pair in {reply, topic, fresh} or pairs == (found.pair,)
        assert reply in {None, found.pair}
        assert topic in {None, found.pair}
    else:
        assert found == Nobody() if not pairs else isinstance(found, AskWho)


@given(st.lists(st.tuples(st.sampled_from(PAIRS), st.booleans()), max_size=8))
def test_unaddressed_message_never_crosses_the_newest_one_shown(steps):
    """Somebody writes, or is chosen, a minute apart; then words are typed without a name."""
    chosen, shown, now = None, {}, NOW
    for pair, is_choice in steps:
        now += timedelta(minutes=1)
        if is_choice:
            chosen = (pair, now)
        else:
            shown[pair] = now
    choice = None
    if chosen is not None:
        others = max((at for pair, at in shown.items() if pair != chosen[0]), default=None)
        choice = Chosen(*chosen, others)
    found = to_whom(chosen=choice, now=now)
    if isinstance(found, To):
        newest = steps[-1][0] if not steps[-1][1] else chosen[0]
        assert found.pair == newest
