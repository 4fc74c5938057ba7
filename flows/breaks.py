"""Breaks of a pairing: it is paused while anybody in it takes one, and runs after the last."""

from datetime import datetime

from care.breaks import Side, ended_by
from care.stages import Mover, can_move, move
from db.audit import record_act
from db.breaks import add_break, breaks_of, end_break
from db.ids import PersonId
from db.pairings import Pairing, set_pairing_state
from flows.errors import Refused
from flows.story import Story


async def begin_break(
    story: Story,
    pairing: Pairing,
    side: Side,
    mover: Mover,
    *,
    by: PersonId | None,
    due_at: datetime | None = None,
    is_open: bool = True,
) -> None:
    """Pause the pairing for this side; `due_at` is when to end the break, or to ask about it.

    Raises Refused "break.already" where this side takes one, MoveRefused where it is over.
    """
    if side in {found.side for found in await breaks_of(story.session, pairing.id)}:
        raise Refused("break.already")
    if pairing.state != "paused":
        move("pairing", mover, pairing.state, "paused")
        set_pairing_state(story.session, pairing, "paused", story.now)
    add_break(story.session, pairing.id, side, is_open=is_open, due_at=due_at, now=story.now)
    await story.session.flush()
    await record_break(story, pairing, f"pairing.paused.{side}", by)


async def go_on(story: Story, pairing: Pairing, mover: Mover, *, by: PersonId | None) -> bool:
    """End the breaks that are this mover's to end; True when the pairing runs again.

    Raises Refused "break.not_yours" where only others keep it paused, MoveRefused where it is not
    paused.
    """
    move("pairing", mover, pairing.state, "active")
    standing = await breaks_of(story.session, pairing.id)
    mine = ended_by(mover, {found.side for found in standing})
    if standing and not mine:
        raise Refused("break.not_yours")
    for found in standing:
        if found.side in mine:
            end_break(story.session, found, story.now)
    return await run_if_free(story, pairing, mover, by=by)


async def run_if_free(story: Story, pairing: Pairing, mover: Mover, *, by: PersonId | None) -> bool:
    """Let the pairing run again where nobody takes a break any more; whether it does."""
    await story.session.flush()
    if await breaks_of(story.session, pairing.id) or not can_move(
        "pairing", mover, pairing.state, "active"
    ):
        return False
    set_pairing_state(story.session, pairing, "active", story.now)
    await record_break(story, pairing, "pairing.resumed", by)
    return True


async def sides_on_break(story: Story, pairing: Pairing) -> set[str]:
    """Who keeps the pairing paused now."""
    return {found.side for found in await breaks_of(story.session, pairing.id)}


async def record_break(story: Story, pairing: Pairing, act: str, by: PersonId | None) -> None:
    """Keep in the audit what was done about this pairing; None is the service itself."""
    await record_act(
        story.session,
        by,
        act,
        about=pairing.id,
        programme_id=pairing.programme_id,
        now=story.now,
    )
