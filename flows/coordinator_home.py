"""The coordinator's home: what needs them, who is there, and whom they can invite."""

from db.alerts import alerts_in
from db.invitations import partner_invitations
from db.memberships import Membership, how_many_members
from db.pairing_pages import has_any_in, how_many_in
from db.pairings import RUNNING, handovers_asked
from db.programmes import programme
from db.waiting_list import how_many_at
from flows.actor import COORDINATOR, PEER_WORKER, SERVICE_USER, Actor
from flows.console_address import console_url
from flows.letters import Body, Button, body, one_each, say
from flows.looks import changed_in
from flows.people_pages import SHOWN
from flows.story import Story


async def coordinator_screen(story: Story, _actor: Actor, membership: Membership) -> Body:
    """What needs a coordinator now, most urgent first, then what they can do."""
    ref = membership.programme_id
    named = await programme(story.session, ref)
    if membership.stage == "to_confirm":
        rows = one_each(Button(say("button.urgent_help"), "u"))
        return body(say("team.to_confirm", programme=named.name), rows=rows)
    counts = await _counts(story, membership)
    needs = [Button(say(f"coordinator.button.{name}", n=n), verb, ref) for name, verb, n in counts]
    if named.response_recorded_at is None:
        needs.insert(0, Button(say("response.button.record"), "ap", ref))
    is_needed = any(name != "waiting" for name, _, _ in counts)  # they wait for a pair, not for us
    peers = await how_many_members(story.session, ref, PEER_WORKER, ("active", "paused"))
    people = await how_many_members(story.session, ref, SERVICE_USER, SHOWN)
    pairings = Button(say("coordinator.button.pairings"), "jl", ref)
    console = Button(say("coordinator.button.console"), "cl", ref)
    partners = Button(say("coordinator.button.partners"), "ip", ref)
    return body(
        say("coordinator.home" if is_needed else "coordinator.home_quiet", programme=named.name),
        rows=one_each(
            *needs,
            *([Button(say("coordinator.button.people", n=people), "pe", ref)] if people else ()),
            *([pairings] if await has_any_in(story.session, ref, RUNNING) else ()),
            *([Button(say("coordinator.button.peers", n=peers), "ps", ref)] if peers else ()),
            Button(say("coordinator.button.invite_service_user"), "iv", ref, SERVICE_USER),
            Button(say("coordinator.button.invite_peer_worker"), "iv", ref, PEER_WORKER),
            *([partners] if await partner_invitations(story.session, ref) else ()),
            Button(say("coordinator.button.team"), "tm", ref),
            Button(say("coordinator.button.reach"), "as", ref),
            *([console] if console_url(story) else ()),
        ),
    )


async def _counts(story: Story, membership: Membership) -> list[tuple[str, str, int]]:
    """Name, verb and number of everything that waits for a coordinator."""
    ref, session, me = membership.programme_id, story.session, membership.person_id
    new = await how_many_members(session, ref, PEER_WORKER, ("to_confirm",))
    waits = await how_many_members(session, ref, COORDINATOR, ("to_confirm",))
    alerts = await alerts_in(session, ref, ("open", "acknowledged"))
    about_others = [alert for alert in alerts if alert.person_id != me]
    found = (
        ("alerts", "al", len(about_others)),
        ("review", "rv", await how_many_in(session, ref, ("suggested",), me)),
        ("handovers", "jl", await handovers_asked(session, ref)),
        ("confirm", "pl", new + len(await changed_in(story, ref))),
        ("new_coordinators", "tm", waits),
        ("waiting", "wl", await how_many_at(session, ref, "waiting")),
    )
    return [one for one in found if one[2]]
