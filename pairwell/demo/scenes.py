"""What happened in the made-up programme before the page is opened.

Three weeks, told through the real stories with the times at which they would have happened. What
was written to the made-up people then is given up: nobody reads three weeks of messages at once.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

from care.setting_pack import ROLES, Role
from db.contact_days import count_arrival
from db.engine import Database
from db.outbox import Lane
from db.outbox_upkeep import fail_waiting
from db.pairings import pairings_in
from db.programmes import add_programme
from flows.answering import open_filling
from flows.checkins import send_due
from flows.confirming import SHOWN_LETTERS, confirm
from flows.conversation import running_pairings, write
from flows.invitations import open_invitation
from flows.offers import approve, peer_worker_accepts, service_user_accepts
from flows.programmes import pack_of
from flows.response import record_response
from flows.story import Story
from flows.suggestions import suggest
from flows.vetting import answers_hash
from flows.written import Written
from pairwell.demo.cast import PROGRAMME, Member, make_cast
from pairwell.demo.stage import Stage
from pairwell.demo.typing import fill_in

DAY = timedelta(days=1)
CHECKINS_SENT = (11, 19)  # o'clock UTC: after 10 and 18 in London, in summer and in winter
MOSTLY_WELL = 1  # the second option of a question about how somebody is
WEEK = {"week": "Mixed", "talked": "Yes", "safe": "Yes"}
HELLO = "Hello, I am glad that you are here. How was your night?"
ANSWER = "Hello! It was a long night. It is good to hear from you."
HOW_ARE_YOU = "How has your week been?"
BETTER = "A bit better. We went out for a walk."


@dataclass(frozen=True, slots=True)
class Opening:
    """An invitation with which the story on the page can begin: the role and its payload."""

    role: Role
    payload: str


async def set_the_stage(database: Database, now: datetime) -> list[Opening]:
    """Bring a made-up programme to life in empty records; an invitation for each role."""
    stage = Stage(database, make_cast(now.date()))
    first, second = stage.cast.pairs
    await _open_programme(stage, now - 21 * DAY)
    await _bring_in_peer_workers(stage, now - 20 * DAY)
    await _pair(stage, first, now - 9 * DAY)
    for member, days in zip(stage.cast.waiting, (8, 5, 2), strict=True):
        await _enter(stage, member, now - days * DAY)
    await _answer_checkins(stage, first, now - 9 * DAY, days=8)
    await _talk(stage, first, now - 2 * DAY, (HOW_ARE_YOU, BETTER), 3)
    await _pair(stage, second, now - DAY)
    await _give_up_letters(stage, now)
    async with stage.scene(now) as story:
        return [Opening(role, await stage.invite(story, role)) for role in reversed(ROLES)]


async def _open_programme(stage: Stage, at: datetime) -> None:
    async with stage.scene(at) as story:
        add_programme(
            story.session,
            PROGRAMME,
            pack="perinatal",
            region="england",
            time_zone="Europe/London",
            now=at,
        )
    await _enter(stage, stage.cast.coordinator, at)
    async with stage.scene(at) as story:
        coordinator = await stage.actor(story, stage.cast.coordinator)
        await record_response(
            story,
            await stage.programme(story),
            who="The made-up peer team",
            within_minutes=60,
            route="Write in the bot, then ring the number that the team has",
            by=coordinator.person.id,
        )


async def _bring_in_peer_workers(stage: Stage, at: datetime) -> None:
    for _, peer_worker in stage.cast.pairs:
        await _enter(stage, peer_worker, at)
        async with stage.scene(at + DAY) as story:
            coordinator = await stage.actor(story, stage.cast.coordinator)
            (membership,) = (await stage.actor(story, peer_worker)).memberships
            pack = pack_of(story, await stage.programme(story))
            seen = (await answers_hash(story, pack, membership)).hex()[:SHOWN_LETTERS]
            await confirm(story, coordinator, membership.id, seen, None)


async def _enter(stage: Stage, member: Member, at: datetime) -> None:
    async with stage.scene(at) as story:
        payload = await stage.invite(story, member.role)
        await open_invitation(story, await stage.actor(story, member), payload)
    async with stage.scene(at) as story:
        await fill_in(story, await stage.actor(story, member), member.answers)


async def _pair(stage: Stage, pair: tuple[Member, Member], at: datetime) -> None:
    user, peer_worker = pair
    await _enter(stage, user, at - DAY)
    async with stage.scene(at) as story:
        await suggest(story, await stage.programme(story))
        coordinator = await stage.actor(story, stage.cast.coordinator)
        await approve(story, coordinator, await _pairing_of(stage, story, user))
    async with stage.scene(at) as story:
        pairing = await _pairing_of(stage, story, user)
        await peer_worker_accepts(story, await stage.actor(story, peer_worker), pairing)
        await service_user_accepts(story, await stage.actor(story, user), pairing)
    await _talk(stage, pair, at, (HELLO, ANSWER), 1)


async def _talk(
    stage: Stage, pair: tuple[Member, Member], at: datetime, words: tuple[str, str], first: int
) -> None:
    """The peer worker writes and the other answers; both arrive. `first` numbers the messages."""
    user, peer_worker = pair
    for number, (member, text) in enumerate(zip((peer_worker, user), words, strict=True), first):
        async with stage.scene(at + number * timedelta(minutes=20)) as story:
            actor = await stage.actor(story, member)
            running = await running_pairings(story, actor)
            await write(story, actor, Written(number, text), running)
            await count_arrival(story.session, running[0].id, actor.person.id, story.now)


async def _pairing_of(stage: Stage, story: Story, user: Member) -> str:
    person = (await stage.actor(story, user)).person
    where = await stage.programme(story)
    states = ("suggested", "offered", "active")
    found = await pairings_in(story.session, where.id, states)
    return next(pairing.id for pairing in found if pairing.service_user_id == person.id)


async def _answer_checkins(
    stage: Stage, pair: tuple[Member, Member], start: datetime, days: int
) -> None:
    """Each day what is due is sent, and both of the pair answer the same day."""
    for day, hour in product(range(1, days + 1), CHECKINS_SENT):
        at = (start + day * DAY).replace(hour=hour, minute=0)
        async with stage.scene(at) as story:
            await send_due(story)
        for member in pair:
            async with stage.scene(at + timedelta(minutes=30)) as story:
                actor = await stage.actor(story, member)
                if await open_filling(story, actor):
                    await fill_in(story, actor, WEEK, option=MOSTLY_WELL)


async def _give_up_letters(stage: Stage, now: datetime) -> None:
    async with stage.scene(now) as story:
        for member in stage.cast.everybody:
            person = (await stage.actor(story, member)).person
            await fail_waiting(story.session, person.id, tuple(Lane), "made_up")
