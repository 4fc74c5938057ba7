"""Refusals of the stories: expected, quiet, and said to the person in their own words."""

from collections.abc import Mapping


class Refused(Exception):
    """What the person asked for cannot be done now; `key` names the text that says why."""

    def __init__(self, key: str, params: Mapping[str, str | int] | None = None) -> None:
        super().__init__(key)
        self.key = key
        self.params = dict(params or {})
