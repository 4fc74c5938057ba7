"""Every page of the console with a whole house behind it: nothing hostile gets through."""

import re
from collections.abc import AsyncIterator

import pytest

from db.engine import Database
from tests.console.house import HOSTILE, House, build
from tests.console.routes import of_programmes
from tests.databases import open_database

ELSEWHERE = r"""(?:src|href|action)=["'](?:https?:)?//(?!t\.me/)"""


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """The records on each kind of database in turn: every page is opened on both."""
    async with open_database(database_url) as database:
        yield database


@pytest.fixture
async def house(database: Database) -> House:
    return await build(database, marks=HOSTILE)


def check_escaped(answer, route):
    """Nothing hostile is in a page; what is no page is a file to keep, never shown as one."""
    if not answer.headers.get("content-type", "text/html").startswith("text/html"):
        assert answer.headers["x-content-type-options"] == "nosniff"
        is_file = answer.headers.get("content-disposition", "").startswith("attachment")
        assert is_file or answer.status_code >= 400, route
        return
    assert "<script>alert" not in answer.text, route
    assert "<img src=x" not in answer.text, route
    assert "49}" not in answer.text, route


async def test_every_page_opens_and_escapes_what_people_wrote(sam, house):
    for route in of_programmes("GET"):
        answer = await sam.client.get(house.path(route), follow_redirects=True)
        assert answer.status_code == 200, route
        check_escaped(answer, route)


async def test_every_page_is_kept_by_no_browser_and_loads_from_nowhere_else(sam, house):
    for route in of_programmes("GET"):
        answer = await sam.client.get(house.path(route), follow_redirects=True)
        assert answer.headers["cache-control"] == "no-store", route
        policy = answer.headers["content-security-policy"]
        (nonce,) = re.findall(r"script-src 'nonce-([^']+)'", policy)
        assert "unsafe" not in policy
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        for script in re.findall(r"<script[^>]*>", answer.text):
            assert f'nonce="{nonce}"' in script, route
        assert not re.search(
            r"""(?:src|href|action)=["'](?:https?:)?//(?!t\.me/)""", answer.text
        ), route
        assert " style=" not in answer.text, route
        assert not re.search(r"\son[a-z]+=", re.sub(r">[^<]*<", "><", answer.text)), route


async def test_a_nonce_is_used_once(sam, house):
    policies = {
        (await sam.get(f"{house.root}/today")).headers["content-security-policy"] for _ in "ab"
    }
    assert len(policies) == 2


async def test_every_form_survives_nothing_too_much_and_nonsense(sam, house):
    """Never an answer of ours that something broke, whatever is sent."""
    nonsense = {
        "text": HOSTILE,
        "note": "x" * 9_000,
        "on": "31 Smarch",
        "n": "-1e9",
        "once": "\x00",
    }
    for route in of_programmes("POST"):
        for fields in ({}, nonsense):
            answer = await sam.client.post(house.path(route), data=fields)
            assert answer.status_code < 500, (route, fields)
            check_escaped(answer, route)


async def test_a_form_without_end_is_refused(sam, house):
    for route in of_programmes("POST"):
        answer = await sam.client.post(house.path(route), data={"note": "x" * 300_000})
        assert answer.status_code < 500, route
