"""What people type about dates, words for themselves and wishes, at the edges."""

import pytest

from tests.flows.people import JOSIE, answers_of, join

pytestmark = pytest.mark.sqlite_alone("what is read and pressed; the records are asked on both")

RANGE = "That date does not fit. Please choose one from 27 October 2026 to 22 September 2027."


async def change(someone, short):
    """Open one answer for changing."""
    await someone.type("/mydata")
    await someone.tap("My answers")
    await someone.tap("Look at my answers")
    await someone.tap("Change an answer")
    await someone.tap(short)


@pytest.fixture
async def expecting(stage):
    """Josie, whose baby is due in March."""
    return await join(
        stage, JOSIE, "service_user", "Josie", stage="pregnancy", due_date=None, birth_date=None
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31 June 2027", "There is no such day. Please check the date."),
        ("29 February 2027", "There is no such day. Please check the date."),
        ("99/99/2027", "There is no such day. Please check the date."),
        ("1 December 2029", RANGE),
        ("1 January 2026", RANGE),
        ("soon", "We could not read that as a date. Please type it like this: 5 March 2026."),
    ],
)
async def test_due_date_that_cannot_be_is_refused_kindly(stage, expecting, typed, said):
    await change(expecting, "Due date")
    await expecting.type(typed)
    assert expecting.text.startswith(said)
    assert "When is your baby due?" in expecting.text
    assert "due_date" not in {k for k, v in (await answers_of(stage, expecting)).items() if v}


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("today", '"2026-11-26"'),
        ("28 February 2027", '"2027-02-28"'),
        ("March 2027", '"2027-03-01"'),
        ("22 September 2027", '"2027-09-22"'),
    ],
)
async def test_due_date_that_can_be_is_kept(stage, expecting, typed, kept):
    await change(expecting, "Due date")
    await expecting.type(typed)
    assert (await answers_of(stage, expecting))["due_date"] == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("today", '"2026-11-26"'),
        ("29 February 2024", '"2024-02-29"'),
        ("tomorrow", '"2026-11-05"'),
        ("29 February 2025", '"2026-11-05"'),
        ("1 January 1990", '"2026-11-05"'),
    ],
)
async def test_birth_date_of_the_baby_at_its_edges(stage, josie, typed, kept):
    await change(josie, "Date of birth of baby")
    await josie.type(typed)
    assert (await answers_of(stage, josie))["birth_date"] == kept


async def test_own_word_for_oneself_is_kept_as_it_was_typed(stage, josie):
    await change(josie, "Words for you")
    await josie.type("Co-mum, she/they")
    assert (await answers_of(stage, josie))["parenthood"] == '"own:Co-mum, she/they"'
    assert "Words for you: Co-mum, she/they" in josie.text


CONTRADICTIONS = {
    "must share what is avoided": (
        {
            "experiences": ("hard_birth",),
            "wishes": ("experience",),
            "wish_experience": "must_same",
            "avoid": ("hard_birth",),
        },
        "and you also asked to avoid it. Please change one of the two.",
    ),
    "must share and nothing to share": (
        {"experiences": ("none",), "wishes": ("experience",), "wish_experience": "must_same"},
        "Your peer must share something you went through, and you chose nothing.",
    ),
    "matters most and avoided": (
        {
            "experiences": ("hard_birth", "neonatal"),
            "matters_most": ("neonatal",),
            "avoid": ("neonatal",),
        },
        'You chose "baby in special care" as what matters most, and also as something to avoid.',
    ),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
async def test_wishes_that_nobody_could_meet_are_explained(stage, case):
    answers, said = CONTRADICTIONS[case]
    josie = await join(stage, JOSIE, "service_user", "Josie", **answers)
    await josie.type("/mydata")
    await josie.tap("My answers")
    await josie.tap("Look at my answers")
    await josie.tap("Send my answers")
    assert said in josie.text
    assert "Change an answer" in josie.labels


async def test_twelve_experiences_are_kept_and_a_thirteenth_is_refused(stage):
    many = tuple(f"own:thing {n}" for n in range(12))
    josie = await join(stage, JOSIE, "service_user", "Josie", experiences=many)
    await change(josie, "What you went through")
    await josie.tap("A hard or scary birth")
    assert josie.text.startswith("Please choose up to 12.")
    kept = (await answers_of(stage, josie))["experiences"]
    assert (kept.count("thing"), "hard_birth" in kept) == (12, False)


async def test_no_experience_at_all_is_an_answer(josie):
    await change(josie, "What you went through")
    await josie.tap("None of these")
    await josie.tap("That is all")
    assert "What you went through: None of these" in josie.text
