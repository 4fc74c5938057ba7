"""People who are already on their way, put there through rows so that tests stay quick."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger
from sqlmodel import select

from care.packs import load_pack
from care.questions import encode, path
from db.answers import add_form_session, answers_in, form_of_membership, save_answer
from db.bots import MAIN
from db.columns import UtcDateTime
from db.consents import give_consent
from db.memberships import Membership, add_membership
from db.pairings import Pairing, add_pairing, set_pairing_state
from db.people import add_person, person_by_telegram, set_name
from db.programmes import programme, programme_by_name
from flows.filling import as_given
from flows.onboarding import form_name
from flows.pairings import activate
from flows.story import Story
from tests.stage import Stage

PACK = load_pack("perinatal")
SAM, HANNAH, JOSIE, ANNA = 3_003, 2_002, 1_001, 1_004

ANSWERS = {
    "coordinator": {
        "time_zone": "Europe/London",
        "respond_within": "one_hour",
        "duty_days": ("monday", "tuesday", "wednesday", "thursday", "friday"),
        "duty_from": 9,
        "duty_until": 17,
    },
    "peer_worker": {
        "languages": ("english",),
        "time_zone": "Europe/London",
        "stages": ("first_year",),
        "experiences": ("hard_birth",),
        "recovered_since": date(2023, 3, 1),
        "trained_for": ("perinatal",),
        "training_name": "Peer support basics",
        "training_provider": "A made-up college",
        "trained_on": date(2026, 6, 1),
        "training_valid_until": date(2027, 6, 1),
        "supervisor": "Kim",
        "supervision_next": date(2027, 3, 1),
        "capacity": 2,
        "hours": ("weekday_morning",),
        "introduction": "I like walks.",
    },
    "service_user": {
        "age": 31,
        "languages": ("english",),
        "time_zone": "Europe/London",
        "stage": "first_year",
        "birth_date": date(2026, 11, 5),
        "experiences": ("hard_birth",),
        "hours": ("weekday_morning",),
    },
}
STAGES = {"coordinator": "active", "peer_worker": "active", "service_user": "waiting"}


@dataclass
class Someone:
    """A person of a test, with their phone in hand."""

    stage: Stage
    id: int
    name: str = ""
    person_id: str = ""
    membership_id: str = ""

    async def type(self, text):
        await self.stage.say(self.id, text)

    async def send(self, **fields):
        return await self.stage.send(self.id, **fields)

    async def tap(self, label):
        await self.stage.press(self.id, label)

    async def press(self, data, message_id=1):
        await self.stage.press_data(self.id, message_id, data)

    async def shown(self):
        return self.text, self.labels

    @property
    def phone(self):
        return self.stage.phone(self.id)

    @property
    def text(self):
        return self.phone.last.text

    @property
    def texts(self):
        return self.phone.texts

    @property
    def labels(self):
        return [label for label, _ in self.phone.last.buttons]

    @property
    def notice(self):
        """What the last press was answered with."""
        return self.stage.handled.answers[0].text

    def data(self, label):
        """The data of the newest button that begins with this label."""
        for shown in sorted(self.phone.messages.values(), key=lambda m: -m.id):
            for text, data in shown.buttons:
                if text.startswith(label):
                    return data
        raise AssertionError(f"no button {label!r}")


async def join(
    stage,
    telegram_id,
    role,
    name,
    /,
    *,
    at=None,
    within="Perinatal",
    until=None,
    bot=MAIN,
    **changed,
):
    """Somebody who answered everything in onboarding and is at this stage of their role."""
    async with stage.database.transaction() as session:
        where = await programme_by_name(session, within)
        now = stage.clock.now()
        someone = await person_by_telegram(session, telegram_id, bot) or await add_person(
            session, telegram_id, language="en", time_zone="Europe/London", now=now, bot=bot
        )
        await set_name(session, someone, name)
        membership = add_membership(
            session,
            someone.id,
            where.id,
            role=role,
            stage=at or STAGES[role],
            invitation_id=None,
            now=now,
        )
        await session.flush()
        given = ANSWERS[role] | changed | {"name": name}
        await _answer_all(session, membership, role, given, now, until)
        for consent in (text for text in PACK.consents if text.role == role):
            given = {"kind": consent.kind, "version": consent.version}
            give_consent(session, someone.id, where.id, now=now, **given)
        if role == "coordinator":
            where.response_recorded_at = now
        person_id, membership_id = someone.id, membership.id
    return Someone(stage.at[bot], telegram_id, name, person_id, membership_id)


async def begun(stage, telegram_id, at, role="service_user", name="Josie"):
    """Somebody in the middle of onboarding: the question `at` is open, all before is answered."""
    someone = await join(stage, telegram_id, role, name, at="onboarding", until=at)
    await someone.type("/menu")
    await someone.tap("Go on")
    return someone


async def _answer_all(session, membership, role, given, now, until):
    form = PACK.form(role)
    form_session = await add_form_session(
        session,
        membership.person_id,
        form=form_name(PACK, role),
        version=form.version,
        at=None,
        membership_id=membership.id,
        now=now,
    )
    form_session.state, form_session.at = ("open", until) if until else ("done", None)
    stored = {}
    while True:
        known = as_given(form, stored)
        open_question = next((q for q in path(form, known) if q.code not in known), None)
        if open_question is None or open_question.code == until:
            return
        agreed = True if open_question.kind in ("agree", "yes_no") else None
        value = given.get(open_question.code, agreed)
        text = None if value is None else encode(value)
        await save_answer(session, form_session, open_question.code, text, settled=True, now=now)
        stored[open_question.code] = (text, True)


async def pair(stage, user, peer, *, state="active"):
    """A pairing of the two in this state; an active one has begun as a story would begin it."""
    async with stage.database.transaction() as session:
        membership = await session.get(Membership, user.membership_id)
        where = membership.programme_id
        reasons = json.dumps([])
        now = stage.clock.now()
        made = await add_pairing(
            session, where, user.person_id, peer.person_id, fit=700, reasons=reasons, now=now
        )
        if state != "suggested":
            set_pairing_state(session, made, state, now)
        await session.flush()
        if state == "active":
            story = Story(session, now, f"pair:{made.id}")
            await activate(story, made, await programme(session, where))
        pairing_id = made.id
    await stage.deliver()
    return pairing_id


async def rows(stage, table, /, **wanted):
    """The rows of a table whose columns have these values, the oldest first.

    Those of one instant come in no order: a database may keep a new row before an old one.
    """
    async with stage.database.transaction() as session:
        found = list(await session.exec(select(table).order_by(*_age(table))))
    return [
        row for row in found if all(getattr(row, name) == value for name, value in wanted.items())
    ]


def _age(table):
    """What tells older rows of a table from newer ones: their number, else their first instant."""
    columns = table.__table__.columns
    numbers = [one for one in columns if one.primary_key and isinstance(one.type, BigInteger)]
    instants = [one for one in columns if isinstance(one.type, UtcDateTime) and not one.nullable]
    return (numbers or instants)[:1]


async def row(stage, table, /, **wanted):
    """The one row of a table with these values."""
    (found,) = await rows(stage, table, **wanted)
    return found


async def pairing_state(stage, pairing_id):
    return (await row(stage, Pairing, id=pairing_id)).state


async def change(stage, table, row_id, /, **values):
    """Change a row behind the stories' back."""
    async with stage.database.transaction() as session:
        found = await session.get(table, row_id)
        for name, value in values.items():
            setattr(found, name, value)
        session.add(found)


async def answers_of(stage, someone):
    """Question code -> stored text of the person's onboarding answers."""
    async with stage.database.transaction() as session:
        form_session = await form_of_membership(session, someone.membership_id)
        found = await answers_in(session, form_session) if form_session else {}
    return {code: text for code, (text, _) in found.items()}
