"""Handing over: a reporter's press sends the last messages of the conversation to coordinators.

They are copied out of the reporter's own chat, after a line that says who wrote each and when, and
never forwarded. Nothing is taken without the press; a second one hands over nothing more.
"""

from db.audit import record_act
from db.bots import BotName
from db.handed_over import InChat, copies_handed_over, last_in_chat
from db.ids import ReportId
from db.memberships import members
from db.outbox import Lane, Letter
from db.pairings import RUNNING, Pairing, pairing_or_none
from db.people import Person, name_of, person
from db.programmes import programme
from db.reports import Report, report_or_none
from flows.actor import COORDINATOR, Actor
from flows.duty import duty_now
from flows.errors import Refused
from flows.letters import Button, Part, body, one_each, say
from flows.my_pairing import ways_on
from flows.story import Story
from flows.times import local_time

MOST = 10  # messages of one handing over
NUMBER_MOST = 18  # digits that fit a number of the database
SLOT = "handed_over"
OVER = ("sent", "failed", "uncertain", "withdrawn")


async def offer_to_hand_over(story: Story, actor: Actor, made: Report) -> None:
    """Ask whether the last messages shall go to a coordinator, or what to do now instead."""
    found = await _found(story, actor.person, made)
    if made.handed_over_at is not None or not found:
        await _what_now(story, actor, made)
        return
    rows = one_each(
        Button(say("report.button.hand_over", n=len(found)), "bd", made.id, str(found[-1].number)),
        Button(say("report.button.keep"), "bk", made.id),
        (await ways_on(story, await _pairing(story, made), actor.person.id))[1],
    )
    asked = say("report.hand_over", n=len(found))
    await story.post(actor.person.id, body(asked, rows=rows), lane=Lane.CRISIS)


async def hand_over(story: Story, actor: Actor, report_id: str, newest: str) -> None:
    """Send the copies, and keep how many, by whose press and when; raises Refused a second time.

    `newest` is the number of the last message that the button spoke of: what was written since
    is not handed over.
    """
    made = await my_report(story, actor, report_id)
    if made.handed_over_at is not None:
        raise Refused("report.handed_over_already")
    until = int(newest) if newest.isdecimal() and len(newest) <= NUMBER_MOST else None
    found = await _found(story, actor.person, made, until)
    readers = await _readers(story, made, actor.person.bot)
    made.handed_over_at, made.chosen = story.now, len(found)
    if not found or not readers:
        made.arrived = 0
    story.session.add(made)
    pairing = await _pairing(story, made)
    await record_act(
        story.session,
        actor.person.id,
        "report.handed_over",
        about=pairing.id,
        programme_id=pairing.programme_id,
        now=story.now,
    )
    for reader in readers:
        await _send_copies(story, actor.person, reader, made, found)
    names = ", ".join([await name_of(story.session, reader) for reader in readers])
    key = "report.handing_over" if readers and found else "report.nothing_arrived"
    told = say(key, n=len(found), names=names, arrived=0)
    await story.post(actor.person.id, body(told), lane=Lane.CRISIS)
    await _what_now(story, actor, made)


async def keep_to_oneself(story: Story, actor: Actor, report_id: str) -> None:
    """Nothing is handed over; show what can be done now."""
    await _what_now(story, actor, await my_report(story, actor, report_id))


async def copy_ended(story: Story, letter: Letter) -> None:
    """After the fate of the last copy is known, tell both sides how many arrived."""
    made = await report_or_none(story.session, ReportId((letter.slot or "").partition(":")[2]))
    if made is None or made.arrived is not None:
        return
    letters = await copies_handed_over(story.session, made.person_id, _slot(made))
    if any(one.state not in OVER for one in letters):
        return
    made.arrived = len({one.target for one in letters if one.state == "sent"})
    story.session.add(made)
    lost = (made.chosen or 0) - made.arrived
    reporter = await person(story.session, made.person_id)
    key = "report.all_arrived" if not lost else "report.some_arrived"
    told = say(key if made.arrived else "report.nothing_arrived", n=lost, arrived=made.arrived)
    await story.post(reporter.id, body(told), lane=Lane.CONVERSATION)
    if lost:
        told = say(
            "coordinator.not_handed_over", n=lost, name=await name_of(story.session, reporter)
        )
        for reader_id in sorted({one.person_id for one in letters}):
            await story.post(reader_id, body(told), lane=Lane.CONVERSATION)


async def my_report(story: Story, actor: Actor, report_id: str) -> Report:
    """The actor's own report with this id, locked; raises Refused otherwise."""
    made = await report_or_none(story.session, ReportId(report_id))
    if made is None or made.person_id != actor.person.id:
        raise Refused("refused.not_yours")
    return made


async def _found(
    story: Story, reporter: Person, made: Report, until: int | None = None
) -> list[InChat]:
    """The last messages as they stand in the reporter's chat, if a coordinator can get them."""
    if not await _readers(story, made, reporter.bot):
        return []
    return await last_in_chat(story.session, reporter.id, made.pairing_id, MOST, until)


async def _readers(story: Story, made: Report, bot: BotName) -> list[Person]:
    """Who gets the copies: those on duty, else all, never one of the two of the report.

    A bot reaches into no chat of another bot, so they are those that the reporter's bot writes to.
    """
    where = await programme(story.session, (await _pairing(story, made)).programme_id)
    on_duty = (await duty_now(story, where)).on_duty
    active = await members(story.session, where.id, COORDINATOR, ("active",))
    found = [
        await person(story.session, member.person_id)
        for member in active
        if member.person_id not in (made.about_id, made.person_id)
    ]
    reached = [one for one in found if one.bot == bot and one.unreachable_since is None]
    return [one for one in reached if one.id in on_duty] or reached


async def _send_copies(
    story: Story, reporter: Person, reader: Person, made: Report, found: list[InChat]
) -> None:
    name = await name_of(story.session, reporter)
    intro = say("report.handed_to_you", name=name, n=len(found))
    await story.post(reader.id, body(intro), lane=Lane.CONVERSATION)
    for one in found:
        writer = await name_of(story.session, await person(story.session, one.writer_id))
        heading = say("report.wrote", name=writer, when=local_time(one.at, reader))
        await story.post(reader.id, body(heading), lane=Lane.CONVERSATION)
        await story.copy(reader.id, reporter.id, one.message_id, slot=_slot(made))


async def _what_now(story: Story, actor: Actor, made: Report) -> None:
    """Go on, take a break, somebody else, block: the reporter's choice, none pressed on them."""
    pairing = await _pairing(story, made)
    talk, urgent = await ways_on(story, pairing, actor.person.id)
    other = await name_of(story.session, await person(story.session, made.about_id))
    block = Button(say("about_peer.button.block", name=other), "bb", pairing.id)
    parts: list[Part] = [say("report.what_now", name=other)]
    buttons = [block, talk, urgent]
    if pairing.state in RUNNING:
        buttons = [
            Button(say("report.button.go_on"), "h"),
            Button(say("about_peer.button.other_ways"), "bm", pairing.id),
            *buttons,
        ]
    await story.post(actor.person.id, body(*parts, rows=one_each(*buttons)), lane=Lane.CRISIS)


async def _pairing(story: Story, made: Report) -> Pairing:
    found = await pairing_or_none(story.session, made.pairing_id)
    if found is None:
        raise LookupError("A report is about a pairing that is not there.")
    return found


def _slot(made: Report) -> str:
    return f"{SLOT}:{made.id}"
