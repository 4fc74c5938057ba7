"""A chat on a phone of the playground, for whoever walks through a form on it."""

from playground.player import Player, Seen

WAIT_SECONDS = 20.0


class OnPhone:
    """Taps and types as a person does: after each act they wait for what it shows."""

    def __init__(self, player: Player) -> None:
        self.player = player

    async def shown(self) -> tuple[str, list[str]]:
        """The text and the button labels of the bot's newest message."""
        newest = self._newest(await self.player.look())
        return (newest.text, newest.labels) if newest else ("", [])

    async def tap(self, label: str) -> None:
        """Press the newest button that begins with this label, and wait for what follows."""
        whole = await self.wait_for_button(label)
        before = self._newest(self.player.messages)
        await self.player.press(whole)
        await self._wait_for_change(before)

    async def type(self, text: str) -> None:
        """Send a text, and wait for what follows."""
        before = self._newest(await self.player.look())
        await self.player.say(text)
        await self._wait_for_change(before)

    async def enter(self, payload: str) -> None:
        """Open an invitation."""
        before = self._newest(await self.player.look())
        await self.player.start(payload)
        await self._wait_for_change(before)

    async def wait_for_button(self, label: str) -> str:
        """The whole label of the newest button that begins with these words, once it is there."""
        found = await self.player.wait_until(lambda messages: _button(messages, label), label)
        return str(found)

    async def _wait_for_change(self, before: Seen | None) -> None:
        def changed(messages: list[Seen]) -> bool | None:
            newest = self._newest(messages)
            if newest is None or newest == before:
                return None
            only_stripped = before is not None and newest.id == before.id and not newest.buttons
            return None if only_stripped and newest.text == before.text else True

        await self.player.wait_until(changed, "something new")

    @staticmethod
    def _newest(messages: list[Seen]) -> Seen | None:
        return next((m for m in reversed(messages) if m.by_bot), None)


def _button(messages: list[Seen], label: str) -> str | None:
    labels = (text for m in reversed(messages) for text in m.labels if text.startswith(label))
    return next(labels, None)
