"""How alerts reach a coordinator, as facts for their own copy."""

from datetime import date
from typing import Any

from care.rota import WEEKDAYS, minute_in_words
from db.days_off import days_off_in
from db.digests import digest_or_none
from db.mail_addresses import address_of, address_row
from db.memberships import Membership
from db.rotas import shifts_in
from flows.story import Story


async def reach_facts(story: Story, membership: Membership) -> dict[str, Any]:
    """Hours in the rota, days off, the time of the summary, and the e-mail address."""
    digest = await digest_or_none(story.session, membership.id)
    row = await address_row(story.session, membership.person_id)
    shifts = await shifts_in(story.session, membership.programme_id)
    return {
        "on_duty": [
            {
                "day": WEEKDAYS[one.weekday],
                "from": minute_in_words(one.from_minute),
                "until": minute_in_words(one.until_minute),
                "as_deputy": one.is_deputy,
            }
            for one in shifts
            if one.membership_id == membership.id
        ],
        "days_off": [
            {"first": one.first.isoformat(), "last": one.last.isoformat()}
            for one in await days_off_in(story.session, membership.programme_id, date.min)
            if one.membership_id == membership.id
        ],
        "summary_at_minute": None if digest is None or digest.is_off else digest.at_minute,
        "summary_by_mail": digest is not None and digest.by_mail,
        "mail_address": await address_of(story.session, row) if row is not None else None,
        "mail_address_confirmed": row is not None and row.confirmed_at is not None,
    }
