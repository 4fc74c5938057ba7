"""Forms being filled in, and the answers given: each a row of its own, sealed."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import UniqueConstraint, bindparam, insert
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.columns import instant, own_id, refers_to, sealed, serial, word, word_or_none
from db.engine import vault_of
from db.ids import FormSessionId, MembershipId, PersonId, ProgrammeId, new_id
from db.memberships import Membership

Stored = dict[str, tuple[str | None, bool]]
"""Question code -> (encoded answer or None when skipped, whether it is settled)."""


class FormSession(SQLModel, table=True):
    """One person filling in one form; where they are in it is a row, never a memory."""

    __tablename__ = "form_session"
    id: FormSessionId = own_id()
    person_id: PersonId = refers_to("person")
    membership_id: MembershipId | None = refers_to("membership", optional=True)
    form: str = word(60)
    version: int = Field(default=1)
    at: str | None = word_or_none(60)
    changing: bool = Field(default=False)  # came from "check your answers" and goes back there
    state: str = word()
    started_at: datetime = instant()
    touched_at: datetime = instant()


class Answer(SQLModel, table=True):
    """One answer to one question; a null value is a question that was skipped."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("form_session_id", "question"),)
    id: int | None = serial()
    form_session_id: FormSessionId = refers_to("form_session")
    person_id: PersonId = refers_to("person", index=False)
    question: str = word(60)
    value_sealed: bytes | None = sealed()
    settled: bool = Field(default=True)
    answered_at: datetime = instant()


async def form_session_or_none(
    session: AsyncSession, form_session_id: FormSessionId
) -> FormSession | None:
    """The form session with this id."""
    return await session.get(FormSession, form_session_id)


# Built once: it is asked for every message, and building costs more than asking.
OPEN_FORM_OF = (
    select(FormSession)
    .where(col(FormSession.person_id) == bindparam("who"), col(FormSession.state) == "open")
    .order_by(col(FormSession.touched_at).desc())
)


async def open_form_of(session: AsyncSession, person_id: PersonId) -> FormSession | None:
    """The form that the person touched last and has not finished."""
    return (await session.exec(OPEN_FORM_OF, params={"who": person_id})).first()


async def form_of_membership(
    session: AsyncSession, membership_id: MembershipId
) -> FormSession | None:
    """The form that belongs to this role: the person's onboarding answers."""
    query = select(FormSession).where(col(FormSession.membership_id) == membership_id)
    return (await session.exec(query)).first()


async def open_form_named(
    session: AsyncSession, person_id: PersonId, form: str
) -> FormSession | None:
    """The person's form of this name that is still open."""
    query = select(FormSession).where(
        col(FormSession.person_id) == person_id,
        col(FormSession.form) == form,
        col(FormSession.state) == "open",
    )
    return (await session.exec(query)).first()


async def form_named(session: AsyncSession, person_id: PersonId, form: str) -> FormSession | None:
    """The person's latest form of this name, whatever its state."""
    query = select(FormSession).where(
        col(FormSession.person_id) == person_id, col(FormSession.form) == form
    )
    return (await session.exec(query.order_by(col(FormSession.started_at).desc()))).first()


async def add_form_session(
    session: AsyncSession,
    person_id: PersonId,
    *,
    form: str,
    version: int,
    at: str | None,
    membership_id: MembershipId | None,
    now: datetime,
) -> FormSession:
    """Start a form."""
    added = FormSession(
        id=FormSessionId(new_id()),
        person_id=person_id,
        membership_id=membership_id,
        form=form,
        version=version,
        at=at,
        state="open",
        started_at=now,
        touched_at=now,
    )
    session.add(added)
    await session.flush()
    return added


BEGIN = insert(FormSession)


async def begin_form(
    session: AsyncSession, person_id: PersonId, *, form: str, version: int, now: datetime
) -> FormSessionId:
    """Start a form that nobody looks at yet, such as that of a check-in: a row and no object."""
    form_session_id = FormSessionId(new_id())
    row = {
        "id": form_session_id,
        "person_id": person_id,
        "membership_id": None,
        "form": form,
        "version": version,
        "at": None,
        "changing": False,
        "state": "open",
        "started_at": now,
        "touched_at": now,
    }
    await (await session.connection()).execute(BEGIN, row)
    return form_session_id


async def save_answer(
    session: AsyncSession,
    form_session: FormSession,
    question: str,
    text: str | None,
    *,
    settled: bool,
    now: datetime,
) -> None:
    """Keep an answer in its encoded form; None says that the question was skipped."""
    query = select(Answer).where(
        col(Answer.form_session_id) == form_session.id, col(Answer.question) == question
    )
    row = (await session.exec(query)).first() or Answer(
        form_session_id=form_session.id,
        person_id=form_session.person_id,
        question=question,
        answered_at=now,
    )
    place = _place(form_session.id, question)
    vault = vault_of(session)
    row.value_sealed = (
        None if text is None else await vault.seal(session, form_session.person_id, text, place)
    )
    row.settled = settled
    row.answered_at = now
    session.add(row)
    await session.flush()


async def answers_in(session: AsyncSession, form_session: FormSession) -> Stored:
    """What was answered in this form."""
    query = select(Answer).where(col(Answer.form_session_id) == form_session.id)
    found: Stored = {}
    for row in await session.exec(query):
        found[row.question] = (await open_answer(session, row), row.settled)
    return found


async def answers_of_many(
    session: AsyncSession, memberships: Collection[MembershipId]
) -> dict[MembershipId, Stored]:
    """For each of these roles the answers of its form, as `answers_in` gives them."""
    of_roles = select(FormSession.id, FormSession.membership_id, FormSession.person_id)
    forms = await session.exec(of_roles.where(col(FormSession.membership_id).in_(memberships)))
    owners = {
        FormSessionId(form_id): (MembershipId(role or ""), PersonId(who))
        for form_id, role, who in forms
    }
    vault = vault_of(session)
    await vault.read_keys(session, {who for _, who in owners.values()})
    found: dict[MembershipId, Stored] = {}
    columns = select(Answer.form_session_id, Answer.question, Answer.value_sealed, Answer.settled)
    rows = await session.exec(columns.where(col(Answer.form_session_id).in_(owners)))
    for form_id, question, sealed_value, settled in rows:
        form = FormSessionId(form_id)
        membership_id, who = owners[form]
        text = None
        if sealed_value is not None:
            text = await vault.unseal(session, who, sealed_value, _place(form, question))
        found.setdefault(membership_id, {})[question] = (text, settled)
    return found


async def answered_since(
    session: AsyncSession, programme_id: ProgrammeId, since: datetime
) -> list[PersonId]:
    """Who changed something in the form of a role in this programme after this instant."""
    query = select(FormSession.person_id).where(
        col(FormSession.membership_id) == col(Membership.id),
        col(Membership.programme_id) == programme_id,
        col(FormSession.touched_at) > since,
    )
    return [PersonId(who) for who in await session.exec(query)]


async def open_answer(session: AsyncSession, row: Answer) -> str | None:
    """The encoded answer of one row; None when the question was skipped."""
    if row.value_sealed is None:
        return None
    place = _place(row.form_session_id, row.question)
    return await vault_of(session).unseal(session, row.person_id, row.value_sealed, place)


async def forget_answers(session: AsyncSession, form_session: FormSession) -> None:
    """Delete a form with all that was answered in it."""
    await session.exec(delete(Answer).where(col(Answer.form_session_id) == form_session.id))
    await session.delete(form_session)
    await session.flush()


def _place(form_session_id: FormSessionId, question: str) -> str:
    return f"answer.value|{form_session_id}|{question}"
