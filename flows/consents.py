"""What I agreed to: each consent in its own words, given and taken back by a press.

When the words of one change, people are asked again at their next step; until they answer, what
they said to the earlier words stands.
"""

from datetime import timedelta

from care.questions import Question
from care.setting_pack import ConsentText
from db.answers import forget_answers, form_of_membership
from db.consents import Consent, all_consents
from db.ids import MembershipId
from db.memberships import Membership
from db.programmes import programme
from db.slot_letters import last_posted_at
from flows.actor import Actor, role_of
from flows.consent_keeping import CHECKINS, consents_to_ask, keep_in_form, keep_no, keep_yes
from flows.ending_review import forget_reviews
from flows.endings import end_role
from flows.errors import Refused
from flows.letters import Body, Button, Part, Words, body, one_each, say
from flows.programmes import pack_of
from flows.story import Story
from flows.suggestions import suggest
from flows.times import local_day

SLOT = "consents"
ASK_AGAIN = "consent_again"
ASKED_BESIDE_TALK = timedelta(days=1)  # at most this often, while somebody writes to their peer
URGENT = Button(say("button.urgent_help"), "u")


async def show_consents(story: Story, actor: Actor, pressed: int | None) -> None:
    """All that the person was asked to agree to, with what they answered and when."""
    parts: list[Part] = [say("consent.list")]
    buttons: list[Button] = []
    for membership in actor.standing:
        for consent in await _texts(story, membership):
            short = (await _question(story, membership, consent)).short
            latest = await _latest(story, membership, consent.kind)
            parts += [Words(short), _state(actor, latest)]
            buttons.append(Button(Words(short), "eo", membership.id, consent.kind))
    if not buttons:
        raise Refused("consent.none")
    content = Body(tuple(parts), one_each(*buttons, URGENT))
    await _show(story, actor, content, pressed)


async def open_consent(
    story: Story, actor: Actor, membership_id: str, kind: str, pressed: int | None
) -> None:
    """One consent in its own words, with the press that gives it or takes it back."""
    membership, consent = await _named(story, actor, membership_id, kind)
    latest = await _latest(story, membership, kind)
    given = latest is not None and latest.withdrawn_at is None
    press = Button(say("consent.button.take_back"), "en", membership.id, kind)
    if not given:
        press = Button(say("consent.button.agree"), "ey", membership.id, kind)
    words = await _in_its_words(story, membership, consent)
    rows = one_each(press, Button(say("form.button.back"), "ec"), URGENT)
    await _show(story, actor, body(*words, _state(actor, latest), rows=rows), pressed)


async def agree(
    story: Story, actor: Actor, membership_id: str, kind: str, pressed: int | None
) -> None:
    """Give the consent in its present words."""
    membership, consent = await _named(story, actor, membership_id, kind)
    await keep_yes(story, actor.person, membership, consent)
    await keep_in_form(story, membership, consent, agreed=True)
    await _go_on(story, actor, "consent.given", pressed)


async def take_back(
    story: Story, actor: Actor, membership_id: str, kind: str, pressed: int | None
) -> None:
    """Take the consent back at once; for one that is needed, say first what that means."""
    membership, consent = await _named(story, actor, membership_id, kind)
    if consent.needed:
        where = await programme(story.session, membership.programme_id)
        rows = one_each(
            Button(say("consent.button.leave"), "el", membership.id, kind),
            Button(say("consent.button.keep"), "ey", membership.id, kind),
            URGENT,
        )
        explained = body(say("consent.needed", programme=where.name), rows=rows)
        await _show(story, actor, explained, pressed)
        return
    await keep_no(story, actor.person, membership, consent)
    await keep_in_form(story, membership, consent, agreed=False)
    key = "consent.taken_back.checkins" if kind == CHECKINS else "consent.taken_back"
    await _go_on(story, actor, key, pressed)


async def take_back_and_leave(
    story: Story, actor: Actor, membership_id: str, kind: str, pressed: int | None
) -> None:
    """Take back what the role needs: the role and its pairings end, its answers are deleted."""
    membership, consent = await _named(story, actor, membership_id, kind)
    if not consent.needed:
        raise Refused("consent.none")
    await keep_no(story, actor.person, membership, consent)
    await forget_reviews(story, membership.person_id, membership.programme_id)
    form_session = await form_of_membership(story.session, membership.id)
    if form_session is not None:
        await forget_answers(story.session, form_session)
    await end_role(story, actor, membership)
    await suggest(story, await programme(story.session, membership.programme_id))
    rows = one_each(Button(say("leaving.button.erase_too"), "xq"), URGENT)
    await _show(story, actor, body(say("consent.left"), rows=rows), pressed)


async def ask_again(story: Story, actor: Actor, pressed: int | None = None) -> bool:
    """Ask for the first consent whose words changed; False when there is none."""
    due = await consents_to_ask(story, actor)
    if not due:
        return False
    membership, consent = due[0]
    words = await _in_its_words(story, membership, consent)
    rows = one_each(
        Button(say("consent.button.agree"), "ey", membership.id, consent.kind),
        Button(say("consent.button.no"), "en", membership.id, consent.kind),
        URGENT,
    )
    content = body(say("consent.asked_again"), *words, rows=rows)
    await _show(story, actor, content, pressed, slot=ASK_AGAIN)
    return True


async def ask_again_beside_talk(story: Story, actor: Actor) -> None:
    """Ask too while somebody writes to their peer: their message has gone on, whatever is open."""
    if not await consents_to_ask(story, actor):
        return
    asked_at = await last_posted_at(story.session, actor.person.id, ASK_AGAIN)
    if asked_at is None or story.now - asked_at >= ASKED_BESIDE_TALK:
        await ask_again(story, actor)


async def _go_on(story: Story, actor: Actor, key: str, pressed: int | None) -> None:
    if await ask_again(story, actor, pressed):
        return
    rows = one_each(
        Button(say("home.button.home"), "h"), Button(say("consent.button.list"), "ec"), URGENT
    )
    await _show(story, actor, body(say(key), rows=rows), pressed)


async def _show(
    story: Story, actor: Actor, content: Body, pressed: int | None, slot: str = SLOT
) -> None:
    if pressed is None:
        await story.take_buttons_off(actor.person.id, slot=slot)
        await story.post(actor.person.id, content, slot=slot)
    else:
        await story.edit(actor.person.id, content, slot=slot, message_id=pressed)


async def _named(
    story: Story, actor: Actor, membership_id: str, kind: str
) -> tuple[Membership, ConsentText]:
    """The person's own role and the consent that a button names; raises Refused."""
    wanted = MembershipId(membership_id)
    membership = next((m for m in actor.standing if m.id == wanted), None)
    if membership is None:
        raise Refused("consent.none")
    consent = next((c for c in await _texts(story, membership) if c.kind == kind), None)
    if consent is None:
        raise Refused("consent.none")
    return membership, consent


async def _texts(story: Story, membership: Membership) -> list[ConsentText]:
    where = await programme(story.session, membership.programme_id)
    role = role_of(membership)
    return [text for text in pack_of(story, where).consents if text.role == role]


async def _question(story: Story, membership: Membership, consent: ConsentText) -> Question:
    where = await programme(story.session, membership.programme_id)
    found = pack_of(story, where).form(role_of(membership)).question(consent.question)
    if found is None:
        raise LookupError("A consent names a question that its form does not ask.")
    return found


async def _in_its_words(story: Story, membership: Membership, consent: ConsentText) -> list[Part]:
    question = await _question(story, membership, consent)
    return [Words(text) for text in (question.text, question.why) if text]


async def _latest(story: Story, membership: Membership, kind: str) -> Consent | None:
    rows = await all_consents(story.session, membership.person_id, membership.programme_id)
    return next((row for row in reversed(rows) if row.kind == kind), None)


def _state(actor: Actor, latest: Consent | None) -> Part:
    if latest is None:
        return say("consent.state.open")
    if latest.withdrawn_at is None and latest.given_at is not None:
        return say("consent.state.given", day=local_day(latest.given_at, actor.person))
    no_since = latest.withdrawn_at or latest.given_at
    if no_since is None:
        return say("consent.state.open")
    key = "consent.state.taken_back" if latest.given_at else "consent.state.declined"
    return say(key, day=local_day(no_since, actor.person))
