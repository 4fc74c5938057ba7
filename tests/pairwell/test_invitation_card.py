import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import segno

from pairwell.errors import BadRequest, CannotWrite
from pairwell.invitation_card import draw_picture, show
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


def test_picture_holds_the_link_and_is_the_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "invitation.svg"
    draw_picture(MADE, path)
    drawn = io.BytesIO()
    segno.make(str(MADE.link), error="m").save(drawn, kind="svg", scale=8, border=4)
    assert path.read_bytes() == drawn.getvalue()
    assert drawn.getvalue().startswith(b"<?xml")
    assert path.stat().st_mode & 0o777 == 0o600


def test_picture_of_another_link_is_another(tmp_path: Path) -> None:
    pictures = []
    for link in (MADE.link, "https://t.me/pw_bot?start=another"):
        draw_picture(replace(MADE, link=link), tmp_path / "one.svg")
        pictures.append((tmp_path / "one.svg").read_bytes())
    assert pictures[0] != pictures[1]


def test_picture_without_link_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="no link yet"):
        draw_picture(replace(MADE, link=None), tmp_path / "one.svg")


def test_picture_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite):
        draw_picture(MADE, tmp_path / "no_such_folder" / "one.svg")


def test_card_says_how_many_may_come_in() -> None:
    assert "Whoever opens it first takes it." in show(MADE, as_json=False)
    many = show(replace(MADE, role="service_user", uses=200), as_json=False)
    assert "The first 200 people who open it can come in." in many
