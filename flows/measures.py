"""A measure being answered: every answer is judged at the press, the score at the end."""

from collections.abc import Mapping
from dataclasses import dataclass

from care.measures import Measure, Score, as_form, score
from care.own_wellbeing import is_help_offered
from care.questions import Form, Given, Question, Value
from db.checkins import Checkin, set_score
from db.memberships import membership_in
from db.outbox import Lane
from db.programmes import Programme
from flows.actor import PEER_WORKER
from flows.answers_over_time import over_time_button
from flows.filling import Filling
from flows.judging import judge_answer, judge_score
from flows.letters import URGENT, Part, body, one_each, say
from flows.own_wellbeing import offer_of_help
from flows.wishes_to_change import ways_to_change


@dataclass(frozen=True, slots=True)
class MeasureAsked:
    """The owner of a check-in's form."""

    measure: Measure
    checkin: Checkin
    programme: Programme
    of_peer_work: bool = False  # asked of a peer worker about themselves

    @property
    def form(self) -> Form:
        """The measure as a form."""
        return as_form(self.measure)

    async def saved(self, filling: Filling, question: Question, value: Value | None) -> bool:
        """Judge the answer before anything else happens, also if the form is never finished."""
        about = (filling.actor.person, self.programme, self.checkin, self.measure)
        await judge_answer(filling.story, *about, question.code, value)
        return True

    def objection(self, answers: Mapping[str, Given]) -> Part | None:
        """Any answers to a measure may be sent."""
        del answers
        return None

    def preview(self, answers: Mapping[str, Given]) -> tuple[Part, ...]:
        """Nobody else is shown the answers as they stand."""
        del answers
        return ()

    async def finished(self, filling: Filling, answers: Mapping[str, Given]) -> None:
        """Keep the score, judge it against the one before, and say thank you without a label."""
        story, someone = filling.story, filling.actor.person
        total = score(self.measure, answers)
        self.checkin.state, self.checkin.reason = "answered", None
        self.checkin.answered_at = story.now
        story.session.add(self.checkin)
        if total is not None:
            await set_score(story.session, self.checkin, total.total)
        about = (someone, self.programme, self.checkin, self.measure)
        is_told = not self.of_peer_work and await judge_score(story, *about, total)
        wish = await ways_to_change(story, someone.id, self.checkin, self.measure, answers)
        if wish is not None:
            await story.post(someone.id, wish, lane=Lane.REPLY)
            return
        if self.of_peer_work:
            await self._thank_peer_worker(filling, answers, total)
            return
        rows = one_each(over_time_button(), URGENT)
        key = "checkin.thanks_read" if is_told else "checkin.thanks"
        await story.post(someone.id, body(say(key), rows=rows), lane=Lane.REPLY)

    async def _thank_peer_worker(
        self, filling: Filling, answers: Mapping[str, Given], total: Score | None
    ) -> None:
        """What a peer worker says of themselves calls nobody: it is met with an offer to them."""
        story, someone = filling.story, filling.actor.person
        of = (story.session, someone.id, self.programme.id, PEER_WORKER)
        membership = await membership_in(*of)
        if membership is not None and is_help_offered(self.measure, answers, total):
            await story.post(someone.id, offer_of_help(membership))
            return
        rows = one_each(over_time_button(), URGENT)
        await story.post(someone.id, body(say("checkin.thanks"), rows=rows))
