"""Rendering: a letter's body in the reader's language, as Telegram wants to be told it.

No parse mode anywhere: formats travel as entities whose places are counted in UTF-16 units.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from aiogram.types import InlineKeyboardMarkup, MessageEntity

from bot.errors import EmptyMessage
from bot.keyboards import draw_keyboard
from bot.pages import draw_document
from care.message_text import Entity
from flows.chart import Chart
from flows.letters import Body, Bullets, Lines, Message, Part, Text, UrgentHelp, Words
from flows.media import Media
from wording.catalogue import Catalogue
from wording.spoken import spoken_line

LONGEST_TEXT = 4096  # core.telegram.org/bots/api#sendmessage; counted here in UTF-16 units
LONGEST_CAPTION = 1024  # core.telegram.org/bots/api#sendphoto
PARAGRAPH = "\n\n"
MAY_BE_REPEAT = "letter.may_be_repeat"

UrgentHelpText = Callable[[str, str], str]
"""(region, language) -> the urgent-help text; must never fail."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """One message as it goes out.

    `picture` is what its QR code says, or empty; `document` the name and bytes of its file;
    `media` the picture or voice message that the text is the caption of; `chart` what is drawn.
    """

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None
    picture: str = ""
    document: tuple[str, bytes] | None = None
    media: Media | None = None
    chart: Chart | None = None

    @property
    def has_file(self) -> bool:
        """Whether the text is the caption of something."""
        files = (self.document, self.media, self.chart)
        return bool(self.picture) or any(file is not None for file in files)


class Renderer:
    """Puts bodies into words."""

    def __init__(self, catalogue: Catalogue, urgent_help: UrgentHelpText) -> None:
        self.catalogue = catalogue
        self._urgent_help = urgent_help

    def render(self, body: Body, language: str, *, repeated: bool = False) -> Rendered:
        """The message of a body; a repeated one begins by saying so. Raises EmptyMessage."""
        parts: list[Part] = [Text(MAY_BE_REPEAT)] if repeated else []
        text, entities = "", []
        for part in (*parts, *body.parts):
            piece = without_lone_surrogates(self._say(part, language))
            start = utf16_length(text) + (utf16_length(PARAGRAPH) if text else 0)
            text = f"{text}{PARAGRAPH}{piece}" if text else piece
            if isinstance(part, Message):
                entities += [_shifted(entity, start) for entity in part.entities]
        keyboard = draw_keyboard(body.rows, self.catalogue, language)
        document = None
        if body.document is not None:
            drawn = draw_document(body.document, self.catalogue, language)
            document = (body.document.name, drawn)
        files = (body.picture, document, body.media, body.chart)
        whole = Rendered(text, tuple(entities), keyboard, *files)
        if not text.strip() and not whole.has_file:
            raise EmptyMessage
        return whole

    def _say(self, part: Part, language: str) -> str:
        match part:
            case Text(key, params):
                return self.catalogue.say(key, params, language)
            case Words(text):
                return self.catalogue.say_words(text, language)
            case Bullets(items):
                return "\n".join(f"- {self._say(item, language)}" for item in items)
            case Lines(lines):
                return "\n".join(spoken_line(line, self.catalogue, language) for line in lines)
            case UrgentHelp(region):
                return self._urgent_help(region, language)
            case Message(text, _):
                return text


def split_pages(rendered: Rendered) -> list[Rendered]:
    """What fits into one message each: nothing is ever cut off.

    Stories write letters that fit; this is for the few that grew, such as by the mark of a repeat.
    The buttons are below the last page.
    """
    if rendered.has_file and utf16_length(rendered.text) > LONGEST_CAPTION:
        file = replace(rendered, text="", entities=(), keyboard=None)
        text = replace(rendered, picture="", document=None, media=None, chart=None)
        return [file, *split_pages(text)]
    pages = []
    rest = rendered
    while utf16_length(rest.text) > LONGEST_TEXT:
        page, rest = _cut(rest)
        pages.append(page)
    return [*pages, rest]


def utf16_length(text: str) -> int:
    """The length as Telegram counts places: an emoji is mostly two."""
    return len(text) + sum(character > "\uffff" for character in text)


def without_lone_surrogates(text: str) -> str:
    """The text with halves of characters replaced, which no one can send; places stay."""
    if text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text):
        return text
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


def _shifted(entity: Entity, by: int) -> MessageEntity:
    return MessageEntity(
        type=entity.type,
        offset=entity.offset + by,
        length=entity.length,
        language=entity.language,
    )


def _cut(rendered: Rendered) -> tuple[Rendered, Rendered]:
    head = _longest_head(rendered.text)
    at = utf16_length(head)
    page = Rendered(head, tuple(_clipped(rendered.entities, 0, at)))
    rest = tuple(_clipped(rendered.entities, at, utf16_length(rendered.text)))
    return page, replace(rendered, text=rendered.text[len(head) :], entities=rest)


def _longest_head(text: str) -> str:
    size = end = 0
    for end, character in enumerate(text):  # noqa: B007  the end is used below
        size += 2 if character > "\uffff" else 1
        if size > LONGEST_TEXT:
            break
    for mark in ("\n\n", "\n", " "):
        cut = text.rfind(mark, end // 2, end)
        if cut > 0:
            return text[: cut + len(mark)]
    return text[:end]


def _clipped(entities: tuple[MessageEntity, ...], start: int, end: int) -> list[MessageEntity]:
    kept = []
    for entity in entities:
        left = max(entity.offset, start)
        right = min(entity.offset + entity.length, end)
        if left < right:
            moved = entity.model_copy(update={"offset": left - start, "length": right - left})
            kept.append(moved)
    return kept
