"""Breaks that peer workers take from one conversation: how long, and nobody left in the dark."""

from datetime import timedelta

from care.breaks import ASKED_AFTER, LENGTHS
from care.wall_time import to_utc
from db.ids import PersonId
from db.outbox import Lane
from db.zones import zone_of
from flows.actor import Actor
from flows.away import MORNING
from flows.breaks import begin_break, go_on
from flows.errors import Refused
from flows.letters import Button, Text, body, one_each, say
from flows.my_pairing import Mine, both_names, my_pairing, ways_on
from flows.pairing_notices import tell_staff
from flows.story import Story
from flows.times import day_in_words
from flows.vetting import today_of

OPEN_ENDED = "open"


async def ask_how_long(story: Story, actor: Actor, pairing_id: str) -> None:
    """Say what a break means here, and ask for how long."""
    mine = await my_pairing(story, actor, pairing_id)
    buttons = [
        Button(say("break.button.weeks", n=days // 7), "by", mine.pairing.id, str(days))
        for days in LENGTHS
    ]
    rows = one_each(
        *buttons,
        Button(say("break.button.open"), "by", mine.pairing.id, OPEN_ENDED),
        Button(say("pause.button.no"), "bm", mine.pairing.id),
        *await ways_on(story, mine.pairing, actor.person.id),
    )
    await story.post(actor.person.id, body(say("break.ask", name=mine.name), rows=rows))


async def take_break(story: Story, actor: Actor, pairing_id: str, length: str) -> None:
    """Begin the peer worker's break, and tell the other person kindly, with ways on."""
    mine = await my_pairing(story, actor, pairing_id)
    if mine.side != "peer_worker":
        raise Refused("refused.not_yours")
    if length != OPEN_ENDED and length not in map(str, LENGTHS):
        raise Refused("refused.not_now")
    days = None if length == OPEN_ENDED else int(length)
    zone = zone_of(actor.person)
    last = today_of(story, actor.person) + (timedelta(days=days) if days else ASKED_AFTER)
    await begin_break(
        story,
        mine.pairing,
        "peer_worker",
        "peer_worker",
        by=actor.person.id,
        is_open=days is None,
        due_at=to_utc(last + timedelta(days=1), MORNING, zone),
    )
    key = "open" if days is None else "until"
    told = say(f"break.begun.{key}", name=mine.name, until=day_in_words(last, actor.person))
    back = Button(say("break.button.go_on", name=mine.name), "bg", mine.pairing.id)
    urgent = (await ways_on(story, mine.pairing, actor.person.id))[1]
    await story.post(actor.person.id, body(told, rows=one_each(back, urgent)))
    names = await both_names(story, mine.pairing)
    until = day_in_words(last, mine.other)
    kind = say(f"break.told.{key}", name=names["peer"], until=until)
    await _tell(story, mine.pairing.service_user_id, mine, kind)
    await tell_staff(
        story,
        mine.pairing,
        say(f"coordinator.break.{key}", until=day_in_words(last, actor.person), **names),
    )


async def end_own_break(story: Story, actor: Actor, pairing_id: str) -> None:
    """Go on from one's own side; the other side's break stays theirs."""
    mine = await my_pairing(story, actor, pairing_id)
    runs = await go_on(story, mine.pairing, mine.side, by=actor.person.id)
    urgent = (await ways_on(story, mine.pairing, actor.person.id))[1]
    key = "pause.back_matched" if runs else "break.other_side"
    await story.post(actor.person.id, body(say(key, name=mine.name), rows=one_each(urgent)))
    if not runs:
        return
    names = await both_names(story, mine.pairing)
    me = names["name" if mine.side == "service_user" else "peer"]
    await _tell(story, mine.other.id, mine, say("pause.peer_back", name=me))
    told = say("coordinator.goes_on", **names)
    await tell_staff(story, mine.pairing, told, rows=())


async def _tell(story: Story, reader: PersonId, mine: Mine, told: Text) -> None:
    rows = one_each(*await ways_on(story, mine.pairing, reader))
    await story.post(reader, body(told, rows=rows), lane=Lane.CONVERSATION)
