"""Who is there before the story begins. Nobody here exists.

Their Telegram ids are those of nobody on the page's first three phones, so that Josie, Hannah and
Sam start fresh. What those who wait ask for fits none of the peer workers: the list then shows
why some people wait long, and Josie and Hannah find each other. All of them have time at any hour,
so that nothing is kept for the morning, whenever the page is opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from care.setting_pack import Role

PROGRAMME = "Perinatal"
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Member:
    """A made-up person: Telegram id, name, role, and what they typed into the form of the role."""

    telegram_id: int
    name: str
    role: Role
    colour: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody, by what they do in the story that went before."""

    coordinator: Member
    pairs: tuple[tuple[Member, Member], ...]  # service user and peer worker
    waiting: tuple[Member, ...]

    @property
    def everybody(self) -> tuple[Member, ...]:
        """All of them."""
        return (self.coordinator, *self.waiting, *(one for pair in self.pairs for one in pair))


def make_cast(today: date) -> Cast:
    """The people as they are on this day."""
    return Cast(
        coordinator=_coordinator(today),
        pairs=(
            (_service_user(2001, "Aoife", "plum", experiences="Feeding was hard"), _beth(today)),
            (
                _service_user(2002, "Kemi", "amber", experiences="Baby in special care"),
                _marta(today),
            ),
        ),
        waiting=(
            _service_user(2003, "Priya", "rose", languages="Punjabi"),
            _service_user(2004, "Megan", "green", languages="Welsh"),
            _service_user(2005, "Dan", "slate", parenthood="Dad or dad-to-be", languages="Somali"),
        ),
    )


def _coordinator(today: date) -> Member:
    """On duty for one hour in the middle of another week's day: alerts find Sam first."""
    day = f"{today + timedelta(days=3):%A}"
    answers = {"name": "Alex", "time_zone": "London", "duty_days": day}
    return Member(
        2008, "Alex", "coordinator", "blue", answers | {"duty_from": "9", "duty_until": "10"}
    )


def _service_user(telegram_id: int, name: str, colour: str, **more: str) -> Member:
    answers = {
        "age": "31",
        "name": name,
        "consent_checkins": "yes",
        "languages": "English",
        "time_zone": "London",
        "stage": "Baby is under 1",
        "hours": "Any time",
    }
    return Member(telegram_id, name, "service_user", colour, answers | more)


def _beth(today: date) -> Member:
    return _peer_worker(
        2006,
        "Beth",
        "teal",
        today,
        experiences="Feeding was hard",
        introduction="I am Beth. My two are at school now. The first months were long for me.",
    )


def _marta(today: date) -> Member:
    return _peer_worker(
        2007,
        "Marta",
        "plum",
        today,
        experiences="Baby in special care",
        introduction="I am Marta. My son came nine weeks early. He is four and never sits still.",
    )


def _peer_worker(telegram_id: int, name: str, colour: str, today: date, **more: str) -> Member:
    answers = {
        "name": name,
        "consent_checkins": "yes",
        "languages": "English",
        "time_zone": "London",
        "stages": "Baby is under 1",
        "recovered_since": f"{today.year - 3}-05-01",
        "trained_for": "Around a birth",
        "training_name": "Peer support foundations",
        "training_provider": "Made-up College",
        "trained_on": f"{today.year - 1}-03-01",
        "training_valid_until": f"{today.year + 1}-12-31",
        "supervisor": "Ash",
        "supervision_next": f"{today + timedelta(days=45)}",
        "capacity": "1",
        "hours": "Any time",
    }
    return Member(telegram_id, name, "peer_worker", colour, answers | more)
