"""Forms: fields as they came, and what is wrong with them, said beside the field.

A page reads its fields one by one; what cannot be used is noted, not raised, so that everything
that is wrong is said at once. Then `check` raises all of it, and the page shows the form again
with what was typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from starlette.datastructures import FormData
from starlette.requests import ClientDisconnect, Request

from console.errors import FormRefused
from flows.letters import Text, say

MOST_FIELDS = 300
LONGEST = 200  # letters of a field, unless a page allows more


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field."""

    field: str
    text: Text


class Problems(Exception):
    """A form that cannot be used: `found` is never empty."""

    def __init__(self, found: Sequence[Problem]) -> None:
        super().__init__(", ".join(one.field for one in found))
        self.found = tuple(found)


@dataclass(slots=True)
class Fields:
    """The fields of one form; `values` are the first of each, as they were typed."""

    raw: Mapping[str, Sequence[str]]
    found: list[Problem] = field(default_factory=list)

    @property
    def values(self) -> dict[str, str]:
        """What was typed, to show the form again."""
        return {name: given[0] for name, given in self.raw.items() if given}

    def text(self, name: str, *, longest: int = LONGEST, required: bool = True) -> str:
        """The field without spaces around it; "" when it is empty or cannot be used."""
        given = self.values.get(name, "").strip().replace("\r\n", "\n")
        if not given and required:
            self.refuse(name, "form.missing")
        elif len(given) > longest:
            self.refuse(name, "form.too_long", n=longest)
            return ""
        return given

    def choice(self, name: str, choices: Sequence[str], *, required: bool = True) -> str:
        """One of these codes; "" when it is none of them."""
        given = self.values.get(name, "")
        if given in choices:
            return given
        if given or required:
            self.refuse(name, "form.choose")
        return ""

    def choices(self, name: str, choices: Sequence[str]) -> list[str]:
        """Those of these codes that are ticked."""
        given = self.raw.get(name, ())
        if any(one not in choices for one in given):
            self.refuse(name, "form.choose")
        return [one for one in choices if one in given]

    def number(self, name: str, *, lowest: int, highest: int) -> int:
        """A whole number between these; `lowest` when it cannot be used."""
        given = self.values.get(name, "").strip()
        if given.isascii() and given.isdecimal() and len(given) < 10:
            number = int(given)
            if lowest <= number <= highest:
                return number
        self.refuse(name, "form.number", lowest=lowest, highest=highest)
        return lowest

    def day(self, name: str, *, required: bool = True) -> date | None:
        """A day from a date field."""
        given = self.values.get(name, "").strip()
        if not given and not required:
            return None
        try:
            return date.fromisoformat(given)
        except ValueError:
            self.refuse(name, "form.day")
            return None

    def refuse(self, name: str, key: str, **params: str | int) -> None:
        """Note what is wrong with a field; `key` stands below `console.`."""
        self.found.append(Problem(name, say(f"console.{key}", **params)))

    def check(self) -> None:
        """Raise Problems when something was noted."""
        if self.found:
            raise Problems(self.found)


async def read_fields(request: Request) -> Fields:
    """The fields of a form that was sent; raises FormRefused for what is none."""
    kind = request.headers.get("content-type", "").partition(";")[0]
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise FormRefused
    try:
        async with request.form(max_fields=MOST_FIELDS, max_files=0) as form:
            return Fields(_texts(form))
    except (ClientDisconnect, UnicodeDecodeError, ValueError):
        raise FormRefused from None


def _texts(form: FormData) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str):
            found.setdefault(_clean(name), []).append(_clean(value))
    return found


def _clean(typed: str) -> str:
    """What can be written and shown: a form may name any encoding, and halves of letters in it."""
    return typed.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
