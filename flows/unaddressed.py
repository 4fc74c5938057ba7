"""Words that are for nobody: no form is open and no peer is there to read them."""

from db.programmes import programme
from flows.actor import Actor
from flows.concerns import judge_words
from flows.home import home_screen
from flows.letters import Body, say
from flows.story import Story


async def hear_unaddressed(story: Story, actor: Actor, text: str) -> None:
    """Say honestly that nobody reads this, show where the person is, and let the net look."""
    for membership in actor.standing or actor.memberships:
        where = await programme(story.session, membership.programme_id)
        await judge_words(story, actor.person, where, text)
        break
    screen = await home_screen(story, actor)
    notice = (say("home.nobody_reads"),) if actor.standing else ()
    await story.post(actor.person.id, Body((*notice, *screen.parts), screen.rows))
