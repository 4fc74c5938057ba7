import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BadButton
from bot.keyboards import Press, draw_keyboard, read_press, write_press
from flows.letters import Button, Words, one_each
from wording.catalogue import Catalogue

CATALOGUE = Catalogue({}, fallback="Call 999.", strict=True)


def test_keyboard_has_one_row_for_each_row():
    rows = one_each(
        Button(Words("Yes"), "offer", "r1", "yes"),
        Button(Words("Open"), url="https://example.org"),
    )
    assert draw_keyboard(rows, CATALOGUE, "en") == InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text="Yes", callback_data="offer:r1:yes")],
            [InlineKeyboardButton(text="Open", url="https://example.org")],
        ]
    )


def test_keyboard_without_rows_is_none():
    assert draw_keyboard(((),), CATALOGUE, "en") is None


word = st.text("abcxyz_-", min_size=1, max_size=20)


@settings(max_examples=50)
@given(word, word, st.text("abc:é", max_size=8))
def test_press_reads_back_what_was_written(verb, ref, detail):
    assert read_press(write_press(verb, ref, detail)) == Press(verb, ref, detail)


@pytest.mark.parametrize("data", [None, "", "u", "a:b", ":b:c"])
def test_press_of_a_strange_button_is_none(data):
    assert read_press(data) is None


@pytest.mark.parametrize(
    ("verb", "ref", "detail"),
    [("", "r", "d"), ("a:b", "", ""), ("a", "b:c", ""), ("a", "b", "é" * 31)],
)
def test_button_that_does_not_fit_is_refused(verb, ref, detail):
    with pytest.raises(BadButton):
        write_press(verb, ref, detail)
