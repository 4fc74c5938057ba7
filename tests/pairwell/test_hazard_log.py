"""Every control of the hazard log has a test that is there, and names code that is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOG = (ROOT / "docs" / "safety" / "hazards.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
    for line in LOG.splitlines()
    if re.match(r"\| \d+ \|", line)
]


def test_hazards_are_numbered_in_order_and_whole() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, len(ROWS) + 1))
    assert [row[0] for row in ROWS if len(row) != 5 or not all(row)] == []


def test_every_control_has_a_test_that_is_there() -> None:
    named = {row[0]: re.findall(r"`(tests/[\w/]+\.py)`", row[4]) for row in ROWS}
    assert [number for number, tests in named.items() if not tests] == []
    missing = [(number, t) for number, tests in named.items() for t in tests if not _has_test(t)]
    assert missing == []


def test_code_that_a_control_names_is_there() -> None:
    named = re.findall(r"`((?:bot|care|db|flows|pairwell)/[\w/]+\.\w+)`", LOG)
    assert [path for path in named if not (ROOT / path).is_file()] == []


def _has_test(path: str) -> bool:
    file = ROOT / path
    return file.is_file() and "def test_" in file.read_text(encoding="utf-8")
