"""What the rules of care raise: one base error, and refusals that carry a text for a person."""

from collections.abc import Mapping


class CareError(Exception):
    """The base of every error raised by the rules of care."""


class Refusal(CareError):
    """A step that may not be taken, with the key of the text that says so kindly.

    `params` fill that text. They never hold what the person wrote, so a refusal may be logged.
    """

    def __init__(self, key: str, params: Mapping[str, str | int] | None = None) -> None:
        super().__init__(key)
        self.key = key
        self.params: Mapping[str, str | int] = dict(params or {})
