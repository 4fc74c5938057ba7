"""What can go wrong at this edge, each said with what to do about it."""


class BotError(Exception):
    """The base of this room's errors."""


class BadButton(BotError):
    """A button does not fit into the 64 bytes that Telegram gives it; shorten its detail."""


class EmptyMessage(BotError):
    """A letter says nothing, which Telegram refuses; give it at least one part."""


class MediaRefused(BotError):
    """A picture or voice message cannot be passed on; `reason` is `<kind>.<why>`.

    Why: `unreadable` (it is not what it should be), `too_large`, or `gone` (Telegram does not
    give it).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class FetchFailed(BotError):
    """A file could not be fetched from Telegram now; nothing says that it never can be."""


class FileTooLarge(BotError):
    """A file is larger than a bot may fetch."""
