"""What people press, type and send: parse it, call one story, and let letters do the talking.

The order matters and is this list: urgent help is always first, whatever else is open.
"""

from aiogram import Router

from bot.handlers import (
    about_peer,
    alerts,
    checkins,
    commands,
    consents,
    conversation,
    debriefs,
    forms,
    hours,
    languages,
    moving,
    my_data,
    offers,
    pairings,
    partners,
    pausing,
    peer_work,
    people,
    reachability,
    reports,
    rhythm,
    self_referral,
    staff,
    stopping,
    taking_back,
    team,
    unknown,
    urgent_help,
    voices,
)


def all_handlers() -> Router:
    """One router with the handlers of every room, in the order in which they are asked.

    One that included a router for each would take more time to find a handler than most need.
    """
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
        hours,
        people,
        my_data,
        consents,
        languages,
        moving,
        self_referral,
        partners,
        pausing,
        about_peer,
        stopping,
        reports,
        pairings,
        rhythm,
        reachability,
        voices,
        conversation,
        unknown,  # last: it answers everything that nobody else did
    )
    together = Router(name="all")
    for room in rooms:
        for kind, observer in room.make_router().observers.items():
            together.observers[kind].handlers.extend(observer.handlers)
    return together
