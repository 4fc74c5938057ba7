import pytest
from hypothesis import given
from hypothesis import strategies as st

from care import contact_details
from care.contact_details import contact_like


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("write to me: @josie_b", ("username",)),
        ("my insta is josiebee", ("username",)),
        ("add me on WhatsApp", ("username",)),
        ("Snapchat: josiebee", ("username",)),
        ("see https://example.org/x", ("link",)),
        ("t.me/josie", ("link",)),
        ("www.example.test", ("link",)),
        ("it is on example.co.uk", ("link",)),
        ("josie dot com", ("link",)),
        ("tg://user?id=1", ("link",)),
        ("07700 900123", ("phone",)),
        ("+44 (0)7700-900.123", ("phone",)),
        ("\uff10\uff17\uff17\uff10\uff10 900123", ("phone",)),
        ("0\ufe0f\u20e37\ufe0f\u20e37\ufe0f\u20e3 00 900 123", ("phone",)),
        ("oh double seven hundred no: oh seven seven oh oh nine oh oh one", ("phone",)),
        ("zero 7 seven double zero nine 00 one two three", ("phone",)),
        ("oh-seven-seven-oh-oh nine oh oh one two three", ("phone",)),
        ("josie@example.org", ("email",)),
        ("josie (at) example (dot) org", ("email",)),
        ("josie at example dot co dot uk", ("email",)),
        ("@josie_b or 07700900123", ("username", "phone")),
    ],
)
def test_contact_details_are_noticed(text, kinds):
    assert contact_like(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Shall we talk at 10:30 on 05/03/2026, or 06/03/2026?",
        "You can call Samaritans on 116 123, or 999, or 111.",
        "He slept from 2 to 4 and 5 to 7, so four hours.",
        "One two three four five, once I caught a fish alive, six seven eight nine ten.",
        "I was at home. Come and see me.",
        "e.g. the midwife i.e. the nice one... ok.",
        "We met at 3 @ the park",
        "I feel a signal of hope and read a facebook post.",
        "It cost 1,250.00 and then 3.50",
        "She weighed 3.2kg at birth, 7lb 1oz!",
    ],
)
def test_everyday_words_are_left_alone(text):
    assert contact_like(text) == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Please call 0808 808 8000 now", ()),
        ("Please call 08088088000 now", ()),
        ("Please call 0808-808-8000.", ()),
        ("0808 808 8000 or 07700 900123", ("phone",)),
        ("10808 808 80001", ("phone",)),
        ("TALK to 50808 or @josie_b", ("username",)),
    ],
)
def test_number_of_a_helpline_may_be_given(text, kinds):
    assert contact_like(text, ("0808 808 8000", "TALK to 50808", "text us")) == kinds


@given(st.text(max_size=200))
def test_contact_like_reads_any_text(text):
    assert set(contact_like(text)) <= {"username", "link", "phone", "email"}


PIECES = st.sampled_from(
    (
        "www.", "@", ".com", "dot", "uk", "t.me", "://", "tg:", "my", "add me on", "insta", "Gram",
        "SNAP", "chat", "signal", "whats app", "tik tok", "fb", "discord", "name", ":", " ",
        "josie",
    )
)  # fmt: skip


@given(st.lists(PIECES, max_size=8).map(" ".join) | st.lists(PIECES, max_size=8).map("".join))
def test_quick_look_misses_nothing_that_the_thorough_one_finds(text):
    without_email = contact_details._EMAIL.sub(" ", text)
    thorough = {
        kind
        for kind, pattern in (
            ("username", contact_details._USERNAME),
            ("link", contact_details._LINK),
        )
        if pattern.search(without_email)
    }
    assert thorough == {"username", "link"} & set(contact_like(text))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a" * 4096, ()),
        ("a_" * 2000 + "@", ()),
        ("www" * 1300, ()),
        ("a@" * 2048, ()),
        ("1 " * 2048, ("phone",)),
        ("a" * 2000 + " josie@example.org", ("email",)),
    ],
)
def test_contact_like_reads_the_longest_message(text, kinds):
    assert contact_like(text) == kinds
