"""Sharing: what peer workers answer about themselves is theirs; they choose who else sees it."""

from care.measures import Measure
from db.measure_shares import share_measure, shared_measures, stop_sharing
from db.memberships import Membership
from flows.actor import PEER_WORKER, Actor
from flows.errors import Refused
from flows.letters import URGENT, Body, Button, Part, one_each, say
from flows.own_measures import measure_or_none
from flows.story import Story

SHARE, ON, OFF = "mp", "on", "off"


async def who_sees(
    story: Story, actor: Actor, asked: Measure
) -> tuple[tuple[Part, ...], list[Button]]:
    """Who sees the answers to this measure, and for a peer worker the button that changes it."""
    roles = _peer_roles(actor)
    if not roles:
        return (say("checkin.who_sees"),), []
    shared = [asked.code in await shared_measures(story.session, role.id) for role in roles]
    is_on = "sharing.is_on" if asked.has_total else "sharing.is_on_answers"
    parts: list[Part] = [say(is_on if any(shared) else "sharing.is_off")]
    if asked.has_safety_item:
        parts.append(say("sharing.safety"))
    change = OFF if any(shared) else ON
    return tuple(parts), [Button(say(f"sharing.button.{change}"), SHARE, change, asked.code)]


async def choose_sharing(story: Story, actor: Actor, code: str, choice: str) -> None:
    """Share a measure with the coordinators, or no longer; raises Refused for all others."""
    roles, asked = _peer_roles(actor), measure_or_none(story, code)
    if not roles or asked is None or choice not in (ON, OFF):
        raise Refused("refused.not_yours")
    for role in roles:
        if choice == ON:
            await share_measure(story.session, role, asked.code, story.now)
        else:
            await stop_sharing(story.session, role, asked.code)
    parts, change = await who_sees(story, actor, asked)
    rows = one_each(*change, Button(say("home.button.home"), "h"), URGENT)
    await story.post(actor.person.id, Body(parts, rows))


def _peer_roles(actor: Actor) -> list[Membership]:
    """The roles in which the person is asked about their own work."""
    return [m for m in actor.standing if m.role == PEER_WORKER and m.stage != "onboarding"]
