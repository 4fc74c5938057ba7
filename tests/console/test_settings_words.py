"""Texts, rhythm and pack in the console: tried, kept, refused beside the field, put back."""

import re
from html import unescape

import pytest
from sqlmodel import select

from care.packs import load_pack
from db.memberships import Membership
from db.programmes import programme
from flows.own_settings import own_of

OWN = "We ring you within two weeks."
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"
PACK = load_pack("perinatal")


@pytest.fixture
async def now(database, house):
    """What the programme says and plans itself."""

    async def read():
        async with database.reading() as session:
            return own_of(await programme(session, house.programme.id))

    return read


def hidden(html, name):
    """The value of a hidden field, of the first form that has it."""
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


async def write(browser, house, words, act="keep", **more):
    fields = {"text": "waiting", "words": words, "act": act, **more}
    return await browser.send(f"{house.root}/settings/words/change", **fields)


async def test_a_text_is_shown_before_it_is_kept(sam, house, now):
    shown = await write(sam, house, f"{OWN}\r\n\r\nJust wait.", "show")
    assert shown.status_code == 200
    assert f'<p class="govuk-body pre-line">{OWN}\n\nJust wait.</p>' in shown.text
    assert "Think again about the word" in shown.text
    assert f">{OWN}\n\nJust wait.</textarea>" in shown.text
    assert (await now()).texts == {}


async def test_an_empty_text_is_not_said_to_read_well(sam, house):
    shown = await write(sam, house, " \r\n ", "show")
    assert shown.status_code == 422
    assert "Fill this in" in shown.text
    assert "That reads well" not in shown.text


async def test_own_words_are_kept_listed_and_given_back(sam, house, now):
    await write(sam, house, OWN, once="a" * 22)
    assert (await now()).texts == {"waiting": OWN}
    page = await sam.open(f"{house.root}/settings/words")
    assert f"On the waiting list Your own words Change : On the waiting list {OWN}" in page
    assert page.count("The words of the pack") == 6
    changes = await sam.open(f"{house.root}/settings")
    assert f"What is said on the waiting list The words of the pack {OWN} Sam" in changes
    await sam.do(f"{house.root}/settings/words/pack-words", text="waiting", once="b" * 22)
    assert (await now()).texts == {}


async def test_long_words_are_folded_away_in_the_list_of_changes(sam, house):
    await write(sam, house, f"{OWN} " * 3, once="a" * 22)
    page = (await sam.get(f"{house.root}/settings")).text
    folded = re.search(r"<details.*?</details>", page, flags=re.DOTALL)[0]
    assert OWN in folded


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "Fill this in"),
        ("\u2800", "Write what people are to read"),
        ("x" * 401, "A message may have 400 letters"),
        ("x" * 10_000, "A message may have 400 letters"),
        (HOSTILE, "The bot shows plain words"),
    ],
)
async def test_words_that_cannot_stand_are_said_beside_the_field_and_not_lost(
    sam, house, now, words, why
):
    answer = await write(sam, house, words)
    assert answer.status_code == 422
    assert why in answer.text
    assert "<script>alert" not in answer.text
    assert f">{words.strip()}</textarea>" in unescape(answer.text)
    assert (await now()).texts == {}


@pytest.mark.parametrize(
    "words", ["\u0645\u0631\u062d\u0628\u0627 \U0001f600", "1 < 2 & 3 > 2 {{7*7}} {name}"]
)
async def test_other_scripts_smileys_and_signs_are_shown_as_they_are(sam, house, now, words):
    await write(sam, house, words, once="a" * 22)
    assert (await now()).texts == {"waiting": words}
    shown = (await sam.get(f"{house.root}/settings/words")).text
    assert words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in shown


async def test_the_second_of_two_coordinators_is_told_and_loses_no_word(sam, house, now):
    page = (await sam.get(f"{house.root}/settings/words/change?text=waiting")).text
    seen = hidden(page, "seen")
    await write(sam, house, "Noor was quicker.", once="a" * 22)
    late = await write(sam, house, OWN, seen=seen, once="b" * 22)
    assert late.status_code == 409
    assert "Somebody else changed this meanwhile" in late.text
    assert f">{OWN}</textarea>" in late.text
    assert "Noor was quicker." in late.text
    assert (await now()).texts == {"waiting": "Noor was quicker."}
    await write(sam, house, OWN, seen=hidden(late.text, "seen"), once="b" * 22)
    assert (await now()).texts == {"waiting": OWN}
    again = await write(sam, house, "Pressed twice.", once="b" * 22)
    assert again.status_code == 409
    assert (await now()).texts == {"waiting": OWN}


@pytest.mark.parametrize(("act", "words"), [("show", OWN), ("keep", "<b>")])
async def test_a_form_that_comes_again_hides_no_change_by_another(sam, house, now, act, words):
    page = (await sam.get(f"{house.root}/settings/words/change?text=waiting")).text
    await write(sam, house, "Noor was quicker.", once="a" * 22)
    again = (await write(sam, house, words, act, seen=hidden(page, "seen"), once="b" * 22)).text
    late = await write(sam, house, OWN, seen=hidden(again, "seen"), once="c" * 22)
    assert late.status_code == 409
    assert (await now()).texts == {"waiting": "Noor was quicker."}


async def test_a_text_that_is_none_is_not_there(sam, house):
    path = f"{house.root}/settings/words/change"
    assert (await sam.get(f"{path}?text=title")).status_code == 404
    assert (await sam.send(path, text="title", words=OWN)).status_code == 404
    assert (await sam.send(f"{house.root}/settings/words/pack-words", text="x")).status_code == 404


async def test_hours_are_told_in_own_words_beside_the_rota(sam, house):
    rhythm = f"{house.root}/settings/rhythm"
    assert "by the rota" in await sam.open(rhythm)
    page = await sam.do(
        f"{house.root}/settings/words/change",
        text="alert_hours",
        words="We read from 9 to 5.",
        once="a" * 22,
    )
    assert "Your own words We read from 9 to 5." in page
    assert "by the rota" not in page


async def test_numbers_are_kept_told_and_given_back(sam, house, now):
    path = f"{house.root}/settings/rhythm"
    html = (await sam.get(path)).text
    numbers = {"weeks": "8", "contact_every_days": "7", "first_contact_hours": "72"}
    numbers |= {"offer_hours": "24", "checkins_a_week": "3", "seen": hidden(html, "seen")}
    await sam.do(path, once="a" * 22, **numbers)
    assert (await now()).numbers == {"weeks": 8, "offer_hours": 24}
    changes = await sam.open(f"{house.root}/settings")
    assert "The rhythm As the pack has it - An offer open for 24 hours - 8 weeks Sam" in changes
    late = await sam.send(path, once="b" * 22, **numbers | {"weeks": "9"})
    assert late.status_code == 409
    assert 'id="weeks" name="weeks" type="text" value="9"' in late.text
    assert late.text.count("It is 8 now.") == 1
    assert late.text.count(" now.</div>") == 1
    await sam.do(f"{path}/pack-numbers", once="c" * 22)
    assert (await now()).numbers == {}


@pytest.mark.parametrize("weeks", ["", "0", "105", "-1", "twelve", "1e1", "\u0661\u0662"])
async def test_numbers_that_a_pack_could_not_have_are_said_beside_the_field(sam, house, now, weeks):
    answer = await sam.send(f"{house.root}/settings/rhythm", weeks=weeks)
    assert answer.status_code == 422
    assert "govuk-error-message" in answer.text
    assert (await now()).numbers == {}


async def test_a_pack_in_use_stays_and_the_page_says_what_to_do(sam, house, database):
    path = f"{house.root}/settings/pack"
    page = await sam.open(path)
    assert "People are in the programme, so its pack stays." in page
    assert "start another programme" in page
    assert "(1998 version) Service users Every 14 days, for 12" in page
    assert "(1998 version) Service users Every 28 days, from day" in page
    assert "In week 12 after the end 10:00" in page
    assert "A first talk Peer workers After contact 1 18:00" in page
    assert "You chat with one to three students" in await sam.open(f"{path}?look=students")
    answer = await sam.send(path, pack="students")
    assert answer.status_code == 409
    assert "People are in the programme" in answer.text
    async with database.reading() as session:
        assert (await programme(session, house.programme.id)).pack == "perinatal"


async def test_a_pack_is_chosen_while_coordinators_are_alone(sam, house, database):
    async with database.transaction() as session:
        for one in await session.exec(select(Membership)):
            if one.role != "coordinator":
                one.role = "coordinator"
                session.add(one)
    path = f"{house.root}/settings/pack"
    looked = (await sam.get(f"{path}?look=students")).text
    seen = hidden(looked, "seen")
    page = await sam.do(path, pack="students", seen=seen, once="a" * 22)
    assert 'This programme works by "Peer support for students"' in page
    late = await sam.send(path, pack="carers", seen=seen, once="b" * 22)
    assert late.status_code == 409
    assert "Somebody else changed this meanwhile" in late.text


@pytest.mark.parametrize("code", ["", "base", "../perinatal", "atlantis"])
async def test_a_pack_that_is_not_installed_cannot_be_chosen(sam, house, code):
    path = f"{house.root}/settings/pack"
    assert (await sam.send(path, pack=code)).status_code == 422
    if code:
        assert (await sam.client.get(path, params={"look": code})).status_code == 404
