"""Research: who said yes to it, what a coordinator may export of them, and that they did."""

from dataclasses import dataclass
from datetime import datetime

from care.research import flow_told
from care.setting_pack import SettingPack
from db.audit import record_act
from db.ids import PersonId
from db.people import name_of, person
from db.programmes import Programme
from db.research_exports import add_research_export, purpose_of, research_exports
from db.research_rows import (
    RESEARCH,
    how_many_for_research,
    invitations_made,
    pairing_states,
    stages_of,
)
from flows.actor import PEER_WORKER, SERVICE_USER, Actor
from flows.programmes import pack_of
from flows.story import Story

MOST_SHOWN = 20
PURPOSE_MOST = 500  # letters
ROLES = (SERVICE_USER, PEER_WORKER)


@dataclass(frozen=True, slots=True)
class PastExport:
    """An export that was made; `by` is "" for somebody who was deleted."""

    at: datetime
    by: str
    people: int
    purpose: str


@dataclass(frozen=True, slots=True)
class Research:
    """How many said yes in each role, and the last exports."""

    people: dict[str, int]
    exports: tuple[PastExport, ...]


async def research_of(story: Story, where: Programme) -> Research:
    """What the page of the export tells before a press."""
    found = [
        PastExport(
            one.at,
            await _name(story, one.by_id),
            one.people,
            purpose_of(story.session, one),
        )
        for one in await research_exports(story.session, where.id, MOST_SHOWN)
    ]
    return Research(await _people(story, where), tuple(found))


async def note_export(story: Story, actor: Actor, where: Programme, purpose: str) -> None:
    """Keep that an export is made, by whom and for what."""
    people = sum((await _people(story, where)).values())
    of = (story.session, where.id, actor.person.id)
    made = add_research_export(*of, purpose, people, story.now)
    await record_act(
        story.session,
        actor.person.id,
        "research.exported",
        about=made.id,
        programme_id=where.id,
        now=story.now,
    )


def version_of(pack: SettingPack, role: str) -> int:
    """The version of the words about research for this role; 0 where nobody is asked."""
    found = (one.version for one in pack.consents if (one.kind, one.role) == (RESEARCH, role))
    return next(found, 0)


async def flow_of(story: Story, where: Programme) -> list[tuple[str, int | None]]:
    """The way of everybody through the programme, step by step; None for what is not told."""
    pairings = await pairing_states(story.session, where.id)
    found: list[tuple[str, int | None]] = []
    for role in ROLES:
        stages = await stages_of(story.session, where.id, role)
        everybody = sum(stages.values())
        steps = [
            (f"{role}.invitations", await invitations_made(story.session, where.id, role)),
            (f"{role}.came", everybody),
            (f"{role}.form_finished", everybody - stages.get("onboarding", 0)),
            (f"{role}.waiting_now", stages.get("waiting", 0)),
            (f"{role}.left", stages.get("left", 0)),
            (f"{role}.yes_to_research", (await _people(story, where))[role]),
        ]
        found += _told(steps)
    not_offered = sum(pairings.get(state, 0) for state in ("suggested", "approved", "began"))
    offered = sum(pairings.values()) - not_offered
    return found + _told(
        [
            ("pairings.offered_or_later", offered),
            ("pairings.began", pairings["began"]),
            ("pairings.running_now", pairings.get("active", 0) + pairings.get("paused", 0)),
            ("pairings.ended", pairings.get("ended", 0)),
        ]
    )


def _told(steps: list[tuple[str, int]]) -> list[tuple[str, int | None]]:
    numbers = flow_told(steps)
    return [(name, n) for (name, _), n in zip(steps, numbers, strict=True)]


async def _people(story: Story, where: Programme) -> dict[str, int]:
    pack = pack_of(story, where)
    return {
        role: await how_many_for_research(story.session, where.id, role, version_of(pack, role))
        for role in ROLES
    }


async def _name(story: Story, person_id: PersonId) -> str:
    someone = await person(story.session, person_id)
    return "" if someone.erased_at else await name_of(story.session, someone)
