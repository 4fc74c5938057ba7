import asyncio
import re
from datetime import timedelta

import aiohttp
import pytest

from playground.client import PlaygroundClient
from playground.faults import Fault
from playground.people import HANNAH, JOSIE
from playground.player import PlayerError
from playground.samples import draw_png
from tests.playground.keyboards import YES


async def test_player_walks_through_a_conversation(bot, client):
    josie = client.player(JOSIE.id)
    await josie.start("abc")
    await bot.send_message(JOSIE.id, "Shall we?", reply_markup=YES)
    await josie.wait_for("Shall we?")
    press = await josie.press("Yes")
    await bot.answer_callback_query(press, text="Noted")

    assert await josie.wait_for_answer(press) == "Noted"
    await bot.edit_message_text("We shall.", chat_id=JOSIE.id, message_id=2)
    seen = await josie.wait_for(re.compile(r"^We sh"))
    assert (seen.id, seen.labels) == (2, [])
    assert [item.text for item in josie.messages] == ["/start abc", "We shall."]


async def test_wait_ignores_what_was_there_before_the_last_act(bot, client):
    josie = client.player(JOSIE.id)
    await josie.start()
    await bot.send_message(JOSIE.id, "Thank you")
    await josie.say("more")
    with pytest.raises(PlayerError, match=r"Waited 0.05 s for 'Thank you'.*'Thank you' \[\]"):
        await josie.wait_for("Thank you", timeout_seconds=0.05)


async def test_wait_ends_when_the_message_comes(bot, client):
    josie, hannah = client.player(JOSIE.id), client.player(HANNAH.id)
    await josie.start()
    await hannah.start()
    async with asyncio.TaskGroup() as tasks:
        seen = tasks.create_task(josie.wait_for("Hello"))
        tasks.create_task(bot.send_message(JOSIE.id, "Hello"))

    assert seen.result().text == "Hello"


async def test_player_can_do_what_a_person_can(client, phones):
    josie = client.player(JOSIE.id)
    said = await josie.say("hullo")
    await josie.edit(said, "hello")
    await josie.react(said, "👍")
    await josie.post(dice={"emoji": "🎲", "value": 3})
    for kind in ("photo", "voice", "sticker", "contact", "location", "poll", "document", "forward"):
        await josie.send_sample(kind)
    await josie.delete(said)
    await josie.block()
    with pytest.raises(PlayerError, match="Unblock it first"):
        await josie.say("hello?")
    await josie.unblock()

    kinds = [next(iter(update)) for update in _without_ids(phones.updates.peek(99))]
    assert kinds == ["message", "edited_message", *["message"] * 9, *["my_chat_member"] * 2]


def _without_ids(updates):
    return [
        {key: value for key, value in update.items() if key != "update_id"} for update in updates
    ]


async def test_lone_surrogate_reaches_the_bot_unharmed(bot, client):
    await client.player(JOSIE.id).say("a\ud800b\x00\u202e")

    assert (await bot.get_updates())[0].message.text == "a\ud800b\x00\u202e"


async def test_clock_and_beginning_are_the_services(client, control, phones, clock):
    await client.player(JOSIE.id).start()
    before = clock()
    await client.advance(timedelta(days=1))
    assert clock() - before == timedelta(days=1)

    await client.start_over()
    assert control.starts == 1
    assert not phones.chat(JOSIE.id).started
    assert phones.updates.count() == 0


async def test_requests_can_be_searched_for_leaks(bot, client):
    await client.player(JOSIE.id).start()
    await client.player(HANNAH.id).start()
    await bot.send_message(HANNAH.id, "Josie Marlow says hello")
    await bot.send_message(JOSIE.id, "Hello")

    leaks = await client.read_requests(mentioning="marlow", chat_id=HANNAH.id)
    assert [leak["method"] for leak in leaks] == ["sendMessage"]
    assert await client.read_requests(mentioning="marlow", chat_id=JOSIE.id) == []
    assert len(await client.read_requests(method="sendMessage")) == 2


@pytest.mark.parametrize(
    ("path", "body", "reason"),
    [
        ("accounts/1001/dance", {}, "Known actions are"),
        ("accounts/77/say", {"text": "x"}, "no made-up person 77"),
        ("accounts/1001/say", {}, "KeyError: 'text'"),
        ("accounts/1001/press", {"message_id": 9, "data": "x"}, "shows no message 9"),
        ("clock", {"hours": -1}, "forward only"),
        ("faults", {"limit": 3}, "Unknown: limit"),
        ("faults", {"rules": [{"kind": "sulk"}]}, "sulk"),
    ],
)
async def test_nonsense_is_refused_with_its_reason(client, path, body, reason):
    with pytest.raises(PlayerError, match=reason):
        await client.request("POST", path, body)


async def test_rate_limits_are_set_over_http(client, faults):
    await client.add_faults(Fault("reset"), limit_per_chat_per_second=1)

    assert faults.limit_per_chat_per_second == 1
    assert (await client.request("GET", "faults"))["rules"][0]["kind"] == "reset"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://example.org"}, 403),
        ({"Host": "playground.example.org"}, 403),
    ],
)
async def test_other_sites_cannot_write(base_url, headers, status):
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"{base_url}/playground/accounts/1001/start", json={}, headers=headers
        ) as response,
    ):
        assert response.status == status


async def test_player_sends_a_picture_and_scripts_queue_updates(client, phones):
    josie = client.player(JOSIE.id)
    sent = await josie.send_photo(draw_png(30, 20))
    await client.push_update({"poll_answer": "unreadable"})

    assert sent.content["photo"][0]["width"] == 30
    assert phones.updates.peek(9)[1]["poll_answer"] == "unreadable"
    state = await client.read_state()
    assert [person["first_name"] for person in state["accounts"]][:3] == ["Josie", "Hannah", "Sam"]
    assert [person["letter"] for person in state["accounts"]][:3] == ["J", "H", "S"]


async def test_old_button_can_be_pressed_by_its_data(bot, client):
    josie = client.player(JOSIE.id)
    await josie.start()
    await bot.send_message(JOSIE.id, "Shall we?", reply_markup=YES)
    shown = await josie.wait_for("Shall we?")
    await bot.edit_message_reply_markup(chat_id=JOSIE.id, message_id=shown.id)
    await josie.press_data(shown, "y")

    assert (await bot.get_updates())[-1].callback_query.data == "y"
    with pytest.raises(PlayerError, match=r"Waited 0.05 s for 'Yes'"):
        await josie.press("Yes", timeout_seconds=0.05)


async def test_press_waits_for_its_button(bot, client):
    josie = client.player(JOSIE.id)
    await josie.start()
    async with asyncio.TaskGroup() as tasks:
        pressed = tasks.create_task(josie.press("Yes"))
        tasks.create_task(bot.send_message(JOSIE.id, "Shall we?", reply_markup=YES))

    assert (await bot.get_updates())[-1].callback_query.id == pressed.result()


async def test_unopened_client_says_what_to_do(base_url):
    with pytest.raises(PlayerError, match="Open the client first"):
        await PlaygroundClient(base_url).read_state()
