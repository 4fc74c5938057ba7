"""Letters as the stories write them: what is said, in no language yet and for no channel.

A body is parts in order. The edge that delivers the letter looks wording up in the recipient's
language at that moment, so a letter that waited follows a change of language.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from care.message_text import Entity
from flows.chart import Chart, read_chart
from flows.media import Media, read_media, write_media

Params = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Text:
    """Our own wording, by its key in the catalogue, with what is put into it."""

    key: str
    params: Params | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """Words that a setting pack or a published measure supplies; shown as they stand."""

    text: str


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, as an ISO date; told in the reader's language."""

    iso: str


@dataclass(frozen=True, slots=True)
class Line:
    """What something is, and what it is for somebody: one value, or several."""

    label: Text | Words
    values: tuple[Text | Words | Day, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that belong together, one below the other."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, each item on a line of its own."""

    items: tuple[Text | Words, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What a person wrote to their peer, rebuilt from its text and harmless formats."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class UrgentHelp:
    """The urgent-help text of a region."""

    region: str


Part = Text | Words | Lines | Bullets | Message | UrgentHelp


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a page with its lines."""

    heading: Text | Words
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file that goes with a letter, sealed and wiped as it is.

    Either `text` as it stands, or a page that is drawn in the reader's language when it leaves.
    """

    name: str
    text: str = ""
    title: Text | None = None
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Button:
    """One choice: its label, and the verb, row and detail that a press names.

    A button is an opaque handle, never a right: who presses and what state the row is in are
    looked at again at every press. A button with an `url` opens it instead.
    """

    label: Text | Words
    verb: str = ""
    ref: str = ""
    detail: str = ""
    url: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Body:
    """What one message shows: its parts, one below the other, and its rows of buttons.

    `picture` is the payload of an invitation link to be shown as a QR code, or empty; a `chart` is
    drawn when the letter leaves. With `media`
    the parts are its caption; what does not fit into a caption follows as a message of its own.
    `caption_of_media` says of an edit that what it changes is the caption of a picture or voice
    message; such an edit brings no `media`.
    """

    parts: tuple[Part, ...]
    rows: Rows = ()
    reply_to: int | None = None
    protected: bool = False
    picture: str = ""
    document: Document | None = None
    media: Media | None = None
    caption_of_media: bool = False
    chart: Chart | None = None


def say(key: str, /, **params: str | int) -> Text:
    """Our own wording with what is put into it."""
    return Text(key, params or None)


def body(*parts: Part, rows: Rows = ()) -> Body:
    """A message of these parts."""
    return Body(tuple(parts), rows)


def one_each(*buttons: Button) -> Rows:
    """Each button on a row of its own, as choices are shown."""
    return tuple((button,) for button in buttons)


URGENT = Button(say("button.urgent_help"), "u")
"""The last button of every screen of a service user or peer worker but an open question."""


def write_body(content: Body) -> str:
    """The body as JSON text, as it is sealed in the outbox."""
    tagged = {"parts": [_tagged(p) for p in content.parts], "media": write_media(content.media)}
    return json.dumps(_fields(content) | tagged, default=_fields)


def read_body(text: str) -> Body:
    """The body that `write_body` wrote."""
    raw = json.loads(text)
    return Body(
        parts=tuple(_part(item) for item in raw["parts"]),
        rows=tuple(tuple(_button(b) for b in row) for row in raw["rows"]),
        reply_to=raw["reply_to"],
        protected=raw["protected"],
        picture=raw["picture"],
        document=_document(raw.get("document")),
        media=read_media(raw.get("media")),
        caption_of_media=raw.get("caption_of_media", False),
        chart=read_chart(raw.get("chart")),
    )


_KINDS: dict[str, type[Part]] = {
    "text": Text,
    "words": Words,
    "lines": Lines,
    "bullets": Bullets,
    "message": Message,
    "urgent_help": UrgentHelp,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def _tagged(part: Part) -> dict[str, Any]:
    return {"kind": _NAMES[type(part)], **_fields(part)}


def _fields(value: Any) -> dict[str, Any]:
    """What a dataclass holds, as it is: JSON asks again for what is in it, without a copy."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _part(raw: dict[str, Any]) -> Part:
    fields = {name: value for name, value in raw.items() if name != "kind"}
    if raw["kind"] == "message":
        return Message(fields["text"], tuple(Entity(**e) for e in fields["entities"]))
    if raw["kind"] == "bullets":
        return Bullets(tuple(_label(item) for item in fields["items"]))
    if raw["kind"] == "lines":
        return Lines(_lines(fields["lines"]))
    return _KINDS[raw["kind"]](**fields)


def _button(raw: dict[str, Any]) -> Button:
    return Button(_label(raw["label"]), raw["verb"], raw["ref"], raw["detail"], raw["url"])


def _label(raw: dict[str, Any]) -> Text | Words:
    return Text(raw["key"], raw["params"]) if "key" in raw else Words(raw["text"])


def _document(raw: dict[str, Any] | None) -> Document | None:
    if raw is None:
        return None
    title = raw["title"]
    return Document(
        name=raw["name"],
        text=raw["text"],
        title=Text(title["key"], title["params"]) if title else None,
        sections=tuple(_section(section) for section in raw["sections"]),
    )


def _section(raw: dict[str, Any]) -> Section:
    return Section(_label(raw["heading"]), _lines(raw["lines"]))


def _lines(raw: list[dict[str, Any]]) -> tuple[Line, ...]:
    return tuple(
        Line(_label(line["label"]), tuple(_value(value) for value in line["values"]))
        for line in raw
    )


def _value(raw: dict[str, Any]) -> Text | Words | Day:
    return Day(raw["iso"]) if "iso" in raw else _label(raw)
