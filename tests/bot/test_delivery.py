import asyncio
import logging
from datetime import timedelta

import pytest

from bot.acts import Hands
from bot.limits import Limits
from db.bots import MAIN, outbox_signal
from db.outbox import Lane, Letter, claim_letters
from db.people import erase_person, person
from db.slots import set_slot_message, slot_message
from flows.letters import Body, Button, Words, body, one_each
from flows.story import Story
from playground.faults import Fault, FaultKind
from playground.people import HANNAH, JOSIE
from tests.bot.stage import Fates, Stage, full_disk, now, until

MARK = "This may be a repeat.\n\n"
SECRET = "a secret thought"


def words(text):
    return body(Words(text))


async def deliver(stage: Stage, hooks=None, expected=("sent",), **settings):
    """Run a postman until every letter has one of the expected states."""
    postman = stage.postman(hooks, **settings)
    running = stage.nursery.start("postman", postman.run())

    async def is_done():
        return all(fate[0] in expected for fate in await stage.fates())

    async with asyncio.timeout(15):
        await until(is_done)
    assert await postman.close(10)
    await running


async def post(stage: Stage, to, *texts, lane=Lane.REPLY, **settings):
    async with stage.story() as story:
        for text in texts:
            await story.post(to, words(text), lane=lane, **settings)


async def test_letters_arrive_in_order_and_are_wiped(stage: Stage):
    josie, hannah = await stage.meet(JOSIE.id, HANNAH.id)
    hooks = Fates()
    async with stage.story() as story:
        for number in range(20):
            await story.post(josie, words(f"j{number}"))
            await story.post(hannah, words(f"h{number}"))
    await deliver(stage, hooks)
    assert stage.texts_to(JOSIE.id) == [f"j{n}" for n in range(20)]
    assert stage.texts_to(HANNAH.id) == [f"h{n}" for n in range(20)]
    assert sorted(hooks.told) == sorted(("sent", f"test:{n}", True) for n in range(1, 41))
    async with stage.database.reading() as session:
        found = await session.get(Letter, 1)
    assert found is not None
    assert (found.content_sealed, found.message_id is not None) == (None, True)


async def test_nothing_leaves_before_it_is_on_the_disk(stage: Stage, monkeypatch):
    [josie] = await stage.meet(JOSIE.id)
    known: list[bool] = []
    carry_out = Hands.carry_out

    async def watch(hands, mail):
        known.append(await stage.database.is_on_disk(0))
        return await carry_out(hands, mail)

    monkeypatch.setattr(Hands, "carry_out", watch)
    async with stage.database.transaction(durable=False) as session:
        story = Story(session, now(), "relaxed")
        await story.post(josie, words("one"))
        await story.post(josie, words("two"))
    await deliver(stage)
    assert known == [True, True]


async def test_letter_carries_what_its_body_says(stage: Stage):
    [josie] = await stage.meet(JOSIE.id)
    [first] = list(stage.phones.chat(JOSIE.id).messages)
    rows = one_each(Button(Words("Yes"), "offer", "r", "yes"))
    content = Body((Words("Hello"),), rows, reply_to=first, protected=True)
    async with stage.story() as story:
        await story.post(josie, content, silent=True)
        await story.post(josie, Body((Words("Again"),), reply_to=999_999))
    await deliver(stage)
    sent, again = [r.params for r in stage.phones.requests.of("sendMessage")]
    assert (sent["protect_content"], sent["disable_notification"]) == (True, True)
    assert sent["reply_parameters"]["message_id"] == first
    assert sent["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "offer:r:yes"
    assert again["text"] == "Again"


async def test_crisis_letter_goes_first(stage: Stage):
    [josie] = await stage.meet(JOSIE.id)
    await post(stage, josie, "reply")
    async with stage.story("later") as story:
        await story.post(josie, words("crisis"), lane=Lane.CRISIS)
    await deliver(stage)
    assert stage.texts_to(JOSIE.id) == ["crisis", "reply"]


async def test_picture_is_a_code_with_its_text_below(stage: Stage):
    [josie] = await stage.meet(JOSIE.id)
    async with stage.story() as story:
        await story.post(josie, Body((Words("Scan this."),), picture="https://t.me/b?start=x"))
    await deliver(stage)
    [request] = stage.phones.requests.of("sendPhoto")
    assert (request.params["caption"], b"\x89PNG" in request.raw) == ("Scan this.", True)


UNKNOWN = [
    Fault(FaultKind.GATEWAY, "sendMessage"),
    Fault(FaultKind.GATEWAY, "sendMessage", status=500, acts=True),
    Fault(FaultKind.RESET, "sendMessage"),
    Fault(FaultKind.RESET, "sendMessage", acts=True),
    Fault(FaultKind.TRUNCATED, "sendMessage"),
    Fault(FaultKind.NOT_JSON, "sendMessage", acts=True),
]


@pytest.fixture
def _soon(monkeypatch):
    monkeypatch.setattr("bot.results.REPEAT_AFTER", timedelta(seconds=0.02))


@pytest.mark.usefixtures("_soon")
@pytest.mark.parametrize("lane", [Lane.CRISIS, Lane.CONVERSATION, Lane.REPLY], ids=str)
@pytest.mark.parametrize("fault", UNKNOWN, ids=lambda f: f"{f.kind}-{f.takes_effect}")
async def test_unknown_outcome_is_repeated_once_and_marked(stage: Stage, fault, lane):
    [josie] = await stage.meet(JOSIE.id)
    stage.faults.add(fault)
    await post(stage, josie, "one", "two", lane=lane)
    await deliver(stage)
    first = ["one"] if fault.takes_effect else []
    assert stage.texts_to(JOSIE.id) == [*first, f"{MARK}one", "two"]
    assert await stage.fates() == [("sent", None, 2, True), ("sent", None, 1, False)]


@pytest.mark.usefixtures("_soon")
async def test_second_unknown_outcome_is_the_last(stage: Stage):
    [josie] = await stage.meet(JOSIE.id)
    stage.faults.add(Fault(FaultKind.GATEWAY, "sendMessage", times=2))
    hooks = Fates()
    await post(stage, josie, "one", "two", lane=Lane.CONVERSATION)
    await deliver(stage, hooks, expected=("sent", "uncertain"))
    assert (hooks.told, stage.texts_to(JOSIE.id)) == (
        [("uncertain", "test:1"), ("sent", "test:2", True)],
        ["two"],
    )


@pytest.mark.parametrize("lane", [Lane.CHECKIN, Lane.BULK], ids=str)
async def test_unknown_check_in_is_not_repeated(stage: Stage, lane):
    [josie] = await stage.meet(JOSIE.id)
    stage.faults.add(Fault(FaultKind.RESET, "sendMessage", acts=True))
    hooks = Fates()
    await post(stage, josie, "one", lane=lane)
    await deliver(stage, hooks, expected=("uncertain",))
    assert (stage.texts_to(JOSIE.id), hooks.told) == (["one"], [("uncertain", "test:1")])


async def test_undecodable_answer_that_names_its_message_is_an_answer(stage: Stage):
    [josie] = await stage.meet(JOSIE.id)
    stage.faults.add(Fault(FaultKind.UNDECODABLE, "sendMessage"))
    await post(stage, josie, "one")
    await deliver(stage)
    assert await stage.fates() == [("sent", None, 1, False)]


@pytest.mark.usefixtures("_soon")
async def test_letter_found_in_sending_is_repeated_and_goes_first(stage: Stage):
    [josie] = await stage.meet(JOSIE.id)
    await post(stage, josie, "one", "two")
    async with stage.database.transaction() as session:
        await claim_letters(session, [1], now())
    await deliver(stage)
    assert stage.texts_to(JOSIE.id) == [f"{MARK}one", "two"]


async def test_retry_after_is_obeyed_for_that_chat_only(stage: Stage):
    josie, hannah = await stage.meet(JOSIE.id, HANNAH.id)
    stage.faults.add(Fault(FaultKind.RETRY_AFTER, "sendMessage", JOSIE.id, retry_after=1))
    await post(stage, josie, "one", "two")
    async with stage.story("other") as story:
        await story.post(hannah, words("hello"))
    await deliver(stage)
    tries = [r for r in stage.phones.requests.to(JOSIE.id) if r.method == "sendMessage"]
    assert [r.params["text"] for r in tries] == ["one", "one", "two"]
    assert tries[1].at - tries[0].at >= timedelta(seconds=1)
    hers = [r.at for r in stage.phones.requests.to(HANNAH.id) if r.acted]
    assert hers[-1] < tries[1].at


async def test_storm_of_retry_after_stops_everybody(stage: Stage):
    people = [1001, 1002, 1003, 1004]
    ids = await stage.meet(*people)
    stage.faults.add(Fault(FaultKind.RETRY_AFTER, "sendMessage", 1001, retry_after=1))
    stage.faults.add(Fault(FaultKind.RETRY_AFTER, "sendMessage", 1002, retry_after=1))
    async with stage.story() as story:
        for person_id in ids[:2]:
            await story.post(person_id, words("one"))
        for number in range(5):
            await story.post(ids[2], words(f"m{number}"))
    limits = Limits(most_in_flight=2, chat_burst=100, chat_per_second=100)
    await deliver(stage, limits=limits)
    refused = [r.at for r in stage.phones.requests if r.error]
    sent = [r.at for r in stage.phones.requests if r.method == "sendMessage" and r.acted]
    assert (len(refused), len(sent)) == (2, 7)
    assert min(sent) - max(refused) >= timedelta(seconds=0.9)


async def test_blocked_person_is_unreachable_and_others_go_on(stage: Stage):
    josie, hannah = await stage.meet(JOSIE.id, HANNAH.id)
    stage.phones.block(JOSIE.id)
    hooks = Fates()
    await post(stage, josie, "one")
    async with stage.story("other") as story:
        await story.post(hannah, words("hello"))
    await deliver(stage, hooks, expected=("sent", "failed"))
    assert sorted(hooks.told) == sorted(
        [("failed", "test:1", "blocked"), ("unreachable", josie), ("sent", "other:1", True)]
    )
    assert (await stage.fates())[0] == ("failed", "blocked", 1, False)


async def test_refused_letter_fails_with_its_reason(stage: Stage):
    [josie] = await stage.meet(JOSIE.id)
    stage.faults.add(Fault(FaultKind.BAD_REQUEST, "sendMessage"))
    hooks = Fates()
    await post(stage, josie, "one", "two")
    await deliver(stage, hooks, expected=("sent", "failed"))
    assert hooks.told == [("failed", "test:1", "bad_request"), ("sent", "test:2", True)]


async def test_expired_letter_is_not_sent(stage: Stage):
    [josie] = await stage.meet(JOSIE.id)
    hooks = Fates()
    await post(stage, josie, "late", expires_at=now() - timedelta(seconds=1))
    await deliver(stage, hooks, expected=("failed",))
    assert (hooks.told, stage.texts_to(JOSIE.id)) == ([("failed", "test:1", "expired")], [])


async def test_letter_waits_for_its_time(stage: Stage):
    [josie] = await stage.meet(JOSIE.id)
    await post(stage, josie, "later", not_before=now() + timedelta(seconds=0.5))
    async with stage.story("other") as story:
        await story.post(josie, words("now"))
    await deliver(stage)
    assert stage.texts_to(JOSIE.id) == ["now", "later"]


async def test_letter_that_cannot_be_written_fails_and_stops_nobody(stage: Stage):
    [josie] = await stage.meet(JOSIE.id)
    hooks = Fates()
    await post(stage, josie, " ", "two")
    await deliver(stage, hooks, expected=("sent", "failed"))
    assert hooks.told == [("failed", "test:1", "unwritable"), ("sent", "test:2", True)]


async def test_erased_person_gets_nothing_and_holds_nobody_up(stage: Stage):
    josie, hannah = await stage.meet(JOSIE.id, HANNAH.id)
    await post(stage, josie, "one")
    async with stage.story("other") as story:
        await story.post(hannah, words("hello"))
    async with stage.database.transaction() as session:
        await erase_person(session, await person(session, josie), now())
    await deliver(stage, expected=("sent", "failed"))
    assert (stage.texts_to(JOSIE.id), stage.texts_to(HANNAH.id)) == ([], ["hello"])


async def slot_of(stage, person_id):
    async with stage.database.reading() as session:
        return await slot_message(session, person_id, "form")


async def shown(stage, account):
    return [
        (message_id, held.content["text"])
        for message_id, held in stage.phones.chat(account).messages.items()
        if held.by_bot
    ]


async def test_slot_is_shown_once_and_then_edited_in_place(stage: Stage):
    [josie] = await stage.meet(JOSIE.id)
    rows = one_each(Button(Words("Yes"), "a", "b", "c"))
    for cause, text in (("first", "one"), ("second", "two"), ("third", "two")):
        async with stage.story(cause) as story:
            await story.edit(josie, body(Words(text), rows=rows), slot="form")
        await deliver(stage)
    [(message_id, text)] = await shown(stage, JOSIE.id)
    assert (text, await slot_of(stage, josie)) == ("two", message_id)
    async with stage.story("fourth") as story:
        await story.take_buttons_off(josie, slot="form")
        await story.take_buttons_off(josie, slot="form")
        await story.take_buttons_off(josie, message_id=999_999)
    await deliver(stage)
    assert {fate[0] for fate in await stage.fates()} == {"sent"}
    assert "reply_markup" not in stage.phones.message(JOSIE.id, message_id).content


async def test_edit_of_a_message_that_is_gone_is_a_new_message(stage: Stage):
    [josie] = await stage.meet(JOSIE.id)
    async with stage.database.transaction() as session:
        await set_slot_message(session, josie, "form", 999_999)
    async with stage.story() as story:
        await story.edit(josie, words("one"), slot="form")
    await deliver(stage)
    [(message_id, text)] = await shown(stage, JOSIE.id)
    assert (text, await slot_of(stage, josie)) == ("one", message_id)


@pytest.mark.parametrize("kind", [FaultKind.GATEWAY, FaultKind.RESET, FaultKind.TRUNCATED])
async def test_unknown_edit_is_done_again_without_a_mark(stage: Stage, kind, monkeypatch):
    monkeypatch.setattr("bot.results.LONGEST_PAUSE_SECONDS", 0.02)
    [josie] = await stage.meet(JOSIE.id)
    await post(stage, josie, "one", slot="form")
    await deliver(stage)
    stage.faults.add(Fault(kind, "editMessageText"))
    async with stage.story("later") as story:
        await story.edit(josie, words("two"), slot="form")
    await deliver(stage)
    assert [text for _, text in await shown(stage, JOSIE.id)] == ["two"]


async def test_outage_uses_nobody_up(stage: Stage, caplog, monkeypatch):
    monkeypatch.setattr("bot.results.REPEAT_AFTER", timedelta(seconds=1))
    people = [1001, 1002, 1003, 1004, 1005, 1006]
    ids = await stage.meet(*people)
    stage.faults.add(Fault(FaultKind.GATEWAY, "sendMessage", times=3))
    stage.faults.add(Fault(FaultKind.GATEWAY, "getMe", times=5))
    async with stage.story() as story:
        for person_id in ids:
            for number in range(3):
                await story.post(person_id, words(f"m{number}"), lane=Lane.CONVERSATION)
    limits = Limits(most_in_flight=1, overall_per_second=1e6, chat_per_second=1e6)
    with caplog.at_level(logging.WARNING):
        await deliver(stage, limits=limits)
    events = [m for m in caplog.messages if m.startswith("send.") and m != "send.not_sent"]
    assert events == ["send.stopped", *["send.still_stopped"] * 5, "send.resumed"]
    assert sum(fate[3] for fate in await stage.fates()) == 3


async def test_revoked_token_keeps_the_queue_and_is_loud(stage: Stage, caplog):
    [josie] = await stage.meet(JOSIE.id)
    await post(stage, josie, "one")
    token = stage.bot.token
    stage.bot._Bot__token = "7000000001:a-token-that-was-revoked"  # type: ignore[attr-defined]
    postman = stage.postman()
    with caplog.at_level(logging.CRITICAL):
        running = stage.nursery.start("postman", postman.run())
        await until(lambda: len(stage.pauses) > 2)
    assert (caplog.messages, set(stage.pauses)) == (["send.stopped"], {30.0})
    assert [fate[0] for fate in await stage.fates()] == ["waiting"]
    stage.bot._Bot__token = token  # type: ignore[attr-defined]
    await until(lambda: stage.texts_to(JOSIE.id) == ["one"])
    assert await postman.close(10)
    await running


async def test_connection_that_cannot_be_made_marks_nothing(stage: Stage):
    [josie] = await stage.meet(JOSIE.id)
    await post(stage, josie, "one", lane=Lane.CONVERSATION)
    api = stage.bot.session.api
    stage.bot.session.api = type(api).from_base("http://127.0.0.1:9")
    postman = stage.postman()
    running = stage.nursery.start("postman", postman.run())
    await until(lambda: len(stage.pauses) > 2)
    stage.bot.session.api = api
    await until(lambda: stage.texts_to(JOSIE.id) == ["one"])
    assert await postman.close(10)
    await running
    assert [(state, repeated) for state, _, _, repeated in await stage.fates()] == [("sent", False)]


async def test_hook_that_fails_takes_nothing_from_the_others(stage: Stage, caplog, monkeypatch):
    monkeypatch.setattr("bot.delivery.TROUBLE_SECONDS", 0.01)
    [josie] = await stage.meet(JOSIE.id)
    hooks = Fates(fails=2)
    await post(stage, josie, SECRET)
    with caplog.at_level(logging.DEBUG):
        await deliver(stage, hooks)
    assert hooks.told == []
    assert await stage.fates() == [("sent", None, 1, False)]
    assert SECRET not in str([r.__dict__ for r in caplog.records])


async def test_full_disk_keeps_results_until_they_are_recorded(stage: Stage, monkeypatch):
    monkeypatch.setattr("bot.delivery.TROUBLE_SECONDS", 0.01)
    [josie] = await stage.meet(JOSIE.id)
    await post(stage, josie, "one", "two")
    postman = stage.postman()
    whole = stage.database.transaction
    broken = full_disk(stage.database)

    def transaction(**kind):
        return (broken if stage.texts_to(JOSIE.id) == ["one"] else whole)(**kind)

    monkeypatch.setattr(stage.database, "transaction", transaction)
    running = stage.nursery.start("postman", postman.run())
    await until(lambda: stage.texts_to(JOSIE.id) == ["one"])
    await asyncio.sleep(0.1)
    assert [fate[0] for fate in await stage.fates()] == ["sending", "waiting"]
    monkeypatch.setattr(stage.database, "transaction", whole)
    await until(lambda: stage.texts_to(JOSIE.id) == ["one", "two"])
    assert await postman.close(10)
    await running
    assert await stage.fates() == [("sent", None, 1, False)] * 2


async def test_letter_of_another_process_is_found_in_the_table(stage: Stage, monkeypatch):
    monkeypatch.setattr("bot.delivery.LOOK_SECONDS", 0.05)
    [josie] = await stage.meet(JOSIE.id)
    postman = stage.postman()
    running = stage.nursery.start("postman", postman.run())
    await asyncio.sleep(0.1)
    await post(stage, josie, "one")
    await until(lambda: stage.texts_to(JOSIE.id) == ["one"])
    assert await postman.close(10)
    await running


async def test_letters_that_wait_are_read_in_parts_and_all_of_them(stage: Stage, monkeypatch):
    monkeypatch.setattr("bot.delivery.LOOK_AT_ONCE", 2)
    [josie] = await stage.meet(JOSIE.id)
    texts = [str(number) for number in range(5)]
    await post(stage, josie, *texts)
    stage.database.signal(outbox_signal(MAIN)).take()  # so that the table alone tells of them
    await deliver(stage)
    assert stage.texts_to(JOSIE.id) == texts


async def test_log_never_holds_words_or_the_token(stage: Stage, caplog):
    [josie] = await stage.meet(JOSIE.id)
    kinds = [kind for kind in FaultKind if kind is not FaultKind.HANG]
    for nth, kind in enumerate(kinds, start=1):
        stage.faults.add(Fault(kind, "sendMessage", nth=nth, retry_after=1))
    await post(stage, josie, *[f"{SECRET} {n}" for n in range(9)], lane=Lane.BULK)
    with caplog.at_level(logging.DEBUG):
        await deliver(stage, expected=("sent", "failed", "uncertain"))
    told = str([r.__dict__ for r in caplog.records if r.name.startswith("bot.")])
    assert caplog.messages.count("send.not_sent") == 8
    assert SECRET not in told
    assert stage.bot.token not in told
    assert f"'{JOSIE.id}'" not in told
