"""What people press, type and send: parse it, call one story, and let letters do the talking.

The order matters and is this list: urgent help is always first, whatever else is open.
"""

from aiogram import Router

from bot.handlers import (
    alerts,
    checkins,
    commands,
    consents,
    conversation,
    forms,
    languages,
    my_data,
    offers,
    partners,
    pausing,
    peer_work,
    people,
    reachability,
    self_referral,
    staff,
    team,
    unknown,
    urgent_help,
)


def routers() -> list[Router]:
    """Fresh routers in the order in which they are asked."""
    rooms = (
        urgent_help,
        commands,
        forms,
        offers,
        checkins,
        alerts,
        staff,
        team,
        peer_work,
        people,
        my_data,
        consents,
        languages,
        self_referral,
        partners,
        pausing,
        reachability,
        conversation,
        unknown,  # last: it answers everything that nobody else did
    )
    return [room.make_router() for room in rooms]
