import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    MenuButtonCommands,
)

from playground.people import HANNAH, JOSIE


def menu(*names):
    return [BotCommand(command=name, description=f"About {name}") for name in names]


async def test_narrowest_scope_and_own_language_win(bot, phones):
    phones.start(JOSIE.id)
    await bot.set_my_commands(menu("help"))
    assert [item.command for item in await bot.get_my_commands()] == ["help"]
    await bot.set_my_commands(menu("talk"), BotCommandScopeAllPrivateChats())
    await bot.set_my_commands(menu("rozmowa"), BotCommandScopeAllPrivateChats(), "pl")
    await bot.set_my_commands(menu("pause"), BotCommandScopeChat(chat_id=JOSIE.id))

    def shown(account_id, language):
        return [item["command"] for item in phones.commands.show(account_id, language)]

    assert shown(JOSIE.id, "pl") == ["pause"]
    assert shown(HANNAH.id, "pl") == ["rozmowa"]
    assert shown(HANNAH.id, "en") == ["talk"]
    await bot.delete_my_commands(BotCommandScopeChat(chat_id=JOSIE.id))
    assert shown(JOSIE.id, None) == ["talk"]


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        (menu("Help"), "BOT_COMMAND_INVALID"),
        (menu("x" * 33), "BOT_COMMAND_INVALID"),
        ([BotCommand(command="help", description="")], "BOT_COMMAND_DESCRIPTION_INVALID"),
        (menu(*map(str, range(101))), "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_menu_telegram_refuses_is_refused(bot, commands, reason):
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.set_my_commands(commands)


async def test_commands_of_a_chat_that_never_started_are_refused(bot):
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.set_my_commands(menu("help"), BotCommandScopeChat(chat_id=JOSIE.id))


async def test_profile_is_told_in_the_persons_language(bot):
    await bot.set_my_name("Pairwell test")
    await bot.set_my_description("Somebody who knows.")
    await bot.set_my_description("Ktoś, kto wie.", language_code="pl")
    await bot.set_my_short_description("Peer support")

    assert (await bot.get_my_name()).name == "Pairwell test"
    assert (await bot.get_my_description(language_code="pl")).description == "Ktoś, kto wie."
    assert (await bot.get_my_description(language_code="cy")).description == "Somebody who knows."
    assert (await bot.get_my_short_description()).short_description == "Peer support"
    with pytest.raises(TelegramBadRequest, match="name is too long"):
        await bot.set_my_name("x" * 65)


async def test_menu_button_is_kept(bot, phones):
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    assert (await bot.get_chat_menu_button()).type == "commands"
    phones.start(JOSIE.id)
    assert (await bot.get_chat_menu_button(JOSIE.id)).type == "default"
    await bot.set_chat_menu_button(JOSIE.id, MenuButtonCommands())
    assert (await bot.get_chat_menu_button(JOSIE.id)).type == "commands"


async def test_scopes_of_groups_are_refused(bot):
    with pytest.raises(TelegramBadRequest, match="scope all_group_chats"):
        await bot.set_my_commands(menu("help"), BotCommandScopeAllGroupChats())
