import pytest
from aiogram.types import Update

from playground.command_book import CommandBook
from playground.people import HANNAH, JOSIE, MADE_UP_PEOPLE, Account
from playground.phones import Phones
from playground.refusals import PhoneRefusal
from playground.samples import SAMPLES


def texts(phones):
    return [update["message"]["text"] for update in phones.updates.peek(100)]


@pytest.mark.parametrize("kind", sorted(SAMPLES))
def test_sample_is_an_update_aiogram_can_read(phones, kind):
    SAMPLES[kind](phones, JOSIE.id)

    (*_, raw) = phones.updates.peek(9)
    assert Update.model_validate(raw).message.from_user.id == JOSIE.id


def test_every_other_update_can_be_read_by_aiogram(phones):
    phones.start(JOSIE.id)
    phones.updates.allow(["message_reaction", "my_chat_member", "edited_message", "callback_query"])
    phones.react(JOSIE.id, 1, "👍")
    phones.edit(JOSIE.id, 1, "hello")
    phones.press(JOSIE.id, 1, "x")
    phones.block(JOSIE.id)

    kinds = [Update.model_validate(raw).event_type for raw in phones.updates.peek(9)[1:]]
    assert kinds == ["message_reaction", "edited_message", "callback_query", "my_chat_member"]


def test_invitation_starts_the_chat_with_its_payload(phones):
    phones.start(JOSIE.id, "abc_-1")
    assert texts(phones) == ["/start abc_-1"]


def test_long_text_leaves_the_phone_in_pieces(phones):
    phones.say(JOSIE.id, "x" * 5000)
    assert [len(text) for text in texts(phones)] == [4096, 904]


def test_4096_emoji_are_one_message(phones):
    phones.say(JOSIE.id, "😀" * 4096)
    assert texts(phones) == ["😀" * 4096]


def test_reply_quotes_one_level(phones):
    phones.say(JOSIE.id, "one")
    phones.say(JOSIE.id, "two", reply_to=1)
    held = phones.say(JOSIE.id, "three", reply_to=2)

    quoted = held.content["reply_to_message"]
    assert (quoted["text"], "reply_to_message" in quoted) == ("two", False)


def test_queued_update_keeps_the_text_before_an_edit(phones):
    phones.say(JOSIE.id, "before")
    phones.edit(JOSIE.id, 1, "after https://example.org")

    first, second = phones.updates.peek(9)
    assert first["message"]["text"] == "before"
    assert second["edited_message"]["entities"][0]["type"] == "url"
    assert second["edited_message"]["date"] == first["message"]["date"]


def test_message_of_the_bot_cannot_be_edited_by_a_person(phones):
    phones.hold(phones.chat(JOSIE.id), {"text": "mine"}, by_bot=True)
    with pytest.raises(PhoneRefusal, match="one's own"):
        phones.edit(JOSIE.id, 1, "yours")


def test_blocking_twice_is_told_once(phones):
    phones.block(HANNAH.id)
    phones.block(HANNAH.id)
    assert phones.updates.count() == 1


def test_starting_over_forgets_all_but_the_people_and_the_update_ids(phones):
    phones.start(JOSIE.id)
    phones.clear()
    phones.start(JOSIE.id)

    assert list(phones.chat(JOSIE.id).messages) == [1]
    assert phones.updates.peek(9)[0]["update_id"] == 501
    assert phones.accounts == list(MADE_UP_PEOPLE)


def test_update_ids_begin_anywhere(clock):
    ids = set()
    for _ in range(8):
        phones = Phones(clock)
        ids.add(phones.push_raw_update({}))
    assert len(ids) > 1


def test_empty_list_of_commands_uncovers_the_wider_one():
    book = CommandBook()
    book.put({"type": "default"}, "", [{"command": "help"}])
    book.put({"type": "chat", "chat_id": JOSIE.id}, "", [{"command": "talk"}])
    book.put({"type": "chat", "chat_id": JOSIE.id}, "", [])

    assert book.show(JOSIE.id, "en") == [{"command": "help"}]


def test_person_who_began_long_ago_can_be_written_to_without_an_update(phones):
    phones.begin(JOSIE.id)
    assert phones.chat(JOSIE.id).as_state() == {"started": True, "blocked": False}
    assert phones.updates.count() == 0


def test_added_person_has_a_phone(phones):
    phones.add_account(Account(2001, "Bea", language_code=None))
    phones.start(2001)
    phones.clear()

    assert phones.chat(2001).account.as_user() == {
        "id": 2001,
        "is_bot": False,
        "first_name": "Bea",
    }
