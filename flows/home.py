"""Home: what each person sees when they come back, by their role and stage."""

from db.answers import FormSession, open_form_of
from db.bots import WORKER
from db.memberships import Membership
from db.pairings import RUNNING, pairings_of
from db.people import name_of, person
from db.programmes import programme, programmes
from flows.about_peer import more_button
from flows.actor import COORDINATOR, PEER_WORKER, SERVICE_USER, Actor
from flows.answers_over_time import has_answered, over_time_button
from flows.coordinator_home import coordinator_screen
from flows.letters import Body, Button, Part, body, one_each, say
from flows.looking_again import finished_screen
from flows.other_bot import lines_of_other_bot, stranger_at_worker_bot
from flows.pausing import paused_screen
from flows.peer_home import peer_worker_home
from flows.plan_screens import own_plans_button
from flows.story import Story
from flows.waiting import waiting_screen

URGENT = Button(say("button.urgent_help"), "u")


async def go_home(story: Story, actor: Actor, *notices: Part) -> None:
    """Show the person where they are: their first form, else the screen of their role.

    Another open form, such as a check-in, is offered beside that screen and never hides it.
    Notices go first, in the same message.
    """
    open_form = await open_form_of(story.session, actor.person.id)
    if open_form is None:
        content = await home_screen(story, actor)
    else:
        resume = Button(say("form.button.resume"), "qr", open_form.id)
        has_no_screen = all(m.stage == "onboarding" for m in actor.standing)
        if _is_first_form(actor, open_form) and has_no_screen:
            content = body(say("home.form_open"), rows=one_each(resume, URGENT))
        else:
            screen = await home_screen(story, actor)
            parts = (*screen.parts, say("home.form_waits"))
            content = Body(parts, (*one_each(resume), *screen.rows))
    await story.post(actor.person.id, Body((*notices, *content.parts), content.rows))


def _is_first_form(actor: Actor, open_form: FormSession) -> bool:
    """Whether it is the form that leads into a role, so that there is no screen of it yet."""
    return any(
        (membership.id, membership.stage) == (open_form.membership_id, "onboarding")
        for membership in actor.memberships
    )


async def home_screen(story: Story, actor: Actor) -> Body:
    """The screens of all the person's roles, each headed by its programme where there are more."""
    standing = [
        membership
        for role in _SCREENS
        for membership in actor.standing
        if membership.role == role and membership.stage != "onboarding"
    ]
    screens = [await _SCREENS[m.role](story, actor, m) for m in standing]
    if len(screens) < 2:
        return screens[0] if screens else await stranger_screen(story, actor)
    parts: list[Part] = []
    for membership, screen in zip(standing, screens, strict=True):
        named = await programme(story.session, membership.programme_id)
        parts += [say(f"home.role.{membership.role}", programme=named.name), *screen.parts]
    rows: list[tuple[Button, ...]] = []
    for row in (row for screen in screens for row in screen.rows):
        if row not in rows and row != (URGENT,):  # a button with words put in has no hash
            rows.append(row)
    return Body(tuple(parts), (*rows, (URGENT,)))


async def stranger_screen(story: Story, actor: Actor) -> Body:
    """What somebody without an invitation sees: a way in where a programme keeps one open."""
    if actor.person.bot == WORKER:
        return await stranger_at_worker_bot(story, actor)
    ways = [
        Button(say("self_referral.button", programme=where.name), "sr", where.id)
        for where in await programmes(story.session)
        if where.self_referral
    ]
    key = "home.stranger_welcome" if ways else "home.stranger"
    elsewhere = await lines_of_other_bot(story, actor)
    return body(say(key), *elsewhere, rows=one_each(*ways, URGENT))


def coordinator_home(programme_name: str) -> Body:
    """The first screen of a new coordinator."""
    rows = one_each(Button(say("home.button.needs_me"), "h"))
    return body(say("coordinator.welcome", programme=programme_name), rows=rows)


async def _service_user(story: Story, actor: Actor, membership: Membership) -> Body:
    if membership.stage == "finished":
        return finished_screen(membership)
    if membership.stage not in ("matched", "paused"):
        return await waiting_screen(story, membership)
    pause = Button(say("home.button.pause"), "za", membership.id)
    of_user = (membership.programme_id, actor.person.id)
    running = [
        pairing
        for pairing in await pairings_of(story.session, actor.person.id, RUNNING)
        if (pairing.programme_id, pairing.service_user_id) == of_user
    ]
    more = [await more_button(story, actor, pairing) for pairing in running]
    asked = await own_plans_button(story, actor.person)
    if membership.stage == "paused":
        screen = paused_screen(actor, membership)
        *rows, last = screen.rows
        return Body(screen.parts, (*one_each(*more), *rows, *one_each(*asked), last))
    if not running:
        return body(say("home.no_peer"), rows=one_each(URGENT))
    now = next((pairing for pairing in running if pairing.state == "active"), running[0])
    peer = await name_of(story.session, await person(story.session, now.peer_worker_id))
    key = "home.matched" if now.state == "active" else "home.matched_paused"
    mine = [over_time_button()] if await has_answered(story, actor.person) else []
    return body(say(key, name=peer), rows=one_each(*more, *asked, *mine, pause, URGENT))


_SCREENS = {
    COORDINATOR: coordinator_screen,
    PEER_WORKER: peer_worker_home,
    SERVICE_USER: _service_user,
}
