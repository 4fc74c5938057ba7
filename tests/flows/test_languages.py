import pytest

from db.memberships import Membership
from db.people import Person
from flows.languages import use_languages
from tests.flows.people import PACK, Someone, answers_of, row
from tests.journeys import JOSIE as ANSWERS
from tests.journeys import fill_form

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")

STRANGER = 9_009
LANGUAGES = {"en": "English", "pt": "Português"}


@pytest.fixture
def several(stage):
    use_languages(stage.database, LANGUAGES)


@pytest.fixture
def stranger(stage):
    return Someone(stage, STRANGER)


async def test_language_is_not_asked_where_there_is_one(stage, stranger):
    issued = await stage.invitation("service_user")
    await stranger.type(f"/start {issued.payload}")
    assert stranger.text.startswith("Welcome to Perinatal.")
    await stranger.type("/language")
    assert stranger.text == "There is no other language to read here yet."


@pytest.mark.usefixtures("several")
async def test_language_is_the_first_screen_where_there_are_several(stage, stranger):
    issued = await stage.invitation("service_user")
    await stranger.type(f"/start {issued.payload}")
    assert stranger.text == "Which language would you like to read?"
    assert stranger.labels == ["English", "Português", "Urgent help"]
    await stranger.tap("Português")
    assert stranger.text.startswith("Welcome to Perinatal.")
    assert stranger.labels == ["Start", "Urgent help"]
    assert (await row(stage, Person)).language == "pt"
    await stranger.tap("Start")
    await fill_form(stranger, PACK.service_user, ANSWERS)
    assert (await row(stage, Membership)).stage == "waiting"


@pytest.mark.both_databases
@pytest.mark.usefixtures("several")
async def test_language_switched_in_the_middle_of_a_form_keeps_everything(stage, stranger):
    issued = await stage.invitation("service_user")
    await stranger.type(f"/start {issued.payload}")
    await stranger.tap("English")
    await stranger.tap("Start")
    await stranger.tap("I understand")
    await stranger.tap("I understand")
    await stranger.type("31")
    open_question = stranger.text
    stranger.membership_id = (await row(stage, Membership)).id
    before = await answers_of(stage, stranger)
    await stranger.type("/language")
    await stranger.tap("Português")
    assert stranger.text == open_question
    assert await answers_of(stage, stranger) == before
    await stranger.tap("Yes, I agree")
    assert len(await answers_of(stage, stranger)) == len(before) + 1


@pytest.mark.usefixtures("several")
async def test_language_chosen_later_shows_where_the_person_is(stage, josie):
    await josie.type("/language")
    await josie.tap("Português")
    assert "You are on the waiting list." in josie.text
    assert "26 de novembro de 2026" not in josie.text
    await josie.type("/mydata")
    await josie.tap("What I agreed to")
    assert "You agreed on 26 de novembro de 2026." in josie.text
    await josie.press("lg:xx:")
    assert josie.notice == "There is no other language to read here yet."
    assert (await row(stage, Person)).language == "pt"
