"""The last day of a pairing, changed by a coordinator: more time, or another day; both are told."""

from dataclasses import dataclass
from datetime import date, timedelta

from care.brief_questions import END_DAY
from db.answers import forget_answers
from db.audit import record_act
from db.ids import PairingId
from db.pairings import RUNNING, pairing_or_none
from db.people import Person
from db.rhythms import rhythm_or_none
from flows.actor import Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.by_day import post_by_day
from flows.errors import Refused
from flows.filling import Answers, Filling
from flows.letters import URGENT, Button, body, one_each, say
from flows.running_pair import RunningPair, running_pair
from flows.story import Story
from flows.times import day_in_words

END_DAY_KIND = "end_day"
MORE_TIME = timedelta(weeks=4)


async def give_more_time(story: Story, actor: Actor, pairing_id: str) -> None:
    """Four weeks more than planned, or than today where that day has come."""
    pair = await _to_change(story, actor, pairing_id)
    await _move(pair, actor, max(pair.rhythm.ends_on, pair.today) + MORE_TIME)


async def move_last_day(story: Story, actor: Actor, pairing_id: str, day: date) -> None:
    """Another last day, today at the earliest; both are told. Raises Refused once it is over."""
    pair = await _to_change(story, actor, pairing_id)
    await _move(pair, actor, max(day, pair.today))


async def ask_other_day(story: Story, actor: Actor, pairing_id: str) -> None:
    """Ask a coordinator for the last day; today ends the pairing this evening."""
    pair = await _to_change(story, actor, pairing_id)
    owner = await end_day_owner(story, pair.pairing.id)
    await ask_brief(story, actor, END_DAY_KIND, owner)


async def end_day_owner(story: Story, subject: str) -> "EndDay":
    """The owner of the question for the last day of this pairing."""
    del story
    return EndDay(subject, brief_form(END_DAY))


@dataclass(frozen=True, slots=True)
class EndDay(BriefOwner):
    """Sets the last day of a pairing."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Set the day, and tell both."""
        day = answer_to(answers, END_DAY.code)
        await forget_answers(filling.story.session, filling.form_session)
        if not isinstance(day, date):
            raise TypeError("The question asks for a date.")
        await move_last_day(filling.story, filling.actor, self.subject, day)


async def _to_change(story: Story, actor: Actor, pairing_id: str) -> RunningPair:
    """A running pairing of the coordinator's programme in which they are not; raises Refused."""
    found = await pairing_or_none(story.session, PairingId(pairing_id), for_change=True)
    if found is None:
        raise Refused("review.gone")
    actor.ensure_coordinator(found.programme_id)
    if actor.person.id in (found.service_user_id, found.peer_worker_id):
        raise Refused("refused.not_yours")
    row = await rhythm_or_none(story.session, found.id)
    if row is None or found.state not in RUNNING:
        raise Refused("ending.over")
    return await running_pair(story, found, row)


async def _move(pair: RunningPair, actor: Actor, day: date) -> None:
    story, row = pair.story, pair.rhythm
    row.ends_on, row.weeks_told, row.next_at = day, None, story.now
    story.session.add(row)
    await record_act(
        story.session,
        actor.person.id,
        "pairing.end_moved",
        about=pair.pairing.id,
        programme_id=pair.where.id,
        now=story.now,
    )
    await _tell(pair, pair.user, pair.peer_name)
    await _tell(pair, pair.peer, pair.user_name)
    rows = one_each(Button(say("rhythm.button.pairing"), "jp", pair.pairing.id))
    noted = say("ending.moved_noted", until=day_in_words(day, actor.person), **pair.names)
    await story.post(actor.person.id, body(noted, rows=rows))


async def _tell(pair: RunningPair, reader: Person, name: str) -> None:
    until = day_in_words(pair.rhythm.ends_on, reader)
    told = say("ending.moved", name=name, until=until)
    await post_by_day(pair.story, reader, body(told, rows=one_each(URGENT)))
