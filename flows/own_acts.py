"""For the person's copy: what they did about a pairing themselves, and never what the other did."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from db.blocks import all_blocks_by
from db.breaks import all_breaks_of
from db.ids import PersonId
from db.pairings import Pairing
from db.reports import Report, report_words, reports_by
from flows.letters import Line, Words, say
from flows.story import Story

Facts = dict[str, Any]


async def own_acts(story: Story, pairing: Pairing, person_id: PersonId) -> Facts:
    """The person's breaks, blocks and reports in this pairing, and whether they asked to hand over.

    That somebody was blocked or reported is the other one's, and stays out.
    """
    as_user = person_id == pairing.service_user_id
    side = "service_user" if as_user else "peer_worker"
    asked = None if as_user else pairing.handover_asked_at
    return {
        "breaks": [
            {"began_at": _at(one.began_at), "ended_at": _at(one.ended_at)}
            for one in await all_breaks_of(story.session, pairing.id)
            if one.side == side
        ],
        "blocks": [
            {"since": _at(one.since), "lifted_at": _at(one.lifted_at)}
            for one in await all_blocks_by(story.session, person_id)
            if one.pairing_id == pairing.id
        ],
        "reports": [
            await _report(story, one)
            for one in await reports_by(story.session, person_id)
            if one.pairing_id == pairing.id
        ],
        "asked_to_hand_over_at": _at(asked),
    }


def lines_of_own_acts(acts: Facts, in_words: Callable[[str], str]) -> list[Line]:
    """The same to be read; `in_words` tells a time of the file on the reader's clock."""
    spans = [(say("page.block"), one["since"], one["lifted_at"]) for one in acts["blocks"]]
    spans += [(say("page.break"), one["began_at"], one["ended_at"]) for one in acts["breaks"]]
    lines = [
        Line(label, tuple(Words(in_words(at)) for at in (begun, ended) if at))
        for label, begun, ended in spans
    ]
    for one in acts["reports"]:
        why = say(f"report.button.{one['reason']}")
        words = (Words(one["words"]),) if one["words"] else ()
        lines.append(Line(say("page.report"), (Words(in_words(one["at"])), why, *words)))
        if one["handed_over"] is not None:
            lines.append(Line(say("page.handed_over"), (Words(str(one["handed_over"])),)))
    return lines


async def _report(story: Story, made: Report) -> Facts:
    return {
        "at": _at(made.at),
        "reason": made.reason,
        "words": await report_words(story.session, made),
        "handed_over_at": _at(made.handed_over_at),
        "handed_over": made.chosen,
        "arrived": made.arrived,
    }


def _at(instant: datetime | None) -> str | None:
    return instant.isoformat(timespec="seconds") if instant is not None else None
