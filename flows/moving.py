"""Moving: a peer worker who was at the main bot before goes on at the worker bot."""

from db.audit import record_act
from db.erasure import erase_person_rows
from db.moving import is_something_on_the_way, move_to_worker_bot
from db.people import telegram_id_of
from flows.actor import PEER_WORKER, Actor
from flows.errors import Refused
from flows.home import go_home
from flows.letters import say
from flows.other_bot import who_can_move
from flows.story import Story


async def move_here(story: Story, actor: Actor) -> None:
    """Bring the person with all their rows to the worker bot; raises Refused."""
    mover = await who_can_move(story, actor)
    telegram_id = await telegram_id_of(story.session, mover.person) if mover else None
    if mover is None or telegram_id is None:
        raise Refused("moving.nothing")
    if await is_something_on_the_way(story.session, mover.person):
        raise Refused("moving.later")
    await erase_person_rows(story.session, actor.person, story.now)
    await move_to_worker_bot(story.session, mover.person, telegram_id)
    await record_act(
        story.session,
        mover.person.id,
        "person.moved_to_worker_bot",
        about=mover.person.id,
        programme_id=None,
        now=story.now,
    )
    await go_home(story, mover, say("moving.done"))
    await story.show_commands(mover.person.id, PEER_WORKER)
