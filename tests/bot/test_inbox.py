import asyncio
import logging

from bot.inbox import Workers
from db.inbox import inbox_counts
from db.notes import note
from playground.people import HANNAH, JOSIE
from tests.bot.stage import Notes, Stage, full_disk, until


async def counts(stage):
    async with stage.database.reading() as session:
        return await inbox_counts(session)


async def receive(stage: Stage, workers: Workers):
    await stage.poller(stored=workers.stored).receive_once()


async def run_until_drained(stage: Stage, workers: Workers):
    running = stage.nursery.start("workers", workers.run())
    assert await workers.drain(30)
    await running


async def test_updates_are_handled_in_order_and_closed(stage: Stage):
    notes = Notes()
    workers = stage.workers(notes)
    stage.say(JOSIE.id, [f"m{n}" for n in range(40)])
    await receive(stage, workers)
    await run_until_drained(stage, workers)
    assert (notes.seen, await counts(stage)) == ([f"m{n}" for n in range(40)], {"done": 40})
    async with stage.database.reading() as session:
        assert await note(session, "seen:39") == "m39"


async def test_story_is_named_after_its_update(stage: Stage):
    notes = Notes()
    stage.say(JOSIE.id, ["one"])
    await stage.poller().receive_once()
    await run_until_drained(stage, stage.workers(notes))
    update_id = stage.arrived[0].waiting.update_id
    assert [s.cause for s in notes.stories] == [f"u{stage.bot.id}:{update_id}"]


async def test_rows_of_an_earlier_run_go_before_what_arrives_meanwhile(stage: Stage):
    stage.say(JOSIE.id, ["before"])
    await stage.poller().receive_once()
    notes = Notes()
    workers = stage.workers(notes)
    stage.say(JOSIE.id, ["after"])
    await receive(stage, workers)
    await run_until_drained(stage, workers)
    assert notes.seen == ["before", "after"]


async def test_failure_takes_nothing_from_the_others(stage: Stage, caplog):
    notes = Notes(fails={"a secret thought": 1})
    workers = stage.workers(notes)
    stage.say(JOSIE.id, ["a secret thought", "two"])
    stage.say(HANNAH.id, ["three"])
    await receive(stage, workers)
    running = stage.nursery.start("workers", workers.run())
    with caplog.at_level(logging.ERROR):
        await until(lambda: len(notes.seen) == 3)
    assert await workers.drain(5)
    await running
    assert (notes.seen, await counts(stage)) == (
        ["three", "a secret thought", "two"],
        {"done": 3},
    )
    assert [(r.getMessage(), r.error, r.failures) for r in caplog.records] == [  # type: ignore[attr-defined]
        ("handle.failed", "RuntimeError", 1)
    ]
    assert "secret" not in str([r.__dict__ for r in caplog.records])


async def test_refusal_undoes_its_story_and_is_told_in_another(stage: Stage):
    notes = Notes()
    workers = stage.workers(notes)
    stage.say(JOSIE.id, ["refuse me", "two"])
    stage.say(HANNAH.id, ["three"])
    await receive(stage, workers)
    await run_until_drained(stage, workers)
    async with stage.database.reading() as session:
        assert await note(session, "refused:refuse me") == "offer.gone"
        assert "refuse me" not in [await note(session, f"seen:{n}") for n in range(3)]
    assert (notes.seen, await counts(stage)) == (["three", "two"], {"done": 3})


async def test_fifth_failure_sets_the_update_aside_and_tells_its_sender(stage: Stage, monkeypatch):
    monkeypatch.setattr("bot.inbox.FIRST_PAUSE", 0.001)
    notes = Notes(fails={"bad": 5})
    workers = stage.workers(notes)
    stage.say(JOSIE.id, ["bad", "two"])
    await receive(stage, workers)
    running = stage.nursery.start("workers", workers.run())
    await until(lambda: notes.seen)
    assert await workers.drain(5)
    await running
    assert (notes.seen, notes.given_up) == (["two"], ["bad"])
    assert await counts(stage) == {"done": 1, "quarantined": 1}
    async with stage.database.reading() as session:
        cause = await note(session, "gave_up")
    assert cause is not None
    assert cause.endswith(":gave_up")


async def test_update_is_set_aside_even_if_nobody_can_be_told(stage: Stage, monkeypatch):
    monkeypatch.setattr("bot.inbox.FIRST_PAUSE", 0.001)

    class Mute(Notes):
        async def gave_up(self, story, raw):
            await super().gave_up(story, raw)
            raise RuntimeError

    notes = Mute(fails={"bad": 5})
    workers = stage.workers(notes)
    stage.say(JOSIE.id, ["bad", "two"])
    await receive(stage, workers)
    running = stage.nursery.start("workers", workers.run())
    await until(lambda: notes.seen)
    assert await workers.drain(5)
    await running
    assert await counts(stage) == {"done": 1, "quarantined": 1}


async def test_hanging_handler_is_ended_and_counted(stage: Stage, monkeypatch):
    monkeypatch.setattr("bot.inbox.LONGEST_SECONDS", 0.05)
    monkeypatch.setattr("bot.inbox.FIRST_PAUSE", 0.001)

    class Slow(Notes):
        async def __call__(self, story, raw):
            handled = await super().__call__(story, raw)
            if len(self.seen) == 1:
                await asyncio.Event().wait()
            return handled

    notes = Slow()
    workers = stage.workers(notes)
    stage.say(JOSIE.id, ["one"])
    await receive(stage, workers)
    running = stage.nursery.start("workers", workers.run())
    await until(lambda: len(notes.seen) == 2)
    assert await workers.drain(5)
    await running
    assert await counts(stage) == {"done": 1}


async def test_press_is_answered_after_the_commit_and_after_a_failure(stage: Stage, monkeypatch):
    monkeypatch.setattr("bot.inbox.FIRST_PAUSE", 0.001)
    notes = Notes(fails={"callback_query": 1})
    workers = stage.workers(notes)
    held = stage.phones.say(JOSIE.id, "hello")
    stage.phones.press(JOSIE.id, held.content["message_id"], "offer:1:yes")
    await receive(stage, workers)
    running = stage.nursery.start("workers", workers.run())
    await until(lambda: len(notes.seen) == 2)
    assert await workers.drain(5)
    await running
    await stage.nursery.settle(5)
    answers = [r.params.get("text") for r in stage.phones.requests.of("answerCallbackQuery")]
    assert answers == [None, "Noted"]


async def test_records_that_fail_lose_nothing_and_people_hear_so_once(stage: Stage, monkeypatch):
    monkeypatch.setattr("bot.inbox.TROUBLE_PAUSE", 0.01)
    notes = Notes()
    workers = stage.workers(notes)
    stage.say(JOSIE.id, ["one"])
    await receive(stage, workers)
    whole = stage.database.transaction
    monkeypatch.setattr(stage.database, "transaction", full_disk(stage.database))
    running = stage.nursery.start("workers", workers.run())
    await until(lambda: stage.texts_to(JOSIE.id))
    await asyncio.sleep(0.1)
    assert (len(stage.texts_to(JOSIE.id)), await counts(stage)) == (1, {"waiting": 1})
    monkeypatch.setattr(stage.database, "transaction", whole)

    async def is_done():
        return await counts(stage) == {"done": 1}

    await until(is_done)
    assert await workers.drain(5)
    await running


async def test_row_whose_content_does_not_open_is_set_aside(stage: Stage, monkeypatch):
    monkeypatch.setattr("bot.inbox.FIRST_PAUSE", 0.001)
    stage.say(JOSIE.id, ["one", "two"])
    await stage.poller().receive_once()
    async with stage.database.transaction() as session:
        connection = await session.connection()
        await connection.exec_driver_sql(
            "UPDATE inbox SET raw_sealed = x'00112233' WHERE id = (SELECT min(id) FROM inbox)"
        )
    notes = Notes()
    workers = stage.workers(notes)
    running = stage.nursery.start("workers", workers.run())
    await until(lambda: notes.seen)
    assert await workers.drain(5)
    await running
    assert (notes.seen, await counts(stage)) == (["two"], {"done": 1, "quarantined": 1})
