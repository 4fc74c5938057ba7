"""How a new invitation is shown in a terminal, or to a script as JSON."""

import io
import json
from pathlib import Path

import segno

from pairwell.errors import BadRequest, CannotWrite
from pairwell.invitations import Made

FILE_MODE = 0o600  # whoever can read the picture can come in

ROLES = {
    "coordinator": "a coordinator",
    "peer_worker": "a peer worker",
    "service_user": "service users",
}


def show(made: Made, *, as_json: bool) -> str:
    """The invitation as text with its QR code, or as one line of JSON for a script."""
    return _as_json(made) if as_json else _as_text(made)


def draw_picture(made: Made, path: Path) -> None:
    """Write the link's QR code as an SVG that its owner alone can read.

    Raises BadRequest when there is no link yet, and CannotWrite.
    """
    if made.link is None:
        raise BadRequest("There is no picture, since there is no link yet. The code works.")
    drawn = io.BytesIO()
    segno.make(made.link, error="m").save(drawn, kind="svg", scale=8, border=4)
    try:
        path.touch(mode=FILE_MODE)
        path.chmod(FILE_MODE)
        path.write_bytes(drawn.getvalue())
    except OSError:
        raise CannotWrite(str(path)) from None


def _as_json(made: Made) -> str:
    return json.dumps(
        {
            "link": made.link,
            "payload": made.payload,
            "code": made.code,
            "expires_at": made.expires_at.isoformat(timespec="seconds"),
            **({"console_link": made.console_link} if made.console_link else {}),
        }
    )


def _as_text(made: Made) -> str:
    new = (
        [f'The programme "{made.programme}" is new; it was made now.']
        if made.programme_is_new
        else []
    )
    return "\n".join(
        [
            *new,
            f'Invitation for {ROLES[made.role]} of "{made.programme}".',
            "",
            f"Link:  {made.link}" if made.link else f"Send:  /start {made.payload}",
            f"Code:  {made.code}   (typed to the bot, it does the same)",
            *_console(made),
            f"Until: {made.expires_at:%d %B %Y, %H:%M} UTC",
            "",
            f"{_for_whom(made.uses)} It is shown this once: no copy of it is kept.",
            *(["", _qr_code(made.link)] if made.link else []),
        ]
    )


def _console(made: Made) -> list[str]:
    """The way into the console, which works for a shorter time than the invitation."""
    if made.console_link is None:
        return []
    return [f"Console, within 15 minutes:\n       {made.console_link}"]


def _for_whom(uses: int) -> str:
    if uses == 1:
        return "Whoever opens it first takes it."
    return f"The first {uses} people who open it can come in."


def _qr_code(link: str) -> str:
    drawn = io.StringIO()
    segno.make(link, error="m").terminal(drawn, compact=True)
    return drawn.getvalue()
