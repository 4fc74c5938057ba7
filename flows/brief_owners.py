"""Which brief form is whose: from the name that a form session carries to what it is for."""

from collections.abc import Awaitable, Callable, Mapping

from flows.alert_follow_ups import LOOK_AGAIN_KIND, day_owner
from flows.alert_notes import NOTE_KIND, note_owner
from flows.away import AWAY_KIND, away_owner
from flows.brief_forms import BriefOwner
from flows.confirming import SEND_BACK_KIND, send_back_owner
from flows.covers import COVER_KIND, cover_owner
from flows.days_off import DAYS_OFF_KIND, days_off_owner
from flows.digest import DIGEST_KIND, digest_owner
from flows.end_day import END_DAY_KIND, end_day_owner
from flows.ending_review import PEER_KIND, USER_KIND, peer_review_owner, user_review_owner
from flows.letters_to_people import LETTER_KIND, letter_owner
from flows.mail_address import ADDRESS_KIND, CODE_KIND, address_owner, code_owner
from flows.outside_hours import OUTSIDE_KIND, outside_owner
from flows.own_hours import HOURS_KIND, own_hours_owner
from flows.pairing_steps import END_KIND, end_owner
from flows.peer_changes import (
    CAPACITY_KIND,
    SUPERVISION_KIND,
    capacity_owner,
    supervision_owner,
)
from flows.plan_changes import (
    PLAN_REST_KIND,
    PLAN_TIME_KIND,
    plan_rest_owner,
    plan_time_owner,
)
from flows.reporting import REPORT_KIND, report_owner
from flows.response import RESPONSE_KIND, response_owner
from flows.rota import ROTA_KIND, hours_owner
from flows.story import Story
from flows.talking import TALK_KIND, talk_owner

_OWNERS: Mapping[str, Callable[[Story, str], Awaitable[BriefOwner]]] = {
    ADDRESS_KIND: address_owner,
    AWAY_KIND: away_owner,
    CODE_KIND: code_owner,
    DAYS_OFF_KIND: days_off_owner,
    DIGEST_KIND: digest_owner,
    LOOK_AGAIN_KIND: day_owner,
    NOTE_KIND: note_owner,
    RESPONSE_KIND: response_owner,
    ROTA_KIND: hours_owner,
    CAPACITY_KIND: capacity_owner,
    COVER_KIND: cover_owner,
    END_KIND: end_owner,
    HOURS_KIND: own_hours_owner,
    END_DAY_KIND: end_day_owner,
    LETTER_KIND: letter_owner,
    PLAN_REST_KIND: plan_rest_owner,
    PLAN_TIME_KIND: plan_time_owner,
    REPORT_KIND: report_owner,
    OUTSIDE_KIND: outside_owner,
    PEER_KIND: peer_review_owner,
    SEND_BACK_KIND: send_back_owner,
    SUPERVISION_KIND: supervision_owner,
    TALK_KIND: talk_owner,
    USER_KIND: user_review_owner,
}


async def brief_owner(story: Story, kind: str, subject: str) -> BriefOwner | None:
    """The owner of a brief form of this kind about this row; None for every other form."""
    made = _OWNERS.get(kind)
    return await made(story, subject) if made else None
