"""Copies out of a reporter's chat, at the edge: what is asked of Telegram, what it may answer."""

import pytest

from db.outbox import claim_letters
from playground.faults import Fault, FaultKind
from playground.people import JOSIE, SAM
from tests.bot.stage import Fates, Stage, now
from tests.bot.test_delivery import deliver


async def copy_to_sam(stage: Stage, message_id: int) -> None:
    sam, josie = await stage.meet(SAM.id, JOSIE.id)
    async with stage.story() as story:
        await story.copy(sam, josie, message_id, slot="handed_over:x")


def said(stage: Stage) -> int:
    stage.phones.start(JOSIE.id)
    found: int = stage.phones.say(JOSIE.id, "she asked for money").content["message_id"]
    return found


def copies(stage: Stage) -> list[dict[str, object]]:
    found = [r for r in stage.phones.requests.to(SAM.id) if r.method == "copyMessage" and r.acted]
    return [dict(request.params) for request in found]


async def test_copy_is_of_that_message_and_protected(stage: Stage):
    message_id = said(stage)
    await copy_to_sam(stage, message_id)
    await deliver(stage)
    [asked] = copies(stage)
    told = {name: str(value) for name, value in asked.items()}
    assert told["from_chat_id"] == str(JOSIE.id)
    assert (told["message_id"], told["protect_content"].lower()) == (str(message_id), "true")
    assert await stage.fates() == [("sent", None, 1, False)]


@pytest.mark.parametrize("description", ["message to copy not found", "chat not found"])
async def test_refused_copy_fails_and_makes_nobody_unreachable(stage: Stage, description):
    await copy_to_sam(stage, said(stage))
    stage.faults.add(Fault(FaultKind.BAD_REQUEST, "copyMessage", description=description))
    hooks = Fates()
    await deliver(stage, hooks, expected=("failed",))
    assert [fate[0] for fate in hooks.told] == ["failed"]


async def test_copy_whose_fate_is_unknown_is_not_made_twice(stage: Stage):
    await copy_to_sam(stage, said(stage))
    stage.faults.add(Fault(FaultKind.RESET, "copyMessage", acts=True))
    await deliver(stage, Fates(), expected=("uncertain",))
    assert len(copies(stage)) == 1


async def test_copy_found_in_sending_is_not_made_again(stage: Stage):
    await copy_to_sam(stage, said(stage))
    async with stage.database.transaction() as session:
        await claim_letters(session, [1], now())
    await deliver(stage, Fates(), expected=("uncertain",))
    assert copies(stage) == []
