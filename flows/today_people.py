"""People of the day: who waits longest, what runs out, who is to be confirmed, and our own gaps."""

from datetime import date, datetime, timedelta

from care.vetting import REMIND_DAYS
from care.vetting import Expiry as Until
from db.expiries import Expiry
from db.mail_addresses import address_refused_at
from db.memberships import Membership
from db.peer_standings import PeerStanding
from db.programmes import Programme
from flows.actor import Actor
from flows.story import Story
from flows.today_topics import Day, Item, Topic

SIGN_IN = "/console/me"  # the reader's own page, of no programme
TEAM, RESPONSE = "settings/members", "settings/response"


async def people_today(story: Story, actor: Actor, where: Programme, day: Day) -> list[Topic]:
    """What waits about people and roles, and what the programme or the reader has yet to say."""
    return [
        await day.topic(story, "waiting", "waiting", _waiting),
        await day.topic(story, "running_out", "today?show=running_out", _running_out),
        await day.topic(
            story, "confirm", "today?show=confirm", lambda one: _role(one, f"peers/{one.id}")
        ),
        await day.topic(story, "changed", "today?show=changed", _changed),
        await day.topic(story, "coordinators", TEAM, lambda one: _role(one, TEAM)),
        *_response(where),
        *await _mail(story, actor),
    ]


def people_until(today: date) -> dict[str, object]:
    """Until when something runs out to be of today."""
    return {"soon": today + timedelta(days=max(REMIND_DAYS))}


def _waiting(row: tuple[Membership, datetime]) -> Item:
    one, since = row
    return Item(f"waiting/{one.id}", {"name": one.person_id}, since=since)


def _running_out(row: Expiry) -> Item:
    kind = Until(row.what, row.until).kind
    return Item(f"peers/{row.membership_id}", {"name": row.person_id}, on=row.until, kind=kind)


def _changed(standing: PeerStanding) -> Item:
    path = f"peers/{standing.membership_id}"
    return Item(path, {"name": standing.person_id}, since=standing.look_since)


def _role(one: Membership, path: str) -> Item:
    return Item(path, {"name": one.person_id}, since=one.stage_since)


def _response(where: Programme) -> list[Topic]:
    if where.response_recorded_at is not None:
        return []
    return [Topic("response", 1, RESPONSE, (Item(RESPONSE),))]


async def _mail(story: Story, actor: Actor) -> list[Topic]:
    refused_at = await address_refused_at(story.session, actor.person.id)
    if refused_at is None:
        return []
    return [Topic("mail", 1, SIGN_IN, (Item(SIGN_IN, since=refused_at),))]
