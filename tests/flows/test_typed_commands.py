import pytest

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")


@pytest.mark.parametrize("typed", ["/menu@stage_bot", "/MENU", "/Menu@Some_Other_Bot"])
async def test_command_counts_in_any_case_and_with_any_name_behind_it(josie, hannah, paired, typed):
    del paired
    before = len(hannah.texts)
    await josie.type("/menu")
    screen = josie.text
    await josie.type(typed)
    assert josie.texts[-2:] == [screen, screen]
    assert len(hannah.texts) == before


@pytest.mark.both_databases
async def test_urgent_help_counts_with_the_name_of_the_bot_behind_it(josie):
    await josie.type("/URGENT@stage_bot")
    assert "Samaritans: call 116 123" in josie.text
