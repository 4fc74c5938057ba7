"""The response: a programme records who answers alerts, how soon and by which way.

Measures with a safety question stay off until it did: nobody is asked such a thing where no one
would act on the answer.
"""

import json
from dataclasses import dataclass

from care.alert_questions import RESPONSE_ROUTE, RESPONSE_WHO, RESPONSE_WITHIN, number_in
from db.answers import forget_answers
from db.audit import record_act
from db.ids import PersonId, ProgrammeId
from db.programmes import Programme, programme
from db.responses import Response, keep_response, response_of
from db.setting_changes import add_setting_change
from flows.actor import Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.duty import shifts_of
from flows.errors import Refused
from flows.filling import Answers, Filling
from flows.letters import Part, say
from flows.staff import name_in, tell_coordinators
from flows.story import Story

RESPONSE_KIND = "response"


async def ask_for_response(story: Story, actor: Actor, programme_id: str) -> None:
    """Ask the three things; raises Refused where nobody is ever on duty."""
    where = await programme(story.session, ProgrammeId(programme_id))
    actor.ensure_coordinator(where.id)
    await _ensure_somebody_is_on_duty(story, where)
    await ask_brief(story, actor, RESPONSE_KIND, await response_owner(story, programme_id))


async def response_owner(story: Story, subject: str) -> "ResponseAsked":
    """The owner of the questions about the response."""
    del story
    return ResponseAsked(subject, brief_form(RESPONSE_WHO, RESPONSE_WITHIN, RESPONSE_ROUTE))


@dataclass(frozen=True, slots=True)
class ResponseAsked(BriefOwner):
    """Records the answers, and tells all coordinators what they are."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Keep what was said."""
        story, actor = filling.story, filling.actor
        questions = (RESPONSE_WHO, RESPONSE_WITHIN, RESPONSE_ROUTE)
        who, within, route = (str(answer_to(answers, one.code) or "") for one in questions)
        await forget_answers(story.session, filling.form_session)
        where = await programme(story.session, ProgrammeId(self.subject))
        mine = actor.ensure_coordinator(where.id)
        before = await response_as_text(story, where)
        found = await record_response(
            story, where, who=who, within_minutes=number_in(within), route=route, by=actor.person.id
        )
        await _list_change(story, where, before, actor.person.id)
        by = await name_in(story, mine)
        told = say("response.recorded_by", name=by, programme=where.name, **facts_of(found))
        await tell_coordinators(story, where.id, told)


async def record_response(
    story: Story,
    where: Programme,
    *,
    who: str,
    within_minutes: int,
    route: str,
    by: PersonId | None,
) -> Response:
    """Keep the response in place of an earlier one; raises Refused where nobody is on duty."""
    await _ensure_somebody_is_on_duty(story, where)
    found = await keep_response(
        story.session,
        where.id,
        who=who,
        within_minutes=within_minutes,
        route=route,
        by=by,
        now=story.now,
    )
    where.response_recorded_at = story.now
    story.session.add(where)
    await record_act(
        story.session,
        by,
        "response.recorded",
        about=where.id,
        programme_id=where.id,
        now=story.now,
    )
    return found


async def response_as_text(story: Story, where: Programme) -> str:
    """What is recorded, as the text of its setting; "" for nothing."""
    found = await response_of(story.session, where.id)
    return write_response(found.who, found.within_minutes, found.route) if found else ""


def write_response(who: str, within_minutes: int, route: str) -> str:
    """A response as the text of its setting."""
    return json.dumps([who, within_minutes, route], ensure_ascii=False)


async def response_part(story: Story, where: Programme) -> Part:
    """What is recorded, in a sentence, or that it is missing."""
    found = await response_of(story.session, where.id)
    return say("response.missing") if found is None else say("response.is", **facts_of(found))


def facts_of(found: Response) -> dict[str, str]:
    """The three facts as they are put into words."""
    minutes = found.within_minutes
    within = f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"
    return {"who": found.who, "within": within, "route": found.route}


async def _list_change(story: Story, where: Programme, before: str, by: PersonId) -> None:
    """Let the list of changes have what was recorded in the bot too, so that it can be put back."""
    new = await response_as_text(story, where)
    if new != before:
        await add_setting_change(
            story.session, where.id, "response", before, new, by=by, undoes=None, now=story.now
        )


async def _ensure_somebody_is_on_duty(story: Story, where: Programme) -> None:
    if not await shifts_of(story, where):
        raise Refused("response.nobody_on_duty")
