"""The way to the other bot, for somebody who came to the wrong one; nothing is used up by that."""

from db.bots import MAIN, WORKER
from db.people import same_human
from flows.actor import PEER_WORKER, Actor, actor_of
from flows.letters import URGENT, Body, Button, Part, body, one_each, say
from flows.story import Story
from flows.two_bots import bot_for, username_of


def link_to(username: str, payload: str = "") -> str:
    """The address that opens this bot, with an invitation where there is one."""
    address = f"https://t.me/{username}"
    return f"{address}?start={payload}" if payload else address


async def led_to_other_bot(story: Story, actor: Actor, role: str, payload: str) -> bool:
    """Tell where an invitation into this role opens; False when it is here.

    A typed code has no `payload`. Peer workers who were at the main bot before there was a second
    one stay there.
    """
    wanted = await bot_for(story.session, role)
    if actor.person.bot == wanted or (role == PEER_WORKER and actor.role(role) is not None):
        return False
    link = link_to(await username_of(story.session, wanted), payload)
    key = "invitation.at_other_bot" if payload else "invitation.code_at_other_bot"
    await story.post(actor.person.id, body(say(key, link=link), rows=one_each(URGENT)))
    return True


async def stranger_at_worker_bot(story: Story, actor: Actor) -> Body:
    """What somebody without a role sees at the worker bot: the way in, or on from the main bot."""
    if await who_can_move(story, actor) is not None:
        rows = one_each(Button(say("moving.button.here"), "tv"), URGENT)
        return body(say("moving.offer"), rows=rows)
    link = link_to(await username_of(story.session, MAIN))
    return body(say("home.stranger_at_worker_bot", link=link), rows=one_each(URGENT))


async def who_can_move(story: Story, actor: Actor) -> Actor | None:
    """The same human at the main bot, where they are a peer worker and nothing else."""
    if actor.person.bot != WORKER or actor.standing:
        return None
    for other in await _same_human(story, actor):
        if {membership.role for membership in other.standing} == {PEER_WORKER}:
            return other
    return None


async def lines_of_other_bot(story: Story, actor: Actor) -> list[Part]:
    """What a stranger at the main bot is told who is a peer worker at the other one."""
    for other in await _same_human(story, actor):
        if other.role(PEER_WORKER) is not None:
            link = link_to(await username_of(story.session, WORKER))
            return [say("moving.at_other_bot", link=link)]
    return []


async def line_about_other_bot(story: Story, actor: Actor, key: str) -> list[Part]:
    """What this bot's answer does not reach: the same human's role at the other bot, if any."""
    for other in await _same_human(story, actor):
        if other.memberships:
            return [say(key, link=link_to(await username_of(story.session, other.person.bot)))]
    return []


async def _same_human(story: Story, actor: Actor) -> list[Actor]:
    found = await same_human(story.session, actor.person)
    return [await actor_of(story.session, someone) for someone in found]
