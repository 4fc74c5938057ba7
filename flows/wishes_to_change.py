"""Wishes to change: after our own check of a match, the ways to change something, at one press."""

from collections.abc import Mapping

from care.measures import Measure
from care.measures.match_check import WISHES
from care.questions import Given
from db.checkins import Checkin, plan_of
from db.ids import PersonId
from db.pairings import RUNNING, pairing_or_none
from db.people import name_of, person
from flows.letters import Body, Button, body, one_each, say
from flows.my_pairing import ways_on
from flows.story import Story

ASKED = frozenset({"match_check", "first_contact", "first_contact_peer"})
SOMEONE_ELSE, MORE = "bs", "bm"


async def ways_to_change(
    story: Story, who: PersonId, checkin: Checkin, asked: Measure, answers: Mapping[str, Given]
) -> Body | None:
    """What a wish to change leads to; None without one, or once the pairing is over.

    Nothing happens by the answer alone: each way asks once more.
    """
    wish = answers.get("change") if asked.code in ASKED else None
    if wish is None or wish.value not in WISHES:
        return None
    plan = await plan_of(story.session, checkin)
    pairing = await pairing_or_none(story.session, plan.pairing_id) if plan.pairing_id else None
    if pairing is None or pairing.state not in RUNNING:
        return None
    name = await name_of(story.session, await person(story.session, pairing.other(who)))
    talk, urgent = await ways_on(story, pairing, who)
    is_peer = who == pairing.peer_worker_id
    change = "hand_over" if is_peer else "change"
    other = Button(say(f"about_peer.button.{change}"), SOMEONE_ELSE, pairing.id)
    more = Button(say("about_peer.button.more", name=name), MORE, pairing.id)
    first = (other, talk) if wish.value == "someone_else" else (talk, other)
    told = "wish.hand_over" if is_peer and wish.value == "someone_else" else f"wish.{wish.value}"
    return body(say(told, name=name), rows=one_each(*first, more, urgent))
