"""A message is changed and taken back, from phone to phone."""

from tests.stories.street import Street
from tests.stories.talk import pair_up

LONG = "One step after the other. " * 200  # two messages


async def shown(chat) -> list[str]:
    return [message.text for message in await chat.player.look()]


async def test_message_is_changed_and_taken_back(street: Street):
    await pair_up(street.service.database, street.clock.now())
    for chat in (street.josie, street.hannah):
        await chat.player.start()
    said = await street.josie.player.say("Helo")
    copy = await street.hannah.player.wait_for("Josie\nHelo")

    await street.josie.player.edit(said, "Hello")
    changed = await street.hannah.player.wait_for("Josie\nHello")
    assert changed.id == copy.id

    await street.josie.player.edit(said, LONG)
    await street.hannah.player.wait_until(
        lambda messages: sum("One step" in m.text for m in messages) == 2 or None, "two parts"
    )

    await street.josie.player.say("/unsend", reply_to=said)
    await street.josie.player.wait_for("Taken back. Hannah may have seen it.")
    await street.josie.player.wait_until(
        lambda messages: all(m.id != said.id for m in messages) or None, "its removal"
    )
    assert [text for text in await shown(street.hannah) if text.startswith("Josie\n")] == []
    assert [text for text in await shown(street.josie) if text.startswith("Sent")] == []
