"""The person's file: everything that is held about somebody, as plain values for an export.

Facts about others stay out: why an alert was raised where somebody else raised it, who dealt with
it, and pairs that the person was never told of (docs/privacy/what-is-held.md).
"""

from datetime import datetime
from typing import Any

from care.measures import as_form
from care.questions import Form, Given, in_words, path
from db.alerts import Alert
from db.answer_history import MEASURE, unfinished_measures
from db.answers import FormSession, form_of_membership, form_session_or_none
from db.consents import Consent, all_consents
from db.held_messages import held_by
from db.holdings import (
    HeldCheckin,
    alerts_held,
    checkins_held,
    letters_held,
    messages_mapped,
    pairings_held,
    topics_held,
)
from db.memberships import Membership
from db.pairings import Pairing
from db.parked_edits import parked_by
from db.people import name_of, person
from db.person_notes import notes_on
from db.programmes import programme
from db.voice_choices import voice_choice_of
from flows.actor import COORDINATOR, PEER_WORKER, Actor, role_of
from flows.console_facts import console_facts
from flows.ending_review import own_review
from flows.filling import read_answers
from flows.letters import Message, read_body
from flows.own_acts import own_acts
from flows.own_answers import debrief_facts, pace_facts
from flows.own_measures import measure_or_none
from flows.peer_facts import peer_facts
from flows.plan_days import span_facts
from flows.programmes import pack_of
from flows.reach_facts import reach_facts
from flows.story import Story
from flows.suggestions import reason_words
from flows.way_facts import way_facts
from matching.words import Reader

FORMAT = "pairwell-person-1"
WITHOUT_WORDS = "a picture or voice message without words"
OWN_ALERTS = ("answer", "words", "help", "score", "silence")  # raised by what the person did
UNKNOWN_TO_BOTH = ("suggested", "approved")

Facts = dict[str, Any]


async def person_file(story: Story, actor: Actor) -> Facts:
    """Everything that is held about the person, ready for JSON; times are UTC."""
    someone = actor.person
    in_console = await console_facts(story, someone.id)
    return {
        "format": FORMAT,
        "made_at": _at(story.now),
        "person": {
            "name": await name_of(story.session, someone),
            "language": someone.language,
            "time_zone": someone.time_zone,
            "sound_at_night": someone.sound_at_night,
            "known_since": _at(someone.created_at),
            "telegram_id": "held encrypted, to reach you and for nothing else"
            if someone.telegram_hash is not None
            else None,
            "bot": someone.bot,
        },
        "roles": [await _role(story, membership) for membership in actor.memberships],
        "pairings": [
            await _pairing(story, actor, pairing)
            for pairing in await pairings_held(story.session, someone.id)
            if _is_known(pairing, actor)
        ],
        "check_ins": [
            await _checkin(story, held) for held in await checkins_held(story.session, someone.id)
        ],
        "days_without_questions": await span_facts(story, someone.id),
        "begun_and_not_finished": [
            await _unfinished(story, found)
            for found in await unfinished_measures(story.session, someone.id)
        ],
        "concerns": [_concern(alert) for alert in await alerts_held(story.session, someone.id)],
        "asked_how_you_are": await debrief_facts(story, someone.id),
        "pace_of_writing": await pace_facts(story, someone.id),
        "letters": [
            {"written_at": _at(written), "sent_at": _at(sent), "state": state}
            for written, sent, state in await letters_held(story.session, someone.id)
        ],
        "held_messages": await _held(story, actor),
        "changed_messages": _words(await parked_by(story.session, someone.id)),
        "messages_of_which_the_number_is_kept": await messages_mapped(story.session, someone.id),
        "topics_of_which_the_number_is_kept": await topics_held(story.session, someone.id),
        **({"console": in_console} if in_console else {}),
    }


async def _role(story: Story, membership: Membership) -> Facts:
    where = await programme(story.session, membership.programme_id)
    form_session = await form_of_membership(story.session, membership.id)
    answers: list[Facts] = []
    if form_session is not None:
        form = pack_of(story, where).form(role_of(membership))
        answers = _answers(form, await read_answers(story, form, form_session))
    at_work, coordinates = membership.role == PEER_WORKER, membership.role == COORDINATOR
    return {
        "programme": where.name,
        "peer_work": await peer_facts(story, membership) if at_work else None,
        "role": membership.role,
        "stage": membership.stage,
        "notes_of_coordinators": await notes_on(story.session, membership.id),
        "since": _at(membership.stage_since),
        "answers": answers,
        "consents": [
            _consent(row)
            for row in await all_consents(story.session, membership.person_id, where.id)
        ],
        **({"reached_by": await reach_facts(story, membership)} if coordinates else {}),
    }


def _answers(form: Form, given: dict[str, Given]) -> list[Facts]:
    return [
        {
            "code": question.code,
            "about": question.short or question.text,
            "answer": in_words(question, given[question.code]),
        }
        for question in path(form, given)
        if question.code in given
    ]


def _consent(row: Consent) -> Facts:
    return {
        "kind": row.kind,
        "version": row.version,
        "given_at": _at(row.given_at),
        "taken_back_or_declined_at": _at(row.withdrawn_at),
    }


def _is_known(pairing: Pairing, actor: Actor) -> bool:
    """Whether the person was ever told of this pair."""
    if pairing.state in UNKNOWN_TO_BOTH or pairing.end_reason == "coordinator":
        return False
    if actor.person.id == pairing.peer_worker_id:
        return True
    told_at_offer = pairing.state == "accepted" or pairing.end_reason in ("service_user", "person")
    return told_at_offer or pairing.active_at is not None


async def _pairing(story: Story, actor: Actor, pairing: Pairing) -> Facts:
    where = await programme(story.session, pairing.programme_id)
    as_user = actor.person.id == pairing.service_user_id
    reader: Reader = "service_user" if as_user else "peer_worker"
    other = await person(story.session, pairing.other(actor.person.id))
    pack = pack_of(story, where)
    return {
        "programme": where.name,
        "with": await name_of(story.session, other),
        "state": pairing.state,
        "why": await reason_words(story, pairing, pack, reader),
        "began_at": _at(pairing.active_at),
        "ended_at": _at(pairing.ended_at),
        "way": await way_facts(story, pairing, actor.person.id),
        "looked_back": await _looked_back(story, actor, pairing),
        "voice_messages": await _voice_choice(story, actor, pairing),
        "what_you_did": await own_acts(story, pairing, actor.person.id),
    }


async def _voice_choice(story: Story, actor: Actor, pairing: Pairing) -> Facts | None:
    """What the person said about voice messages with this peer, if they were asked."""
    found = await voice_choice_of(story.session, pairing.id, actor.person.id)
    return {"said": found.state, "at": _at(found.at)} if found is not None else None


async def _looked_back(story: Story, actor: Actor, pairing: Pairing) -> list[Facts]:
    found = await own_review(story, pairing, actor.person.id)
    if found is None:
        return []
    form, form_session = found
    return _answers(form, await read_answers(story, form, form_session))


async def _checkin(story: Story, held: HeldCheckin) -> Facts:
    asked = measure_or_none(story, held.measure)
    answers: list[Facts] = []
    if held.form_session_id is not None and asked is not None:
        form_session = await form_session_or_none(story.session, held.form_session_id)
        if form_session is not None:
            form = as_form(asked)
            answers = _answers(form, await read_answers(story, form, form_session))
    return {
        "day": held.day.isoformat(),
        "measure": asked.title if asked else held.measure,
        "state": held.state,
        "reason": held.reason,
        "answers": answers,
        "total": held.total,
    }


async def _unfinished(story: Story, form_session: FormSession) -> Facts:
    """What was answered of a measure that began again later, with the day of then."""
    code = form_session.form.removeprefix(MEASURE)
    asked = measure_or_none(story, code)
    form = as_form(asked) if asked is not None else None
    return {
        "day": form_session.touched_at.date().isoformat(),
        "measure": asked.title if asked else code,
        "answers": _answers(form, await read_answers(story, form, form_session)) if form else [],
    }


def _concern(alert: Alert) -> Facts:
    return {
        "what": alert.kind if alert.kind in OWN_ALERTS else "somebody_was_concerned",
        "raised_at": _at(alert.raised_at),
        "times": alert.times,
        "taken_on_at": _at(alert.acknowledged_at),
        "closed_at": _at(alert.closed_at),
        "outcome": alert.outcome,
    }


async def _held(story: Story, actor: Actor) -> list[str]:
    """What the person wrote and has not said yet whom it is for."""
    return _words(await held_by(story.session, actor.person.id))


def _words(contents: list[str]) -> list[str]:
    """What the person wrote in these bodies."""
    bodies = [read_body(content) for content in contents]
    words = [(held, part) for held in bodies for part in held.parts if isinstance(part, Message)]
    return [part.text or (WITHOUT_WORDS if held.media else "") for held, part in words]


def _at(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant is not None else None
