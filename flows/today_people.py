"""People of the day: who waits longest, what runs out, who is to be confirmed, and our own gaps."""

from datetime import datetime, timedelta

from care.vetting import REMIND_DAYS
from care.vetting import Expiry as Until
from db.expiries import Expiry
from db.mail_addresses import address_row
from db.memberships import Membership
from db.needs import (
    CHANGED_PEERS,
    NEW_COORDINATORS,
    NEW_PEERS,
    RUNNING_OUT,
    WAITING,
    first_of,
)
from db.peer_standings import PeerStanding
from db.programmes import Programme
from flows.actor import Actor
from flows.duty import local_now
from flows.story import Story
from flows.today_topics import Item, Topic, topic_of

SIGN_IN = "/console/me"  # the reader's own page, of no programme
TEAM, RESPONSE = "settings/members", "settings/response"


async def people_today(story: Story, actor: Actor, where: Programme, most: int) -> list[Topic]:
    """What waits about people and roles, and what the programme or the reader has yet to say."""
    session, params = story.session, {"where": where.id}
    soon = local_now(story, where).date() + timedelta(days=max(REMIND_DAYS))
    waiting = await first_of(session, WAITING, most, **params)
    ending = await first_of(session, RUNNING_OUT, most, today=soon, **params)
    new = await first_of(session, NEW_PEERS, most, **params)
    changed = await first_of(session, CHANGED_PEERS, most, **params)
    team = await first_of(session, NEW_COORDINATORS, most, **params)
    return [
        topic_of("waiting", waiting, "waiting", _waiting),
        topic_of("running_out", ending, "today?show=running_out", _running_out),
        topic_of("confirm", new, "today?show=confirm", lambda one: _role(one, f"peers/{one.id}")),
        topic_of("changed", changed, "today?show=changed", _changed),
        topic_of("coordinators", team, TEAM, lambda one: _role(one, TEAM)),
        *_response(where),
        *await _mail(story, actor),
    ]


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
    row = await address_row(story.session, actor.person.id)
    if row is None or row.refused_at is None:
        return []
    return [Topic("mail", 1, SIGN_IN, (Item(SIGN_IN, since=row.refused_at),))]
