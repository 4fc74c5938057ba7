"""More about somebody's peer: everything that can be done about one conversation, on one screen."""

from db.memberships import membership_in
from db.pairings import RUNNING, Pairing, pairings_of
from db.people import name_of, person
from flows.actor import SERVICE_USER, Actor
from flows.blocking import show_blocked
from flows.breaks import sides_on_break
from flows.errors import Refused
from flows.letters import URGENT, Body, Button, Part, Text, body, one_each, say
from flows.my_pairing import Mine, my_pairing, ways_on
from flows.night_sound import night_sound_button
from flows.story import Story
from flows.voice_choices import voice_button

MOST_SHOWN = 10
LATELY = 5  # conversations that have ended and can still be reported


async def show_more(story: Story, actor: Actor, pairing_id: str) -> None:
    """The screen about one pairing, in a new message; without an id the only one, or which."""
    if pairing_id:
        mine = await my_pairing(story, actor, pairing_id, ended_too=True)
        await story.post(actor.person.id, await _screen(story, actor, mine))
        return
    known = await pairings_of(story.session, actor.person.id, RUNNING)
    if not known:
        ever = await pairings_of(story.session, actor.person.id, ("ended",))
        known = [pairing for pairing in ever if pairing.active_at is not None][-LATELY:]
    if not known:
        await show_blocked(story, actor)
        return
    if len(known) == 1:
        await show_more(story, actor, known[0].id)
        return
    await _ask_about_whom(story, actor, known[:MOST_SHOWN], "bm")


async def choose_about_whom(story: Story, actor: Actor, verb: str) -> str | None:
    """The id of the only pairing that a typed command can be about; None after asking which.

    Raises Refused where there is none.
    """
    known = await pairings_of(story.session, actor.person.id, RUNNING)
    if not known:
        raise Refused("about_peer.nobody")
    if len(known) == 1:
        return known[0].id
    await _ask_about_whom(story, actor, known[:MOST_SHOWN], verb)
    return None


async def more_button(story: Story, actor: Actor, pairing: Pairing) -> Button:
    """The button that leads to the screen about this pairing."""
    name = await name_of(story.session, await person(story.session, pairing.other(actor.person.id)))
    return Button(say("about_peer.button.more", name=name), "bm", pairing.id)


async def _screen(story: Story, actor: Actor, mine: Mine) -> Body:
    talk, urgent = await ways_on(story, mine.pairing, actor.person.id)
    last = (Button(say("form.button.back"), "h"), urgent)
    report = Button(say("about_peer.button.report"), "br", mine.pairing.id)
    block = Button(say("about_peer.button.block", name=mine.name), "bb", mine.pairing.id)
    if mine.pairing.state not in RUNNING:
        over = say("about_peer.over", name=mine.name)
        return body(over, rows=one_each(talk, report, block, *last))
    parts: list[Part] = [say("about_peer.intro", name=mine.name)]
    sides = await sides_on_break(story, mine.pairing)
    if sides:
        parts.append(_whose_break(mine, sides))
    change = "hand_over" if mine.side == "peer_worker" else "change"
    buttons = [
        await _break_button(story, mine, sides),
        await voice_button(story, actor, mine.pairing),
        *([night_sound_button(actor.person)] if mine.side == SERVICE_USER else ()),
        talk,
        Button(say(f"about_peer.button.{change}"), "bs", mine.pairing.id),
        report,
        block,
    ]
    return Body((*parts, say("about_peer.take_back")), one_each(*buttons, *last))


def _whose_break(mine: Mine, sides: set[str]) -> Text:
    if mine.side in sides:
        return say("about_peer.on_break.yours")
    if "away" in sides:
        return say("about_peer.on_break.away", name=mine.name)
    if "coordinator" in sides:
        return say("about_peer.on_break.coordinator")
    return say("about_peer.on_break.theirs", name=mine.name)


async def _break_button(story: Story, mine: Mine, sides: set[str]) -> Button:
    """Take a break, or go on; a service user's break is of the whole role."""
    pairing = mine.pairing
    if mine.side == "peer_worker":
        if mine.side in sides:
            return Button(say("break.button.go_on", name=mine.name), "bg", pairing.id)
        return Button(say("home.button.pause"), "bp", pairing.id)
    membership = await membership_in(
        story.session, pairing.service_user_id, pairing.programme_id, SERVICE_USER
    )
    ref = membership.id if membership is not None else ""
    if mine.side in sides:
        return Button(say("pause.button.back"), "zr", ref)
    return Button(say("home.button.pause"), "za", ref)


async def _ask_about_whom(story: Story, actor: Actor, known: list[Pairing], verb: str) -> None:
    buttons = []
    for pairing in known:
        other = await person(story.session, pairing.other(actor.person.id))
        label = say("worry.button.about", name=await name_of(story.session, other))
        buttons.append(Button(label, verb, pairing.id))
    await story.post(
        actor.person.id, body(say("about_peer.about_whom"), rows=one_each(*buttons, URGENT))
    )
