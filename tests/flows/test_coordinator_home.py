from datetime import timedelta

import pytest

from tests.flows.people import ANNA, join, pair

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")


async def test_people_who_wait_are_shown_but_need_nobody(sam, josie):
    del josie
    await sam.type("/menu")
    assert sam.text == "Perinatal. Nothing needs you right now."
    assert sam.labels[0] == "Waiting list (1)"


@pytest.mark.both_databases
async def test_something_to_decide_needs_the_coordinator(stage, sam, hannah, josie):
    await pair(stage, josie, hannah, state="suggested")
    await sam.type("/menu")
    assert sam.text == "Perinatal. This needs you:"


async def test_waiting_list_names_days_and_leads_home(stage, sam, josie):
    del josie
    await stage.advance(timedelta(days=1))
    await join(stage, ANNA, "service_user", "Anna")
    await sam.type("/menu")
    await sam.tap("Waiting list (2)")
    assert sam.text == (
        "Waiting: 2. The longest wait comes first.\n\n- Josie, 1 day\n- Anna, 0 days"
    )
    assert sam.labels[-1] == "Where I am"
    await sam.tap("Where I am")
    assert sam.text.startswith("Perinatal.")


@pytest.mark.parametrize(
    ("verb", "shown"),
    [
        ("rv", "There are no pairs to review."),
        ("pl", "No peer worker waits to be confirmed."),
        ("wl", "Nobody is waiting."),
        ("il", "No invitation is open."),
    ],
)
async def test_empty_lists_lead_home(sam, verb, shown):
    await sam.type("/menu")
    programme_id = sam.data("Team and invitations").split(":")[1]
    await sam.press(f"{verb}:{programme_id}:")
    assert sam.text == shown
    assert sam.labels[-1] == "Where I am"


async def test_new_invitation_leads_home(sam):
    await sam.type("/menu")
    await sam.tap("Invite a peer worker")
    assert sam.labels == ["Where I am"]
