"""What Telegram refuses, in Telegram's own codes and words."""


class Refusal(Exception):
    """Base of all refusals: the Bot API answers with `code` and `description`."""

    code = 400
    prefix = "Bad Request"

    def __init__(self, reason: str) -> None:
        self.description = f"{self.prefix}: {reason}"
        super().__init__(self.description)


class BadRequest(Refusal):
    """The request makes no sense to Telegram (400)."""


class Forbidden(Refusal):
    """The person does not let the bot write (403)."""

    code = 403
    prefix = "Forbidden"


class Conflict(Refusal):
    """Somebody else receives this bot's updates (409)."""

    code = 409
    prefix = "Conflict"


class NotFound(Refusal):
    """No such method (404)."""

    code = 404
    prefix = "Not Found"


class Unauthorized(Refusal):
    """The token is not the bot's (401)."""

    code = 401

    def __init__(self) -> None:
        super().__init__("")
        self.description = "Unauthorized"


class TooManyRequests(Refusal):
    """Too fast (429): nothing was done, wait `retry_after` seconds."""

    code = 429
    prefix = "Too Many Requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"retry after {retry_after}")
        self.retry_after = retry_after


class PhoneRefusal(Exception):
    """A person cannot do this on their phone now; the message says what to do instead."""
