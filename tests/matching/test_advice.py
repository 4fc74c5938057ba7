from matching.advice import Advice, Relaxation, advise
from matching.live import live_round
from matching.people import Wish
from matching.reasons import reason
from matching.rules import Rules
from matching.wish_price import Offer, WishPrice, wish_prices
from tests.matching.people_made import TODAY, peer, person

WOMAN = {"traits": {"gender": "woman"}, "wishes": (Wish("gender", "same", "must"),)}


def test_advice_tells_who_is_full_and_who_sits_there():
    live = live_round([person("a"), person("b")], [peer("x", capacity=1)], Rules(), today=TODAY)
    assert advise(live, "b") == Advice("b", {"x": ("a",)}, {}, ())


def test_advice_tells_the_smallest_changes_that_would_give_a_place():
    people_ = [person("a"), person("b", avoid=frozenset({"loss"}), **WOMAN)]
    peers_ = [
        peer("man", traits={"gender": "man"}),
        peer("other", traits={"gender": "man"}, slots=frozenset({30})),
        peer("sad", experiences=frozenset({"loss"}), traits={"gender": "woman"}, languages=("ur",)),
    ]
    live = live_round(people_, peers_, Rules(), today=TODAY)
    assert advise(live, "b") == Advice(
        person="b",
        full={},
        limits={"limit.avoid": 1, "limit.hours": 1, "limit.language": 1, "limit.wish": 2},
        relaxations=(Relaxation((reason("relax.wish", trait="gender"),), ("man",)),),
    )


def test_advice_does_not_offer_a_change_that_would_take_a_place_from_somebody_earlier():
    earlier, later = person("a"), person("b", **WOMAN)
    peers_ = [peer("x", capacity=1, traits={"gender": "man"})]
    live = live_round([earlier, later], peers_, Rules(), today=TODAY)
    assert advise(live, "b").relaxations == ()


def test_wish_prices_compare_options_with_and_without_the_wish():
    peers_ = [peer("x", traits={"gender": "man"})]
    live = live_round([person("b", **WOMAN)], peers_, Rules(), today=TODAY)
    (price,) = wish_prices(live, "b")
    assert (price.code, price.trait) == ("limit.wish", "gender")
    assert price.kept == Offer(suited=0, with_places=0, best_fit=0, placed=False)
    assert (price.given_up.suited, price.given_up.placed) == (1, True)
    assert isinstance(price, WishPrice)
