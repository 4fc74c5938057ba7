"""The bots of one service: the main one, and the worker bot where a service has one.

A person belongs to exactly one of them: what they write comes from it and what they are sent goes
by it. Somebody who uses both is two people to us, with two keys.
"""

from typing import Final, Literal, get_args

BotName = Literal["main", "worker"]

MAIN: Final = "main"
WORKER: Final = "worker"
BOTS: tuple[BotName, ...] = get_args(BotName)


def outbox_signal(bot: BotName) -> str:
    """The signal that is given for every letter that this bot has to send."""
    return "outbox" if bot == MAIN else f"outbox.{bot}"
