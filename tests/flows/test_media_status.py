import pytest
from sqlmodel import col, select

from db.outbox import Letter
from flows.deliveries import letter_failed
from flows.story import Story

pytestmark = pytest.mark.sqlite_alone("nothing here depends on the kind of database")

TOLD = {
    "photo.unreadable": "We could not open your photo, so it was not sent to Josie. "
    "You may want to try another one.",
    "photo.too_large": "Your photo is too large to pass on, so it was not sent to Josie. "
    "You may want to send a smaller one.",
    "photo.gone": "Telegram did not give us your photo, so it was not sent to Josie. "
    "Please send it again.",
    "voice.unreadable": "We could not open your voice message, so it was not sent to Josie. "
    "You may want to record it again.",
    "voice.too_large": "Your voice message is too long to pass on, so it was not sent to Josie. "
    "You may want to send it in parts.",
    "voice.gone": "Telegram did not give us your voice message, so it was not sent to Josie. "
    "Please send it again.",
    "voice.forbidden": "Telegram did not take your voice message for Josie. "
    "Please write it instead.",
}


@pytest.mark.parametrize("reason", TOLD)
async def test_writer_hears_why_their_picture_or_voice_did_not_pass(stage, trio, reason):
    _, hannah, _ = trio
    await hannah.type("One")
    async with stage.database.transaction() as session:
        story = Story(session, stage.clock.now(), "test:failed")
        query = select(Letter).where(col(Letter.pairing_id).is_not(None))
        letter = (await session.exec(query)).one()
        await letter_failed(story, letter, reason)
    await stage.deliver()
    assert hannah.texts[-1] == TOLD[reason]
