import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.updates import press_of, pressed_data, private_chat_of, sender_of, typed_text
from bot.urgent import is_urgent_request

CHAT = {"id": 5, "type": "private"}


@pytest.mark.parametrize(
    ("update", "told"),
    [
        ({"message": {"from": {"id": 5}, "chat": CHAT, "text": "Hi"}}, (5, 5, None, "", "Hi")),
        ({"edited_message": {"from": {"id": 5}, "chat": CHAT}}, (5, 5, None, "", "")),
        (
            {
                "callback_query": {
                    "id": "7",
                    "from": {"id": 5},
                    "message": {"chat": CHAT},
                    "data": "a",
                }
            },
            (5, 5, "7", "a", ""),
        ),
        ({"my_chat_member": {"from": {"id": 5}, "chat": CHAT}}, (5, 5, None, "", "")),
        ({"message": {"chat": {"id": -9, "type": "group"}}}, (None, None, None, "", "")),
        ({"message": {"from": {"id": True}}}, (None, None, None, "", "")),
        ({"tomorrow": {"from": {"id": 5}}}, (None, None, None, "", "")),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_update_tells_who_and_what(update, told):
    assert told == (
        sender_of(update),
        private_chat_of(update),
        press_of(update),
        pressed_data(update),
        typed_text(update),
    )


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.dictionaries(
        st.sampled_from(["from", "chat", "id", "data", "text", "message", "type"]),
        inner,
        max_size=4,
    ),
    max_leaves=8,
)


@settings(max_examples=100)
@given(st.dictionaries(st.sampled_from(["message", "callback_query", "update_id"]), json))
def test_nothing_that_is_sent_can_make_it_fail(update):
    for ask in (sender_of, private_chat_of, press_of, pressed_data, typed_text, is_urgent_request):
        ask(update)
