from matching.pins import keepable_pins
from matching.round import best_round
from matching.rules import Rules
from tests.matching.people_made import TODAY, peer, person

RULES = Rules()
PEOPLE = [person("josie"), person("mei", languages=("ur",)), person("anna")]
PEERS = [peer("hannah", capacity=1), peer("ida", stopped=("away",)), peer("una", load=2)]


def keepable(*pins):
    return keepable_pins(PEOPLE, PEERS, RULES, TODAY, pins)


def test_pin_that_keeps_the_limits_is_kept():
    assert keepable(("josie", "hannah")) == (("josie", "hannah"),)


def test_pin_against_a_limit_a_stop_a_full_place_or_nobody_waits():
    assert keepable(("mei", "hannah"), ("josie", "ida"), ("josie", "una"), ("gone", "hannah")) == ()
    assert keepable(("josie", "gone")) == ()


def test_of_two_pins_that_collide_the_first_is_kept():
    assert keepable(("anna", "hannah"), ("josie", "hannah")) == (("anna", "hannah"),)
    twice = [("josie", "hannah"), ("josie", "hannah")]
    assert keepable(*twice) == (("josie", "hannah"),)


def test_what_is_kept_stops_no_round():
    pins = keepable(("mei", "hannah"), ("anna", "hannah"), ("josie", "una"))
    found = best_round(PEOPLE, PEERS, RULES, today=TODAY, pins=pins)
    assert [(pair.person, pair.peer) for pair in found.pairs] == [("anna", "hannah")]
