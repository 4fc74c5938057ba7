from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lines import Entry, Lines
from db.inbox import Waiting
from tests.fakes.clock import START


def entry(number, line=b"a", *, urgent=False):
    return Entry(Waiting(number, number, line, 0), {}, urgent, 0)


def numbers(entries):
    return [e.waiting.id for e in entries]


def test_one_of_each_line_at_a_time():
    lines = Lines()
    lines.add([entry(1), entry(2), entry(3, b"b")])
    taken = lines.take(16, START)
    assert (numbers(taken), numbers(lines.take(16, START))) == ([1, 3], [])
    lines.done(taken[0])
    assert numbers(lines.take(16, START)) == [2]


def test_senders_take_turns():
    lines = Lines()
    lines.add([entry(1), entry(2), entry(3, b"b"), entry(4, b"c")])
    order = []
    for _ in range(4):
        taken = lines.take(1, START)
        order += numbers(taken)
        lines.done(taken[0])
    assert order == [1, 3, 4, 2]


def test_urgent_request_overtakes_its_own_line_and_all_others():
    lines = Lines()
    lines.add([entry(1), entry(2, b"b"), entry(3, b"b", urgent=True)])
    assert numbers(lines.take(1, START)) == [3]


def test_urgent_request_does_not_wait_for_a_paused_line():
    lines = Lines()
    lines.add([entry(1)])
    lines.put_back(lines.take(1, START)[0], START + timedelta(seconds=8))
    lines.add([entry(2, urgent=True)])
    taken = lines.take(1, START)
    lines.done(taken[0])
    assert (numbers(taken), lines.take(1, START)) == ([2], [])


def test_failed_update_stays_first_and_pauses_its_line_only():
    lines = Lines()
    lines.add([entry(1), entry(2), entry(3, b"b")])
    until = START + timedelta(seconds=1)
    first = lines.take(1, START)[0]
    lines.put_back(first, until)
    assert (numbers(lines.take(16, START)), lines.next_time()) == ([3], until)
    assert numbers(lines.take(16, until)) == [1]


def test_update_that_is_known_is_not_added_again():
    lines = Lines()
    lines.add([entry(1)])
    lines.add([entry(1)])
    lines.done(lines.take(1, START)[0])
    assert (len(lines), lines.take(1, START)) == (0, [])


@settings(max_examples=50)
@given(st.lists(st.sampled_from([b"a", b"b", b"c"]), max_size=12), st.integers(1, 4), st.randoms())
def test_everything_is_taken_once_and_in_order(senders, most, chance):
    lines = Lines()
    lines.add([entry(n, line) for n, line in enumerate(senders)])
    order: dict[bytes, list[int]] = {}
    while taken := lines.take(most, START):
        chance.shuffle(taken)
        for one in taken:
            order.setdefault(one.waiting.line, []).append(one.waiting.id)
            lines.done(one)
    expected = {s: [n for n, x in enumerate(senders) if x == s] for s in set(senders)}
    assert (order, len(lines)) == (expected, 0)
