import pytest

from bot.pages import draw_document
from flows.letters import Body, Document, Line, Section, Words, read_body, say, write_body
from playground.people import JOSIE
from tests.bot.stage import Stage
from tests.bot.test_delivery import deliver
from wording.catalogue import Catalogue, Language, Wording

PAGE = Document(
    "copy.html",
    title=say("page.title"),
    sections=(Section(Words("<i>"), (Line(say("page.name"), (Words("A & \ud800 B"),)),)),),
)
FORMS = {"page.title": Wording(("What we hold",)), "page.name": Wording(("Name",))}


@pytest.fixture
def catalogue() -> Catalogue:
    english = Language(FORMS, lambda n: int(n != 1))
    return Catalogue({"en": english, "ar": english}, fallback="?", strict=True)


def test_document_survives_the_outbox() -> None:
    content = Body((Words("Here."),), document=PAGE)
    assert read_body(write_body(content)) == content


def test_page_is_drawn_in_the_readers_language_and_direction(catalogue: Catalogue) -> None:
    drawn = draw_document(PAGE, catalogue, "ar").decode()
    assert '<html lang="ar" dir="rtl">' in drawn
    assert "<h2>&lt;i&gt;</h2>\n<dl>\n<dt>Name</dt>\n<dd>A &amp; ? B</dd>\n</dl>" in drawn
    assert 'dir="ltr"' in draw_document(PAGE, catalogue, "en-xa").decode()


def test_text_is_sent_as_it_stands(catalogue: Catalogue) -> None:
    assert draw_document(Document("copy.json", text="{}"), catalogue, "en") == b"{}"


async def test_document_goes_out_as_a_file_with_its_text_below(stage: Stage) -> None:
    [josie] = await stage.meet(JOSIE.id)
    async with stage.story() as story:
        document = Document("copy.json", text='{"name": "Josie"}')
        await story.post(josie, Body((Words("All of it."),), document=document))
    await deliver(stage)
    [request] = stage.phones.requests.of("sendDocument")
    assert request.params["caption"] == "All of it."
    assert b'filename="copy.json"' in request.raw
    assert b'{"name": "Josie"}' in request.raw
