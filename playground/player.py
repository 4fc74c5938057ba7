"""A made-up person with their phone, as scripts play them."""

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from playground.samples import HUM
from playground.wire import Json

TIMEOUT_SECONDS = 10.0

T = TypeVar("T")


class PlayerError(Exception):
    """What the player wanted could not be done; the message shows what the phone shows."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as the phone shows it; `changed` numbers its last change."""

    id: int
    text: str
    by_bot: bool
    buttons: tuple[tuple[str, str], ...]
    """Label and callback data, or label and URL."""
    changed: int
    silent: bool
    content: Json = field(repr=False)

    @property
    def labels(self) -> list[str]:
        """Return the labels of the buttons, top to bottom."""
        return [label for label, _ in self.buttons]


class Caller(Protocol):
    """What a player needs of a client."""

    async def request(
        self,
        verb: str,
        path: str,
        body: Json | bytes | None = None,
        query: dict[str, str | int] | None = None,
    ) -> Any:
        """Call an endpoint and return its answer."""

    async def read_file(self, file_id: str) -> bytes:
        """Return the bytes of a file."""


class Player:
    """One person with their phone.

    `wait_for` and `press` look at the whole chat, but a wait accepts only what the bot wrote
    or changed since this player's last own act (or `mark`), so that an old message with the
    same words never satisfies it.
    """

    def __init__(self, client: Caller, account_id: int) -> None:
        self._client = client
        self.account_id = account_id
        self.messages: list[Seen] = []
        """What the phone showed when it was last looked at, oldest first."""
        self.chat: Json = {}
        """The whole chat then: started, blocked, pinned, presses, commands."""
        self._mark = 0

    async def start(self, payload: str | None = None) -> Seen:
        """Press START, or open an invitation."""
        return _see(await self._act("start", {"payload": payload}))

    async def say(self, text: str, *, reply_to: Seen | None = None) -> Seen:
        """Send a text."""
        reply_id = reply_to.id if reply_to else None
        return _see(await self._act("say", {"text": text, "reply_to": reply_id}))

    async def post(self, **fields: Any) -> Seen:
        """Send a message with any fields of Telegram's Message."""
        return _see(await self._act("post", fields))

    async def send_photo(
        self, data: bytes, caption: str = "", *, reply_to: Seen | None = None
    ) -> Seen:
        """Send a picture."""
        return await self._send_file("photo", data, caption, reply_to)

    async def send_album(self, pictures: Sequence[bytes], caption: str = "") -> list[Seen]:
        """Send 2 to 10 pictures together; the caption goes with the first."""
        plain = [base64.b64encode(data).decode() for data in pictures]
        return [_see(v) for v in await self._act("album", {"pictures": plain, "caption": caption})]

    async def send_voice(
        self, data: bytes = HUM, caption: str = "", *, reply_to: Seen | None = None
    ) -> Seen:
        """Send a voice message, a hummed tune where nothing else is given."""
        return await self._send_file("voice", data, caption, reply_to)

    async def send_sticker(self, emoji: str) -> Seen:
        """Send a sticker that stands for an emoji."""
        return _see(await self._act("sticker", {"emoji": emoji}))

    async def read_file(self, message: Seen) -> bytes:
        """Return the bytes of the picture or voice message that a message shows."""
        sizes = message.content.get("photo") or [message.content["voice"]]
        return await self._client.read_file(sizes[-1]["file_id"])

    async def send_sample(self, kind: str) -> Seen:
        """Send a sample, by its kind in `playground.samples`."""
        return _see(await self._act("sample", {"kind": kind}))

    async def edit(self, message: Seen, text: str) -> Seen:
        """Edit an own message."""
        return _see(await self._act("edit", {"message_id": message.id, "text": text}))

    async def delete(self, message: Seen) -> None:
        """Delete a message for both sides."""
        await self._act("delete", {"message_id": message.id})

    async def delete_topic(self, thread: int) -> None:
        """Delete a topic with all its messages."""
        await self._act("delete-topic", {"thread": thread})

    async def react(self, message: Seen, emoji: str | None) -> None:
        """React to a message."""
        await self._act("react", {"message_id": message.id, "emoji": emoji})

    async def block(self) -> None:
        """Block the bot."""
        await self._act("block", {})

    async def unblock(self) -> None:
        """Unblock the bot."""
        await self._act("unblock", {})

    async def press(self, label: str, *, timeout_seconds: float = TIMEOUT_SECONDS) -> str:
        """Press the button with this label on the newest message that carries it.

        Waits for such a message to appear. Returns the press's callback id.
        """
        message = await self._wait(lambda: self._find_button(label), f"{label!r}", timeout_seconds)
        return await self.press_data(message, dict(message.buttons)[label])

    async def press_data(self, message: Seen, data: str) -> str:
        """Press with this callback data, also where the message no longer has the button."""
        press = await self._act("press", {"message_id": message.id, "data": data})
        return str(press["callback_id"])

    async def wait_for(
        self, wanted: str | re.Pattern[str], *, timeout_seconds: float = TIMEOUT_SECONDS
    ) -> Seen:
        """Return the newest message of the bot that holds these words since the last own act."""
        pattern = re.compile(re.escape(wanted)) if isinstance(wanted, str) else wanted
        what = f"'{pattern.pattern if wanted is pattern else wanted}'"
        seen: Seen = await self._wait(lambda: self._find_text(pattern), what, timeout_seconds)
        return seen

    async def wait_until(
        self,
        find: Callable[[list[Seen]], T | None],
        what: str,
        *,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> T:
        """Return what `find` finds among the phone's messages, as soon as it finds something."""
        found: T = await self._wait(lambda: find(self.messages), what, timeout_seconds)
        return found

    async def wait_for_answer(
        self, callback_id: str, *, timeout_seconds: float = TIMEOUT_SECONDS
    ) -> str:
        """Return what the bot answered to a press (a toast or alert), often ""."""

        def find() -> Json | None:
            presses = self.chat.get("presses", ())
            found = (press["answer"] for press in presses if press["callback_id"] == callback_id)
            answer: Json | None = next(found, None)
            return answer

        return str((await self._wait(find, "an answer to the press", timeout_seconds))["text"])

    async def mark(self) -> None:
        """Let later waits ignore everything up to now."""
        await self.look()
        self._mark = self.chat["number"]

    async def look(self) -> list[Seen]:
        """Look at the phone and return its messages."""
        self._take(await self._client.request("GET", self._path("chat")))
        return self.messages

    async def _act(self, action: str, body: Json) -> Any:
        await self.mark()
        return await self._client.request("POST", self._path(action), body)

    async def _send_file(self, kind: str, data: bytes, caption: str, reply_to: Seen | None) -> Seen:
        await self.mark()
        query: dict[str, str | int] = {"caption": caption} if caption else {}
        if reply_to is not None:
            query["reply_to"] = reply_to.id
        return _see(await self._client.request("POST", self._path(kind), data, query))

    async def _wait(self, find: Any, what: str, timeout_seconds: float) -> Any:
        await self.look()
        query: dict[str, str | int] = {"wait": str(timeout_seconds)}
        while (found := find()) is None:
            before = self.chat["changed"]
            query["after"] = before
            self._take(await self._client.request("GET", self._path("chat"), query=query))
            if self.chat["changed"] == before:
                raise PlayerError(f"Waited {timeout_seconds} s for {what}. {self._describe()}")
        return found

    def _find_button(self, label: str) -> Seen | None:
        carrying = (message for message in reversed(self.messages) if label in message.labels)
        return next(carrying, None)

    def _find_text(self, pattern: re.Pattern[str]) -> Seen | None:
        fresh = (
            message
            for message in reversed(self.messages)
            if message.by_bot and message.changed > self._mark and pattern.search(message.text)
        )
        return next(fresh, None)

    def _take(self, chat: Json) -> None:
        self.chat = chat
        self.messages = [_see(view) for view in chat["messages"]]

    def _describe(self) -> str:
        shown = [f"{item.text!r} {item.labels}" for item in self.messages[-5:]]
        return f"Phone {self.account_id} shows last: {'; '.join(shown) or 'nothing'}"

    def _path(self, action: str) -> str:
        return f"accounts/{self.account_id}/{action}"


def _see(view: Json) -> Seen:
    content = view["message"]
    rows = content.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = [
        (item["text"], item.get("callback_data") or item.get("url") or "")
        for row in rows
        for item in row
    ]
    return Seen(
        id=content["message_id"],
        text=content.get("text") or content.get("caption") or "",
        by_bot=view["by_bot"],
        buttons=tuple(buttons),
        changed=view["changed"],
        silent=view["silent"],
        content=content,
    )
