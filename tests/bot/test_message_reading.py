import pytest
from aiogram.types import Message

from bot.message_reading import read_message
from care.message_text import Entity
from flows.media import Photo, Voice
from flows.written import Unpassable, Written

ENVELOPE = {"message_id": 5, "date": 0, "chat": {"id": 1, "type": "private"}}


def read(kind="message", **fields):
    content = ENVELOPE | fields
    return read_message(Message.model_validate(content), {"update_id": 1, kind: content})


def size(file_id, side, file_size=None):
    return {
        "file_id": file_id, "file_unique_id": file_id, "width": side, "height": side,
        "file_size": file_size,
    }  # fmt: skip


def test_text_is_read_with_its_harmless_formats_and_what_it_answers():
    found = read(
        text="Good\x00 day",
        entities=[
            {"type": "bold", "offset": 0, "length": 4},
            {"type": "text_link", "offset": 0, "length": 4, "url": "https://example.org"},
        ],
        reply_to_message=ENVELOPE | {"message_id": 3},
    )
    assert found == Written(5, "Good\ufffd day", (Entity("bold", 0, 4),), reply_to=3)


def test_largest_picture_that_a_bot_can_fetch_is_read():
    sizes = [size("s", 90, 900), size("l", 800, 90_000), size("xl", 9_000, 20_000_001)]
    assert read(photo=sizes, media_group_id="7") == Written(
        5, "", media=Photo("l", 90_000), album="7"
    )
    assert read(photo=[size("s", 90)]) == Written(5, "", media=Photo("s", 0))


def test_voice_message_is_read_with_its_caption():
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 9, "file_size": 700}
    assert read(voice=voice, caption="Listen") == Written(5, "Listen", media=Voice("v", 700, 9))


def test_field_that_no_model_knows_stops_the_message():
    assert read(text="Hello", field_of_tomorrow={"name": "x"}) == Unpassable("other", "Hello")
    assert read(text="Hello", field_of_tomorrow=None) == Written(5, "Hello")


@pytest.mark.parametrize("kind", ["message", "edited_message"])
def test_edit_is_read_like_the_message(kind):
    assert read(kind, text="Hello", edit_date=1) == Written(5, "Hello")
    assert read(kind, text="Hello", forward_sender_name="x") == Unpassable("forwarded", "Hello")


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_text_without_words_is_not_passed_on(text):
    assert read(text=text) == Unpassable("other", text)


def test_notice_of_telegram_is_nothing_that_was_written():
    assert read(write_access_allowed={}) is None


def test_media_remember_the_bot_that_can_fetch_them():
    content = ENVELOPE | {"photo": [size("s", 90, 900)]}
    found = read_message(Message.model_validate(content), {"message": content}, "worker")
    assert found == Written(5, "", media=Photo("s", 900, bot="worker"))
