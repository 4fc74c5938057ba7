"""Every screen of all three roles in made-up languages: nothing cut, no key shown, no one lost."""

import re

import pytest

from flows.letters import UrgentHelp, Words
from tests.databases import open_database
from tests.flows.conftest import THURSDAY_MORNING
from tests.flows.walk import whole_story
from tests.locales import (
    ACCENTED,
    CLOSE,
    OPEN,
    RIGHT_TO_LEFT,
    is_whole,
    read_back,
    untold,
)

BUTTON_MOST = 30
TYPED = (
    "I am Hannah. I had a hard birth, and it took a while. I like walks.",
    "Peer support basics", "A made-up college", "Hello from Hannah", "Europe/London",
    "Perinatal", "Hannah", "Josie", "Sam", "Kim",
)  # fmt: skip
MONTHS = ("March", "June", "November", "Mar", "Jun", "Nov", "Thu", "Fri", "Sat")
CHOICE = ("English", "Accented", "Turned")
NAMES = ("Sam", "Hannah", "Josie", "Perinatal")
ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")


@pytest.fixture(params=[ACCENTED, RIGHT_TO_LEFT])
async def read(request, sqlite_url, clock):
    """The language, and everything that the three people of a whole story saw in it."""
    clock.set(THURSDAY_MORNING)
    async with open_database(sqlite_url) as database:
        yield request.param, await whole_story(database, clock, request.param)


async def test_every_screen_in_a_made_up_language(read):
    language, screens = read
    assert len(screens) > 150
    faults = {
        fault
        for screen in screens
        for fault in _faults(language, screen.body, screen.text, screen.labels)
    }
    assert sorted(faults) == []


def _faults(language, body, text, labels):
    if not all(map(is_whole, (text, *labels))):
        yield "cut", read_back(text, language)
    if not any(isinstance(part, UrgentHelp) for part in body.parts):
        for words in _forgotten(text, body):
            yield "forgotten", words
    for label in labels:
        plain = read_back(label, language)
        if len(plain) > BUTTON_MOST and not any(name in plain for name in NAMES):
            yield "long button", plain
    if language == RIGHT_TO_LEFT:
        rest = ISOLATED.sub("", "\n".join(labels) + "\n" + text)
        for name in NAMES:
            if re.search(rf"{OPEN}[^{CLOSE}]*{name}", rest):
                yield "not isolated", read_back(text, language)


def _forgotten(text, body):
    """Words outside of all wording that nobody of the story wrote.

    Why two people may fit is told in English so far (matching/words.py); months are Babel's.
    """
    left = untold(text)
    reasons = [p.text for p in body.parts if isinstance(p, Words) and p.text.startswith("- ")]
    for known in (*reasons, *TYPED, *MONTHS, *CHOICE):
        left = left.replace(known, "")
    return re.findall(r"[A-Za-z]{3,}(?: [a-z]+)*", left)
