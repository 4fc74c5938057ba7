"""How somebody comes into the console, as facts for their own copy."""

from datetime import datetime
from typing import Any

from db.console_kept_forms import fields_of, kept_form_of
from db.console_sessions import console_sessions_of
from db.ids import PersonId
from flows.console_ways import ways_of
from flows.story import Story


async def console_facts(story: Story, person_id: PersonId) -> dict[str, Any] | None:
    """Ways in, sessions and a form that is kept; None for somebody who never was there.

    Secrets are left out: a copy of them would be another way in.
    """
    ways = await ways_of(story, person_id)
    sessions = await console_sessions_of(story.session, person_id)
    kept = await kept_form_of(story.session, person_id, story.now)
    if not ways.count and not sessions and kept is None:
        return None
    return {
        "passkeys": [
            {"name": one.name, "added_at": _at(one.added_at), "last_used_at": _at(one.used_at)}
            for one in ways.passkeys
        ],
        "sign_in_name": ways.codes.name if ways.codes else None,
        "codes_since": _at(ways.codes.since) if ways.codes else None,
        "recovery_codes_left": ways.codes.recovery_left if ways.codes else 0,
        "organisation_account_since": _at(ways.account.linked_at) if ways.account else None,
        "sessions": [
            {"by": one.way, "since": _at(one.signed_in_at), "last_used_at": _at(one.seen_at)}
            for one in sessions
        ],
        "form_that_is_kept": await fields_of(story.session, kept) if kept else None,
    }


def _at(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant is not None else None
