"""What can go wrong at this edge, each said with what to do about it."""


class BotError(Exception):
    """The base of this room's errors."""


class BadCatalogue(BotError):
    """A catalogue of wording cannot be used; the message names the file and the entry."""


class BadButton(BotError):
    """A button does not fit into the 64 bytes that Telegram gives it; shorten its detail."""


class EmptyMessage(BotError):
    """A letter says nothing, which Telegram refuses; give it at least one part."""
