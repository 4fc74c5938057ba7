"""One rule for every field of a Telegram message: what passes, what is refused, what is no matter.

A field without a rule is refused, so what a newer Bot API brings waits for somebody's decision.
The names are those of core.telegram.org/bots/api#message and of the updates themselves.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

Rule = Literal[
    "words",  # a text or caption: passed on with its harmless formats
    "formats",
    "picture",
    "voice",
    "sticker",  # passed on as its emoji
    "reply",  # the message it answers is found by the map; nothing of it is read but its number
    "album",  # tells which pictures belong together; not passed on
    "spoiler",  # a picture that opens at a tap
    "unread",  # harmless to be there: ids, dates, how it looked; never read for passing on
    "service",  # Telegram's own notice, which nobody wrote: no answer
    "refused",
]

FILE_MOST = 20_000_000  # bytes that a bot can fetch: core.telegram.org/bots/api#getfile

_RULES: Mapping[Rule, str] = {
    "words": "text caption",
    "formats": "entities caption_entities",
    "picture": "photo",
    "voice": "voice",
    "sticker": "sticker",
    "reply": "reply_to_message quote reply_to_checklist_task_id reply_to_poll_option_id",
    "album": "media_group_id",
    "spoiler": "has_media_spoiler",
    "unread": (
        "message_id date chat from edit_date message_thread_id is_topic_message"
        " sender_boost_count sender_tag has_protected_content is_from_offline is_paid_post"
        " author_signature paid_star_count link_preview_options effect_id"
        " show_caption_above_media reply_markup"
    ),
    "service": (
        "new_chat_members left_chat_member chat_owner_left chat_owner_changed new_chat_title"
        " new_chat_photo delete_chat_photo group_chat_created supergroup_chat_created"
        " channel_chat_created message_auto_delete_timer_changed migrate_to_chat_id"
        " migrate_from_chat_id pinned_message successful_payment refunded_payment"
        " connected_website write_access_allowed proximity_alert_triggered boost_added"
        " chat_background_set checklist_tasks_done checklist_tasks_added"
        " direct_message_price_changed forum_topic_created forum_topic_edited"
        " forum_topic_closed forum_topic_reopened general_forum_topic_hidden"
        " general_forum_topic_unhidden managed_bot_created paid_message_price_changed"
        " poll_option_added poll_option_deleted suggested_post_approved"
        " suggested_post_approval_failed suggested_post_declined suggested_post_paid"
        " suggested_post_refunded video_chat_scheduled video_chat_started video_chat_ended"
        " video_chat_participants_invited community_chat_added community_chat_removed"
        " community_chat_joined"
    ),
}

# Reason -> fields, the most telling first: Telegram names some messages by two fields at once.
_REFUSED: Mapping[str, str] = {
    "forwarded": (
        "forward_origin is_automatic_forward forward_date forward_from forward_from_chat"
        " forward_from_message_id forward_sender_name forward_signature"
    ),
    "by_bot": (
        "via_bot sender_business_bot guest_bot_caller_user guest_bot_caller_chat guest_query_id"
        " sender_chat business_connection_id"
    ),
    "elsewhere": "external_reply reply_to_story",
    "moving_photo": "live_photo",
    "moving": "animation",
    "music": "audio",
    "video": "video video_note",
    "story": "story",
    "paid": "paid_media invoice",
    "place": "venue location",
    "contact": "contact users_shared user_shared chat_shared",
    "papers": "passport_data",
    "poll": "poll",
    "list": "checklist",
    "game": "game dice giveaway giveaway_created giveaway_winners giveaway_completed",
    "gift": "gift unique_gift gift_upgrade_sent",
    "document": "document",
    "layout": "rich_message",
    "other": (
        "web_app_data receiver_user ephemeral_message_id suggested_post_info direct_messages_topic"
    ),
}

FIELDS: Mapping[str, Rule] = {
    **{field: rule for rule, fields in _RULES.items() for field in fields.split()},
    **{field: "refused" for fields in _REFUSED.values() for field in fields.split()},
}
"""Field of a message -> what happens with it."""

_REASONS = {field: reason for reason, fields in _REFUSED.items() for field in fields.split()}
_ORDER = {reason: place for place, reason in enumerate(_REFUSED)}

Content = Literal["text", "photo", "voice", "sticker"]
_CONTENTS: Mapping[str, Content] = {
    "text": "text",
    "photo": "photo",
    "voice": "voice",
    "sticker": "sticker",
}
_BESIDE: Mapping[Content, frozenset[str]] = {
    "text": frozenset({"entities"}),
    "photo": frozenset({"caption", "caption_entities", "media_group_id", "has_media_spoiler"}),
    "voice": frozenset({"caption", "caption_entities"}),
    "sticker": frozenset(),
}


@dataclass(frozen=True, slots=True)
class Passes:
    """The message may be rebuilt: what it mainly is."""

    content: Content


@dataclass(frozen=True, slots=True)
class NotPassed:
    """The message cannot be passed on: the last part of the key that says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class NoMessage:
    """A notice of Telegram's own: nothing was written, so nothing is answered."""


Verdict = Passes | NotPassed | NoMessage


def judge_fields(fields: Collection[str]) -> Verdict:
    """Decide by the names of the fields that a message brings, whatever is in them.

    It passes when it is one text, photo, voice message or sticker, and nothing else than what may
    stand beside that.
    """
    rules = {field: FIELDS.get(field, "refused") for field in fields}
    refused = [field for field, rule in rules.items() if rule == "refused"]
    if refused:
        return NotPassed(min((_REASONS.get(f, "other") for f in refused), key=_ORDER.__getitem__))
    telling = {field for field, rule in rules.items() if rule not in {"unread", "reply"}}
    if telling and all(rules[field] == "service" for field in telling):
        return NoMessage()
    contents = [_CONTENTS[field] for field in sorted(telling) if field in _CONTENTS]
    if len(contents) != 1 or telling - {contents[0]} - _BESIDE[contents[0]]:
        return NotPassed("other")
    return Passes(contents[0])


def refusal_key(reason: str) -> str:
    """The key of the text that says why this is not passed on, and what to do instead."""
    return f"relay.refused.{reason}"
