"""The phones: what made-up people do, turned into the updates Telegram would send."""

from collections.abc import Sequence
from typing import Any

from playground.chats import Callback, Chat, Held
from playground.files import StoredFile, measure_image
from playground.found_entities import find_entities
from playground.refusals import PhoneRefusal
from playground.wire import Json, to_timestamp
from playground.world import World

ALBUM_SIZES = range(2, 11)
LONGEST_TEXT = 4096
"""Characters in one message; longer texts leave the phone in pieces, as in the apps."""


class Phones(World):
    """Every method plays one person. All raise PhoneRefusal when the phone could not do it."""

    def start(self, account_id: int, payload: str | None = None) -> Held:
        """Press START (or open an invitation with its payload); unblocks the bot."""
        chat = self.chat(account_id)
        if chat.blocked:
            self.unblock(account_id)
        return self.say(account_id, f"/start {payload}" if payload else "/start")

    def begin(self, account_id: int) -> None:
        """Let a person have started the bot long ago, without a message or update."""
        chat = self.chat(account_id)
        chat.started = True
        self.tell("state", chat, chat.as_state())

    def say(
        self,
        account_id: int,
        text: str,
        reply_to: int | None = None,
        entities: Sequence[Json] | None = None,
    ) -> Held:
        """Send a text; one over 4,096 characters is sent in pieces. Returns the last piece."""
        pieces = [text[at : at + LONGEST_TEXT] for at in range(0, len(text), LONGEST_TEXT)]
        for piece in pieces[:-1]:
            self.post(account_id, **_text_fields(piece, entities, reply_to))
        return self.post(account_id, **_text_fields((pieces or [""])[-1], entities, reply_to))

    def post(self, account_id: int, **fields: Any) -> Held:
        """Send a message with any fields of Telegram's Message.

        `reply_to=<message id>` quotes a message; ids, sender and date are filled in
        and may be overridden. The first message starts the chat.
        """
        chat = self.chat(account_id)
        if chat.blocked:
            raise PhoneRefusal("The bot is blocked on this phone. Unblock it first.")
        reply_to = fields.pop("reply_to", None)
        if reply_to is not None:
            fields["reply_to_message"] = quote(self.message(account_id, reply_to))
        if not chat.started:
            chat.started = True
            self.tell("state", chat, chat.as_state())
        self._introduce(fields)
        held = self.hold(chat, fields, by_bot=False)
        self.updates.put("message", held.content)
        return held

    def edit(self, account_id: int, message_id: int, text: str, **fields: Any) -> Held:
        """Edit one's own text, or a caption where the message has one."""
        chat, held = self.chat(account_id), self.message(account_id, message_id)
        if held.by_bot:
            raise PhoneRefusal("Only one's own messages can be edited.")
        key = "text" if "text" in held.content else "caption"
        entities = list(find_entities(text)) or None
        entity_key = "entities" if key == "text" else "caption_entities"
        self.change(chat, held, {key: text, entity_key: entities, **fields})
        self.updates.put("edited_message", held.content)
        return held

    def delete(self, account_id: int, message_id: int) -> None:
        """Delete a message for both sides. The bot is not told: Telegram never says."""
        self.message(account_id, message_id)
        self.remove(self.chat(account_id), message_id)

    def delete_topic(self, account_id: int, thread: int) -> None:
        """Delete a topic with its messages. The bot is not told."""
        chat = self.chat(account_id)
        if thread not in chat.topics:
            raise PhoneRefusal(f"This phone shows no topic {thread}.")
        self.drop_topic(chat, thread)

    def press(self, account_id: int, message_id: int, data: str) -> Callback:
        """Press a callback button. Any data is let through, as a forged client could send it."""
        chat, held = self.chat(account_id), self.message(account_id, message_id)
        if chat.blocked:
            raise PhoneRefusal("The bot is blocked on this phone. Unblock it first.")
        callback_id = str(4_000_000_000_000 + len(self.callbacks) + 1)
        callback = Callback(callback_id, account_id, message_id, data, self.now())
        self.callbacks[callback_id] = callback
        chat.presses.append(callback)
        query = {
            "id": callback_id,
            "from": chat.account.as_user(),
            "message": held.content,
            "chat_instance": str(account_id * 1_000_003),
            "data": data,
        }
        self.tell("pressed", chat, callback.as_view())
        self.updates.put("callback_query", query)
        return callback

    def react(self, account_id: int, message_id: int, emoji: str | None) -> None:
        """Set or (None) take back one's reaction; the bot hears it only if it asked to."""
        chat, held = self.chat(account_id), self.message(account_id, message_id)
        old = held.reactions.get("person", [])
        held.reactions["person"] = [{"type": "emoji", "emoji": emoji}] if emoji else []
        self.note("edited", chat, held)
        reaction = {
            "chat": chat.account.as_chat(),
            "message_id": message_id,
            "user": chat.account.as_user(),
            "date": to_timestamp(self.now()),
            "old_reaction": old,
            "new_reaction": held.reactions["person"],
        }
        self.updates.put("message_reaction", reaction)

    def block(self, account_id: int) -> None:
        """Block the bot; it is told so by my_chat_member."""
        self._set_blocked(account_id, blocked=True)

    def unblock(self, account_id: int) -> None:
        """Unblock the bot; it is told so by my_chat_member."""
        self._set_blocked(account_id, blocked=False)

    def send_photo(self, account_id: int, data: bytes, **fields: Any) -> Held:
        """Send a photo (PNG or JPEG bytes), with `caption` if wanted."""
        stored = self.files.store("photos", data, "photo.jpg", "image/jpeg")
        return self.post(account_id, photo=photo_sizes(stored), **fields)

    def send_album(
        self, account_id: int, pictures: Sequence[bytes], caption: str | None = None
    ) -> list[Held]:
        """Send 2 to 10 photos together: a message each of one group, the caption with the first."""
        if len(pictures) not in ALBUM_SIZES:
            raise PhoneRefusal("An album has 2 to 10 pictures.")
        group = str(13_000_000_000 + self.chat(account_id).last_id)
        words = [caption, *[None] * (len(pictures) - 1)]
        return [
            self.send_photo(
                account_id, data, media_group_id=group, **({"caption": text} if text else {})
            )
            for data, text in zip(pictures, words, strict=True)
        ]

    def send_document(self, account_id: int, data: bytes, name: str, **fields: Any) -> Held:
        """Send a file under its name."""
        stored = self.files.store("documents", data, name, "application/octet-stream")
        document = {**stored.as_file(), "file_name": name, "mime_type": stored.mime_type}
        return self.post(account_id, document=document, **fields)

    def send_voice(self, account_id: int, data: bytes, seconds: int = 3, **fields: Any) -> Held:
        """Send a voice note."""
        stored = self.files.store("voice", data, "voice.ogg", "audio/ogg")
        voice = {**stored.as_file(), "duration": seconds, "mime_type": stored.mime_type}
        return self.post(account_id, voice=voice, **fields)

    def send_sticker(self, account_id: int, emoji: str = "👍", **fields: Any) -> Held:
        """Send a sticker that stands for an emoji."""
        stored = self.files.store("stickers", b"", "sticker.webp", "image/webp")
        sticker = {
            **stored.as_file(),
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
        return self.post(account_id, sticker=sticker, **fields)

    def send_contact(
        self, account_id: int, first_name: str, phone_number: str, user_id: int | None = None
    ) -> Held:
        """Share a contact; with `user_id` it is a person on Telegram."""
        contact: Json = {"first_name": first_name, "phone_number": phone_number}
        if user_id is not None:
            contact["user_id"] = user_id
        return self.post(account_id, contact=contact)

    def send_location(self, account_id: int, latitude: float, longitude: float) -> Held:
        """Share a place, in degrees."""
        return self.post(account_id, location={"latitude": latitude, "longitude": longitude})

    def send_poll(self, account_id: int, question: str, options: Sequence[str]) -> Held:
        """Send a poll."""
        poll = {
            "id": str(5_000_000 + self.chat(account_id).last_id),
            "question": question,
            "options": [
                {"persistent_id": str(number), "text": option, "voter_count": 0}
                for number, option in enumerate(options)
            ],
            "total_voter_count": 0,
            "is_closed": False,
            "is_anonymous": True,
            "type": "regular",
            "allows_multiple_answers": False,
            "allows_revoting": True,
            "members_only": False,
        }
        return self.post(account_id, poll=poll)

    def forward(self, account_id: int, text: str, from_account_id: int | None = None) -> Held:
        """Forward somebody's text; without an account its author hides their name."""
        origin: Json = {"type": "hidden_user", "sender_user_name": "A friend"}
        if from_account_id is not None:
            user = self.chat(from_account_id).account.as_user()
            origin = {"type": "user", "sender_user": user}
        origin["date"] = to_timestamp(self.now()) - 3600
        return self.post(account_id, forward_origin=origin, **_text_fields(text, None, None))

    def push_raw_update(self, update: Json) -> int:
        """Queue any object as an update, one that cannot be parsed too; returns its id."""
        update_id = self.updates.put_raw(update)
        self.journal.write("raw_update")
        return update_id

    def chat(self, account_id: int) -> Chat:
        """Return a person's chat with the bot."""
        if account_id not in self.chats:
            raise PhoneRefusal(f"There is no made-up person {account_id}.")
        return self.chats[account_id]

    def message(self, account_id: int, message_id: int) -> Held:
        """Return a message that this phone shows."""
        messages = self.chat(account_id).messages
        if message_id not in messages:
            raise PhoneRefusal(f"This phone shows no message {message_id}.")
        return messages[message_id]

    def _set_blocked(self, account_id: int, *, blocked: bool) -> None:
        chat = self.chat(account_id)
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        self.tell("state", chat, chat.as_state())
        member = {"user": self.bot.as_user(), "status": "member"}
        kicked = {"user": self.bot.as_user(), "status": "kicked", "until_date": 0}
        old, new = (member, kicked) if blocked else (kicked, member)
        update = {
            "chat": chat.account.as_chat(),
            "from": chat.account.as_user(),
            "date": to_timestamp(self.now()),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        self.updates.put("my_chat_member", update)

    def _introduce(self, fields: Json) -> None:
        """Remember whose ids the bot meets inside a message."""
        met = [
            fields.get("contact", {}).get("user_id"),
            fields.get("forward_origin", {}).get("sender_user", {}).get("id"),
            *(entity.get("user", {}).get("id") for entity in fields.get("entities", ())),
        ]
        for account_id in met:
            if account_id in self.chats:
                self.chats[account_id].known_to_bot = True


def quote(held: Held) -> Json:
    """Return the message as others quote it: without what it quotes itself."""
    return {key: value for key, value in held.content.items() if key != "reply_to_message"}


def photo_sizes(stored: StoredFile) -> list[Json]:
    """Return a photo as Telegram describes it; one size, the original."""
    width, height = measure_image(stored.data)
    return [{**stored.as_file(), "width": width, "height": height}]


def _text_fields(text: str, entities: Sequence[Json] | None, reply_to: int | None) -> Json:
    found = list(find_entities(text)) if entities is None else list(entities)
    fields: Json = {"text": text, "reply_to": reply_to}
    return {**fields, "entities": found} if found else fields
