"""Who answers alerts in a programme, how soon and how, recorded at the command line."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from db.programmes import programme_by_name, programmes
from db.responses import ROUTE_MOST, WHO_MOST
from flows.errors import Refused
from flows.programme_settings import change_setting
from flows.response import write_response
from flows.story import Story
from pairwell.errors import BadRequest, UnknownProgramme
from pairwell.records import open_records
from pairwell.settings import Settings


@dataclass(frozen=True, slots=True)
class Answering:
    """What was recorded."""

    programme: str
    who: str
    within_minutes: int
    route: str


async def record(settings: Settings, wanted: Answering, now: datetime) -> Answering:
    """Record it for a programme; measures with a safety item are asked from then on.

    Raises UnknownProgramme, BadRequest where nobody is on duty or a text is too long, and what
    `open_records` raises.
    """
    if len(wanted.who) > WHO_MOST or len(wanted.route) > ROUTE_MOST:
        raise BadRequest(f"--who has up to {WHO_MOST} letters, --route up to {ROUTE_MOST}.")
    async with open_records(settings) as database, database.transaction() as session:
        where = await programme_by_name(session, wanted.programme)
        if where is None:
            known = [one.name for one in await programmes(session)]
            raise UnknownProgramme(wanted.programme, known)
        story = Story(session, now, f"command:respond:{now.isoformat()}")
        try:
            value = write_response(wanted.who, wanted.within_minutes, wanted.route)
            await change_setting(story, where, "response", value, by=None)
        except Refused:
            raise BadRequest(
                "Nobody is ever on duty there: coordinators add hours first."
            ) from None
        return Answering(where.name, wanted.who, wanted.within_minutes, wanted.route)


def show(found: Answering, *, as_json: bool) -> str:
    """What was recorded, in a line or as JSON."""
    if as_json:
        return json.dumps(asdict(found), ensure_ascii=False)
    told = f"{found.who}, within {found.within_minutes} minutes: {found.route}"
    return f"{found.programme}: {told}"
