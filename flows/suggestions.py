"""Suggestions: the matching rules over the waiting list, kept for coordinators to review."""

import asyncio
import json
from collections.abc import Collection, Mapping

from care.setting_pack import SettingPack
from db.memberships import members
from db.pairings import Pairing, reasons_of
from db.programmes import Programme
from db.waiting_list import how_many_at
from flows.actor import COORDINATOR
from flows.labels import labels_of
from flows.letters import Button, body, one_each, say
from flows.matching_list import read_list
from flows.reviews import take_review_turn
from flows.round_keeping import ToKeep, keep_made, seal_made
from flows.rounds import make_round
from flows.story import Story
from matching.reasons import Reason
from matching.round import Round
from matching.words import Reader, words

MOST_AT_A_PRESS = 500  # waiting people; a round over more would keep everybody else waiting


async def suggest(story: Story, where: Programme) -> None:
    """Suggest anew after a change, unless the list is so long that a coordinator has to ask."""
    if await is_long(story, where):
        return
    await suggest_anew(story, where)


async def is_long(story: Story, where: Programme) -> bool:
    """Whether rounds over this list are made when a coordinator asks, and not at every change."""
    return await how_many_at(story.session, where.id, "waiting") > MOST_AT_A_PRESS


async def suggest_anew(story: Story, where: Programme) -> Round:
    """Match everybody who waits, and keep the pairs as suggestions for review.

    Suggestions that nobody reviewed yet are made anew, since the best round may have changed; a
    pair that is in the new round too keeps its row. Coordinators hear of new pairs once.
    """
    await take_review_turn(story, where.id)
    made = await asyncio.to_thread(make_round, await read_list(story, where))
    sealed = await seal_made(story, where, made)
    await keep_suggestions(story, where, sealed, was_apart=False)
    return made.found


async def keep_suggestions(
    story: Story, where: Programme, sealed: ToKeep, *, was_apart: bool
) -> int:
    """Keep what a round came to, and tell coordinators of new pairs; returns how many are new."""
    new = await keep_made(story, where, sealed, was_apart=was_apart)
    if new:
        await _tell_coordinators(story, where, new)
    return new


async def reason_words(
    story: Story,
    pairing: Pairing,
    pack: SettingPack,
    reader: Reader,
    *,
    without: Collection[str] = (),
) -> list[str]:
    """Why the two were suggested, in sentences for this reader, `without` reasons of some codes."""
    labels: Mapping[str, str] = labels_of(pack)
    stored = json.loads(await reasons_of(story.session, pairing) or "[]")
    reasons = [Reason(item["code"], _params(item["params"])) for item in stored]
    told = (reason for reason in reasons if reason.code not in without)
    sentences = (words(reason, reader, labels) for reason in told)
    return [sentence for sentence in sentences if sentence]


def _params(raw: Mapping[str, object]) -> dict[str, str | int | tuple[str, ...]]:
    """Parameters as they were before JSON made lists of their tuples."""
    return {
        name: tuple(value) if isinstance(value, list) else value  # type: ignore[misc]  # JSON
        for name, value in raw.items()
    }


async def _tell_coordinators(story: Story, where: Programme, n: int) -> None:
    rows = one_each(Button(say("coordinator.button.review", n=n), "rv", where.id))
    for coordinator in await members(story.session, where.id, COORDINATOR, ("active",)):
        content = body(say("coordinator.new_pairs", n=n, programme=where.name), rows=rows)
        await story.post(coordinator.person_id, content)
