"""The pages, a file for each section; a page reads its form, calls one story and renders."""

from console.pages import (
    alerts,
    entering,
    entrance,
    hours,
    kept,
    me,
    my_codes,
    my_passkeys,
    organisation,
    pairings,
    peers,
    people,
    today,
)

ROUTERS = (
    entrance.router,
    entering.router,
    me.router,
    my_passkeys.router,
    my_codes.router,
    kept.router,
    organisation.router,
    today.router,
    alerts.router,
    pairings.router,
    people.router,
    peers.router,
    hours.router,
)
