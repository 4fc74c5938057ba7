"""Answering: finds which form a press or a typed text belongs to, and who owns that form."""

from datetime import timedelta

from care.brief_questions import END_WORDS, LETTER, REPORT_WORDS, TALK
from care.measures.goals import GOAL_WORDS
from care.questions import AnswerRefused, Typed, accept
from db.answers import FormSession, form_session_or_none, open_form_of
from db.checkins import Checkin, checkin_of_form, plan_of
from db.ids import FormSessionId
from db.memberships import membership_or_none
from db.programmes import programme
from flows.actor import PEER_WORKER, Actor
from flows.brief_owners import brief_owner
from flows.carrying_over import carry_over
from flows.errors import Refused
from flows.filling import Filling, FormOwner
from flows.forms import open_question
from flows.letters import Part
from flows.measures import MeasureAsked
from flows.onboarding import Onboarding
from flows.own_measures import measure_or_none
from flows.programmes import pack_of
from flows.resuming import resumed
from flows.story import Story

STILL_ANSWERING = timedelta(minutes=30)  # after that, a typed text is for the peer again
STILL_WRITING = timedelta(minutes=3)  # the same where any words would fit the open question
# These say for how long; what they get is not for the peer.
LETTERS = (LETTER.code, TALK.code, REPORT_WORDS.code, END_WORDS.code, *GOAL_WORDS)


async def filling_of(
    story: Story, actor: Actor, form_session_id: str, pressed: int | None
) -> Filling:
    """The person's own form that a button names, still open; raises Refused otherwise."""
    found = await form_session_or_none(story.session, FormSessionId(form_session_id))
    if found is None or found.person_id != actor.person.id:
        raise Refused("form.gone")
    if found.state == "done":
        raise Refused("form.finished")
    owner = await _owner_of(story, found)
    notices: tuple[Part, ...] = ()
    if isinstance(owner, MeasureAsked):
        await carry_over(story, found, owner.measure)
    if isinstance(owner, MeasureAsked) and owner.checkin.state != "sent":
        found, notices = await resumed(story, actor, found, owner.checkin, owner.measure)
    elif found.state != "open":
        raise Refused("form.closed")
    return Filling(story, actor, found, owner, pressed, notices)


async def open_filling(story: Story, actor: Actor) -> Filling | None:
    """The form that the person is in now, or None."""
    found = await open_form_of(story.session, actor.person.id)
    if found is None:
        return None
    return Filling(story, actor, found, await _owner_of(story, found))


async def filling_for_typed(
    story: Story, actor: Actor, text: str, *, in_conversation: bool
) -> Filling | None:
    """The form that a typed text answers; None when it is for the peer, or no form is open.

    Beside a running conversation a text is an answer only while the person is busy with the form,
    and only if it fits the open question: a message to the peer must not vanish in a form.
    """
    filling = await open_filling(story, actor)
    if filling is None or not in_conversation:
        return filling
    question = await open_question(filling)
    if question is None or filling.form_session.at is None:
        return None
    is_letter = question.code in LETTERS
    fits_any = (question.kind == "text" or question.other) and not is_letter
    busy = STILL_WRITING if fits_any else STILL_ANSWERING
    if story.now - filling.form_session.touched_at > busy:
        return None
    if is_letter:  # one that is too long is refused, and never a message to the peer
        return filling
    try:
        accept(question, Typed(text), filling.today)
    except AnswerRefused:
        return None
    return filling


def ensure_open_checkin(actor: Actor, checkin: Checkin | None) -> Checkin:
    """The person's own check-in, still open; raises Refused otherwise."""
    if checkin is None or checkin.person_id != actor.person.id:
        raise Refused("form.gone")
    if checkin.state != "sent":
        raise Refused("form.finished" if checkin.state == "answered" else "form.closed")
    return checkin


async def _owner_of(story: Story, form_session: FormSession) -> FormOwner:
    kind, _, code = form_session.form.partition(".")
    brief = await brief_owner(story, kind, code)
    if brief is not None:
        return brief
    if kind == "measure":
        checkin = await checkin_of_form(story.session, form_session.id)
        asked = measure_or_none(story, code)
        if checkin is None or asked is None:
            raise Refused("form.closed")
        plan = await plan_of(story.session, checkin)
        where = await programme(story.session, plan.programme_id)
        return MeasureAsked(asked, checkin, where, of_peer_work=plan.role == PEER_WORKER)
    membership = (
        await membership_or_none(story.session, form_session.membership_id)
        if form_session.membership_id
        else None
    )
    if membership is None:
        raise Refused("form.closed")
    where = await programme(story.session, membership.programme_id)
    return Onboarding(membership, where, pack_of(story, where))
