"""My data: what is held about a person, in words, and the ways to change or delete it."""

from care.questions import path
from db.answers import form_of_membership
from db.blocks import blocks_by
from db.consents import consents_of
from db.memberships import Membership
from db.people import name_of
from db.programmes import programme
from flows.actor import COORDINATOR, Actor, role_of
from flows.answer_lines import answer_lines
from flows.answers_over_time import has_answered, over_time_button
from flows.errors import Refused
from flows.filling import read_answers
from flows.letters import Body, Bullets, Button, Part, Words, one_each, say
from flows.onboarding import reopen_onboarding
from flows.programmes import pack_of
from flows.story import Story


async def show_my_data(story: Story, actor: Actor) -> None:
    """Everything that is held, in words, with the buttons to change, leave and delete."""
    parts: list[Part] = [say("my_data.intro")]
    name = await name_of(story.session, actor.person)
    if name:
        parts.append(say("my_data.person", name=name, time_zone=actor.person.time_zone))
    for membership in actor.memberships:
        parts += await _about_role(story, membership)
    if any(membership.role != COORDINATOR for membership in actor.memberships):
        parts.append(say("my_data.conversation"))
    blocked = Button(say("block.button.list"), "bl")
    rows = one_each(
        *_change_buttons(actor),
        *([Button(say("consent.button.list"), "ec")] if actor.standing else []),
        *([over_time_button()] if await has_answered(story, actor.person) else []),
        *([blocked] if await blocks_by(story.session, actor.person.id) else []),
        *([Button(say("plan.button.list"), "ke")] if actor.standing else []),
        Button(say("my_data.button.copy"), "ex"),
        Button(say("leaving.button.erase_ask"), "xq"),
        Button(say("button.urgent_help"), "u"),
    )
    await story.post(actor.person.id, Body(tuple(parts), rows))


async def change_answers(story: Story, actor: Actor, membership_id: str = "") -> None:
    """Open the answers of this role for changes; of the person's first one where none is named."""
    found = next((m for m in _with_form(actor) if membership_id in ("", m.id)), None)
    if found is None:
        raise Refused("form.gone")
    await reopen_onboarding(story, found, say("onboarding.change"))


def _change_buttons(actor: Actor) -> list[Button]:
    """One button for each role whose answers can be changed."""
    roles = _with_form(actor)
    if len(roles) == 1:
        return [Button(say("home.button.answers"), "hm", roles[0].id)]
    return [Button(say(f"my_data.button.answers.{m.role}"), "hm", m.id) for m in roles]


async def _about_role(story: Story, membership: Membership) -> list[Part]:
    where = await programme(story.session, membership.programme_id)
    parts: list[Part] = [
        say(f"my_data.role.{membership.role}", programme=where.name),
    ]
    form_session = await form_of_membership(story.session, membership.id)
    if form_session is not None:
        form = pack_of(story, where).form(role_of(membership))
        answers = await read_answers(story, form, form_session)
        answered = [
            question
            for question in path(form, answers)
            if question.code in answers and question.kind != "agree"
        ]
        parts += [say("my_data.told"), answer_lines(answered, answers)] if answered else []
    agreed = await _agreed(story, membership)
    return [*parts, say("my_data.agreed"), Bullets(agreed)] if agreed else parts


async def _agreed(story: Story, membership: Membership) -> tuple[Words, ...]:
    """What the person agreed to in this role, by the short name of each question."""
    where = await programme(story.session, membership.programme_id)
    pack, role = pack_of(story, where), role_of(membership)
    standing = await consents_of(story.session, membership.person_id, where.id)
    asked = [c.question for c in pack.consents if c.role == role and c.kind in standing]
    found = (pack.form(role).question(code) for code in asked)
    return tuple(Words(question.short) for question in found if question is not None)


def _with_form(actor: Actor) -> list[Membership]:
    return [m for m in actor.memberships if m.stage not in ("left", "onboarding")]
