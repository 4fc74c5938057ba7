"""Every field of a message has one rule, so that a new one of the Bot API passes nowhere."""

import pytest
from aiogram.types import Message

from care.message_fields import FIELDS, NoMessage, NotPassed, Passes, judge_fields

MODEL = {field.alias or name for name, field in Message.model_fields.items()}
ENVELOPE = {"message_id", "date", "chat", "from"}
MAY_STAND_BESIDE_A_TEXT = {
    "entities", "reply_to_message", "quote", "reply_to_checklist_task_id",
    "reply_to_poll_option_id", "edit_date", "message_thread_id", "is_topic_message",
    "sender_boost_count", "sender_tag", "has_protected_content", "is_from_offline", "is_paid_post",
    "author_signature", "paid_star_count", "link_preview_options", "effect_id",
    "show_caption_above_media", "reply_markup",
}  # fmt: skip


def test_every_field_of_the_model_has_a_rule_and_every_rule_a_field():
    assert set(FIELDS) == MODEL


@pytest.mark.parametrize("field", sorted(MODEL - ENVELOPE - {"text"}))
def test_field_beside_a_text_stops_it_unless_it_is_known_to_be_harmless(field):
    verdict = judge_fields({*ENVELOPE, "text", field})
    assert (verdict == Passes("text")) is (field in MAY_STAND_BESIDE_A_TEXT)
    assert isinstance(verdict, Passes | NotPassed)


@pytest.mark.parametrize("beside", [{"text"}, {"photo", "caption"}, {"voice"}, {"sticker"}, set()])
def test_field_that_nobody_decided_about_is_refused(beside):
    assert judge_fields({*ENVELOPE, *beside, "field_of_tomorrow"}) == NotPassed("other")


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({"text", "entities", "reply_to_message", "quote"}, Passes("text")),
        ({"photo", "caption", "caption_entities", "media_group_id"}, Passes("photo")),
        ({"photo", "has_media_spoiler"}, Passes("photo")),
        ({"voice", "caption"}, Passes("voice")),
        ({"sticker"}, Passes("sticker")),
        ({"caption"}, NotPassed("other")),
        ({"entities"}, NotPassed("other")),
        (set(), NotPassed("other")),
        ({"text", "photo"}, NotPassed("other")),
        ({"sticker", "caption"}, NotPassed("other")),
        ({"text", "caption"}, NotPassed("other")),
        ({"voice", "media_group_id"}, NotPassed("other")),
        ({"text", "forward_origin", "forward_date"}, NotPassed("forwarded")),
        ({"photo", "forward_origin"}, NotPassed("forwarded")),
        ({"text", "via_bot"}, NotPassed("by_bot")),
        ({"text", "external_reply", "quote"}, NotPassed("elsewhere")),
        ({"text", "reply_to_story"}, NotPassed("elsewhere")),
        ({"animation", "document"}, NotPassed("moving")),
        ({"live_photo", "photo"}, NotPassed("moving_photo")),
        ({"venue", "location"}, NotPassed("place")),
        ({"document", "new_thing"}, NotPassed("document")),
        ({"pinned_message"}, NoMessage()),
        ({"write_access_allowed"}, NoMessage()),
        ({"pinned_message", "text"}, NotPassed("other")),
    ],
)
def test_message_is_judged_by_its_fields(fields, verdict):
    assert judge_fields(ENVELOPE | fields) == verdict


def test_only_the_four_contents_pass_alone():
    alone = {field for field in MODEL if isinstance(judge_fields({*ENVELOPE, field}), Passes)}
    assert alone == {"text", "photo", "voice", "sticker"}
