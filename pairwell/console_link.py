"""A new way into the console for a coordinator who lost all of theirs, made at the command line."""

import json
from dataclasses import dataclass
from datetime import datetime

from db.console_links import LASTS
from db.programmes import programme_by_name, programmes
from flows.console_links import link_again, link_to_console
from flows.errors import Refused
from flows.story import Story
from pairwell.errors import BadRequest, SettingMissing, UnknownProgramme
from pairwell.records import open_records
from pairwell.settings import Settings

REFUSALS = {
    "console_link.nobody": "Nobody who coordinates this programme is called that.",
    "console_link.several": (
        "More than one coordinator is called that: one of them changes their name in the bot "
        "first, or a colleague ends the role."
    ),
}


@dataclass(frozen=True, slots=True)
class WayIn:
    """The link, shown this once, and until when it works."""

    link: str
    expires_at: datetime


async def make_link_again(settings: Settings, programme: str, name: str, now: datetime) -> WayIn:
    """A link for the coordinator of this name; it is in the audit, and all coordinators are told.

    Raises SettingMissing, UnknownProgramme, BadRequest where the name is not that of exactly one,
    and what `open_records` raises.
    """
    if not settings.console_url:
        raise SettingMissing("PAIRWELL_CONSOLE_URL", "Without it there is no console.")
    async with open_records(settings) as database, database.transaction() as session:
        where = await programme_by_name(session, programme)
        if where is None:
            raise UnknownProgramme(programme, [one.name for one in await programmes(session)])
        story = Story(session, now, f"command:invite-again:{now.isoformat()}")
        try:
            token = await link_again(story, where, name)
        except Refused as refusal:
            raise BadRequest(REFUSALS[refusal.key]) from None
    return WayIn(link_to_console(settings.console_url, token), now + LASTS)


def show(made: WayIn, *, as_json: bool) -> str:
    """The link for people, or as one line of JSON."""
    if as_json:
        expires_at = made.expires_at.isoformat(timespec="seconds")
        return json.dumps({"console_link": made.link, "expires_at": expires_at})
    return (
        f"Console, within 15 minutes:\n       {made.link}\n\n"
        "It works once. The other coordinators are told, and it is in the audit."
    )
