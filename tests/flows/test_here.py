"""Somebody who acts in the console is told there; everybody else is told in their chat."""

from sqlmodel import select

from db.outbox import Letter
from flows.letters import body, say
from flows.story import Story
from tests.factories import HANNAH, SAM, make_person

TOLD = body(say("alert.gone"))


async def told_and_posted(database, now, *, is_here):
    async with database.transaction() as session:
        sam = await make_person(session, SAM, "Sam")
        hannah = await make_person(session, HANNAH, "Hannah")
        story = Story(session, now, "press", here=sam.id if is_here else None)
        for someone in (sam, hannah):
            await story.post(someone.id, TOLD)
            await story.edit(someone.id, TOLD, slot="screen")
            await story.take_buttons_off(someone.id, slot="screen")
        await story.show_commands(sam.id, "coordinator")
        letters = list(await session.exec(select(Letter)))
        names = {sam.id: "Sam", hannah.id: "Hannah"}
        posted = sorted((names[one.person_id], one.act) for one in letters)
    return story.told, posted


async def test_in_the_chat_everybody_is_written_to(database, now):
    told, posted = await told_and_posted(database, now, is_here=False)
    assert told == []
    assert posted == [
        ("Hannah", "edit"), ("Hannah", "send"), ("Hannah", "strip"),
        ("Sam", "commands"), ("Sam", "edit"), ("Sam", "send"), ("Sam", "strip"),
    ]  # fmt: skip


async def test_at_the_console_the_one_who_acts_is_told_on_the_page(database, now):
    told, posted = await told_and_posted(database, now, is_here=True)
    assert told == [TOLD, TOLD]
    assert posted == [
        ("Hannah", "edit"), ("Hannah", "send"), ("Hannah", "strip"), ("Sam", "commands"),
    ]  # fmt: skip
