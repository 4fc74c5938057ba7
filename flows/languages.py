"""Languages to read in: asked first where there are several, and changed at any time."""

from collections.abc import Mapping

from db.answers import open_form_of
from db.engine import Database
from flows.actor import COORDINATOR, PEER_WORKER, SERVICE_USER, Actor
from flows.answering import open_filling
from flows.errors import Refused
from flows.forms import show
from flows.home import go_home
from flows.letters import Body, Button, Words, one_each, say
from flows.onboarding import show_welcome
from flows.story import Story

LANGUAGES = "languages"
URGENT = Button(say("button.urgent_help"), "u")


def use_languages(database: Database, languages: Mapping[str, str]) -> None:
    """Offer these languages in every story of these records: code -> its own name for itself."""
    database.shared[LANGUAGES] = dict(languages)


def languages_of(story: Story) -> Mapping[str, str]:
    """The languages that people can choose from; one or none means that nobody is asked."""
    found = story.session.info.get(LANGUAGES)
    return found if isinstance(found, dict) else {}


async def ask_language(story: Story, actor: Actor) -> None:
    """Ask which language the person would like to read; Refused where there is no choice."""
    languages = languages_of(story)
    if len(languages) < 2:
        raise Refused("language.one")
    buttons = [Button(Words(name), "lg", code) for code, name in languages.items()]
    content = Body((say("language.ask"),), one_each(*buttons, URGENT))
    await story.post(actor.person.id, content)


async def choose_language(story: Story, actor: Actor, code: str) -> None:
    """Speak this language from now on; what is open is shown again in it, and nothing is lost."""
    if code not in languages_of(story):
        raise Refused("language.one")
    actor.person.language = code
    story.session.add(actor.person)
    roles = (COORDINATOR, PEER_WORKER, SERVICE_USER)
    role = next((role for role in roles if actor.role(role)), "")
    await story.show_commands(actor.person.id, role)
    await _show_what_is_open(story, actor)


async def _show_what_is_open(story: Story, actor: Actor) -> None:
    form_session = await open_form_of(story.session, actor.person.id)
    filling = await open_filling(story, actor)
    if form_session is None or filling is None:
        await go_home(story, actor)
        return
    membership = next((m for m in actor.memberships if m.id == form_session.membership_id), None)
    if form_session.at is None and membership is not None:
        await show_welcome(story, actor, membership)
    elif form_session.at is None:
        await go_home(story, actor)  # a check-in that is not begun is beside that screen
    else:
        await show(filling)
