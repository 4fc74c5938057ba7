"""The safety items of every measure: an alert, help and letters in one transaction, as pressed."""

import json

import pytest

from care.measures import measure, scored_only
from db.alerts import Alert, AlertStep, alert_reasons
from db.checkin_plans import CheckinPlan
from db.checkins import Checkin
from db.outbox import Lane, Letter
from flows.programmes import use_packs
from tests.flows.people import change, row, rows

pytestmark = pytest.mark.sqlite_alone("nothing here depends on the kind of database")

CALL = "Someone in Perinatal may need help now. Please open this."
ITEMS = {"phq9": "self_harm", "core10": "plans", "epds": "harm", "reqol10": "living"}


def words_of(code):
    """Made-up words for a measure whose real ones are not ours to print."""
    found = next(one for one in scored_only() if one.code == code)
    lines = [f'measure = "{code}"', 'language = "en"', 'source = "Made up"', 'author_line = "Us"']
    lines += ["[permission]", 'notice = "Given, 1 May 2026"', 'source = "Letter 12"']
    for item in found.items:
        answers = ", ".join(f'"{item.short} {n}"' for n, _ in enumerate(item.choices, 1))
        lines += ["[[items]]", f'code = "{item.code}"', f'text = "{item.short}"']
        lines += [f"answers = [{answers}]"]
    return "\n".join(lines)


def choices_of(code):
    """The item's answers in their order: those that raise a concern, and the fine ones."""
    found = next((one for one in scored_only() if one.code == code), None) or measure(code)
    item = found.item(ITEMS[code])
    worrying = [n for n, one in enumerate(item.choices, 1) if one.code not in item.fine]
    fine = [n for n, one in enumerate(item.choices, 1) if one.code in item.fine]
    return item, worrying, fine


def typed(item, place):
    """How the answer at this place is typed: numbers on a scale mean themselves."""
    return item.choices[place - 1].code if item.is_scale else str(place)


CASES = [(code, place) for code in ITEMS for place in choices_of(code)[1]]


async def asked(stage, josie, tmp_path, code):
    """Josie is at the safety item of a measure that the programme plans."""
    (tmp_path / "measures").mkdir()
    (tmp_path / "perinatal.toml").write_text(
        f'extends = "perinatal"\n[[checkins]]\nmeasure = "{code}"\nfirst_after_days = 1\n'
        'every_days = 14\nat = "10:00"\n',
        encoding="utf-8",
    )
    if code in {one.code for one in scored_only()}:
        (tmp_path / "measures" / f"{code}.toml").write_text(words_of(code), encoding="utf-8")
    await use_packs(stage.database, tmp_path)
    plan = await row(stage, CheckinPlan, person_id=josie.person_id, measure="weekly")
    await change(stage, CheckinPlan, plan.id, measure=code, name=code)
    for other in await rows(stage, CheckinPlan):
        if other.id != plan.id:
            await change(stage, CheckinPlan, other.id, state="ended")
    stage.clock.set(plan.next_due_at)
    await stage.beat()
    await josie.tap("Answer now")
    item, worrying, fine = choices_of(code)
    found = next((one for one in scored_only() if one.code == code), None) or measure(code)
    for earlier in found.items[: found.items.index(item)]:
        await josie.type(typed(earlier, len(earlier.choices)))
    return item, worrying, fine


async def reasons(stage, alert):
    async with stage.database.reading() as session:
        return json.loads(await alert_reasons(session, await session.get(Alert, alert.id)))


@pytest.mark.parametrize(("code", "place"), CASES)
async def test_any_answer_above_nought_is_met_at_the_press(trio, stage, tmp_path, code, place):
    josie, hannah, sam = trio
    item, _, _ = await asked(stage, josie, tmp_path, code)
    assert await rows(stage, Alert) == []
    told = len(hannah.texts)
    await josie.type(typed(item, place))
    alert = await row(stage, Alert, kind="answer")
    assert (alert.urgent, alert.person_id, alert.state) == (True, josie.person_id, "open")
    params = {"measure": code, "item": item.code}
    assert await reasons(stage, alert) == [{"code": "safety.answer", "params": params}]
    (helped,) = [text for text in josie.texts if "Are you safe right now?" in text]
    assert helped.startswith("Thank you for telling us.")
    assert "116 123" in helped
    assert "We are telling a coordinator of Perinatal now." in helped
    assert sam.texts.count(CALL) == 1
    assert hannah.texts[told:] == []
    at = {step.step: step.at for step in await rows(stage, AlertStep)}
    assert at["raised"] == at["first"] == stage.clock.now()
    lanes = {letter.lane for letter in await rows(stage, Letter, person_id=sam.person_id)}
    assert int(Lane.CRISIS) in lanes


@pytest.mark.parametrize("code", ITEMS)
async def test_the_fine_answer_raises_nothing(trio, stage, tmp_path, code):
    josie, _, _ = trio
    item, _, fine = await asked(stage, josie, tmp_path, code)
    await josie.type(typed(item, fine[0]))
    assert await rows(stage, Alert, kind="answer") == []
    assert [text for text in josie.texts if "Are you safe right now?" in text] == []


MIDWAY = ("core10", "reqol10")  # the safety items of the others are the last ones


@pytest.mark.parametrize("code", MIDWAY)
async def test_answer_that_is_changed_back_leaves_the_alert_with_one_step_more(
    trio, stage, tmp_path, code
):
    josie, _, sam = trio
    item, worrying, fine = await asked(stage, josie, tmp_path, code)
    await josie.type(typed(item, worrying[0]))
    stage.clock.advance(minutes=1)
    await josie.press(josie.data("Back"))
    await josie.type(typed(item, fine[0]))
    alert = await row(stage, Alert, kind="answer")
    assert (alert.state, alert.times) == ("open", 1)
    steps = [step.step for step in await rows(stage, AlertStep)]
    assert steps.count("answer_changed") == 1
    await sam.press(f"ao:{alert.id}:")
    assert "they changed the answer, so please ask them about it" in sam.text


@pytest.mark.parametrize("code", MIDWAY)
async def test_form_that_is_left_after_the_answer_keeps_the_alert(trio, stage, tmp_path, code):
    josie, _, _ = trio
    item, worrying, _ = await asked(stage, josie, tmp_path, code)
    await josie.type(typed(item, worrying[-1]))
    await josie.tap("Stop for today")
    assert (await row(stage, Checkin)).state == "sent"
    assert (await row(stage, Alert, kind="answer")).state == "open"


async def test_fine_answer_to_another_check_in_changes_no_alert(trio, stage, tmp_path):
    josie, _, _ = trio
    item, worrying, fine = await asked(stage, josie, tmp_path, "core10")
    await josie.type(typed(item, worrying[0]))
    first = await row(stage, Checkin)
    await change(stage, Checkin, first.id, sent_at=stage.clock.now())
    stage.clock.advance(days=1)
    await change(stage, Checkin, first.id, sent_at=stage.clock.now())
    await josie.press(josie.data("Back"))
    await josie.type(typed(item, fine[0]))
    steps = [step.step for step in await rows(stage, AlertStep)]
    assert "answer_changed" not in steps
