"""Lives: what the people of a house answered, wrote and were asked, for pages that show it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from care.questions import encode
from db.answers import add_form_session, save_answer
from db.checkin_plans import CheckinPlan
from db.checkins import add_checkin, set_score
from db.consents import give_consent
from db.contact_days import count_delivered
from db.engine import Database
from db.ids import PairingId
from db.measure_shares import share_measure
from db.memberships import Membership
from db.rhythms import add_rhythm
from flows.expiry_reminders import note_expiries
from flows.story import Story
from tests.console.house import House
from tests.factories import make_plan
from tests.fakes.clock import START
from tests.flows.people import ANSWERS, PACK, _answer_all

TOTALS = (40, None, 36, 76)  # of one measure, a fortnight apart; None for a day without an answer
GOALS_FROM = datetime(2026, 10, 1, 9, tzinfo=UTC)
FIRST = START - timedelta(days=70)


async def live(database: Database, house: House, **peer_answers: object) -> None:
    """Josie and Hannah have answered, written to each other, and were asked; Ruth has answered."""
    async with database.transaction() as session:
        for who, role in (
            ("Josie", "service_user"),
            ("Hannah", "peer_worker"),
            ("Ruth", "peer_worker"),
        ):
            given = ANSWERS[role] | (peer_answers if role == "peer_worker" else {}) | {"name": who}
            await _answer_all(session, house.members[who], role, given, START, None)
        story = Story(session, START, "live")
        for who in ("Hannah", "Ruth"):
            await note_expiries(story, PACK, house.members[who])
        josie = house.members["Josie"]
        for consent in (one for one in PACK.consents if one.role == "service_user"):
            of = {"kind": consent.kind, "version": consent.version}
            give_consent(session, josie.person_id, house.programme.id, now=FIRST, **of)
        pairing_id = PairingId(house.ids["pairing_id"])
        add_rhythm(session, pairing_id, (START + timedelta(weeks=12)).date(), START)
        for side in ("service_user", "peer_worker"):
            await count_delivered(session, pairing_id, side, START.date())
        await count_delivered(session, pairing_id, "peer_worker", START.date())
        await _ask(session, josie, "service_user")
        await _ask(session, house.members["Hannah"], "peer_worker")


async def share(database: Database, house: House) -> None:
    """Hannah shares with coordinators what she is asked about herself."""
    async with database.transaction() as session:
        await share_measure(session, house.members["Hannah"], "who5", START)


async def add_goals(
    database: Database, membership: Membership, ratings: Sequence[tuple[str, int] | None]
) -> None:
    """A goal in own words and how near it was, a fortnight apart; None for a day without."""
    async with database.transaction() as session:
        plan = await make_plan(session, membership.person_id, membership.programme_id)
        plan.role, plan.measure = membership.role, "goals"
        for n, rating in enumerate(ratings):
            day = GOALS_FROM + timedelta(weeks=2 * n)
            form = await add_form_session(
                session,
                membership.person_id,
                form="measure.goals",
                version=1,
                at=None,
                membership_id=None,
                now=day,
            )
            words, near = rating or ("", 0)
            for question, text in (("goal1", words), ("near1", str(near))):
                kept = {"settled": True, "now": day}
                await save_answer(session, form, question, encode(text), **kept)
            checkin = add_checkin(
                session,
                plan,
                form_session_id=form.id if rating else None,
                state="answered" if rating else "missed",
                reason=None if rating else "no_answer",
                sent_at=day,
                local_date=day.date(),
            )
            checkin.answered_at = day if rating else None


async def _ask(session: object, membership: Membership, role: str) -> CheckinPlan:
    plan = await make_plan(session, membership.person_id, membership.programme_id)  # type: ignore[arg-type]  # a session
    plan.role = role
    for n, total in enumerate(TOTALS):
        day = FIRST + timedelta(weeks=2 * n)
        form = await add_form_session(
            session,  # type: ignore[arg-type]  # a session
            membership.person_id,
            form="measure.who5",
            version=1,
            at=None,
            membership_id=None,
            now=day,
        )
        state = "missed" if total is None else "answered"
        checkin = add_checkin(
            session,  # type: ignore[arg-type]  # a session
            plan,
            form_session_id=form.id if total is not None else None,
            state=state,
            reason="no_answer" if total is None else None,
            sent_at=day,
            local_date=day.date(),
        )
        if total is not None:
            checkin.answered_at = day
            await set_score(session, checkin, total)  # type: ignore[arg-type]  # a session
    return plan
