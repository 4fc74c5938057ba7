"""The service is killed at every point where it matters, and nothing is lost or doubled."""

import signal

from db.killpoints import POINTS
from tests.kill.conversation import PAIR, Verdict, conversation, judge

TIMES = (1, 2, 4)  # the n-th time that the point is reached


async def test_killing_at_every_point_loses_nothing_and_repeats_nothing_unmarked(
    database_url: str, capsys
):
    table = []
    async with conversation(database_url) as talk:
        for point in POINTS:
            marked, uncertain = count(talk)
            for times in TIMES:
                assert await talk.live(f"{point}:{times}", times + 1) == signal.SIGKILL
            table.append((point, len(TIMES), *count(talk, marked, uncertain)))
        await talk.finish()
        verdicts = [judge(talk, *PAIR), judge(talk, *reversed(PAIR))]
        said = sum(len(texts) for texts in talk.said.values())
    with capsys.disabled():
        show(table, said, verdicts)
    assert said >= 200
    assert [(v.lost, v.unmarked, v.is_in_order) for v in verdicts] == [([], [], True)] * 2
    assert sum(v.marked + v.uncertain for v in verdicts) <= 2 * len(POINTS) * len(TIMES)


def count(talk, marked=0, uncertain=0):
    verdicts = [judge(talk, *PAIR), judge(talk, *reversed(PAIR))]
    return sum(v.marked for v in verdicts) - marked, sum(v.uncertain for v in verdicts) - uncertain


def show(table: list[tuple[str, int, int, int]], said: int, verdicts: list[Verdict]) -> None:
    lines = [f"{'killed at':24}{'kills':>7}{'marked repeats':>16}{'told uncertain':>16}"]
    lines += [f"{p:24}{kills:7}{marked:16}{unsure:16}" for p, kills, marked, unsure in table]
    lost = sum(len(v.lost) for v in verdicts)
    unmarked = sum(len(v.unmarked) for v in verdicts)
    order = "kept" if all(v.is_in_order for v in verdicts) else "BROKEN"
    lines.append(f"{said} messages: silently lost {lost}, unmarked {unmarked}, order {order}")
    print("\n" + "\n".join(lines))  # noqa: T201  the table is for whoever runs this
