"""One service user as their coordinators see them: answers, consents, check-ins, what happened."""

from dataclasses import dataclass
from datetime import datetime

from care.measures.goals import GOALS
from db.answer_history import measures_answered
from db.consents import all_consents, consents_of
from db.holdings import checkins_to_show
from db.ids import AlertId, MembershipId, ProgrammeId
from db.memberships import Membership, membership_or_none
from db.pairings import Pairing, pairings_of
from db.people import Person, person
from db.programmes import programme
from flows.actor import SERVICE_USER, Actor
from flows.errors import Refused
from flows.goal_series import goal_series
from flows.letters import Part, Text, Words, say
from flows.measure_series import MeasureSeries, series_of
from flows.moments import Moment, moments_of_person
from flows.open_alerts import open_alerts
from flows.pairing_register import PairingLine, lines_of_pairings
from flows.people_pages import LAST_CHECKINS, SHOWN, checkin_shown, onboarding_shown
from flows.person_notes import NoteLine, notes_of_role
from flows.plans_shown import PlansShown, plans_shown
from flows.programmes import pack_of
from flows.somebody import called
from flows.story import Story

BEGAN = ("active", "paused", "ended")
LEFT = "left"


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One consent by its short name: the version that was answered, and when it was given or not.

    `no_since` is there where it was declined, or taken back after it was given.
    """

    name: Text | Words
    version: int
    given_at: datetime | None
    no_since: datetime | None


@dataclass(frozen=True, slots=True)
class PersonView:
    """All that the page of a service user shows; nothing of what was answered once they left.

    `checkins` is None while the person does not agree to check-ins.
    """

    membership: Membership
    name: Text | Words
    is_deleted: bool
    can_write: bool
    unreachable_since: datetime | None
    alerts: tuple[AlertId, ...]
    answers: tuple[Part, ...]
    consents: tuple[ConsentLine, ...]
    checkins: tuple[Part, ...] | None
    series: tuple[MeasureSeries, ...]
    plans: PlansShown
    notes: tuple[NoteLine, ...]
    pairings: tuple[PairingLine, ...]
    moments: tuple[Moment, ...]

    @property
    def is_here(self) -> bool:
        """Whether the person is in the programme now."""
        return self.membership.stage != LEFT


async def person_shown(
    story: Story, actor: Actor, programme_id: ProgrammeId, member_id: str
) -> Membership | None:
    """A service user of this programme who sent their answers, or left; None where there is none.

    Raises Refused for the actor's own role.
    """
    found = await membership_or_none(story.session, MembershipId(member_id))
    if found is None or (found.programme_id, found.role) != (programme_id, SERVICE_USER):
        return None
    if found.stage not in (*SHOWN, LEFT):
        return None
    if found.person_id == actor.person.id:
        raise Refused("note.about_you")
    return found


async def person_view(story: Story, membership: Membership, reader: Person) -> PersonView:
    """The page of this person; the look is to be audited as "person.read" and "checkins.read"."""
    someone = await person(story.session, membership.person_id)
    is_here = membership.stage != LEFT
    agrees = "checkins" in await _standing(story, membership)
    began = await _pairings(story, membership)
    where = await programme(story.session, membership.programme_id)
    return PersonView(
        membership=membership,
        name=await called(story, someone),
        is_deleted=someone.erased_at is not None,
        can_write=is_here and someone.unreachable_since is None,
        unreachable_since=someone.unreachable_since,
        alerts=await open_alerts(story, membership),
        answers=tuple(await onboarding_shown(story, membership)) if is_here else (),
        consents=await consent_lines(story, membership),
        checkins=await _checkins(story, membership) if agrees and is_here else None,
        series=await measures_of(story, membership, reader) if agrees and is_here else (),
        plans=await plans_shown(story, membership, reader) if is_here else PlansShown((), (), None),
        notes=await notes_of_role(story, membership),
        pairings=await lines_of_pairings(story, where, began),
        moments=await moments_of_person(story, someone.id, membership.programme_id, began),
    )


async def measures_of(
    story: Story, membership: Membership, reader: Person
) -> tuple[MeasureSeries, ...]:
    """The measures and goals of a service user over time; none without consent to check-ins."""
    if "checkins" not in await _standing(story, membership):
        return ()
    answered = await measures_answered(story.session, membership.person_id)
    found = await series_of(story, membership, answered, reader)
    if GOALS.code not in answered:
        return found
    return (*found, *await goal_series(story, membership, reader))


async def consent_lines(story: Story, membership: Membership) -> tuple[ConsentLine, ...]:
    """The last answer to each consent of this role, in the order of the setting pack."""
    where = await programme(story.session, membership.programme_id)
    pack = pack_of(story, where)
    rows = await all_consents(story.session, membership.person_id, membership.programme_id)
    latest = {row.kind: row for row in rows}
    lines = []
    for asked in pack.consents:
        row = latest.get(asked.kind)
        if asked.role != membership.role or row is None:
            continue
        question = pack.form(asked.role).question(asked.question)
        name = Words(question.short) if question is not None else say("console.people.consent")
        lines.append(ConsentLine(name, row.version, row.given_at, row.withdrawn_at))
    return tuple(lines)


async def _standing(story: Story, membership: Membership) -> dict[str, int]:
    return await consents_of(story.session, membership.person_id, membership.programme_id)


async def _checkins(story: Story, membership: Membership) -> tuple[Part, ...]:
    held = await checkins_to_show(
        story.session, membership.person_id, membership.programme_id, LAST_CHECKINS
    )
    return tuple([await checkin_shown(story, one) for one in held])


async def _pairings(story: Story, membership: Membership) -> list[Pairing]:
    found = await pairings_of(story.session, membership.person_id, BEGAN)
    mine = (membership.programme_id, membership.person_id)
    began = [p for p in found if (p.programme_id, p.service_user_id) == mine and p.active_at]
    return began[::-1]
