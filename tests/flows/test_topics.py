from itertools import product

import pytest
from sqlmodel import delete

from bot.message_reading import thread_of
from db.bots import MAIN, WORKER
from db.held_messages import HeldMessage
from db.notes import set_note
from db.outbox import Letter
from db.pairings import Pairing
from db.people import Person
from db.topics import Topic, set_thread
from flows.two_bots import NAMES, ON, TOPICS
from tests.flows.people import ANNA, HANNAH, JOSIE, SAM, change, join, pair, row, rows

TO_JOSIE, TO_ANNA, TO_AMY = 101, 102, 201
WHO_FOR = "Who is this for?"


class Street:
    """Hannah at the worker bot with a topic each for Josie and Anna."""

    def __init__(self, stage):
        self.stage = stage

    async def begin(self):
        stage = self.stage
        self.worker = stage.with_worker_bot()
        async with stage.database.transaction() as session:
            await set_note(session, NAMES[MAIN], "stage_bot")
            await set_note(session, NAMES[WORKER], "stage_worker_bot")
            await set_note(session, TOPICS, ON)
        await join(stage, SAM, "coordinator", "Sam")
        self.hannah = await join(stage, HANNAH, "peer_worker", "Hannah", bot=WORKER)
        self.josie = await join(stage, JOSIE, "service_user", "Josie")
        self.anna = await join(stage, ANNA, "service_user", "Anna")
        self.with_josie = await pair(stage, self.josie, self.hannah)
        stage.clock.advance(minutes=1)
        self.with_anna = await pair(stage, self.anna, self.hannah)
        await self.topic(self.with_josie, TO_JOSIE)
        await self.topic(self.with_anna, TO_ANNA)
        return self

    async def topic(self, pairing_id, thread, someone=None):
        async with self.stage.database.transaction() as session:
            owner = (someone or self.hannah).person_id
            await set_thread(session, pairing_id, owner, thread)

    async def forget_topics(self):
        async with self.stage.database.transaction() as session:
            await session.exec(delete(Topic))

    async def writes(self, text, thread=None, reply_to=None, **fields):
        """Hannah writes this, in a topic, as an answer to one of her messages."""
        if thread is not None:
            fields |= {"message_thread_id": thread, "is_topic_message": True}
        if reply_to is not None:
            chat = {"id": HANNAH, "type": "private"}
            fields["reply_to_message"] = {"message_id": reply_to, "date": 0, "chat": chat}
        return await self.hannah.send(text=text, **fields)

    def got(self, text):
        """Who got this text."""
        people = {"josie": self.josie, "anna": self.anna}
        return {name for name, one in people.items() if text in "\n".join(one.texts)}

    async def is_held(self):
        return len(await rows(self.stage, HeldMessage)) == 1 and WHO_FOR in self.hannah.text


@pytest.fixture
async def street(stage):
    return await Street(stage).begin()


async def test_what_is_written_in_a_topic_goes_to_its_person_alone(street):
    await street.writes("Hello Josie", TO_JOSIE)
    await street.writes("Hello Anna", TO_ANNA)
    assert (street.got("Hello Josie"), street.got("Hello Anna")) == ({"josie"}, {"anna"})


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_reply_in_its_own_topic_goes_where_both_say(street):
    await street.josie.type("How are you?")
    received = street.hannah.phone.last.id
    await street.writes("Well, thank you", TO_JOSIE, reply_to=received)
    assert street.got("Well, thank you") == {"josie"}


async def test_reply_across_topics_is_held(street):
    await street.josie.type("How are you?")
    received = street.hannah.phone.last.id
    await street.writes("Well, thank you", TO_ANNA, reply_to=received)
    assert street.got("Well, thank you") == set()
    assert await street.is_held()
    await street.hannah.tap("For Anna")
    assert street.got("Well, thank you") == {"anna"}


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
@pytest.mark.parametrize("thread", [999, TO_AMY, None])
async def test_words_in_no_topic_of_hers_are_held(street, thread):
    kim = await join(street.stage, 2_009, "peer_worker", "Kim", bot=WORKER)
    amy = await join(street.stage, 1_009, "service_user", "Amy")
    await street.topic(await pair(street.stage, amy, kim), TO_AMY, kim)
    await street.writes("For whom?", thread)
    assert street.got("For whom?") == set()
    assert "For whom?" not in "\n".join(amy.texts)
    assert await street.is_held()


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
@pytest.mark.parametrize("state", ["ended", "withdrawn"])
async def test_topic_of_a_pair_that_ended_reaches_nobody_else(street, state):
    await change(street.stage, Pairing, street.with_josie, state=state)
    await street.writes("Dear Josie", TO_JOSIE)
    assert street.got("Dear Josie") == set()
    assert await street.is_held()


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_choice_names_nobody_where_there_are_topics(street):
    await street.hannah.tap("Write to Anna")
    assert street.hannah.text == "Write to Anna here."
    (here, *_) = sorted(await rows(street.stage, Letter), key=lambda x: -x.id)
    assert here.pairing_id == street.with_anna
    chosen = {"current_pairing_id": street.with_anna, "chosen_at": street.stage.clock.now()}
    await change(street.stage, Person, street.hannah.person_id, **chosen)  # from before
    await street.writes("Outside of topics")
    assert street.got("Outside of topics") == set()
    assert await street.is_held()


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_home_says_where_each_person_is_written_to(street):
    await street.hannah.type("/menu")
    assert "Each of your people has a topic in this chat." in street.hannah.text


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_one_person_needs_no_topic(street):
    await change(street.stage, Pairing, street.with_anna, state="ended")
    await street.writes("Hello you")
    assert street.got("Hello you") == {"josie"}


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_topic_that_nobody_knows_is_asked_about_with_one_person_too(street):
    await change(street.stage, Pairing, street.with_anna, state="ended")
    await street.writes("For whom?", 999)
    assert street.got("For whom?") == set()
    assert await street.is_held()


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_message_that_opens_the_topic_is_answered_by_all_of_it(street):
    opened = {"forum_topic_created": {"name": "Josie", "icon_color": 7322096}}
    root = {"message_id": 77, "date": 0, "chat": {"id": HANNAH, "type": "private"}, **opened}
    await street.writes("Hello", TO_JOSIE, reply_to_message=root)
    await street.writes("Again", TO_JOSIE, reply_to=TO_JOSIE)
    assert (street.got("Hello"), street.got("Again")) == ({"josie"}, {"josie"})


async def test_every_pair_of_topic_and_reply_reaches_who_both_name_or_nobody(street):
    amy = await join(street.stage, 1_009, "service_user", "Amy")
    with_amy = await pair(street.stage, amy, street.hannah)
    await street.topic(with_amy, TO_AMY)
    received, people = {None: None, "unknown": 9_999}, {"amy": amy}
    for name in ("josie", "anna"):
        people[name] = getattr(street, name)
        await people[name].type(f"From {name}")
        received[name] = street.hannah.phone.last.id
    await amy.type("From amy")
    received["amy"] = street.hannah.phone.last.id
    await change(street.stage, Pairing, with_amy, state="ended")
    threads = {None: None, "josie": TO_JOSIE, "anna": TO_ANNA, "amy": TO_AMY, "unknown": 999}
    running = {"josie", "anna"}
    for (by_topic, thread), (by_reply, reply) in product(threads.items(), received.items()):
        text = f"<{by_topic} {by_reply}>"
        await street.writes(text, thread, reply_to=reply)
        named = {by_topic, by_reply} - {None}
        got = {name for name, one in people.items() if text in "\n".join(one.texts)}
        assert (text, got) == (text, named if len(named) == 1 and named <= running else set())


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_words_in_a_topic_are_no_answer_to_an_open_form(street):
    await street.stage.at[WORKER].say(HANNAH, "/away")
    assert "away" in street.hannah.text
    await street.writes("30 November 2026", TO_JOSIE)
    assert street.got("30 November 2026") == {"josie"}


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_status_line_and_message_name_the_topic_they_belong_to(street):
    await street.writes("Hello", TO_JOSIE)
    line = await row(street.stage, Letter, slot=f"status:{street.with_josie}")
    assert (line.bot, line.person_id) == (WORKER, street.hannah.person_id)
    await street.josie.type("Hello Hannah")
    (letter,) = await rows(street.stage, Letter, source_person_id=street.josie.person_id)
    assert (letter.bot, letter.pairing_id) == (WORKER, street.with_josie)


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_thread_at_the_main_bot_says_nothing(street):
    thread = {"message_thread_id": 5, "is_topic_message": True}
    await street.josie.send(text="From main", **thread)
    assert "From main" in "\n".join(street.hannah.texts)


async def test_topic_is_opened_and_named_once(street):
    stage = street.stage
    await street.forget_topics()
    await stage.beat()
    await stage.beat()
    opened = [text for text in street.hannah.texts if "Here you talk with" in text]
    assert opened == [
        "Here you talk with Josie. What you write here goes to Josie.",
        "Here you talk with Anna. What you write here goes to Anna.",
    ]
    await change(stage, Pairing, street.with_josie, state="ended")
    await stage.beat()
    await stage.beat()
    named = await rows(stage, Letter, act="name_topic")
    assert [(x.pairing_id, x.person_id, x.state) for x in named] == [
        (street.with_josie, street.hannah.person_id, "sent")
    ]
    assert (await row(stage, Topic, pairing_id=street.with_josie)).is_ended


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_no_topic_is_opened_where_the_bot_has_none(street):
    await street.forget_topics()
    async with street.stage.database.transaction() as session:
        await set_note(session, TOPICS, "")
    await street.stage.beat()
    assert await rows(street.stage, Topic) == []


def test_thread_outside_of_a_topic_is_none():
    class Reply:
        message_thread_id, is_topic_message = 5, None

    assert thread_of(Reply()) is None
