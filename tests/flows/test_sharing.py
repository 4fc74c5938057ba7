"""Peer workers' own measures: theirs first, shared as they choose, with offers and no calls."""

import pytest

from db.alerts import Alert
from db.measure_shares import MeasureShare
from tests.flows.people import JOSIE, join, pair, row, rows
from tests.flows.test_answers_over_time import answered, asked

BURNED_OUT = "3"


pytestmark = pytest.mark.sqlite_alone("what depends on the kind of database is tested in tests/db")


@pytest.fixture
def page(stage, sam, hannah):
    """Hannah's page as Sam sees it now."""

    async def shown():
        await sam.press(f"pw:{hannah.membership_id}:")
        return sam.text

    del stage
    return shown


async def test_hard_answer_is_met_with_an_offer_and_calls_nobody(stage, hannah, sam, paired):
    del paired
    said = len(sam.texts)
    await answered(stage, hannah, "burnout", BURNED_OUT)
    assert hannah.text == (
        "Thank you. This sounds like a lot. Would a rest, a talk or fewer people help you?\n\n"
        "You choose. Nobody is told what you answered, unless you share it."
    )
    assert hannah.labels == [
        "Talk to my coordinator",
        "I am away for a while",
        "No new people for now",
        "Fewer people at a time",
        "My answers over time",
        "Urgent help",
    ]
    assert await rows(stage, Alert) == []
    assert not any("Someone in" in text for text in sam.texts[said:])
    await hannah.tap("No new people for now")
    assert "new" in hannah.text


async def test_hard_answer_offers_fewer_people(stage, hannah, sam, paired):
    del paired
    await answered(stage, hannah, "burnout", BURNED_OUT)
    said = len(sam.texts)
    await hannah.tap("Fewer people at a time")
    assert "1" in hannah.labels
    await hannah.tap("1")
    assert hannah.text.startswith("Noted. You chat with up to 1 ")
    assert sam.texts[said:] == []


async def test_lowest_wellbeing_of_a_peer_worker_is_an_offer_too(stage, hannah, sam, paired):
    del paired
    said = len(sam.texts)
    await answered(stage, hannah, "who5", *["At no time"] * 5)
    assert hannah.text.startswith("Thank you. This sounds like a lot.")
    assert await rows(stage, Alert) == []
    assert not any("Someone in" in text for text in sam.texts[said:])


async def test_usual_answer_is_thanked_and_nothing_is_offered(stage, hannah, paired):
    del paired
    await answered(stage, hannah, "burnout", "1")
    assert hannah.text == "Thank you. Your answers are saved."
    assert hannah.labels == ["My answers over time", "Urgent help"]


async def test_worry_about_somebody_is_told_whatever_is_shared(stage, hannah, paired):
    del paired
    await answered(stage, hannah, "peer_week", "A lot", "Yes", "No")
    assert (await row(stage, Alert)).kind == "worry"
    await hannah.press("ms::peer_week")
    assert "One thing is always told at once" in hannah.text


async def test_coordinator_sees_nothing_of_it_until_it_is_shared(stage, hannah, paired, page):
    del paired
    await answered(stage, hannah, "burnout", BURNED_OUT)
    before = await page()
    assert "urnout" not in before
    await hannah.press("ms::burnout")
    assert "You do not share these answers with coordinators." in hannah.text
    await hannah.tap("Share with coordinators")
    assert hannah.text == "You share these answers. Coordinators see the totals and their days."
    shown = await page()
    assert shown.removeprefix(before) == (
        "\n\nWhat they share with you about themselves:\n\nSingle-item burnout measure\n\n"
        "The total goes from 1 to 5. Lower is better.\n\n24 December 2026: 3"
    )
    await hannah.tap("Stop sharing")
    assert await page() == before
    assert await rows(stage, MeasureShare) == []


async def test_shared_week_shows_its_answers_and_nothing_else(stage, hannah, paired, page):
    del paired
    await answered(stage, hannah, "burnout", BURNED_OUT)
    await answered(stage, hannah, "peer_week", "A lot", "A bit", "Partly")
    before = await page()
    await hannah.press("mp:on:peer_week")
    assert hannah.text.startswith(
        "You share these answers. Coordinators see what you answered, and the days."
    )
    shown = (await page()).removeprefix(before)
    day = shown.split("\n\n")[3]
    assert shown == (
        "\n\nWhat they share with you about themselves:\n\nYour week as a peer worker\n\n"
        f"{day}\n\nLoad: A lot\nWorry: A bit\nSupport: Partly"
    )
    await hannah.press("mp:off:peer_week")
    assert await page() == before


async def test_sharing_one_measure_shares_no_other(stage, hannah, paired, page):
    del paired
    await answered(stage, hannah, "who5", *["At no time"] * 5)
    await answered(stage, hannah, "burnout", BURNED_OUT)
    await hannah.press("mp:on:burnout")
    await hannah.press("mp:on:burnout")
    assert len(await rows(stage, MeasureShare)) == 1
    shown = await page()
    assert "urnout" in shown
    assert "WHO" not in shown


async def test_answers_as_a_service_user_are_not_what_a_peer_worker_shares(
    stage, sam, hannah, josie
):
    """Josie shares her wellbeing as a peer worker, and has answered it as a service user alone."""
    await pair(stage, josie, hannah)
    await answered(stage, josie, "who5", *["At no time"] * 5)
    as_peer = await join(stage, JOSIE, "peer_worker", "Josie")
    await as_peer.press("mp:on:who5")
    await sam.press(f"pw:{as_peer.membership_id}:")
    assert "What they share" not in sam.text


@pytest.mark.parametrize("data", ["mp:on:who5", "mp:off:who5"])
async def test_service_user_shares_nothing_by_a_made_up_press(stage, josie, paired, data):
    del paired
    await josie.press(data)
    assert await rows(stage, MeasureShare) == []


@pytest.mark.parametrize("data", ["mp:on:nothing", "mp:maybe:who5", "mp::who5"])
async def test_made_up_choice_shares_nothing(stage, hannah, paired, data):
    del paired
    await hannah.press(data)
    assert await rows(stage, MeasureShare) == []


async def test_check_in_says_whose_the_answers_are(stage, hannah, paired):
    del paired
    await asked(stage, hannah, "burnout")
    told = "Your answers are yours: coordinators see them once you share them."
    assert any(told in text for text in hannah.texts)


async def test_page_of_a_service_user_has_totals_with_their_days(stage, sam, josie, paired):
    """A change is named from the published value on, and answers as a peer worker stay out."""
    del paired
    await answered(stage, josie, "who5", *["At no time"] * 5)
    await answered(stage, josie, "who5", *["Some of the time"] * 5)
    await sam.press(f"pp:{josie.membership_id}:")
    assert (
        "The total goes from 0 to 100. Higher is better.\n\n"
        "28 November 2026: 0\n12 December 2026: 20\n\n"
        "From 28 November 2026 to 12 December 2026 it went up by 20 points. "
        "That is more than chance."
    ) in sam.text
