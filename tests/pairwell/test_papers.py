import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAPERS = sorted(
    path for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("deploy/*.md"))
)
LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)[^)]*\)", re.DOTALL)
README_LINES = 200


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_to_a_file_leads_somewhere(paper: Path) -> None:
    links = [link for link in LINK.findall(paper.read_text()) if "://" not in link]
    assert [link for link in links if not (paper.parent / link).exists()] == []


def test_every_file_that_the_architecture_names_is_there() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    named = re.findall(r"`((?:bot|care|db|flows|matching|pairwell|playground)/[\w/.*-]+)`", text)
    assert [name for name in named if not list(ROOT.glob(name))] == []


def test_readme_stays_short() -> None:
    assert len((ROOT / "README.md").read_text().splitlines()) <= README_LINES
