"""What people do to come in, for tests of it."""

import re
from html import unescape

import pyotp

from db.console_links import add_console_link
from flows.console_links import link_of_invitation
from flows.invitations import issue_invitation
from flows.story import Story
from tests.console.browser import Browser, text_of
from tests.console.house import House
from tests.fakes.authenticator import Authenticator
from tests.fakes.clock import MovableClock

SIGN_IN = "/console/sign-in"


async def link_for(browser: Browser, house: House, who: str = "Sam") -> str:
    """The path of a link that lets somebody in who is known."""
    async with browser.desk.database.transaction() as session:
        token = await add_console_link(session, browser.desk.now(), person_id=house.people[who].id)
    return f"/console/enter?t={token}"


async def invitation_for(browser: Browser, house: House, issued_by: str | None = None) -> str:
    """The path of a link that makes somebody a coordinator of the house."""
    async with browser.desk.database.transaction() as session:
        story = Story(session, browser.desk.now(), "test:invite")
        by = house.people[issued_by].id if issued_by else None
        issued = await issue_invitation(story, house.programme, "coordinator", issued_by=by)
        token = await link_of_invitation(story, issued.payload)
    return f"/console/enter?t={token}"


async def press(browser: Browser, link: str, **fields: str):
    """Press the button behind a link."""
    return await browser.send("/console/enter", t=link.partition("t=")[2], **fields)


async def add_passkey(browser: Browser, key: Authenticator, name: str = "Phone", **wrong: object):
    """Make a passkey for whoever is signed in."""
    asked = await browser.send("/console/me/passkey/ask")
    assert asked.status_code == 200, asked.headers
    answer = key.create(asked.text, **wrong)
    return await browser.send("/console/me/passkey", name=name, credential=answer)


async def sign_in(browser: Browser, key: Authenticator, next_page: str = "", **wrong: object):
    """Sign in with a passkey."""
    asked = await browser.send(f"{SIGN_IN}/passkey/ask")
    answer = key.get(asked.text, **wrong)
    return await browser.send(f"{SIGN_IN}/passkey", credential=answer, next=next_page)


async def set_up_codes(browser: Browser, clock: MovableClock) -> tuple[str, str, list[str]]:
    """Set codes up for whoever is signed in: their name, the secret, the recovery codes."""
    await browser.send("/console/me/codes/begin")
    shown = (await browser.get("/console/me/codes")).text
    name, secret = re.findall(r"<code[^>]*>([^<]+)</code>", unescape(shown))
    page = await browser.send("/console/me/codes", code=code_of(secret, clock))
    assert page.status_code == 200, text_of(page.text)
    return name, secret, re.findall(r"<code>([^<]+)</code>", page.text)


def code_of(secret: str, clock: MovableClock, steps: int = 0) -> str:
    """What the app shows now, or some half minutes later."""
    return pyotp.TOTP(secret).at(int(clock.now().timestamp()) + 30 * steps)


def came_in(answer) -> bool:
    """Whether a session was given."""
    return answer.status_code == 303 and "pairwell-session" in answer.headers.get("set-cookie", "")
