"""What people press, type and send: parse it, call one story, and let letters do the talking.

The order matters and is this list: urgent help is always first, whatever else is open.
"""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from bot.handlers import (
    about_peer,
    alerts,
    answers_over_time,
    checkins,
    commands,
    consents,
    console,
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
    plans,
    reach,
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

ROOMS = (
    urgent_help,
    commands,
    taking_back,
    forms,
    offers,
    checkins,
    plans,
    answers_over_time,
    alerts,
    debriefs,
    staff,
    team,
    console,
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
    reach,
    reachability,
    voices,
    conversation,
    unknown,  # last: it answers everything that nobody else did
)


def all_handlers() -> Router:
    """A router with the handlers of every room, in the order in which they are asked.

    Commands are asked about only where a message begins like one, and rooms are not asked one by
    one: finding a handler in routers of routers took longer than most handlers need.
    """
    everything, commanded, others = Router(name="all"), Router(name="commands"), Router(name="rest")
    commanded.message.filter(_begins_like_a_command)
    everything.include_routers(commanded, others)
    for room in ROOMS:
        for kind, observer in room.make_router().observers.items():
            for handler in observer.handlers:
                is_command = any(isinstance(f.callback, Command) for f in handler.filters or ())
                router = commanded if is_command else others
                router.observers[kind].handlers.append(handler)
    return everything


def _begins_like_a_command(message: Message) -> bool:
    return (message.text or message.caption or "").startswith("/")
