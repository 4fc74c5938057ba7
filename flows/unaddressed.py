"""Words that are for nobody: no form is open and no peer is there to read them."""

from db.programmes import programme
from flows.actor import COORDINATOR, Actor
from flows.concerns import judge_words
from flows.help import give_help
from flows.home import home_screen
from flows.letters import Body, say
from flows.listening import sounds_urgent
from flows.story import Story
from flows.urgent_help import give_urgent_help


async def hear_unaddressed(story: Story, actor: Actor, text: str) -> None:
    """Say honestly that nobody reads this, show where the person is, and let the net look."""
    await listen(story, actor, text)
    screen = await home_screen(story, actor)
    notice = (say("home.nobody_reads"),) if actor.standing else ()
    await story.post(actor.person.id, Body((*notice, *screen.parts), screen.rows))


async def hear_command(story: Story, actor: Actor, text: str) -> None:
    """A command that we do not have is never a message to the peer: say what there is."""
    await listen(story, actor, text)
    await give_help(story, actor, say("help.unknown_command"))


async def listen(story: Story, actor: Actor, text: str) -> None:
    """Let the net look at words that no peer gets, whatever else they are: an answer, a command.

    Where there is no programme that could hear of them, they bring the numbers for urgent help.
    """
    for membership in actor.standing or actor.memberships:
        where = await programme(story.session, membership.programme_id)
        await judge_words(story, actor.person, where, text)
        return
    story.heard = True
    if sounds_urgent(text):
        await give_urgent_help(story, actor)


async def listen_once(story: Story, actor: Actor, text: str) -> None:
    """Let the net look where no other door of ours did: behind a command, after a refusal.

    Not at the words of coordinators, which are about others.
    """
    is_staff = bool(actor.standing) and all(one.role == COORDINATOR for one in actor.standing)
    if text and not story.heard and not is_staff:
        await listen(story, actor, text)
