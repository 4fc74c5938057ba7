"""One alert as a page: why in words, what was done, who has it, whom the clock calls next."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from care.escalation import next_step
from db.alert_notes import alert_notes, words_of_note
from db.alerts import Alert, AlertStep, alert_or_none, alert_reasons, alert_steps
from db.ids import AlertId, MembershipId, PersonId, ProgrammeId
from db.memberships import membership_in
from db.people import Person, name_of, person, read_people
from db.programmes import programme
from flows.actor import PEER_WORKER, SERVICE_USER, Actor
from flows.alert_lists import AlertLine, lines_of_alerts
from flows.alert_rights import record_alert
from flows.alert_screens import reason_text
from flows.alert_timeline import TOLD
from flows.concerns import read_reasons
from flows.duty import duty_now, without
from flows.escalation import ladder_facts
from flows.letters import Part, Text, say
from flows.people_pages import CONFIRMED, SHOWN
from flows.programmes import pack_of
from flows.report_parts import report_parts
from flows.story import Story
from flows.times import local_time

STEPS_MOST = 100  # the newest; an alert that is called out for days has more


@dataclass(frozen=True, slots=True)
class AlertNow:
    """What changes while somebody looks: no reasons, no notes.

    `called_next` are names, as the rota stands now. `content` grows with everything that is to be
    read: a page that shows less is old.
    """

    line: AlertLine
    is_mine: bool
    called_next: tuple[str, ...]
    steps: tuple[Text, ...]
    content: int


@dataclass(frozen=True, slots=True)
class Note:
    """What a coordinator wrote down, and when."""

    by: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class AlertPage:
    """All of one alert. `role` and `member_id` name the page of the person, where there is one."""

    now: AlertNow
    is_erased: bool
    reasons: tuple[Text, ...]
    reports: tuple[Part, ...]
    pairings: tuple[str, ...]
    notes: tuple[Note, ...]
    role: str
    member_id: MembershipId | None


async def alert_in(
    story: Story, reader: PersonId, where: ProgrammeId, alert_id: str
) -> Alert | None:
    """The programme's alert with this id; None for one about the reader, as for one elsewhere."""
    found = await alert_or_none(story.session, AlertId(alert_id))
    if found is None or found.programme_id != where or found.person_id == reader:
        return None
    return found


async def read_alert(story: Story, actor: Actor, alert: Alert) -> AlertPage:
    """The whole alert; the look is audited."""
    await record_alert(story, actor, alert, "alert.read")
    someone = await person(story.session, alert.person_id)
    is_erased = someone.erased_at is not None
    reasons = "" if is_erased else await alert_reasons(story.session, alert)
    reports, buttons = await report_parts(story, alert, actor.person)
    role, member_id = await _page_of(story, someone, alert.programme_id)
    return AlertPage(
        now=await alert_now(story, actor.person, alert),
        is_erased=is_erased,
        reasons=tuple(reason_text(reason) for reason in read_reasons(reasons)),
        reports=tuple(reports),
        pairings=tuple(button.ref for button in buttons),
        notes=() if is_erased else await _notes(story, alert),
        role=role,
        member_id=member_id,
    )


async def alert_now(story: Story, reader: Person, alert: Alert) -> AlertNow:
    """Where the alert stands now; nothing in it is secret to a coordinator of the programme."""
    (line,) = await lines_of_alerts(story, (alert,))
    steps = await alert_steps(story.session, alert)
    told = [step for step in steps if step.step in TOLD][-STEPS_MOST:]
    await read_people(story.session, {one.person_id for one in told if one.person_id})
    grouped = groupby(told, key=lambda step: (step.step, step.at))
    return AlertNow(
        line=line,
        is_mine=alert.acknowledged_by == reader.id,
        called_next=await _called_next(story, alert),
        steps=tuple(
            [await _step(story, kind, list(group), reader) for (kind, _), group in grouped]
        ),
        content=alert.times + sum(step.step == "note" for step in steps),
    )


async def _called_next(story: Story, alert: Alert) -> tuple[str, ...]:
    if alert.state != "open" or alert.next_step_at is None:
        return ()
    where = await programme(story.session, alert.programme_id)
    rules = pack_of(story, where).alerts
    timers = rules.urgent if alert.urgent else rules.soon
    duty = without(await duty_now(story, where), alert.person_id)
    at = max(story.now, alert.next_step_at)
    step = next_step(await ladder_facts(story, alert), duty, at, timers)
    names = await _names(story, [PersonId(one) for one in step.to] if step else [])
    return tuple(sorted(names))


async def _names(story: Story, people: list[PersonId]) -> tuple[str, ...]:
    found = [
        await name_of(story.session, await person(story.session, one))
        for one in dict.fromkeys(people)
    ]
    return tuple(name for name in found if name)


async def _step(story: Story, kind: str, group: list[AlertStep], reader: Person) -> Text:
    names = await _names(story, [step.person_id for step in group if step.person_id])
    when = local_time(group[0].at, reader)
    return say(f"alert.step.{kind}", when=when, name=", ".join(names))


async def _notes(story: Story, alert: Alert) -> tuple[Note, ...]:
    notes = await alert_notes(story.session, alert.id)
    return tuple(
        [
            Note(
                by=", ".join(await _names(story, [note.author_id])),
                at=note.at,
                words=await words_of_note(story.session, note),
            )
            for note in notes
        ]
    )


async def _page_of(
    story: Story, someone: Person, where: ProgrammeId
) -> tuple[str, MembershipId | None]:
    """The role by which the person has a page in this programme: a service user first."""
    for role, stages in ((SERVICE_USER, SHOWN), (PEER_WORKER, CONFIRMED)):
        found = await membership_in(story.session, someone.id, where, role)
        if found is not None and found.stage in stages:
            return role, found.id
    return "", None
