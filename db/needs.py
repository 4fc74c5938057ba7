"""What waits for a coordinator, question by question: the first few rows of each, and how many.

All are asked for one page, so none looks at more rows than an index leads to, and how many there
are is counted where there are more than the page shows. Built once: that costs more than asking.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, Integer, bindparam, exists
from sqlmodel import SQLModel, and_, col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from db.alerts import Alert, AlertStep
from db.columns import UtcDateTime
from db.expiries import Expiry
from db.memberships import Membership
from db.pairings import RUNNING, Pairing
from db.peer_standings import PeerStanding
from db.reports import Report
from db.rhythms import Rhythm
from db.waits import Wait

ACTS = ("acknowledged", "taken_over", "note", "look_again", "looked_again")  # of a coordinator


@dataclass(frozen=True, slots=True)
class Waits:
    """One question: its first rows, and how many there are in all."""

    rows: Any
    count: Any


@dataclass(frozen=True, slots=True)
class Found:
    """The first rows, the most urgent first, of `n` in all."""

    n: int
    rows: list[Any]


async def first_of(session: AsyncSession, asked: Waits, most: int, **params: object) -> Found:
    """Up to `most` rows that wait; `params` are what the question names."""
    rows = list(await session.exec(asked.rows, params={**params, "most": most + 1}))
    if len(rows) <= most:
        return Found(len(rows), rows)
    return Found((await session.exec(asked.count, params=params)).one(), rows[:most])


def _asked(query: Any, *order: Any) -> Waits:
    cut = query.order_by(*order).limit(bindparam("most", type_=Integer))
    inner = query.with_only_columns(query.selected_columns[0])
    return Waits(cut, select(func.count()).select_from(inner.subquery()))


_WHERE: Any = bindparam("where")
_READER: Any = bindparam("reader")
_BY: Any = bindparam("by", type_=UtcDateTime)
_TODAY: Any = bindparam("today", type_=Date)
_DAYS: Any = SQLModel.metadata.tables["contact_day"].c


def _pairings(*conditions: Any) -> Any:
    return select(Pairing).where(col(Pairing.programme_id) == _WHERE, *conditions)


def _of_others() -> Any:
    return and_(
        col(Pairing.service_user_id) != _READER,
        col(Pairing.peer_worker_id) != _READER,
    )


def _members(role: str, stage: str) -> Any:
    return select(Membership).where(
        col(Membership.programme_id) == _WHERE,
        col(Membership.role) == role,
        col(Membership.stage) == stage,
    )


def _quiet_since() -> Any:
    """The last day with a message, or the first that the peer worker left without an answer."""
    mine = _DAYS.pairing_id == col(Pairing.id)
    answered = select(func.max(_DAYS.day)).where(mine, _DAYS.from_peer_worker > 0)
    unanswered = select(func.min(_DAYS.day)).where(
        mine,
        _DAYS.from_service_user > 0,
        or_(
            answered.correlate(Pairing).scalar_subquery().is_(None),
            _DAYS.day > answered.correlate(Pairing).scalar_subquery(),
        ),
    )
    last = select(func.max(_DAYS.day)).where(
        mine, _DAYS.from_service_user + _DAYS.from_peer_worker > 0
    )
    return func.coalesce(
        unanswered.correlate(Pairing).scalar_subquery(), last.correlate(Pairing).scalar_subquery()
    )


def _is_silent() -> Any:
    """The silence that was spoken of last goes on: nothing has happened since that day."""
    quiet = _quiet_since()
    return and_(
        col(Rhythm.lapse) > 0,
        or_(quiet.is_(None), quiet < col(Rhythm.lapse_on)),
        or_(col(Rhythm.away_on).is_(None), col(Rhythm.away_on) < col(Rhythm.lapse_on)),
        func.date(col(Pairing.since)) < col(Rhythm.lapse_on),
    )


LOOK_AGAIN = _asked(
    select(Alert).where(
        col(Alert.programme_id) == _WHERE,
        col(Alert.person_id) != _READER,
        col(Alert.state) == "closed",
        col(Alert.follow_up_on) <= _TODAY,
    ),
    col(Alert.follow_up_on),
    col(Alert.id),
)
TO_REVIEW = _asked(_pairings(col(Pairing.state) == "suggested"), col(Pairing.since))
OFFERS_ENDING = _asked(
    _pairings(col(Pairing.state).in_(("offered", "accepted")), col(Pairing.answer_by) <= _BY),
    col(Pairing.answer_by),
)
HANDOVERS = _asked(
    _pairings(
        col(Pairing.state).in_(RUNNING), col(Pairing.handover_asked_at).is_not(None), _of_others()
    ),
    col(Pairing.handover_asked_at),
)
FIRST_WORDS = _asked(
    _pairings(
        col(Pairing.state) == "active",
        col(Pairing.first_contact_at).is_(None),
        col(Pairing.since) <= _BY,
        _of_others(),
    ),
    col(Pairing.since),
)
LAPSED = _asked(
    select(Pairing, col(Rhythm.lapse_on))
    .join(Rhythm, col(Rhythm.pairing_id) == col(Pairing.id))
    .where(
        col(Pairing.programme_id) == _WHERE,
        col(Pairing.state) == "active",
        _of_others(),
        _is_silent(),
    ),
    col(Rhythm.lapse_on),
)
WAITING = _asked(
    select(Membership, func.coalesce(col(Wait.began_at), col(Membership.stage_since)))
    .join(
        Wait,
        and_(col(Wait.membership_id) == col(Membership.id), col(Wait.ended_at).is_(None)),
        isouter=True,
    )
    .where(
        col(Membership.programme_id) == _WHERE,
        col(Membership.role) == "service_user",
        col(Membership.stage) == "waiting",
    ),
    func.coalesce(col(Wait.began_at), col(Membership.stage_since)),
    col(Membership.id),
)
RUNNING_OUT = _asked(
    select(Expiry)
    .join(Membership, col(Membership.id) == col(Expiry.membership_id))
    .where(
        col(Membership.programme_id) == _WHERE,
        col(Membership.stage).in_(("active", "paused")),
        col(Expiry.until) <= _TODAY,
    ),
    col(Expiry.until),
    col(Expiry.id),
)
REPORTS = _asked(
    select(Report)
    .join(Alert, col(Alert.id) == col(Report.alert_id))
    .where(
        col(Alert.programme_id) == _WHERE,
        col(Alert.person_id) != _READER,
        col(Alert.state) != "closed",
        ~exists().where(
            col(AlertStep.alert_id) == col(Report.alert_id),
            col(AlertStep.step).in_(ACTS),
            col(AlertStep.at) >= col(Report.at),
        ),
    ),
    col(Report.at),
)
NEW_PEERS = _asked(_members("peer_worker", "to_confirm"), col(Membership.stage_since))
CHANGED_PEERS = _asked(
    select(PeerStanding)
    .join(Membership, col(Membership.id) == col(PeerStanding.membership_id))
    .where(
        col(PeerStanding.programme_id) == _WHERE,
        col(PeerStanding.look_since).is_not(None),
        col(Membership.stage).in_(("active", "paused")),
    ),
    col(PeerStanding.look_since),
)
NEW_COORDINATORS = _asked(_members("coordinator", "to_confirm"), col(Membership.stage_since))
