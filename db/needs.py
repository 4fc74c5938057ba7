"""What waits for a coordinator, question by question: the first few rows of each, and how many.

All are asked for one page, so none looks at more rows than an index leads to, how many there are is
one question for all, and what there is none of is not asked for. Built once: that costs more than
asking. Nobody is told of their own: others look after that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Date, Integer, bindparam, exists, text
from sqlalchemy import select as columns
from sqlmodel import SQLModel, and_, col, func, or_
from sqlmodel.ext.asyncio.session import AsyncSession

from db.alerts import Alert, AlertStep
from db.columns import UtcDateTime
from db.contact_days import ContactDay
from db.counting import counts_of
from db.expiries import Expiry
from db.glance import Question, Row
from db.memberships import Membership
from db.need_rows import PairNeeds
from db.pairings import RUNNING, Pairing
from db.peer_standings import PeerStanding
from db.reports import Report
from db.rhythms import Rhythm
from db.unwatched import Unwatched
from db.waits import Wait

ACTS = ("acknowledged", "taken_over", "note", "look_again", "looked_again")  # of a coordinator


@dataclass(frozen=True, slots=True)
class Waits:
    """One question: its first rows, what is made of each, and a shorter one to be counted."""

    rows: Question
    made: Callable[[Row], Any]
    counted: Any


@dataclass(frozen=True, slots=True)
class Found:
    """The first rows, the most urgent first, of `n` in all."""

    n: int
    rows: list[Any]


async def how_many_wait(session: AsyncSession, params: Mapping[str, object]) -> Mapping[str, int]:
    """Topic -> how many rows wait, as far as `counts_of` counts; one question for all topics."""
    return await COUNTS.ask_one(session, params)


async def first_of(
    session: AsyncSession, topic: str, n: int, most: int, params: Mapping[str, object]
) -> Found:
    """Up to `most` rows of a topic, of `n` in all; without a question where there are none."""
    if not n:
        return Found(0, [])
    asked = TOPICS[topic]
    rows = await asked.rows.ask(session, {**params, "most": most})
    return Found(n, [asked.made(row) for row in rows])


def _asked(kind: Unwatched[Any] | PairNeeds, query: Any, *order: Any, counted: Any = None) -> Waits:
    """The question for objects of a kind, with what else each row holds.

    `counted` is a shorter one with as many rows.
    """
    cut = query.order_by(*order).limit(bindparam("most", type_=Integer))
    inner = query if counted is None else counted
    made = kind.of if len(query.selected_columns) == len(kind.columns) else kind.with_more
    return Waits(Question(cut), made, inner.with_only_columns(inner.selected_columns[0]))


_PAIRINGS, _MEMBERS = PairNeeds(), Unwatched(Membership)
_ALERTS, _EXPIRIES = Unwatched(Alert), Unwatched(Expiry)
_REPORTS, _STANDINGS = Unwatched(Report), Unwatched(PeerStanding)
_WHERE: Any = bindparam("where")
_READER: Any = bindparam("reader")
_BY, _BEGUN_BY = bindparam("by", type_=UtcDateTime), bindparam("begun_by", type_=UtcDateTime)
_TODAY, _SOON = bindparam("today", type_=Date), bindparam("soon", type_=Date)
_TABLE: Any = SQLModel.metadata.tables[str(ContactDay.__tablename__)]
_DAYS: Any = _TABLE.c


def _pairings(*conditions: Any) -> Any:
    return columns(*_PAIRINGS.columns).where(col(Pairing.programme_id) == _WHERE, *conditions)


def _rare(*conditions: Any) -> Any:
    """The same where few pairings of all programmes hold: found by what is rare about them.

    `coalesce` keeps SQLite from going through all pairings of the programme instead.
    """
    where = func.coalesce(col(Pairing.programme_id), "") == _WHERE
    return columns(*_PAIRINGS.columns).where(where, *conditions)


def _state() -> Any:
    return func.coalesce(col(Pairing.state), "")


def _of_others() -> Any:
    return and_(
        col(Pairing.service_user_id) != _READER,
        col(Pairing.peer_worker_id) != _READER,
    )


def _members(role: str, stage: str) -> Any:
    return columns(*_MEMBERS.columns).where(
        col(Membership.programme_id) == _WHERE,
        col(Membership.role) == role,
        col(Membership.stage) == stage,
        col(Membership.person_id) != _READER,
    )


def _wrote(side: Any, *days: Any) -> Any:
    """Whether a message of this side arrived in the pairing, on a day of these."""
    return (
        exists()
        .where(_DAYS.pairing_id == col(Pairing.id), side > 0, *days)
        .correlate(Pairing, Rhythm)
    )


def _left_unanswered() -> Any:
    """Whether the service user wrote before the silence was spoken of, with no answer since."""
    later = _TABLE.alias()
    answered = exists().where(
        later.c.pairing_id == _DAYS.pairing_id,
        later.c.from_peer_worker > 0,
        later.c.day >= _DAYS.day,
    )
    return _wrote(
        _DAYS.from_service_user,
        _DAYS.day < col(Rhythm.lapse_on),
        ~answered.correlate(_TABLE),
    )


def _is_silent() -> Any:
    """The silence that was spoken of last goes on."""
    since = _DAYS.day >= col(Rhythm.lapse_on)
    return and_(
        text("rhythm.lapse > 0"),  # as it stands: a partial index is found by no parameter
        or_(col(Rhythm.away_on).is_(None), col(Rhythm.away_on) < col(Rhythm.lapse_on)),
        func.date(col(Pairing.since)) < col(Rhythm.lapse_on),
        ~_wrote(_DAYS.from_peer_worker, since),
        or_(~_wrote(_DAYS.from_service_user, since), _left_unanswered()),
    )


LOOK_AGAIN = _asked(
    _ALERTS,
    columns(*_ALERTS.columns).where(
        col(Alert.programme_id) == _WHERE,
        col(Alert.person_id) != _READER,
        col(Alert.state) == "closed",
        col(Alert.follow_up_on) <= _TODAY,
    ),
    col(Alert.follow_up_on),
    col(Alert.id),
)
TO_REVIEW = _asked(
    _PAIRINGS, _pairings(col(Pairing.state) == "suggested", _of_others()), col(Pairing.since)
)
OFFERS_ENDING = _asked(
    _PAIRINGS,
    _pairings(
        col(Pairing.state).in_(("offered", "accepted")),
        col(Pairing.answer_by) <= _BY,
        _of_others(),
    ),
    col(Pairing.answer_by),
)
HANDOVERS = _asked(
    _PAIRINGS,
    _rare(
        _state().in_(RUNNING),
        col(Pairing.handover_asked_at).is_not(None),
        _of_others(),
    ),
    col(Pairing.handover_asked_at),
)
FIRST_WORDS = _asked(
    _PAIRINGS,
    _rare(
        _state() == "active",
        col(Pairing.first_contact_at).is_(None),
        col(Pairing.since) <= _BEGUN_BY,
        _of_others(),
    ),
    col(Pairing.since),
)
LAPSED = _asked(
    _PAIRINGS,
    columns(*_PAIRINGS.columns, col(Rhythm.lapse_on))
    .join(Rhythm, col(Rhythm.pairing_id) == col(Pairing.id))
    .where(
        func.coalesce(col(Pairing.programme_id), "") == _WHERE,
        _state() == "active",
        _of_others(),
        _is_silent(),
    ),
    col(Rhythm.lapse_on),
)
WAITING = _asked(
    _MEMBERS,
    columns(*_MEMBERS.columns, func.coalesce(col(Wait.began_at), col(Membership.stage_since)))
    .join(
        Wait,
        and_(col(Wait.membership_id) == col(Membership.id), col(Wait.ended_at).is_(None)),
        isouter=True,
    )
    .where(
        col(Membership.programme_id) == _WHERE,
        col(Membership.role) == "service_user",
        col(Membership.stage) == "waiting",
        col(Membership.person_id) != _READER,
    ),
    col(Membership.stage_since),  # the place in line
    col(Membership.id),
    counted=_members("service_user", "waiting"),
)
RUNNING_OUT = _asked(
    _EXPIRIES,
    columns(*_EXPIRIES.columns)
    .join(Membership, col(Membership.id) == col(Expiry.membership_id))
    .where(
        func.coalesce(col(Membership.programme_id), "") == _WHERE,  # by the day, not by people
        col(Membership.stage).in_(("active", "paused")),
        col(Expiry.until) <= _SOON,
        col(Expiry.person_id) != _READER,
    ),
    col(Expiry.until),
    col(Expiry.id),
)
REPORTS = _asked(
    _REPORTS,
    columns(*_REPORTS.columns)
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
NEW_PEERS = _asked(_MEMBERS, _members("peer_worker", "to_confirm"), col(Membership.stage_since))
CHANGED_PEERS = _asked(
    _STANDINGS,
    columns(*_STANDINGS.columns)
    .join(Membership, col(Membership.id) == col(PeerStanding.membership_id))
    .where(
        col(PeerStanding.programme_id) == _WHERE,
        col(PeerStanding.look_since).is_not(None),
        col(PeerStanding.person_id) != _READER,
        col(Membership.stage).in_(("active", "paused")),
    ),
    col(PeerStanding.look_since),
)
NEW_COORDINATORS = _asked(
    _MEMBERS, _members("coordinator", "to_confirm"), col(Membership.stage_since)
)

TOPICS: Mapping[str, Waits] = {
    "look_again": LOOK_AGAIN,
    "review": TO_REVIEW,
    "offers": OFFERS_ENDING,
    "waiting": WAITING,
    "first_words": FIRST_WORDS,
    "lapses": LAPSED,
    "running_out": RUNNING_OUT,
    "reports": REPORTS,
    "confirm": NEW_PEERS,
    "changed": CHANGED_PEERS,
    "handovers": HANDOVERS,
    "coordinators": NEW_COORDINATORS,
}
COUNTS = Question(counts_of({topic: asked.counted for topic, asked in TOPICS.items()}))
