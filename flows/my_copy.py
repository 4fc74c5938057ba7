"""My copy: everything that is held about a person, sent to their own chat as two files."""

import json
from datetime import timedelta

from db.audit import record_act
from db.slot_letters import last_posted_at
from flows.actor import Actor
from flows.errors import Refused
from flows.letters import Body, Button, Document, body, one_each, say
from flows.other_bot import line_about_other_bot
from flows.person_file import person_file
from flows.person_page import page_sections
from flows.story import Story

SLOT = "copy"
PAGE_NAME, DATA_NAME = "copy.html", "copy.json"  # file names show on lock screens
NOT_AGAIN_BEFORE = timedelta(minutes=10)


async def offer_copy(story: Story, actor: Actor) -> None:
    """Say what the files are and who could read them, before they are in the chat."""
    rows = one_each(
        Button(say("my_copy.button.send"), "ex", "", "send"),
        Button(say("my_copy.button.no"), "h"),
        Button(say("button.urgent_help"), "u"),
    )
    await story.post(actor.person.id, body(say("my_copy.ask"), rows=rows))


async def send_copy(story: Story, actor: Actor) -> None:
    """Send a page to read and the same as data; raises Refused when it was sent a moment ago."""
    sent_at = await last_posted_at(story.session, actor.person.id, SLOT)
    if sent_at is not None and story.now - sent_at < NOT_AGAIN_BEFORE:
        raise Refused("my_copy.sent_before")
    facts = await person_file(story, actor)
    sections = page_sections(facts, actor.person)
    page = Document(PAGE_NAME, title=say("page.title"), sections=sections)
    data = Document(DATA_NAME, text=json.dumps(facts, ensure_ascii=False, indent=1))
    elsewhere = await line_about_other_bot(story, actor, "my_copy.other_bot_apart")
    parts = (say("my_copy.page"), *elsewhere)
    await story.post(actor.person.id, Body(parts, document=page), slot=SLOT)
    await story.post(actor.person.id, Body((say("my_copy.data"),), document=data))
    await record_act(
        story.session,
        actor.person.id,
        "person.copy_sent",
        about=actor.person.id,
        programme_id=None,
        now=story.now,
    )
