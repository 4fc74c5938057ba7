"""What the handlers owe the workers: they handle an update, or own up when they cannot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from care.errors import Refusal
from flows.errors import Refused
from flows.story import Story


@dataclass(frozen=True, slots=True)
class PressAnswer:
    """The answer to a button press: a short note at the top of the screen, or nothing."""

    press_id: str
    text: str | None = None
    is_alert: bool = False


@dataclass(frozen=True, slots=True)
class Handled:
    """What is left to do once the changes are committed."""

    answers: Sequence[PressAnswer] = ()


class Handler(Protocol):
    """Turns an update into changes and letters, within the story's transaction."""

    async def __call__(self, story: Story, raw: dict[str, Any]) -> Handled:
        """Handle one update; a refusal is told, and anything else it raises is counted."""

    async def refused(
        self, story: Story, raw: dict[str, Any], refusal: Refused | Refusal
    ) -> Handled:
        """Tell the sender why not, when what they asked for was undone."""

    async def gave_up(self, story: Story, raw: dict[str, Any]) -> None:
        """Tell the sender that we could not handle this, with the way to urgent help."""
