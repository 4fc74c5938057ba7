"""Forms in the chat: one runner for onboarding and measures.

Where a person is in a form is computed from rows at every press. Each answer is saved at the
press; an old button re-opens the question that is open now; a new version of a form keeps every
answer that it still asks for.
"""

from dataclasses import replace

from care.questions import (
    AnswerRefused,
    Given,
    Pressed,
    Question,
    Typed,
    Value,
    accept,
    encode,
    is_complete,
    merge,
    next_question,
    path,
    previous_question,
    question_now,
    settle,
    toggle,
)
from db.answers import save_answer
from flows.errors import Refused
from flows.filling import Answers, Filling, slot_of
from flows.form_screens import (
    REVIEW,
    change_list,
    preview_screen,
    question_screen,
    review_screen,
    short_code,
)
from flows.letters import Body, Part, say


async def show(filling: Filling, *notices: Part) -> None:
    """Show where the person is in the form: in the pressed message, else in a new one."""
    screen = await _screen(filling)
    content = Body((*notices, *screen.parts), screen.rows)
    to, slot = filling.actor.person.id, slot_of(filling.form_session)
    if filling.pressed is not None:
        await filling.story.edit(to, content, slot=slot, message_id=filling.pressed)
        return
    await filling.story.take_buttons_off(to, slot=slot)
    await filling.story.post(to, content, slot=slot)


async def begin(filling: Filling) -> None:
    """Start the form, or go on where the person left it."""
    if filling.form_session.at is None:
        first = next_question(filling.form, await filling.answers(), None)
        _move_to(filling, first.code if first else REVIEW)
    await show(filling, *filling.notices)


async def press_option(filling: Filling, question_code: str, option_code: str) -> None:
    """Take a pressed option as the answer; a stale one shows the question that is open now."""
    question = await open_question(filling)
    if question is None or short_code(question.code) != question_code:
        await show(filling, say("form.stale"))
        return
    given = (await filling.answers()).get(question.code)
    pressable = _pressable(question, given)
    option = next((code for code in pressable if short_code(code) == option_code), None)
    if option is None:
        await show(filling, say("form.stale"))
    elif question.kind == "several":
        await _toggle(filling, question, option)
    else:
        await _answer(filling, question, Pressed(option))


async def type_answer(filling: Filling, text: str) -> None:
    """Take a typed text as the answer to the open question."""
    question = await open_question(filling)
    if question is None:
        await show(filling)
    else:
        await _answer(filling, question, Typed(text))


async def refuse_content(filling: Filling, key: str) -> None:
    """Say that this kind of message is no answer, and show the open question again."""
    await show(filling, say(key))


async def press_done(filling: Filling, question_code: str) -> None:
    """Settle what was chosen so far of several."""
    question = await open_question(filling)
    if question is None or short_code(question.code) != question_code:
        await show(filling, say("form.stale"))
        return
    given = (await filling.answers()).get(question.code)
    chosen = given.value if given and isinstance(given.value, tuple) else ()
    try:
        value = settle(question, chosen)
    except AnswerRefused as refusal:
        await show(filling, say(refusal.key, **refusal.params))
        return
    await _keep(filling, question, value)


async def skip(filling: Filling, question_code: str) -> None:
    """Leave a question out; no reason is asked."""
    question = await open_question(filling)
    if question is None or short_code(question.code) != question_code or question.required:
        await show(filling, say("form.stale"))
        return
    await _keep(filling, question, None)


async def go_back(filling: Filling) -> None:
    """Go to the question before the open one."""
    answers = await filling.answers()
    at = filling.form_session.at
    before = previous_question(filling.form, answers, None if at in (None, REVIEW) else at)
    if before is not None:
        _move_to(filling, before.code)
    await show(filling)


async def choose_change(filling: Filling) -> None:
    """Show which answers can be changed."""
    answers = await filling.answers()
    content = change_list(filling.form_session, path(filling.form, answers))
    await filling.story.edit(
        filling.actor.person.id,
        content,
        slot=slot_of(filling.form_session),
        message_id=filling.pressed,
    )


async def preview(filling: Filling) -> None:
    """Show the answers as another person will see them."""
    seen = filling.owner.preview(await filling.answers())
    if not seen:
        await show(filling)
        return
    await filling.story.edit(
        filling.actor.person.id,
        preview_screen(filling.form_session, seen),
        slot=slot_of(filling.form_session),
        message_id=filling.pressed,
    )


async def change(filling: Filling, question_code: str) -> None:
    """Open one question again; its answer stays until there is another."""
    answers = await filling.answers()
    asked = path(filling.form, answers)
    question = next((q for q in asked if short_code(q.code) == question_code), None)
    if question is not None:
        filling.form_session.changing = is_complete(filling.form, answers)
        _move_to(filling, question.code)
    await show(filling)


async def finish(filling: Filling) -> None:
    """Hand the complete form to its owner; an incomplete one shows what is still open."""
    answers = await filling.answers()
    if filling.form_session.state != "open":
        raise Refused("form.finished")
    if not is_complete(filling.form, answers):
        await _move_on(filling, None, answers)
        return
    objection = filling.owner.objection(answers)
    if objection is not None:
        _move_to(filling, REVIEW)
        await show(filling, objection)
        return
    filling.form_session.state = "done"
    filling.form_session.at = None
    filling.story.session.add(filling.form_session)
    if filling.pressed is None:
        await filling.story.take_buttons_off(
            filling.actor.person.id, slot=slot_of(filling.form_session)
        )
    else:
        await filling.story.take_buttons_off(filling.actor.person.id, message_id=filling.pressed)
    await filling.owner.finished(filling, answers)


async def _screen(filling: Filling) -> Body:
    answers = await filling.answers()
    question = await open_question(filling)
    if question is None:
        previewed = bool(filling.owner.preview(answers))
        return review_screen(filling.form, filling.form_session, answers, previewed=previewed)
    return question_screen(filling.form, filling.form_session, answers, question)


async def open_question(filling: Filling) -> Question | None:
    """The question that is open now; None at "check your answers"."""
    answers, at = await filling.answers(), filling.form_session.at
    if at == REVIEW and is_complete(filling.form, answers):
        return None
    named = question_now(filling.form, answers, at) if at else None
    return named or next_question(filling.form, answers, None)


async def _toggle(filling: Filling, question: Question, option: str) -> None:
    given = (await filling.answers()).get(question.code)
    chosen = given.value if given and isinstance(given.value, tuple) else ()
    try:
        now_chosen = toggle(question, chosen, option)
    except AnswerRefused as refusal:
        await show(filling, say(refusal.key, **refusal.params))
        return
    await _save(filling, question, now_chosen, settled=False)
    await show(filling)


async def _answer(filling: Filling, question: Question, raw: Pressed | Typed) -> None:
    try:
        value = accept(question, raw, filling.today)
        if question.kind == "several" and isinstance(value, tuple):
            value = await _with_chosen(filling, question, value)
    except AnswerRefused as refusal:
        await show(filling, say(refusal.key, **refusal.params))
        return
    await _keep(filling, question, value)


async def _with_chosen(
    filling: Filling, question: Question, value: tuple[str, ...]
) -> tuple[str, ...]:
    """What was typed, beside what was tapped and not settled yet."""
    given = (await filling.answers()).get(question.code)
    if given is None or given.settled or not isinstance(given.value, tuple):
        return value
    return merge(question, given.value, value)


async def _keep(filling: Filling, question: Question, value: Value | None) -> None:
    before = (await filling.answers()).get(question.code)
    await _save(filling, question, value, settled=True)
    if not await filling.owner.saved(replace(filling, before=before), question, value):
        return
    await _move_on(filling, question, await filling.answers())


async def _move_on(filling: Filling, after: Question | None, answers: Answers) -> None:
    form_session = filling.form_session
    going_on = None if after is None or form_session.changing else after.code
    following = next_question(filling.form, answers, going_on)
    if following is None and not filling.form.review:
        await finish(filling)
        return
    if following is None:
        form_session.changing = False
    _move_to(filling, following.code if following else REVIEW)
    await show(filling)


async def _save(
    filling: Filling, question: Question, value: Value | None, *, settled: bool
) -> None:
    await save_answer(
        filling.story.session,
        filling.form_session,
        question.code,
        None if value is None else encode(value),
        settled=settled,
        now=filling.story.now,
    )
    filling.form_session.touched_at = filling.story.now
    filling.form_session.version = filling.form.version
    filling.story.session.add(filling.form_session)


def _move_to(filling: Filling, code: str) -> None:
    filling.form_session.at = code
    filling.form_session.touched_at = filling.story.now
    filling.story.session.add(filling.form_session)


def _pressable(question: Question, given: Given | None) -> list[str]:
    if question.kind == "yes_no":
        return ["yes", "no"]
    if question.kind == "agree" and not question.options:
        return ["yes"]
    chosen = given.value if given is not None and isinstance(given.value, tuple) else ()
    return [*(option.code for option in question.options), *chosen]
