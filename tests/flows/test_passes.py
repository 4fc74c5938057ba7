"""What of a message reaches the peer, and what its writer is told where nothing does."""

import pytest

from care.message_fields import FIELDS, NotPassed, judge_fields, refusal_key
from care.message_text import Entity
from db.outbox import Letter
from db.pairings import Pairing
from flows.media import Photo
from tests.flows.people import change, row, rows
from tests.flows.test_wording import WORDINGS

PICTURE = [
    {"file_id": "small", "file_unique_id": "s", "width": 90, "height": 90, "file_size": 900},
    {"file_id": "large", "file_unique_id": "l", "width": 800, "height": 800, "file_size": 90_000},
]
ACCOUNT = {"id": 77, "is_bot": False, "first_name": "Somebody"}
FILE = {"file_id": "f", "file_unique_id": "u"}
MOVING = FILE | {"width": 1, "height": 1, "duration": 1}
PICTURE_FILE = {"document": FILE | {"mime_type": "image/png", "file_name": "Secret.png"}}

REFUSED = [
    ({"text": "a", "forward_origin": {"type": "user", "date": 0, "sender_user": ACCOUNT}},
     "Forwarded messages cannot be passed on"),
    ({"text": "a", "via_bot": ACCOUNT | {"is_bot": True}}, "This was made with another bot"),
    ({"text": "a", "external_reply": {"origin": {"type": "hidden_user", "date": 0,
                                                 "sender_user_name": "x"}}},
     "This answers something from another chat"),
    ({"contact": {"phone_number": "1", "first_name": "x"}}, "Contacts cannot be passed on."),
    ({"location": {"latitude": 1.0, "longitude": 1.0}}, "Places cannot be passed on"),
    ({"dice": {"emoji": "\U0001f3b2", "value": 3}}, "Games and dice cannot be passed on."),
    ({"document": FILE}, "Files cannot be passed on: they can hold names."),
    (PICTURE_FILE, "Files cannot be passed on: they can hold names and places. You can send this"),
    ({"video": MOVING}, "Videos cannot be passed on"),
    ({"animation": MOVING, "document": FILE}, "Moving pictures cannot be passed on."),
    ({"audio": FILE | {"duration": 1}}, "Sound files cannot be passed on"),
    ({"sticker": FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False,
                         "is_video": False}}, "This sticker stands for no emoji"),
    ({"sticker": FILE | {"type": "regular", "width": 1, "height": 1, "is_animated": False,
                         "is_video": False, "emoji": "call me"}},
     "This sticker stands for no emoji"),
    ({"photo": [PICTURE[0] | {"file_size": 20_000_001}]}, "This is too big to pass on."),
    ({"voice": FILE | {"duration": 1, "file_size": 20_000_001}}, "This is too big to pass on."),
    ({"new_thing": {}}, "This kind of message cannot be passed on."),
    ({"text": "a", "new_thing": {}}, "This kind of message cannot be passed on."),
    ({"photo": PICTURE, "caption": "a", "new_thing": 1}, "This kind of message cannot be passed"),
    ({}, "This kind of message cannot be passed on."),
]  # fmt: skip


def test_every_refusal_has_a_reason_in_words():
    refused = {judge_fields({field}) for field in FIELDS}
    reasons = {verdict.reason for verdict in refused if isinstance(verdict, NotPassed)}
    more = {"picture_file", "too_big", "sticker", "voice", "voice_waits"}
    keys = {key for key in WORDINGS if key.startswith("relay.refused.")}
    assert {refusal_key(reason) for reason in reasons | more} == keys


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_what_does_not_pass_is_refused_with_a_reason(trio):
    josie, hannah, _ = trio
    said = len(josie.texts)
    for content, answer in REFUSED:
        await hannah.send(**content)
        assert hannah.text.startswith(answer)
    assert josie.texts[said:] == []


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
@pytest.mark.parametrize(
    "notice",
    [
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
        {"write_access_allowed": {}},
    ],
)
async def test_notice_of_telegram_is_not_answered(trio, notice):
    josie, hannah, _ = trio
    before = list(hannah.texts), list(josie.texts)
    await hannah.send(**notice)
    assert (hannah.texts, josie.texts) == before


async def test_photo_passes_with_its_caption_and_cover(stage, hannah, josie, paired):
    await hannah.send(
        photo=PICTURE,
        caption="Our garden",
        caption_entities=[
            {"type": "italic", "offset": 4, "length": 6},
            {"type": "url", "offset": 0, "length": 3},
        ],
        has_media_spoiler=True,
        show_caption_above_media=True,
    )
    shown = josie.phone.last.raw
    (words,) = shown.parts
    assert shown.media == Photo("large", 90_000, spoiler=True)
    assert (words.text, words.entities) == (
        "Hannah\nOur garden",
        (Entity("bold", 0, 6), Entity("italic", 11, 6)),
    )
    assert shown.protected
    assert (await row(stage, Letter, pairing_id=paired)).content_sealed is None


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_longest_caption_passes_whole(trio):
    josie, hannah, _ = trio
    before = len(josie.texts)
    await hannah.send(photo=PICTURE, caption="\U0001f600" * 512)
    words = "".join(text.removeprefix("Hannah\n") for text in josie.texts[before:])
    assert words == "\U0001f600" * 512
    assert [m.raw.media for m in josie.phone.messages.values() if m.raw.media] == [
        Photo("large", 90_000)
    ]


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_sticker_passes_as_its_emoji(trio):
    josie, hannah, _ = trio
    sticker = FILE | {
        "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False,
        "emoji": "1\ufe0f\u20e3", "set_name": "SecretSet",
    }  # fmt: skip
    await hannah.send(sticker=sticker)
    assert josie.text == "Hannah\n1\ufe0f\u20e3"
    assert josie.phone.last.raw.media is None


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_quote_of_the_peer_is_a_reply(trio):
    josie, hannah, _ = trio
    sent = await hannah.send(text="One thing. Another thing.")
    shown = josie.phone.last.id
    await josie.send(
        text="Yes",
        reply_to_message={"message_id": shown, "date": 0, "chat": {"id": 1, "type": "private"}},
        quote={"text": "Another thing.", "position": 18},
    )
    answer = next(m for m in hannah.phone.messages.values() if m.text.endswith("Yes"))
    assert answer.raw.reply_to == sent


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_urgent_words_are_heard_in_what_is_refused(trio):
    josie, _, sam = trio
    await josie.send(video=MOVING, caption="I want to end my life")
    assert sam.text.startswith("Someone in Perinatal may need help now.")
    assert any("Videos cannot be passed on" in text for text in josie.texts)


@pytest.mark.sqlite_alone("nothing here depends on the kind of database")
async def test_refused_album_is_answered_once(trio):
    josie, hannah, _ = trio
    for _ in range(3):
        await hannah.send(video=MOVING, media_group_id="12")
    await hannah.send(video=MOVING, media_group_id="13")
    assert [t for t in hannah.texts if t.startswith("Videos")] == [hannah.text] * 2
    assert [t for t in josie.texts if "Videos" in t] == []


async def test_album_during_a_break_is_answered_once(stage, hannah, josie, paired):
    await change(stage, Pairing, paired, state="paused")
    for _ in range(3):
        await hannah.send(photo=PICTURE, media_group_id="12")
    assert [t for t in hannah.texts if "is on a break" in t] == [hannah.text]
    await hannah.send(photo=PICTURE)
    assert len([t for t in hannah.texts if "is on a break" in t]) == 2
    assert [m for m in josie.phone.messages.values() if m.raw.media] == []


async def test_picture_beside_a_letter_to_the_coordinator_goes_nowhere(
    stage, hannah, josie, paired
):
    await hannah.type("/talk")
    await hannah.send(photo=PICTURE, caption="For Sam")
    assert await rows(stage, Letter, pairing_id=paired) == []
    assert [t for t in josie.texts if "For Sam" in t] == []
    assert hannah.text.startswith("That kind of message is no answer here.")
