import pytest
from aiogram.methods import DeleteMyCommands, SetMyCommands

from bot.commands import BY_ROLE, MOST, commands_of
from tests.stage import wording
from wording.catalogue import Catalogue


def several() -> Catalogue:
    english = wording()._languages["en"]
    return Catalogue({"en": english, "pt": english}, fallback="?", strict=True)


def names(method: SetMyCommands | DeleteMyCommands) -> list[str]:
    assert isinstance(method, SetMyCommands)
    return [command.command for command in method.commands]


@pytest.mark.parametrize("role", BY_ROLE)
def test_commands_of_a_role_are_few_and_begin_with_help(role: str) -> None:
    one = names(commands_of(wording(), 1, role, "en"))
    more = names(commands_of(several(), 1, role, "en"))
    assert "language" not in one
    assert [name for name in more if name not in one] == ["language"]
    assert set(one) - set(more) <= {"help"}
    assert len(more) <= MOST
    assert {"urgent", "stop", "mydata"} <= set(one)


def test_commands_of_nobody_are_taken_away() -> None:
    assert isinstance(commands_of(wording(), 1, "", "en"), DeleteMyCommands)
