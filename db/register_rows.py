"""What registers ask: rows as far as a list shows them, by questions that are built once.

Building a question costs more than asking it, and reading whole rows more than the few columns.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Date, Integer, bindparam, func, union_all
from sqlalchemy import select as columns
from sqlmodel import SQLModel

from db.contact_days import TABLE as CONTACT_DAY
from db.counting import counts_of
from db.glance import Question
from db.ids import MembershipId, PairingId, PersonId
from db.pairings import RUNNING
from db.rhythms import Rhythm

BEGAN = ("active", "paused", "ended")  # states of pairings that began


class MemberRow(NamedTuple):
    """One role, as far as a list shows it."""

    id: MembershipId
    person_id: PersonId
    stage: str
    stage_since: datetime


class PairingRow(NamedTuple):
    """One pairing that began, as far as a list shows it; `ends_on` is its last day."""

    id: PairingId
    service_user_id: PersonId
    peer_worker_id: PersonId
    state: str
    since: datetime
    active_at: datetime | None
    created_at: datetime
    ended_at: datetime | None
    handover_asked_at: datetime | None
    cover_of: PairingId | None
    ends_on: date | None


_TABLES = SQLModel.metadata.tables
_MEMBER, _PAIRING = _TABLES["membership"].c, _TABLES["pairing"].c
_DAY, _RHYTHM = CONTACT_DAY.c, _TABLES[str(Rhythm.__tablename__)].c
_OF_MEMBER = [_MEMBER[name] for name in MemberRow._fields]
_OF_PAIRING = [_PAIRING[name] for name in PairingRow._fields[:-1]]


@cache
def stages_question(stages: tuple[str, ...]) -> Question:
    """How many are at each of these stages: `where`, `role`."""
    return Question(counts_of({stage: columns(_MEMBER.id).where(*_at(stage)) for stage in stages}))


@cache
def members_question(stages: tuple[str, ...]) -> Question:
    """Member rows at these stages, the latest first: `where`, `role`, `skip`, `most`."""
    each = [columns(*_OF_MEMBER).where(*_at(stage)) for stage in stages]
    return Question(_latest(each, "stage_since"))


def _at(stage: str) -> tuple[Any, ...]:
    in_role = (_MEMBER.programme_id == bindparam("where"), _MEMBER.role == bindparam("role"))
    return *in_role, _MEMBER.stage == stage


@cache
def pairings_question(states: tuple[str, ...], *, asked: bool | None) -> Question:
    """Pairing rows in these states, the latest first: `where`, `skip`, `most`."""
    at = _PAIRING.handover_asked_at
    of_asked = {True: _to_hand_over(), False: (at.is_(None),), None: ()}[asked]
    each = [
        columns(*_OF_PAIRING, _RHYTHM.ends_on)
        .select_from(_TABLES["pairing"].outerjoin(_TABLES["rhythm"]))
        .where(*_in_state(state), *of_asked)
        for state in states
    ]
    return Question(_latest(each, "since"))


def _latest(each: Sequence[Any], since: str) -> Any:
    """What these ask for, the latest `since` first.

    Each is read along an index in its order and merged, so that no long list is sorted for a page.
    """
    together: Any = union_all(*each)
    at, own = together.selected_columns[since], together.selected_columns.id
    skip, most = bindparam("skip", type_=Integer), bindparam("most", type_=Integer)
    return together.order_by(at.desc(), own.desc()).offset(skip).limit(most)


def _in_state(state: str) -> tuple[Any, ...]:
    return _PAIRING.programme_id == bindparam("where"), _PAIRING.state == state


def _to_hand_over() -> tuple[Any, ...]:
    return (_PAIRING.handover_asked_at.is_not(None),)


PAIRING_COUNTS = Question(
    counts_of(
        {state: columns(_PAIRING.id).where(*_in_state(state)) for state in BEGAN}
        | {
            "handover": columns(_PAIRING.id).where(
                func.coalesce(_PAIRING.programme_id, "") == bindparam("where"),  # or SQLite takes
                func.coalesce(_PAIRING.state, "").in_(RUNNING),  # a longer index than of these
                *_to_hand_over(),
            )
        }
    )
)
MEMBERS_BY_ID = Question(
    columns(*_OF_MEMBER).where(_MEMBER.id.in_(bindparam("ids", expanding=True))), "ids"
)
PAIRINGS_BY_ID = Question(
    columns(*_OF_PAIRING, _RHYTHM.ends_on)
    .select_from(_TABLES["pairing"].outerjoin(_TABLES["rhythm"]))
    .where(_PAIRING.id.in_(bindparam("ids", expanding=True))),
    "ids",
)
PARTNERS = Question(
    columns(_PAIRING.service_user_id, _PAIRING.peer_worker_id)
    .where(
        _PAIRING.service_user_id.in_(bindparam("people", expanding=True)),
        func.coalesce(_PAIRING.programme_id, "") == bindparam("where"),  # by the people, not by it
        _PAIRING.state.in_(RUNNING),
    )
    .order_by(_PAIRING.since.desc(), _PAIRING.id),
    "people",
)
DAYS = Question(
    columns(_DAY.pairing_id, _DAY.day, _DAY.from_service_user, _DAY.from_peer_worker)
    .where(
        _DAY.pairing_id.in_(bindparam("ids", expanding=True)),
        _DAY.day >= bindparam("since", type_=Date),
        _DAY.from_service_user + _DAY.from_peer_worker > 0,
    )
    .order_by(_DAY.pairing_id, _DAY.day),
    "ids",
)
