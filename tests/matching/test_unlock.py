from matching.people import Wish
from matching.rules import Rules
from matching.unlock import Profile, Unlock, unlocks
from tests.matching.people_made import TODAY, peer, person


def test_unlocks_name_the_traits_that_place_most():
    woman = {"traits": {"gender": "woman"}, "wishes": (Wish("gender", "same", "must"),)}
    waiting = [
        person("a", languages=("ur",)),
        person("b", languages=("ur",), **woman),
        person("c", languages=("pl",)),
    ]
    found = unlocks(waiting, [peer()], Rules(), today=TODAY)
    urdu = ("perinatal", "perinatal", "ur", None)
    assert found == (
        Unlock(Profile(*urdu, (("gender", "woman"),)), suits=2, placed=2),
        Unlock(Profile("perinatal", "perinatal", "pl", None, ()), suits=1, placed=1),
        Unlock(Profile(*urdu, ()), suits=1, placed=1),
    )


def test_unlocks_count_moves_to_the_newcomer():
    waiting = [person("a", languages=("en", "ur")), person("b")]
    found = unlocks(waiting, [peer(capacity=1)], Rules(), today=TODAY, places=1)
    assert [(u.profile.language, u.suits, u.placed) for u in found] == [("en", 1, 1)]


def test_unlocks_are_empty_when_everybody_is_placed():
    assert unlocks([person()], [peer()], Rules(), today=TODAY) == ()
