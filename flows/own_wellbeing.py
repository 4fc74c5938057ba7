"""Own wellbeing of peer workers: hard answers are met with an offer of a rest, a talk, or less."""

from care.onboarding import CAPACITY
from db.memberships import Membership
from flows.answers_over_time import over_time_button
from flows.letters import URGENT, Body, Button, one_each, say


def offer_of_help(membership: Membership) -> Body:
    """Thanks, what could help, and that nobody is told; each of it is theirs to choose."""
    rows = one_each(
        Button(say("talk.button.start"), "tw", membership.id),
        Button(say("away.button.away"), "ya", membership.id),
        Button(say("peer_worker.button.no_more"), "yp", membership.id),
        Button(say("own_wellbeing.button.fewer"), "yu", membership.id, CAPACITY),
        over_time_button(),
        URGENT,
    )
    return Body((say("own_wellbeing.offer"), say("own_wellbeing.yours")), rows)
