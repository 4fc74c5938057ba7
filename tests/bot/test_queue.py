from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.queue import LetterQueue
from db.ids import PersonId
from db.outbox import Lane, Queued
from tests.fakes.clock import START

SECOND = timedelta(seconds=1)


def letter(number, person="josie", lane=Lane.REPLY, not_before=None):
    return Queued(number, PersonId(person), lane, not_before)


def filled(*letters):
    queue = LetterQueue()
    for one in letters:
        queue.add(one)
    return queue


def ids(letters):
    return [one.id for one in letters]


def test_one_letter_of_each_person_is_out_at_a_time():
    queue = filled(letter(1), letter(2), letter(3, "hannah"))
    assert (ids(queue.take(9, START)), ids(queue.take(9, START))) == ([1, 3], [])
    queue.done(PersonId("josie"))
    assert ids(queue.take(9, START)) == [2]


def test_crisis_overtakes_that_person_and_all_others():
    queue = filled(letter(1), letter(2, "hannah"), letter(3, "hannah", Lane.CRISIS))
    assert ids(queue.take(1, START)) == [3]


def test_lanes_go_before_age():
    queue = filled(
        letter(1, "a", Lane.BULK), letter(2, "b", Lane.CHECKIN), letter(3, "c", Lane.CONVERSATION)
    )
    assert ids(queue.take(9, START)) == [3, 2, 1]


def test_lanes_after_the_last_one_asked_for_stay():
    queue = filled(letter(1, "a", Lane.CRISIS), letter(2, "b"))
    assert ids(queue.take(9, START, Lane.CRISIS)) == [1]
    assert ids(queue.take(9, START)) == [2]


def test_letter_waits_for_its_time_and_holds_nobody_up():
    queue = filled(letter(1, not_before=START + SECOND), letter(2))
    assert (ids(queue.take(9, START)), queue.next_time()) == ([2], START + SECOND)
    queue.done(PersonId("josie"))
    assert ids(queue.take(9, START + SECOND)) == [1]


def test_letter_that_waits_may_leave_sooner_or_later_than_was_said():
    queue = filled(letter(1, not_before=START + 9 * SECOND), letter(2, not_before=START + SECOND))
    queue.add(letter(1, not_before=START))
    queue.add(letter(2, not_before=START + 5 * SECOND))
    assert ids(queue.take(9, START)) == [1]
    queue.done(PersonId("josie"))
    assert ids(queue.take(9, START + SECOND)) == []
    assert ids(queue.take(9, START + 5 * SECOND)) == [2]
    queue.done(PersonId("josie"))
    assert (ids(queue.take(9, START + 9 * SECOND)), len(queue)) == ([], 0)


def test_letters_of_one_time_leave_in_their_order():
    queue = filled(*(letter(n, not_before=START + SECOND) for n in (2, 3, 1)), letter(4))
    assert ids(queue.take(9, START)) == [4]
    for number in (1, 2, 3):
        queue.done(PersonId("josie"))
        assert ids(queue.take(9, START + SECOND)) == [number]


def test_pause_of_a_person_holds_their_letters_only():
    queue = filled(letter(1), letter(2, "hannah"))
    queue.pause(PersonId("josie"), START + SECOND)
    assert (ids(queue.take(9, START)), queue.next_time()) == ([2], START + SECOND)
    assert ids(queue.take(9, START + SECOND)) == [1]


def test_pause_of_all_holds_everything():
    queue = filled(letter(1))
    queue.pause_all(START + SECOND)
    assert (ids(queue.take(9, START)), queue.next_time()) == ([], START + SECOND)
    assert ids(queue.take(9, START + SECOND)) == [1]


def test_shorter_pause_does_not_end_a_longer_one():
    queue = filled(letter(1))
    queue.pause(PersonId("josie"), START + 5 * SECOND)
    queue.pause(PersonId("josie"), START + SECOND)
    assert ids(queue.take(9, START + SECOND)) == []
    assert ids(queue.take(9, START + 5 * SECOND)) == [1]


def test_letter_that_is_put_back_goes_before_the_next_one():
    queue = filled(letter(1), letter(2))
    queue.put_back(queue.take(1, START)[0], START + SECOND)
    assert ids(queue.take(9, START)) == []
    assert ids(queue.take(9, START + SECOND)) == [1]


def test_known_letter_is_not_added_again():
    queue = filled(letter(1), letter(1))
    assert ids(queue.take(9, START)) == [1]
    queue.done(PersonId("josie"))
    assert (ids(queue.take(9, START)), len(queue)) == ([], 0)


people = st.sampled_from(["a", "b", "c"])
moves = st.one_of(
    st.tuples(st.just("add"), people, st.sampled_from(list(Lane)), st.integers(0, 3)),
    st.tuples(st.just("take"), st.integers(1, 3)),
    st.tuples(st.just("done"), st.integers(0, 2)),
    st.tuples(st.just("back"), st.integers(0, 2), st.integers(0, 3)),
    st.tuples(st.just("pause"), people, st.integers(0, 3)),
    st.tuples(st.just("pause_all"), st.integers(0, 3)),
    st.tuples(st.just("wait"), st.integers(1, 3)),
)


class Model:
    """The same queue, written to be obvious: it looks through everything at every question."""

    def __init__(self):
        self.letters, self.out = {}, {}
        self.paused, self.all_paused = {}, START
        self.ready = set()

    def take(self, most, now):
        self.ready |= {i for i, x in self.letters.items() if (x.not_before or START) <= now}
        taken = []
        if self.all_paused > now:
            return taken
        free = {
            x.person_id
            for x in self.letters.values()
            if x.person_id not in self.out and self.paused.get(x.person_id, START) <= now
        }
        for one in sorted(self.letters.values(), key=lambda x: (x.lane, x.id)):
            if one.id in self.ready and one.person_id in free and len(taken) < most:
                free.discard(one.person_id)
                taken.append(one)
        for one in taken:
            del self.letters[one.id]
            self.out[one.person_id] = one
        return taken


@settings(max_examples=150)
@given(st.lists(moves, max_size=40))
def test_queue_does_what_the_obvious_one_does(steps):
    queue, model, now, number = LetterQueue(), Model(), START, 0
    for step, *rest in steps:
        if step == "add":
            number += 1
            one = letter(number, rest[0], rest[1], now + rest[2] * SECOND if rest[2] else None)
            queue.add(one)
            model.letters[one.id] = one
        elif step == "take":
            assert ids(queue.take(rest[0], now)) == ids(model.take(rest[0], now))
        elif step in ("done", "back") and rest[0] < len(model.out):
            person = sorted(model.out)[rest[0]]
            one = model.out.pop(person)
            if step == "done":
                queue.done(person)
            else:
                until = now + rest[1] * SECOND
                queue.put_back(one, until)
                model.letters[one.id] = one
                model.paused[person] = max(until, model.paused.get(person, START))
        elif step == "pause":
            until = now + rest[1] * SECOND
            queue.pause(PersonId(rest[0]), until)
            model.paused[rest[0]] = max(until, model.paused.get(rest[0], START))
        elif step == "pause_all":
            queue.pause_all(now + rest[0] * SECOND)
            model.all_paused = max(model.all_paused, now + rest[0] * SECOND)
        elif step == "wait":
            now += rest[0] * SECOND
    assert len(queue) == len(model.letters)
