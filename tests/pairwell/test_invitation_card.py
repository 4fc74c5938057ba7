import json
from dataclasses import replace
from datetime import UTC, datetime

from pairwell.invitation_card import show
from pairwell.invitations import Made

MADE = Made(
    role="coordinator",
    programme="Perinatal",
    programme_is_new=True,
    link="https://t.me/pw_bot?start=payload",
    why_no_link="",
    payload="payload",
    code="2345-6789-ABCD",
    expires_at=datetime(2026, 12, 2, 12, tzinfo=UTC),
)


def test_card_as_json() -> None:
    assert json.loads(show(MADE, as_json=True)) == {
        "link": "https://t.me/pw_bot?start=payload",
        "payload": "payload",
        "code": "2345-6789-ABCD",
        "expires_at": "2026-12-02T12:00:00+00:00",
    }


def test_card_as_json_without_link() -> None:
    assert json.loads(show(replace(MADE, link=None), as_json=True))["link"] is None


def test_card_as_text_has_link_code_time_and_picture() -> None:
    text = show(MADE, as_json=False)
    assert text.startswith('The programme "Perinatal" is new; it was made now.\n')
    assert "Link:  https://t.me/pw_bot?start=payload\nCode:  2345-6789-ABCD " in text
    assert "Until: 02 December 2026, 12:00 UTC" in text
    assert "█" in text


def test_card_as_text_without_link_tells_what_to_send() -> None:
    text = show(replace(MADE, link=None, programme_is_new=False), as_json=False)
    assert text.startswith('Invitation for a coordinator of "Perinatal".')
    assert "Send:  /start payload" in text
    assert "█" not in text
