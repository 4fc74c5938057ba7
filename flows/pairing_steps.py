"""What a coordinator does about a pairing: pause it, let it go on, end it with a word for both."""

from dataclasses import dataclass

from care.breaks import ASKED_AFTER
from care.brief_questions import END_WORDS
from care.stages import move
from db.answers import forget_answers
from db.memberships import membership_in, set_stage
from db.outbox import Lane
from db.pairings import RUNNING, Pairing
from flows.actor import SERVICE_USER, Actor
from flows.breaks import begin_break, go_on, sides_on_break
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.errors import Refused
from flows.filling import Answers, Filling
from flows.letters import Button, body, one_each, say
from flows.my_pairing import both_names, ways_on
from flows.pairing_endings import end_pairing, look_for_others, tell_ended
from flows.pairing_page import pairing_to_see, show_pairing
from flows.story import Story
from flows.waiting_again import wait_again

END_KIND = "end_words"


async def pause(story: Story, actor: Actor, pairing_id: str, pressed: int | None) -> None:
    """Pause the conversation, and show its page."""
    await pause_for_both(story, actor, pairing_id)
    await show_pairing(story, actor, pairing_id, pressed)


async def let_go_on(story: Story, actor: Actor, pairing_id: str, pressed: int | None) -> None:
    """Let the conversation go on, and show its page."""
    await go_on_for_both(story, actor, pairing_id)
    await show_pairing(story, actor, pairing_id, pressed)


async def pause_for_both(story: Story, actor: Actor, pairing_id: str) -> None:
    """Pause the conversation until a coordinator lets it go on; both are told."""
    pairing = await pairing_to_see(story, actor, pairing_id)
    await begin_break(
        story,
        pairing,
        "coordinator",
        "coordinator",
        by=actor.person.id,
        due_at=story.now + ASKED_AFTER,
    )
    await _tell_both(story, pairing, "pairing.paused_for_you")


async def go_on_for_both(story: Story, actor: Actor, pairing_id: str) -> bool:
    """End every break but that of a stand-in; both are told where it runs again: then True."""
    pairing = await pairing_to_see(story, actor, pairing_id)
    sides = await sides_on_break(story, pairing)
    runs = await go_on(story, pairing, "coordinator", by=actor.person.id)
    if SERVICE_USER in sides:
        await _end_own_break(story, pairing)
    if runs:
        await _tell_both(story, pairing, "pairing.goes_on_for_you")
    return runs


async def ask_to_end(story: Story, actor: Actor, pairing_id: str, pressed: int | None) -> None:
    """Say what an ending means, and ask once; a word for both can go with it."""
    pairing = await pairing_to_see(story, actor, pairing_id)
    if pairing.state not in RUNNING:
        raise Refused("move.over")
    rows = one_each(
        Button(say("pairing.button.end_now"), "jy", pairing.id),
        Button(say("pairing.button.end_with_word"), "jw", pairing.id),
        Button(say("form.button.back"), "jp", pairing.id),
    )
    asked = say("pairing.ask_end", **await both_names(story, pairing))
    content = body(asked, rows=rows)
    await story.edit(actor.person.id, content, slot=f"pairing:{pairing.id}", message_id=pressed)


async def end(story: Story, actor: Actor, pairing_id: str, pressed: int | None) -> None:
    """End the pairing without a word of the coordinator's own."""
    await end_for_both(story, actor, pairing_id, "")
    await show_pairing(story, actor, pairing_id, pressed)


async def ask_for_a_word(story: Story, actor: Actor, pairing_id: str, pressed: int | None) -> None:
    """Ask for the words that both read; the ending comes with them."""
    pairing = await pairing_to_see(story, actor, pairing_id)
    await story.take_buttons_off(actor.person.id, message_id=pressed)
    await ask_brief(story, actor, END_KIND, await end_owner(story, pairing.id))


async def end_owner(story: Story, subject: str) -> "EndWords":
    """The owner of the question what both are to read."""
    del story
    return EndWords(subject, brief_form(END_WORDS))


@dataclass(frozen=True, slots=True)
class EndWords(BriefOwner):
    """Ends the pairing, and delivers the coordinator's words to both."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """End it; the words are not kept."""
        story, actor = filling.story, filling.actor
        words = str(answer_to(answers, END_WORDS.code) or "")
        await forget_answers(story.session, filling.form_session)
        pairing = await end_for_both(story, actor, self.subject, words)
        told = say("pairing.ended_with_word", **await both_names(story, pairing))
        rows = one_each(Button(say("pairing.button.open"), "jp", pairing.id))
        await story.post(actor.person.id, body(told, rows=rows))


async def end_for_both(story: Story, actor: Actor, pairing_id: str, words: str) -> Pairing:
    """End the pairing, with a word for both or ""; the service user waits again, near the front."""
    pairing = await pairing_to_see(story, actor, pairing_id)
    reason = "handed_over" if pairing.handover_asked_at is not None else "coordinator_ended"
    await end_pairing(story, pairing, "coordinator", reason, actor.person.id)
    hears_by = await wait_again(story, pairing, "coordinator")
    await tell_ended(story, pairing, pairing.service_user_id, hears_by, words)
    await tell_ended(story, pairing, pairing.peer_worker_id, None, words)
    await look_for_others(story, pairing)
    return pairing


async def _end_own_break(story: Story, pairing: Pairing) -> None:
    """The service user's break is of their role, so it ends with the pairing's."""
    membership = await membership_in(
        story.session, pairing.service_user_id, pairing.programme_id, SERVICE_USER
    )
    if membership is not None and membership.stage == "paused":
        move("service_user", "coordinator", membership.stage, "matched")
        set_stage(story.session, membership, "matched", story.now)


async def _tell_both(story: Story, pairing: Pairing, key: str) -> None:
    names = await both_names(story, pairing)
    for reader, name in (
        (pairing.service_user_id, names["peer"]),
        (pairing.peer_worker_id, names["name"]),
    ):
        rows = one_each(*await ways_on(story, pairing, reader))
        told = body(say(key, name=name), rows=rows)
        await story.post(reader, told, lane=Lane.CONVERSATION)
