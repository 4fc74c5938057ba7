"""Ground rules renewed: both read them again, and say so; nobody is stopped by not answering."""

from care.rhythm import Act
from db.renewals import add_renewal, renewal_or_none
from flows.actor import Actor
from flows.errors import Refused
from flows.letters import URGENT, Button, Words, body, one_each, say
from flows.running_pair import RunningPair
from flows.story import Story

AGREE = "ga"


async def renew_rules(pair: RunningPair, act: Act) -> None:
    """Show both the rules again, each with a button of their own."""
    del act
    pair.rhythm.rules_on = pair.today
    rules = Words(pair.pack.texts.role_agreement.strip())
    sides = ((pair.user, pair.peer_name), (pair.peer, pair.user_name))
    session, now = pair.story.session, pair.story.now
    asked = [add_renewal(session, pair.pairing.id, one.id, now) for one, _ in sides]
    parts = [(say("rules.again", name=name), rules, say("rules.ask")) for _, name in sides]
    agree = [Button(say("form.button.agree"), AGREE, renewal.id) for renewal in asked]
    await session.flush()
    await pair.tell_user(*parts[0], first=(agree[0],))
    await pair.tell_peer(*parts[1], first=(agree[1],), worried=False)


async def agree_to_rules(story: Story, actor: Actor, renewal_id: str, pressed: int | None) -> None:
    """Keep that the person agreed; a second press says so too, and changes nothing."""
    renewal = await renewal_or_none(story.session, renewal_id)
    if renewal is None or renewal.person_id != actor.person.id:
        raise Refused("refused.not_yours")
    if renewal.agreed_at is None:
        renewal.agreed_at = story.now
        story.session.add(renewal)
        await story.take_buttons_off(actor.person.id, message_id=pressed)
    home = Button(say("home.button.home"), "h")
    await story.post(actor.person.id, body(say("rules.agreed"), rows=one_each(home, URGENT)))
