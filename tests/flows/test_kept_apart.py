import pytest

from db.bots import WORKER
from db.programmes import programme_by_name
from flows.story import Story
from flows.suggestions import suggest_anew
from tests.flows.people import HANNAH, JOSIE, join

pytestmark = pytest.mark.sqlite_alone("nothing here depends on the kind of database")


async def suggested(stage):
    async with stage.database.transaction() as session:
        where = await programme_by_name(session, "Perinatal")
        found = await suggest_anew(Story(session, stage.clock.now(), "test"), where)
        return len(found.pairs)


@pytest.mark.parametrize(
    ("asks", "peer_asks", "pairs"),
    [
        ((), (), 0),
        (("loss",), (), 0),
        ((), ("baby",), 0),
        (("loss",), ("baby",), 1),
    ],
)
async def test_birth_and_loss_meet_when_both_ask(stage, asks, peer_asks, pairs):
    await join(
        stage, JOSIE, "service_user", "Josie", wishes=("open_to",), open_to=asks or ("none",)
    )
    await join(stage, HANNAH, "peer_worker", "Hannah", stages=("loss",), open_to=peer_asks or None)
    assert await suggested(stage) == pairs


@pytest.mark.parametrize(("asks", "pairs"), [((), 0), (("baby",), 1)])
async def test_loss_meets_a_peer_who_knows_both_when_they_ask(stage, asks, pairs):
    await join(
        stage,
        JOSIE,
        "service_user",
        "Josie",
        stage="loss",
        wishes=("open_to",),
        open_to=asks or ("none",),
    )
    await join(stage, HANNAH, "peer_worker", "Hannah", stages=("loss", "first_year"))
    assert await suggested(stage) == pairs


async def test_two_who_lost_a_baby_meet(stage):
    await join(stage, JOSIE, "service_user", "Josie", stage="loss")
    await join(stage, HANNAH, "peer_worker", "Hannah", stages=("loss",))
    assert await suggested(stage) == 1


@pytest.mark.parametrize(("account", "pairs"), [(JOSIE, 0), (HANNAH, 1)])
async def test_nobody_is_paired_with_themselves_at_the_other_bot(stage, account, pairs):
    stage.with_worker_bot()
    await join(stage, JOSIE, "service_user", "Josie")
    await join(stage, account, "peer_worker", "Hannah", bot=WORKER)
    assert await suggested(stage) == pairs
