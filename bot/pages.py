"""Pages: a document of a letter as one HTML file that needs nothing from anywhere else."""

from html import escape

from flows.letters import Day, Document, Section, Text, Words
from wording.catalogue import Catalogue, is_right_to_left
from wording.spoken import spoken

STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;"
    "color:#0b0c0c;background:#fff}h1,h2{line-height:1.25}dt{font-weight:700;margin-top:.75rem}"
    "dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}"
)
NOTHING_FROM_OUTSIDE = "default-src 'none'; style-src 'unsafe-inline'"


def draw_document(document: Document, catalogue: Catalogue, language: str) -> bytes:
    """The file as it is sent: the text as it stands, or the page in the reader's language."""
    if document.title is None:
        return document.text.encode(errors="replace")
    page = _Page(catalogue, language)
    return page.draw(document.title, document.sections).encode(errors="replace")


class _Page:
    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self._catalogue = catalogue
        self._language = language

    def draw(self, title: Text, sections: tuple[Section, ...]) -> str:
        heading = self._say(title)
        content = "\n".join(self._section(section) for section in sections)
        return (
            f'<!doctype html>\n<html lang="{escape(self._language)}" dir="{self._direction()}">\n'
            f'<head>\n<meta charset="utf-8">\n<title>{heading}</title>\n'
            f'<meta http-equiv="Content-Security-Policy" content="{NOTHING_FROM_OUTSIDE}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<style>{STYLE}</style>\n</head>\n"
            f"<body>\n<h1>{heading}</h1>\n{content}\n</body>\n</html>\n"
        )

    def _section(self, section: Section) -> str:
        lines = "\n".join(
            f"<dt>{self._say(line.label)}</dt>\n<dd>{', '.join(map(self._say, line.values))}</dd>"
            for line in section.lines
        )
        return f"<h2>{self._say(section.heading)}</h2>\n<dl>\n{lines}\n</dl>"

    def _say(self, value: Text | Words | Day) -> str:
        return escape(spoken(value, self._catalogue, self._language))

    def _direction(self) -> str:
        return "rtl" if is_right_to_left(self._language) else "ltr"
