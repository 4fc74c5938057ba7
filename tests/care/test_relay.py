from hypothesis import given
from hypothesis import strategies as st

from care.relay import AskWho, Nobody, To, address, refusal_for

PAIRS = ("josie", "amy", "lin")
some_pair = st.one_of(st.none(), st.sampled_from((*PAIRS, "ended")))


def test_message_goes_to_the_one_running_pair():
    assert address(pairs=("josie",), reply_pair=None, current_pair=None) == To("josie")
    assert address(pairs=("josie",), reply_pair=None, current_pair="ended") == To("josie")


def test_message_without_a_running_pair_is_for_nobody():
    assert address(pairs=(), reply_pair="josie", current_pair="josie") == Nobody()


def test_reply_wins_over_the_current_conversation():
    assert address(pairs=PAIRS, reply_pair="amy", current_pair="josie") == To("amy")


def test_current_conversation_names_one_of_several():
    assert address(pairs=PAIRS, reply_pair=None, current_pair="lin") == To("lin")


def test_message_that_names_nobody_is_held():
    assert address(pairs=PAIRS, reply_pair=None, current_pair=None) == AskWho(PAIRS)
    assert address(pairs=PAIRS, reply_pair=None, current_pair="ended") == AskWho(PAIRS)


def test_reply_to_somebody_who_left_never_reaches_another():
    assert address(pairs=PAIRS, reply_pair="ended", current_pair="lin") == AskWho(PAIRS)
    assert address(pairs=("lin",), reply_pair="ended", current_pair="lin") == AskWho(("lin",))


@given(st.lists(st.sampled_from(PAIRS), unique=True).map(tuple), some_pair, some_pair)
def test_address_never_guesses(pairs, reply_pair, current_pair):
    found = address(pairs=pairs, reply_pair=reply_pair, current_pair=current_pair)
    if isinstance(found, To):
        assert found.pair in pairs
        assert found.pair in {reply_pair, current_pair} or pairs == (found.pair,)
        assert reply_pair in {None, found.pair}


def test_text_is_the_one_content_that_passes():
    assert refusal_for("text") is None
    assert refusal_for("photo") == "relay.refused.photo"
    assert refusal_for("contact") == "relay.refused.contact"
    assert refusal_for("something_new") == "relay.refused.other"
