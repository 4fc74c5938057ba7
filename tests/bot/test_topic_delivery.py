import asyncio
import itertools
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.delivery import Postman
from bot.pauses import Backoff
from bot.render import Renderer
from bot.urgent_text import urgent_texts
from db.bots import MAIN, WORKER
from db.ids import PairingId, PersonId
from db.outbox import Lane, Letter
from db.pairings import add_pairing, set_pairing_state
from db.people import Person, person
from db.topics import set_thread, topic_of
from flows.letters import Body, Message, Words, body
from flows.regions import Regions
from playground.faults import Fault, FaultKind
from playground.people import HANNAH, JOSIE, WORKER_BOT
from tests.bot.stage import WIDE, Fates, Stage, now, until
from tests.factories import make_person, make_programme
from tests.stage import wording

ANEW = "The old place for this was deleted, so it goes on here.\n\n"


@dataclass
class Street:
    """Hannah at a bot with topics, and people who write to her through it."""

    stage: Stage
    hannah: PersonId
    pairs: list[tuple[PersonId, PairingId]] = field(default_factory=list)
    numbers: itertools.count = field(default_factory=lambda: itertools.count(1))

    async def post(self, text, pair=0, **settings):
        """Somebody's words to Hannah, or, without a pair, a letter of our own."""
        async with self.stage.story(f"t{next(self.numbers)}") as story:
            if pair is None:
                await story.post(self.hannah, body(Words(text)), **settings)
                return
            writer, pairing_id = self.pairs[pair]
            await story.pass_on(
                self.hannah,
                Body((Message(text),), protected=True),
                pairing_id=pairing_id,
                source=(writer, next(self.numbers)),
                silent=False,
            )

    async def deliver(self, hooks=None, expected=("sent",), but=None):
        """Run the worker bot's postman until every letter has such a state, `but` one person's."""
        postman = Postman(
            self.stage.database,
            self.stage.bot,
            now=now,
            renderer=Renderer(wording(), urgent_texts(Regions())),
            hooks=hooks or Fates(),
            nursery=self.stage.nursery,
            backoff=Backoff(lambda: 0.0, self.stage._note_pause),
            limits=WIDE,
            name=WORKER,
            has_topics=True,
        )
        running = self.stage.nursery.start("postman", postman.run())

        async def is_done():
            async with self.stage.database.reading() as session:
                letters = list(await session.exec(select(Letter)))
            return all(x.state in expected for x in letters if x.person_id != but)

        async with asyncio.timeout(20):
            await until(is_done)
        assert await postman.close(10)
        await running

    async def thread(self, pair=0):
        async with self.stage.database.reading() as session:
            topic = await topic_of(session, self.pairs[pair][1])
        return topic.thread_id if topic else None

    @property
    def chat(self):
        return self.stage.phones.chat(HANNAH.id)

    def shown(self):
        """(thread, text) of what the bot shows Hannah, without notices of Telegram's own."""
        return [
            (held.content.get("message_thread_id"), held.content["text"])
            for held in self.chat.messages.values()
            if held.by_bot and "text" in held.content
        ]


@pytest.fixture
async def street(stage: Stage):
    stage.phones.bot = WORKER_BOT
    stage.phones.start(HANNAH.id)
    async with stage.database.transaction() as session:
        programme = await make_programme(session)
        hannah = await make_person(session, HANNAH.id, "Hannah", bot=WORKER)
        street = Street(stage, hannah.id)
        for number, name in enumerate(("Josie", "Anna", "Josie")):
            someone = await make_person(session, JOSIE.id + 10 * number, name)
            street.pairs.append((someone.id, await _active(session, programme, someone, hannah)))
    return street


async def _active(session, programme, someone: Person, hannah: Person) -> PairingId:
    pairing = await add_pairing(
        session, programme.id, someone.id, hannah.id, fit=700, reasons="[]", now=now()
    )
    set_pairing_state(session, pairing, "active", now())
    await session.flush()
    return pairing.id


async def test_each_pairing_gets_one_topic_with_a_name_of_its_own(street: Street):
    for text, pair in (("one", 0), ("two", 1), ("three", 2), ("four", 0)):
        await street.post(text, pair)
    await street.deliver()
    josie, anna, other = [await street.thread(pair) for pair in range(3)]
    assert street.chat.topics == {josie: "Josie", anna: "Anna", other: "Josie 2"}
    assert street.shown() == [(josie, "one"), (anna, "two"), (other, "three"), (josie, "four")]


async def test_letters_about_nobody_stand_in_the_main_chat(street: Street):
    await street.post("How are you?", None)
    await street.deliver()
    assert (street.shown(), street.chat.topics) == ([(None, "How are you?")], {})


async def test_topic_that_was_deleted_is_made_anew_and_says_so(street: Street):
    await street.post("one")
    await street.deliver()
    first = await street.thread()
    street.stage.phones.delete_topic(HANNAH.id, first)
    await street.post("two")
    await street.post("three")
    await street.deliver()
    second = await street.thread()
    assert street.shown() == [(second, f"{ANEW}two"), (second, "three")]
    assert (street.chat.topics, second != first) == ({second: "Josie"}, True)


async def test_copy_that_lands_in_the_main_chat_is_taken_back(street: Street):
    await street.post("one")
    await street.deliver()
    street.stage.faults.add(Fault(FaultKind.MAIN_CHAT, "sendMessage"))
    await street.post("two")
    await street.deliver()
    second = await street.thread()
    assert [text for thread, text in street.shown() if thread is None] == []
    assert street.shown()[-1] == (second, f"{ANEW}two")


async def test_copy_that_always_lands_in_the_main_chat_was_not_sent(street: Street):
    hooks = Fates()
    street.stage.faults.add(Fault(FaultKind.MAIN_CHAT, "sendMessage", times=None))
    await street.post("one")
    await street.deliver(hooks, expected=("failed",))
    assert street.shown() == []
    assert [told[0::2] for told in hooks.told] == [("failed", "no_topic")]


async def test_copy_that_cannot_be_taken_back_may_have_arrived(street: Street):
    await street.post("zero")
    await street.deliver()
    street.stage.faults.add(Fault(FaultKind.MAIN_CHAT, "sendMessage"))
    street.stage.faults.add(Fault(FaultKind.BAD_REQUEST, "deleteMessage"))
    await street.post("one")
    await street.deliver()
    assert (await street.stage.fates())[-1] == ("sent", None, 2, True)
    assert street.shown()[-1] == (await street.thread(), "(This may be a repeat.)\n\none")


@pytest.mark.parametrize(
    "fault",
    [
        Fault(FaultKind.RETRY_AFTER, "createForumTopic", retry_after=1),
        Fault(FaultKind.GATEWAY, "createForumTopic"),
        Fault(FaultKind.RETRY_AFTER, "sendMessage", retry_after=1),
    ],
    ids=["too fast for a topic", "no topic, perhaps", "too fast for the message"],
)
async def test_letter_waits_for_its_topic_and_makes_one(street: Street, fault, monkeypatch):
    monkeypatch.setattr("bot.results.LONGEST_PAUSE_SECONDS", 0.02)
    street.stage.faults.add(fault)
    await street.post("one")
    await street.deliver()
    assert street.shown() == [(await street.thread(), "one")]
    assert street.chat.topics == {await street.thread(): "Josie"}


async def test_letter_without_a_topic_is_not_sent_at_all(street: Street):
    hooks = Fates()
    street.stage.faults.add(Fault(FaultKind.BAD_REQUEST, "createForumTopic", times=None))
    await street.post("one")
    await street.post("How are you?", None)
    await street.deliver(hooks, expected=("failed", "sent"))
    assert street.shown() == [(None, "How are you?")]
    assert ("failed", "no_topic") in [told[0::2] for told in hooks.told]


async def test_topic_is_named_when_its_pairing_has_ended(street: Street):
    await street.post("one")
    await street.deliver()
    async with street.stage.story("end") as story:
        await story.name_topic(street.hannah, street.pairs[0][1])
        await story.name_topic(street.hannah, street.pairs[1][1])
    await street.deliver()
    assert street.chat.topics == {await street.thread(): "Josie (ended)"}


async def test_topic_of_another_person_is_never_used(street: Street):
    """A pairing's topic stands in its peer worker's chat: nobody else's letter goes there."""
    async with street.stage.database.transaction() as session:
        kim = await make_person(session, 1004, "Kim", bot=WORKER)
        await set_thread(session, street.pairs[0][1], street.hannah, 5)
    street.stage.phones.start(1004)
    async with street.stage.story("kim") as story:
        pairing_id = street.pairs[0][1]
        await story.post(kim.id, body(Words("Hello Kim")), pairing_id=pairing_id)
    await street.deliver()
    sent = street.stage.phones.requests.to(1004)
    assert [request.params.get("message_thread_id") for request in sent] == [None]


async def test_worker_bot_leaves_the_letters_of_the_main_bot_alone(street: Street):
    josie, _ = street.pairs[0]
    street.stage.phones.start(JOSIE.id)
    async with street.stage.story("main") as story:
        await story.post(josie, body(Words("Hello Josie")), lane=Lane.CRISIS)
    await street.post("one")
    await street.deliver(but=josie)
    fates = [fate[0] for fate in await street.stage.fates()]
    assert (fates, street.stage.texts_to(JOSIE.id)) == (["waiting", "sent"], [])


async def test_letter_to_somebody_who_changed_bots_is_not_sent_by_the_old_one(street: Street):
    await street.post("one")
    async with street.stage.database.transaction() as session:
        hannah = await person(session, street.hannah)
        hannah.bot = MAIN
        session.add(hannah)
    await street.deliver(expected=("failed",))
    assert street.shown() == []
    assert (await street.stage.fates())[0][:2] == ("failed", "no_address")


@pytest.mark.parametrize("seed", range(4))
async def test_mixed_faults_never_put_words_where_they_do_not_belong(
    street: Street, seed, monkeypatch
):
    monkeypatch.setattr("bot.results.LONGEST_PAUSE_SECONDS", 0.02)
    monkeypatch.setattr("bot.results.REPEAT_AFTER", timedelta(milliseconds=20))
    street.stage.faults.seed = seed
    for method in ("sendMessage", "createForumTopic", "deleteMessage"):
        for kind in (FaultKind.GATEWAY, FaultKind.TRUNCATED, FaultKind.MAIN_CHAT):
            street.stage.faults.add(Fault(kind, method, times=None, share=0.06))
    named: dict[int, set[int]] = {0: set(), 1: set(), 2: set()}
    for number in range(30):
        pair = (number * number + seed) % 3
        await street.post(f"<{pair}:{number}>", pair)
        if number % 6 == 5:
            await street.deliver(expected=("sent", "failed", "uncertain"))
            for known in named:
                named[known] |= {await street.thread(known)}
            for gone in sorted(street.chat.topics)[: (number + seed) % 2]:
                street.stage.phones.delete_topic(HANNAH.id, gone)
    wrong = [
        (thread, text)
        for request in street.stage.phones.requests.to(HANNAH.id)
        if request.method == "sendMessage" and request.acted
        for thread, text in [(request.params.get("message_thread_id"), request.params["text"])]
        if thread is None and request.fault != FaultKind.MAIN_CHAT
    ]
    assert wrong == []
    for thread, text in street.shown():
        pair = int(text.split("<")[1][0])
        others = set().union(*(named[other] for other in named if other != pair))
        assert thread not in others
