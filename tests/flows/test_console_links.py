import re

import pytest

from db.console_links import LASTS, ConsoleLink, console_link_by_token
from flows.console_address import use_console
from flows.console_links import look_at_link
from flows.errors import Refused
from flows.story import Story
from tests.flows.people import rows

URL = "https://console.example.org"


async def test_without_a_console_there_is_no_button(sam):
    await sam.type("/menu")
    assert "Console" not in sam.labels


async def test_a_coordinator_gets_a_link_that_works_once(stage, sam):
    use_console(stage.database, URL)
    await sam.type("/menu")
    await sam.tap("Console")
    [token] = re.findall(rf"{URL}/console/enter\?t=(\w+)", sam.text)
    assert "It works once, for 15 minutes." in sam.text
    async with stage.database.reading() as session:
        story = Story(session, stage.clock.now(), "test")
        assert (await look_at_link(story, token)).name == "Sam"
        kept = await console_link_by_token(session, token)
        assert kept.expires_at == stage.clock.now() + LASTS


async def test_a_second_press_ends_the_link_of_the_first(stage, sam):
    use_console(stage.database, URL)
    await sam.type("/menu")
    await sam.tap("Console")
    [first] = re.findall(r"t=(\w+)", sam.text)
    await sam.type("/menu")
    await sam.tap("Console")
    async with stage.database.reading() as session:
        with pytest.raises(Refused):
            await look_at_link(Story(session, stage.clock.now(), "test"), first)
    assert len(await rows(stage, ConsoleLink)) == 2


async def test_nobody_else_gets_one(stage, sam, hannah, josie):
    use_console(stage.database, URL)
    await sam.type("/menu")
    press = sam.data("Console")
    for one in (hannah, josie):
        await one.press(press)
        assert all(URL not in text for text in one.phone.texts)
    assert await rows(stage, ConsoleLink) == []


async def test_an_old_button_sends_nothing_once_there_is_no_console(stage, sam):
    use_console(stage.database, URL)
    await sam.type("/menu")
    press = sam.data("Console")
    use_console(stage.database, "")
    await sam.press(press)
    assert await rows(stage, ConsoleLink) == []
