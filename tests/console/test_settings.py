"""Settings in the console: changed, told, put back, and refused where they cannot be so."""

import pytest
from sqlmodel import select

from db.audit import AuditRow
from db.outbox import Letter
from db.programmes import programme
from db.responses import response_of
from db.rotas import shifts_in
from matching.rules import TERMS


@pytest.fixture
async def where(database, house):
    async def read():
        async with database.reading() as session:
            return await programme(session, house.programme.id)

    return read


async def acts(database):
    async with database.reading() as session:
        return [row.act for row in await session.exec(select(AuditRow).order_by(AuditRow.id))]


async def test_self_referral_is_switched_told_and_put_back(sam, house, where, database):
    root = f"{house.root}/settings"
    said = await sam.do(f"{root}/programme/self-referral", self_referral="on", once="a" * 22)
    assert "That is kept" in said
    assert (await where()).self_referral is True
    page = await sam.open(root)
    assert "Coming in without an invitation No Yes Sam" in page
    change = (await sam.get(root)).text.partition('name="change" value="')[2][:22]
    assert "back to what it was" in await sam.do(f"{root}/undo", change=change, once="b" * 22)
    assert (await where()).self_referral is False
    assert [act for act in await acts(database) if act.startswith("setting.")] == [
        "setting.self_referral",
        "setting.self_referral.undone",
    ]
    async with database.reading() as session:
        told = {row.person_id for row in await session.exec(select(Letter))}
    assert told == {house.people["Noor"].id}


async def test_what_was_changed_again_is_not_put_back(sam, house, where):
    root = f"{house.root}/settings"
    await sam.do(f"{root}/programme/retention", months="12", once="a" * 22)
    first = (await sam.get(root)).text.partition('name="change" value="')[2][:22]
    await sam.do(f"{root}/programme/retention", months="24", once="b" * 22)
    answer = await sam.send(f"{root}/undo", change=first, once="c" * 22)
    assert answer.status_code == 409
    assert "changed again since" in answer.text
    assert (await where()).erase_after_months == 24


async def test_a_stale_page_changes_nothing(sam, house, where):
    path = f"{house.root}/settings/programme"
    stale = (await sam.get(path)).text.partition('retention">')[2]
    seen = stale.partition('name="seen" value="')[2][:16]
    await sam.do(f"{path}/retention", months="12", once="a" * 22)
    answer = await sam.send(f"{path}/retention", months="24", seen=seen, once="b" * 22)
    assert answer.status_code == 409
    assert "Somebody else changed this meanwhile" in answer.text
    assert 'value="12" checked' in answer.text
    assert answer.text.count(" checked") == 3
    again = (await sam.send(f"{path}/retention", months="7", seen=seen, once="c" * 22)).text
    assert f'name="seen" value="{seen}"' in again
    assert (await where()).erase_after_months == 12


async def test_the_second_of_two_coordinators_sees_both_weights(sam, house, where):
    path = f"{house.root}/settings/programme"
    page = (await sam.get(path)).text.partition('/weights">')[2]
    seen = page.partition('name="seen" value="')[2][:16]
    typed = {f"weight_{term}": "5" for term in TERMS}
    await sam.do(f"{path}/weights", once="a" * 22, **typed | {"weight_stage": "9"})
    late = (await sam.send(f"{path}/weights", seen=seen, once="b" * 22, **typed)).text
    assert "Somebody else changed this meanwhile" in late
    assert 'name="weight_stage" type="text" value="5"' in late
    assert late.count(" now.</div>") == late.count("It is 9 now.") == 1
    assert '"stage": 9' in (await where()).weights


async def test_own_weights_count_until_the_pack_is_asked_again(sam, house, where):
    path = f"{house.root}/settings/programme"
    weights = dict.fromkeys(("stage", "wishes", "peer_wishes", "hours", "language", "balance"), "5")
    fields = {f"weight_{term}": number for term, number in weights.items()}
    await sam.do(f"{path}/weights", weight_experiences="60", once="a" * 22, **fields)
    assert '"experiences": 60' in (await where()).weights
    assert 'name="weight_experiences" type="text" value="60"' in (await sam.get(path)).text
    await sam.do(f"{path}/weights-of-the-pack", once="b" * 22)
    assert (await where()).weights is None
    assert 'name="weight_experiences" type="text" value="40"' in (await sam.get(path)).text


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ("self-referral", {}),
        ("self-referral", {"self_referral": "perhaps"}),
        ("region", {"region": "atlantis"}),
        ("retention", {"months": "-3"}),
        ("weights", {"weight_experiences": "101"}),
        ("weights", {f"weight_{term}": "0" for term in ("experiences", "stage")}),
    ],
)
async def test_what_a_setting_cannot_be_is_said_beside_it(sam, house, where, form, fields):
    before = await where()
    answer = await sam.send(f"{house.root}/settings/programme/{form}", **fields)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert await where() == before


async def test_the_response_is_written_down_and_all_are_told(sam, house, database):
    path = f"{house.root}/settings/response"
    assert "Nobody wrote down yet" in await sam.open(path)
    rota = f"{house.root}/settings/rota"
    noor = house.members["Noor"].id
    hours = {"who": noor, "days": ["monday", "friday"], "from": "540", "until": "1050"}
    await sam.do(f"{rota}/hours", rank="first", once="a" * 22, **hours)
    written = {"who": "The peer team", "within": "within_60", "route": "Write, then ring"}
    await sam.do(path, once="b" * 22, **written)
    async with database.reading() as session:
        found = await response_of(session, house.programme.id)
    assert (found.who, found.within_minutes, found.route) == (
        "The peer team",
        60,
        "Write, then ring",
    )
    too_long = await sam.send(path, who="x" * 81, within="within_60", route="y")
    assert too_long.status_code == 422
    assert "x" * 81 in too_long.text


async def test_nobody_on_duty_means_no_response(sam, house):
    path = f"{house.root}/settings/response"
    answer = await sam.send(path, who="Team", within="within_60", route="Write")
    assert answer.status_code == 409


async def test_whoever_has_no_hours_is_put_in_by_one_press(sam, house, database):
    path = f"{house.root}/settings/rota"
    shown = await sam.open(path)
    assert "You have no hours yet. An alert calls those who are on duty first" in shown
    assert "No hours yet: Noor." in shown
    shown = await sam.do(f"{path}/hours/usual", once="a" * 22)
    assert "You have no hours yet" not in shown
    assert "Sam Mon-Fri 09:00-17:00 First" in shown
    async with database.reading() as session:
        rows = await shifts_in(session, house.programme.id)
    assert [(row.weekday, row.from_minute, row.until_minute) for row in rows] == [
        (day, 540, 1020) for day in range(5)
    ]


async def test_hours_and_days_off_come_and_go(sam, house, clock):
    path = f"{house.root}/settings/rota"
    noor = house.members["Noor"].id
    hours = {"who": noor, "days": ["monday"], "from": "1320", "until": "360"}
    page = await sam.do(f"{path}/hours", rank="deputy", once="a" * 22, **hours)
    assert "Noor Mon 22:00-24:00 Deputy" in page
    assert "Noor Tue 00:00-06:00 Deputy" in page
    today = clock.now().date().isoformat()
    off = {"off_who": "closed", "first": today, "last": today}
    assert "we are closed" in await sam.do(f"{path}/off", once="b" * 22, **off)
    html = (await sam.get(path)).text
    shift = html.partition('name="shift" value="')[2][:22]
    await sam.do(f"{path}/hours/take-away", shift=shift, once="c" * 22)
    days = html.partition('name="days_off" value="')[2][:22]
    page = await sam.do(f"{path}/off/take-away", days_off=days, once="d" * 22)
    assert "22:00-24:00 Deputy" not in page
    assert "All of us: we are closed, " not in page


async def test_days_off_backwards_are_said_beside_the_field(sam, house):
    off = {"off_who": "closed", "first": "2026-12-24", "last": "2026-12-20"}
    answer = await sam.send(f"{house.root}/settings/rota/off", **off)
    assert answer.status_code == 422
    assert answer.text.count('value="first" checked') == 1  # the other form stays as it was
    answer = await sam.send(f"{house.root}/settings/rota/off", **off | {"off_who": ""})
    assert "Choose one of these." in answer.text


async def test_an_invitation_is_shown_once_listed_and_taken_back(sam, house):
    path = f"{house.root}/settings/invitations"
    made = {"role": "service_user", "uses": "20", "days": "30", "partner": "Clinic by the park"}
    answer = await sam.send(path, once="a" * 22, **made)
    assert answer.status_code == 200
    assert "https://t.me/pairwell_bot?start=" in answer.text
    assert "data:image/svg+xml" in answer.text
    again = await sam.send(path, once="a" * 22, **made)
    assert again.status_code == 409
    page = (await sam.get(path)).text
    assert "Clinic by the park" in page
    assert "?start=" not in page
    invitation = page.partition('name="invitation" value="')[2][:22]
    said = await sam.do(f"{path}/take-back", invitation=invitation, once="b" * 22)
    assert "Nobody comes in by that invitation" in said
    assert "No invitation is open" in said


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "peer_worker", "uses": "2", "days": "7"},
        {"role": "coordinator", "uses": "1", "days": "7", "partner": "Clinic"},
        {"role": "service_user", "uses": "1", "days": "30"},
        {"role": "owner", "uses": "1", "days": "7"},
        {"role": "service_user", "uses": "0", "days": "7"},
    ],
)
async def test_an_invitation_that_cannot_be(sam, house, fields):
    answer = await sam.send(f"{house.root}/settings/invitations", **fields)
    assert answer.status_code == 422


async def test_a_second_coordinator_lets_a_new_one_in(sam, house, database):
    path = f"{house.root}/settings/members"
    assert "Let Newcomer in" in await sam.open(path)
    newcomer = house.members["Newcomer"].id
    page = await sam.do(f"{path}/{newcomer}", act="confirm", once="a" * 22)
    assert "Newcomer Coordinates since" in page
    again = await sam.send(f"{path}/{newcomer}", act="confirm", once="b" * 22)
    assert again.status_code == 409
    assert "coordinator.confirmed" in await acts(database)


async def test_a_role_ends_when_one_asks_and_another_agrees(sam, house, browser):
    path = f"{house.root}/settings/members"
    newcomer, noor = house.members["Newcomer"].id, house.members["Noor"].id
    await sam.do(f"{path}/{newcomer}", act="confirm", once="a" * 22)
    await sam.do(f"{path}/{noor}", act="ask-to-end", once="b" * 22)
    assert "Sam asks that this role ends" in await sam.open(path)
    await browser.sign_in(house.people["Newcomer"].id)
    pieces = (await browser.get(path)).text.split('name="ending" value="')[1:]
    ending = next(one[:22] for one in pieces if not one.startswith('"'))
    page = await browser.do(f"{path}/{noor}", act="agree", ending=ending, once="c" * 22)
    assert "Noor is no longer a coordinator" in page
    assert "Noor Coordinates" not in page


async def test_words_and_numbers_are_shown_as_people_see_them(sam, house):
    words = await sam.open(f"{house.root}/settings/words")
    assert "You chat with one to three parents" in words
    assert "Pregnancy, Baby is under 1" in await sam.open(f"{house.root}/settings/pack")
    region = await sam.open(f"{house.root}/settings/region")
    assert "116 123" in region
    assert "Last checked on" in region
