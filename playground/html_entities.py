"""Telegram's HTML: parsed into entities, refused where Telegram refuses it.

The rules are those of core.telegram.org/bots/api#html-style. Offsets in refusals are bytes
of the UTF-8 text, as Telegram gives them.
"""

import html
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from playground.formatted import FormattedText
from playground.refusals import BadRequest
from playground.utf16 import cut, measure
from playground.wire import Json

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
_ESCAPE = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_TAG = re.compile(r"<(/?)([^\s>]*)")
_ATTRIBUTE = re.compile(r"""\s+([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_TAG_END = re.compile(r"\s*>")


def parse_html(text: str) -> FormattedText:
    """Return plain text and entities. Raises BadRequest "can't parse entities: ..."."""
    return _Parser(text).parse()


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Parser:
    source: str
    pieces: list[str] = field(default_factory=list)
    offset: int = 0
    stack: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def parse(self) -> FormattedText:
        position = 0
        while position < len(self.source):
            if self.source[position] == "<":
                position = self._read_tag(position)
            else:
                end = self.source.find("<", position)
                end = len(self.source) if end < 0 else end
                self._write(unescape(self.source[position:end]))
                position = end
        if self.stack:
            self._refuse(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        return FormattedText("".join(self.pieces), _order(self.entities))

    def _write(self, text: str) -> None:
        self.pieces.append(text)
        self.offset += measure(text)

    def _read_tag(self, position: int) -> int:
        match = _TAG.match(self.source, position)
        closing, tag = (match[1], match[2].lower()) if match else ("", "")
        after = match.end() if match else position
        return (self._close if closing else self._open)(tag, position, after)

    def _open(self, tag: str, position: int, after: int) -> int:
        if tag not in _TYPES:
            self._refuse(f'Unsupported start tag "{tag}" at byte offset {self._byte(position)}')
        attributes: dict[str, str] = {}
        while match := _ATTRIBUTE.match(self.source, after):
            value = next((group for group in match.groups()[1:] if group is not None), None)
            if value is None and match[1].lower() != "expandable":
                self._refuse(
                    "Expected equal sign in declaration of an attribute of the tag "
                    f'"{tag}" at byte offset {self._byte(position)}'
                )
            attributes[match[1].lower()] = unescape(value or "")
            after = match.end()
        end = _TAG_END.match(self.source, after)
        if end is None:
            self._refuse(f'Unclosed start tag "{tag}" at byte offset {self._byte(position)}')
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self._refuse(
                f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(position)}'
            )
        self.stack.append(_Open(tag, self.offset, attributes))
        return end.end() if end else after

    def _close(self, tag: str, position: int, after: int) -> int:
        end = _TAG_END.match(self.source, after)
        if end is None:
            self._refuse(f"Unclosed end tag at byte offset {self._byte(position)}")
        if not self.stack:
            self._refuse(f"Unexpected end tag at byte offset {self._byte(position)}")
        opened = self.stack.pop()
        if tag and tag != opened.tag:
            self._refuse(
                f"Unmatched end tag at byte offset {self._byte(position)}, "
                f'expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.offset > opened.offset:
            self.entities.append(self._describe(opened))
        return end.end() if end else after

    def _describe(self, opened: _Open) -> Json:
        entity: Json = {
            "type": _TYPES[opened.tag],
            "offset": opened.offset,
            "length": self.offset - opened.offset,
        }
        if opened.tag == "a":
            attributes = opened.attributes
            words = cut("".join(self.pieces), opened.offset, entity["length"])
            return {**entity, **_link(attributes.get("href") or words)}
        return {**entity, **_detail(opened)}

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "surrogatepass"))

    def _refuse(self, reason: str) -> None:
        raise BadRequest(f"can't parse entities: {reason}")


def unescape(text: str) -> str:
    """Return the text with the escapes Telegram knows resolved; others stay as typed."""
    if "&" not in text:
        return text
    return _ESCAPE.sub(lambda match: html.unescape(match[0]), text)


def _detail(opened: _Open) -> Json:
    attributes = opened.attributes
    if opened.tag == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    if opened.tag == "code" and attributes.get("class", "").startswith("language-"):
        return {"language": attributes["class"].removeprefix("language-")}
    if opened.tag == "tg-emoji":
        return {"custom_emoji_id": attributes.get("emoji-id", "")}
    if opened.tag == "tg-time":
        return _date_time(attributes)
    return {}


def _date_time(attributes: dict[str, str]) -> Json:
    if not attributes.get("unix", "").isdecimal():
        raise BadRequest('can\'t parse entities: Invalid "unix" of the tag "tg-time"')
    detail: Json = {"unix_time": int(attributes["unix"])}
    if attributes.get("format"):
        detail["date_time_format"] = attributes["format"]
    return detail


def _link(href: str) -> Json:
    parts = urlsplit(href)
    if parts.scheme == "tg" and parts.netloc == "user":
        user_id = parse_qs(parts.query).get("id", [""])[0]
        if user_id.isdecimal():
            return {"type": "text_mention", "user_id": int(user_id)}
    return {"url": href}


def _order(entities: list[Json]) -> tuple[Json, ...]:
    """Outer before inner; code holds nothing else; pre takes its inner code's language."""
    kept: list[Json] = []
    for entity in sorted(entities, key=_outermost_first):
        language = entity.pop("language", None)
        holder = next((outer for outer in kept if _is_code_around(outer, entity)), None)
        if holder is None:
            kept.append(entity)
        elif holder["type"] == "pre" and language is not None:
            holder["language"] = language
    return tuple(kept)


def _outermost_first(entity: Json) -> tuple[int, int, bool]:
    """Sort key: pre comes before code where both cover the same words."""
    return entity["offset"], -entity["length"], entity["type"] != "pre"


def _is_code_around(outer: Json, inner: Json) -> bool:
    return (
        outer["type"] in {"pre", "code"}
        and outer["offset"] <= inner["offset"]
        and inner["offset"] + inner["length"] <= outer["offset"] + outer["length"]
    )
