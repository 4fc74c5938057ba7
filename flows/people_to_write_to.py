"""People to write to: whom somebody's next words go to, and a button for each person."""

from db.pairings import RUNNING, pairings_of
from flows.actor import Actor
from flows.chosen import who_is_chosen, write_button
from flows.home import go_home
from flows.letters import URGENT, body, one_each
from flows.story import Story


async def show_people(story: Story, actor: Actor) -> None:
    """Show whom the person can write to and who is chosen; their home where there is nobody."""
    running = await pairings_of(story.session, actor.person.id, RUNNING)
    if not running:
        await go_home(story, actor)
        return
    buttons = [await write_button(story, actor, pairing) for pairing in running]
    rows = one_each(*(buttons if len(running) > 1 else ()), URGENT)
    await story.post(actor.person.id, body(await who_is_chosen(story, actor, running), rows=rows))
