"""Home: what each person sees when they come back, by their role and stage."""

from db.alerts import alerts_in
from db.answers import FormSession, open_form_of
from db.invitations import partner_invitations
from db.memberships import Membership, members
from db.pairings import RUNNING, pairings_in, pairings_of
from db.people import name_of, person
from db.programmes import programme, programmes
from flows.actor import COORDINATOR, PEER_WORKER, SERVICE_USER, Actor
from flows.letters import Body, Button, body, one_each, say
from flows.pausing import paused_screen
from flows.story import Story
from flows.waiting import waiting_screen

URGENT = Button(say("button.urgent_help"), "u")


async def go_home(story: Story, actor: Actor) -> None:
    """Show the person where they are: their first form, else the screen of their role.

    Another open form, such as a check-in, is offered beside that screen and never hides it.
    """
    open_form = await open_form_of(story.session, actor.person.id)
    if open_form is None:
        content = await home_screen(story, actor)
    else:
        resume = Button(say("form.button.resume"), "qr", open_form.id)
        if _is_first_form(actor, open_form):
            content = body(say("home.form_open"), rows=one_each(resume, URGENT))
        else:
            screen = await home_screen(story, actor)
            parts = (*screen.parts, say("home.form_waits"))
            content = Body(parts, (*one_each(resume), *screen.rows))
    await story.post(actor.person.id, content)


def _is_first_form(actor: Actor, open_form: FormSession) -> bool:
    """Whether it is the form that leads into a role, so that there is no screen of it yet."""
    return any(
        (membership.id, membership.stage) == (open_form.membership_id, "onboarding")
        for membership in actor.memberships
    )


async def home_screen(story: Story, actor: Actor) -> Body:
    """The screen of the person's role; of the first one where they have several."""
    for role, screen in _SCREENS.items():
        membership = actor.role(role)
        if membership is not None:
            return await screen(story, actor, membership)
    return await stranger_screen(story)


async def stranger_screen(story: Story) -> Body:
    """What somebody without an invitation sees: a way in where a programme keeps one open."""
    ways = [
        Button(say("self_referral.button", programme=where.name), "sr", where.id)
        for where in await programmes(story.session)
        if where.self_referral
    ]
    key = "home.stranger_welcome" if ways else "home.stranger"
    return body(say(key), rows=one_each(*ways, URGENT))


def coordinator_home(programme_name: str) -> Body:
    """The first screen of a new coordinator."""
    rows = one_each(Button(say("home.button.needs_me"), "h"))
    return body(say("coordinator.welcome", programme=programme_name), rows=rows)


async def _coordinator(story: Story, _actor: Actor, membership: Membership) -> Body:
    ref = membership.programme_id
    open_alerts = await alerts_in(story.session, ref, ("open", "acknowledged"))
    to_review = await pairings_in(story.session, ref, ("suggested",))
    to_confirm = await members(story.session, ref, PEER_WORKER, ("to_confirm",))
    waiting = await members(story.session, ref, SERVICE_USER, ("waiting",))
    named = await programme(story.session, ref)
    counts = (
        ("alerts", len(open_alerts), "al"),
        ("review", len(to_review), "rv"),
        ("confirm", len(to_confirm), "pl"),
        ("waiting", len(waiting), "wl"),
    )
    buttons = [
        Button(say(f"coordinator.button.{name}", n=n), verb, ref) for name, n, verb in counts if n
    ]
    partners = Button(say("coordinator.button.partners"), "ip", ref)
    key = "coordinator.home" if any(n for _, n, _ in counts) else "coordinator.home_quiet"
    return body(
        say(key, programme=named.name),
        rows=one_each(
            *buttons,
            Button(say("coordinator.button.invite_service_user"), "iv", ref, SERVICE_USER),
            Button(say("coordinator.button.invite_peer_worker"), "iv", ref, PEER_WORKER),
            *([partners] if await partner_invitations(story.session, ref) else ()),
        ),
    )


async def _peer_worker(story: Story, actor: Actor, membership: Membership) -> Body:
    if membership.stage == "to_confirm":
        return body(say("peer_worker.to_confirm"))
    running = await pairings_of(story.session, actor.person.id, RUNNING)
    room = Button(say("peer_worker.button.room"), "pr", membership.id)
    answers = Button(say("home.button.answers"), "hm")
    buttons = [room, answers] if membership.stage == "paused" else [answers]
    if not running:
        key = "peer_worker.paused" if membership.stage == "paused" else "peer_worker.home_empty"
        return body(say(key), rows=one_each(*buttons))
    names = [
        await name_of(story.session, await person(story.session, p.service_user_id))
        for p in running
    ]
    chosen = [
        Button(say("peer_worker.button.write_to", name=name), "cw", pairing.id)
        for name, pairing in zip(names, running, strict=True)
    ]
    worried = Button(say("peer_worker.button.worried"), "wo")
    return body(
        say("peer_worker.home", names=", ".join(names)),
        rows=one_each(*(chosen if len(running) > 1 else ()), worried, *buttons),
    )


async def _service_user(story: Story, actor: Actor, membership: Membership) -> Body:
    if membership.stage == "paused":
        return paused_screen(actor, membership)
    if membership.stage != "matched":
        return await waiting_screen(story, membership)
    pause = Button(say("home.button.pause"), "za", membership.id)
    running = await pairings_of(story.session, actor.person.id, RUNNING)
    if not running:
        return body(say("home.no_peer"), rows=one_each(URGENT))
    peer = await name_of(story.session, await person(story.session, running[0].peer_worker_id))
    return body(say("home.matched", name=peer), rows=one_each(pause, URGENT))


_SCREENS = {
    COORDINATOR: _coordinator,
    PEER_WORKER: _peer_worker,
    SERVICE_USER: _service_user,
}
