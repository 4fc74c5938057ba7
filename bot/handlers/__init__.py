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
    debriefs,
    forms,
    languages,
    my_data,
    offers,
    partners,
    pausing,
    peer_work,
    people,
    reachability,
    rhythm,
    self_referral,
    staff,
    taking_back,
    team,
    unknown,
    urgent_help,
    voices,
)


def routers() -> list[Router]:
    """Fresh routers in the order in which they are asked."""
    rooms = (
        urgent_help,
        commands,
        taking_back,
        forms,
        offers,
        checkins,
        alerts,
        debriefs,
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
        rhythm,
        reachability,
        voices,
        conversation,
        unknown,  # last: it answers everything that nobody else did
    )
    return [room.make_router() for room in rooms]
