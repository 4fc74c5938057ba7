"""Copies are edited and deleted through the map, whatever goes wrong on the way."""

import pytest

from db.message_map import map_message
from db.pairings import add_pairing
from db.programmes import add_programme
from flows.letters import Body, Words
from playground.faults import Fault, FaultKind
from playground.people import HANNAH, JOSIE
from tests.bot.stage import Fates, Stage, now, until

SOURCE = 2**40


class Maps(Fates):
    """Hooks that remember where copies are, as the stories do."""

    async def letter_sent(self, story, letter, message_id):
        await super().letter_sent(story, letter, message_id)
        if letter.act == "send":
            await map_message(
                story.session, letter.pairing_id, sender=letter.source_person_id,
                source=letter.source_message_id, recipient=letter.person_id,
                copy=message_id, now=story.now, part=letter.part,
            )  # fmt: skip


class Passing:
    """What Josie wrote on its way to Hannah, in two parts."""

    def __init__(self, stage, josie, hannah, pairing_id):
        self.stage, self.hannah = stage, hannah
        self.copy = {"pairing_id": pairing_id, "source": (josie, SOURCE)}

    async def pass_on(self, story):
        for part in (0, 1):
            content = Body((Words(f"part {part}"),), protected=True)
            await story.pass_on(self.hannah, content, silent=False, part=part, **self.copy)

    async def edit(self, story, part, text):
        content = Body((Words(text),), protected=True)
        await story.edit_copy(self.hannah, content, part=part, words_hash=b"", **self.copy)

    async def deliver(self):
        postman = self.stage.postman(Maps())
        running = self.stage.nursery.start("postman", postman.run())

        async def is_done():
            return all(fate[0] in ("sent", "failed") for fate in await self.stage.fates())

        await until(is_done)
        assert await postman.close(10)
        await running

    def shown(self):
        messages = self.stage.phones.chat(HANNAH.id).messages.values()
        return {m.content["message_id"]: m.content["text"] for m in messages if m.by_bot}


@pytest.fixture
async def passing(stage: Stage) -> Passing:
    josie, hannah = await stage.meet(JOSIE.id, HANNAH.id)
    async with stage.database.transaction() as session:
        where = add_programme(
            session, "P", pack="perinatal", region="england", time_zone="UTC", now=now()
        )
        await session.flush()
        pairing = await add_pairing(
            session, where.id, josie, hannah, fit=1, reasons="[]", now=now()
        )
    return Passing(stage, josie, hannah, pairing.id)


async def test_edit_finds_the_copy_that_leaves_before_it(stage: Stage, passing: Passing):
    async with stage.story() as story:
        await passing.pass_on(story)
        await passing.edit(story, 1, "changed")
    await passing.deliver()
    assert list(passing.shown().values()) == ["part 0", "changed"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultKind.GATEWAY, "editMessageText"),
        Fault(FaultKind.GATEWAY, "editMessageText", acts=True),
        Fault(FaultKind.RESET, "editMessageText", acts=True),
    ],
    ids=str,
)
async def test_edit_of_unknown_outcome_is_done_again(stage: Stage, passing: Passing, fault):
    stage.faults.add(fault)
    async with stage.story() as story:
        await passing.pass_on(story)
        await passing.edit(story, 0, "changed")
        await passing.edit(story, 0, "changed again")
    await passing.deliver()
    assert list(passing.shown().values()) == ["changed again", "part 1"]


async def remove(passing: Passing, *faults: Fault):
    async with passing.stage.story() as story:
        await passing.pass_on(story)
    await passing.deliver()
    for fault in faults:
        passing.stage.faults.add(fault)
    first, second = passing.shown()
    async with passing.stage.story("removal") as story:
        for copy in (first, first, second):
            await story.delete_copy(passing.hannah, copy, **passing.copy)
    await passing.deliver()
    return [fate[:2] for fate in await passing.stage.fates()][2:]


async def test_copy_is_deleted_and_one_that_is_gone_is_no_fault(passing: Passing):
    assert await remove(passing) == [("sent", None)] * 3
    assert passing.shown() == {}


@pytest.mark.parametrize("acts", [False, True])
async def test_removal_of_unknown_outcome_is_done_again(passing: Passing, acts):
    fault = Fault(FaultKind.GATEWAY, "deleteMessage", acts=acts)
    assert await remove(passing, fault) == [("sent", None)] * 3
    assert passing.shown() == {}


async def test_removal_that_is_refused_is_known_to_have_failed(passing: Passing):
    refusal = "message can't be deleted for everyone"
    fault = Fault(FaultKind.BAD_REQUEST, "deleteMessage", description=refusal)
    fates = await remove(passing, fault)
    assert fates == [("failed", "bad_request"), ("sent", None), ("sent", None)]
