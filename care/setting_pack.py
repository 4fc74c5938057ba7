"""The shapes of a setting pack: what a programme for one setting asks, says and plans."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from care.escalation import AlertRules
from care.forms import Form, Option
from care.plans import CheckinPlan
from care.room import MOST_A_WEEK
from care.safety import SafetyRules

Role = Literal["service_user", "peer_worker", "coordinator"]
ROLES: tuple[Role, ...] = ("service_user", "peer_worker", "coordinator")
PROMPTS = "first_conversation"  # the one text that is several


@dataclass(frozen=True, slots=True)
class ConsentText:
    """What one role is asked to agree to, by the `question` of its form that asks.

    A higher `version` means that the words changed and have to be asked again. Without a `needed`
    one nothing about the person may be kept or used. One that is `only_in_form` is never asked
    outside the form: not when it is new, and not when its words changed.
    """

    kind: str
    role: Role
    question: str
    version: int
    needed: bool
    only_in_form: bool = False


@dataclass(frozen=True, slots=True)
class PackTexts:
    """Texts that are no question. Each entry of `first_conversation` is one prompt.

    `waiting` is for the service user on the list; `introduction` goes before a peer worker's own
    words; `role_agreement` is what both sides agree to before they talk; `what_next` tells
    a service user what there is after the planned end.
    """

    role_description: str
    role_agreement: str
    below_age: str
    waiting: str
    introduction: str
    first_conversation: tuple[str, ...]
    what_next: str


@dataclass(frozen=True, slots=True)
class SettingPack:
    """Everything about one setting that is data.

    `weeks`: planned length of a pairing. `contact_every_days`: the planned rhythm.
    `first_contact_hours`: from the second yes to the first words. `offer_hours`: how long an
    offer stays open. `rules_every_weeks`: how often ground rules are agreed anew. `ending_weeks`:
    weeks before the planned end at which the two hear of it, the most first. `follow_up`: what
    the service user is asked once more, `follow_up_weeks` after that end; "" and 0 for none.
    `holidays`: days on which nobody is asked; `checkins_a_week`: the most check-ins of all plans
    together that one person is asked in seven days. `age_floor` in whole years. `matching` is read
    by the matching rules.
    """

    code: str
    version: int
    title: str
    region: str
    age_floor: int
    weeks: int
    contact_every_days: int
    first_contact_hours: int
    offer_hours: int
    rules_every_weeks: int
    ending_weeks: tuple[int, ...]
    follow_up: str
    follow_up_weeks: int
    stages: tuple[Option, ...]
    experiences: tuple[Option, ...]
    wishes: tuple[Option, ...]
    service_user: Form
    peer_worker: Form
    coordinator: Form
    texts: PackTexts
    consents: tuple[ConsentText, ...]
    checkins: tuple[CheckinPlan, ...]
    alerts: AlertRules
    safety: SafetyRules
    matching: Mapping[str, object]
    holidays: tuple[str, ...] = ()
    checkins_a_week: int = MOST_A_WEEK

    def form(self, role: Role) -> Form:
        """Return the form that somebody in this role fills in."""
        forms: Mapping[Role, Form] = {
            "service_user": self.service_user,
            "peer_worker": self.peer_worker,
            "coordinator": self.coordinator,
        }
        return forms[role]
