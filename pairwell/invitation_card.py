"""How a new invitation is shown in a terminal, or to a script as JSON."""

import io
import json

import segno

from pairwell.invitations import Made

ROLES = {
    "coordinator": "a coordinator",
    "peer_worker": "a peer worker",
    "service_user": "service users",
}


def show(made: Made, *, as_json: bool) -> str:
    """The invitation as text with its QR code, or as one line of JSON for a script."""
    return _as_json(made) if as_json else _as_text(made)


def _as_json(made: Made) -> str:
    return json.dumps(
        {
            "link": made.link,
            "payload": made.payload,
            "code": made.code,
            "expires_at": made.expires_at.isoformat(timespec="seconds"),
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
            f"Until: {made.expires_at:%d %B %Y, %H:%M} UTC",
            "",
            "Whoever opens it first takes it. It is shown this once: no copy of it is kept.",
            *(["", _qr_code(made.link)] if made.link else []),
        ]
    )


def _qr_code(link: str) -> str:
    drawn = io.StringIO()
    segno.make(link, error="m").terminal(drawn, compact=True)
    return drawn.getvalue()
