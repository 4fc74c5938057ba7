"""How much the net finds, counted; docs/safety/urgent-words.md tells the same figures."""

import re
from pathlib import Path

from care.urgent_words import groups_found, urgent_words
from tests.care.urgent_words_corpus import (
    DANGER,
    DANGER_LATER,
    EVERYDAY,
    EVERYDAY_LATER,
    ORDINARY,
)
from tests.care.urgent_words_unseen import DANGER_UNSEEN, EVERYDAY_UNSEEN

EN = urgent_words("en")
PAPER = Path(__file__).parents[2] / "docs" / "safety" / "urgent-words.md"


def found(messages):
    return sum(bool(groups_found(message, EN)) for message in messages)


def danger(messages):
    return (str(len(messages)), str(found(messages)), str(len(messages) - found(messages)), "")


def safe(messages):
    return (str(len(messages)), "", "", str(found(messages)))


def test_figures_in_the_paper_are_those_of_the_list():
    rows = re.findall(
        r"^\| .* (\d+) \| +(\d*) *\| +(\d*) *\| +(\d*) *\|$", PAPER.read_text(), re.MULTILINE
    )
    assert rows == [
        danger((*DANGER, *DANGER_LATER)),
        safe((*EVERYDAY, *EVERYDAY_LATER)),
        safe(ORDINARY),
        danger(DANGER_UNSEEN),
        safe(EVERYDAY_UNSEEN),
    ]
    assert f"version {EN.version} of the English list" in PAPER.read_text()


def test_messages_are_measured_once():
    used = (*DANGER, *DANGER_LATER, *EVERYDAY, *EVERYDAY_LATER, *ORDINARY)
    everything = (*used, *DANGER_UNSEEN, *EVERYDAY_UNSEEN)
    assert len(set(everything)) == len(everything)


def test_cut_on_purpose_is_not_taken_for_a_kitchen_knife():
    assert groups_found("I cut myself on purpose", EN) == ("self_harm",)
    assert groups_found("I cut myself on a tin", EN) == ()
