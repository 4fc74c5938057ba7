"""People of the day: who waits longest, what runs out, who is to be confirmed, and our own gaps."""

from datetime import timedelta

from care.vetting import REMIND_DAYS
from care.vetting import Expiry as Until
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
from db.programmes import Programme
from flows.actor import Actor
from flows.duty import local_now
from flows.story import Story
from flows.today_topics import Item, Topic

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
        Topic(
            "waiting",
            waiting.n,
            "waiting",
            tuple(
                Item(f"waiting/{one.id}", {"name": one.person_id}, since=since)
                for one, since in waiting.rows
            ),
        ),
        Topic(
            "running_out",
            ending.n,
            "today?show=running_out",
            tuple(
                Item(
                    f"peers/{one.membership_id}",
                    {"name": one.person_id},
                    on=one.until,
                    kind=Until(one.what, one.until).kind,
                )
                for one in ending.rows
            ),
        ),
        Topic(
            "confirm",
            new.n,
            "today?show=confirm",
            tuple(_role(one, f"peers/{one.id}") for one in new.rows),
        ),
        Topic(
            "changed",
            changed.n,
            "today?show=changed",
            tuple(
                Item(f"peers/{one.membership_id}", {"name": one.person_id}, since=one.look_since)
                for one in changed.rows
            ),
        ),
        Topic("coordinators", team.n, TEAM, tuple(_role(one, TEAM) for one in team.rows)),
        *_response(where),
        *await _mail(story, actor),
    ]


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
