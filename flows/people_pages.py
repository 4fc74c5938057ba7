"""People as their coordinators see them: who is there, and the page of each, every look audited."""

from care.measures import as_form
from care.questions import Form, path
from db.answer_history import measures_answered
from db.answers import FormSession, form_of_membership, form_session_or_none
from db.consents import consents_of
from db.holdings import HeldCheckin, checkins_to_show
from db.ids import MembershipId, ProgrammeId
from db.memberships import Membership, members, membership_in, membership_or_none
from db.pairings import RUNNING, pairings_of
from db.people import Person, person
from db.programmes import programme
from flows.actor import PEER_WORKER, SERVICE_USER, Actor
from flows.answer_lines import answer_lines
from flows.errors import Refused
from flows.filling import read_answers
from flows.letters import Body, Button, Day, Line, Lines, Part, Words, one_each, say
from flows.own_measures import measure_or_none
from flows.pairing_lines import dose_in_short
from flows.pairing_page import buttons_of
from flows.programmes import pack_of
from flows.staff import name_in, record
from flows.story import Story
from flows.times import local_day
from flows.totals_to_show import totals_to_show

# Stages of service users who have sent their answers.
SHOWN = ("waiting", "paused", "matched", "finished")
CONFIRMED = ("to_confirm", "active", "paused")
MOST_SHOWN = 20
LAST_CHECKINS = 5


async def show_people(story: Story, actor: Actor, programme_id: str, pressed: int | None) -> None:
    """Up to 20 service users of the programme with their stage, one button each."""
    where = ProgrammeId(programme_id)
    actor.ensure_coordinator(where)
    found = await members(story.session, where, SERVICE_USER, SHOWN)
    buttons = []
    for one in found[:MOST_SHOWN]:
        label = say(f"people.button.{one.stage}", name=await name_in(story, one))
        buttons.append(Button(label, "pp", one.id))
    parts: list[Part] = [say("people.list" if found else "people.list_empty", n=len(found))]
    if len(found) > MOST_SHOWN:
        parts.append(say("people.more", shown=MOST_SHOWN))
    rows = one_each(*buttons, Button(say("home.button.home"), "h"))
    content = Body(tuple(parts), rows)
    await story.edit(actor.person.id, content, slot="people", message_id=pressed)


async def show_page(story: Story, actor: Actor, membership_id: str) -> None:
    """The page of a service user in a new message; raises Refused for all but coordinators."""
    membership = await membership_or_none(story.session, MembershipId(membership_id))
    if membership is None:
        raise Refused("people.gone")
    actor.ensure_coordinator(membership.programme_id)
    if membership.role != SERVICE_USER or membership.stage not in SHOWN:
        raise Refused("people.gone")
    await record(story, actor, membership, "person.read")
    name = await name_in(story, membership)
    since = local_day(membership.stage_since, actor.person)
    parts = [
        say(f"people.about.{membership.stage}", name=name, since=since),
        *await onboarding_shown(story, membership),
        *await _checkins(story, membership, name, actor.person),
        *await _dose(story, membership),
    ]
    someone = await person(story.session, membership.person_id)
    rows = one_each(
        *await buttons_of(story, someone, membership.programme_id),
        Button(say("plan.button.theirs"), "kp", membership.id),
        Button(say("people.button.write", name=name), "lw", membership.id),
        Button(say("people.button.list"), "pe", membership.programme_id),
        Button(say("home.button.home"), "h"),
    )
    await story.post(actor.person.id, Body(tuple(parts), rows, protected=True))


async def buttons_about(
    story: Story, someone: Person, programme_id: ProgrammeId, *, can_write: bool
) -> list[Button]:
    """Buttons below an alert: the page of the person it is about, and a letter to them."""
    user = await membership_in(story.session, someone.id, programme_id, SERVICE_USER)
    peer = await membership_in(story.session, someone.id, programme_id, PEER_WORKER)
    found: list[Button] = []
    for membership, stages, verb in ((user, SHOWN, "pp"), (peer, CONFIRMED, "pw")):
        if membership is None or membership.stage not in stages or found:
            continue
        name = await name_in(story, membership)
        found.append(Button(say("people.button.page", name=name), verb, membership.id))
        if can_write:
            found.append(Button(say("people.button.write", name=name), "lw", membership.id))
    return found


async def _dose(story: Story, membership: Membership) -> list[Part]:
    """A line for each running pairing: contacts of the last weeks, never words."""
    running = await pairings_of(story.session, membership.person_id, RUNNING)
    where = membership.programme_id
    return [
        await dose_in_short(story, pairing)
        for pairing in running
        if (pairing.programme_id, pairing.service_user_id) == (where, membership.person_id)
    ]


async def onboarding_shown(story: Story, membership: Membership) -> list[Part]:
    """What a service user answered in onboarding; nothing where they answered nothing."""
    form_session = await form_of_membership(story.session, membership.id)
    if form_session is None:
        return []
    where = await programme(story.session, membership.programme_id)
    form = pack_of(story, where).service_user
    return [Lines(await _answered(story, form, form_session))]


async def _checkins(story: Story, membership: Membership, name: str, reader: Person) -> list[Part]:
    """The last answers to check-ins and totals over time, while the person agrees to be asked."""
    of = (story.session, membership.person_id, membership.programme_id)
    if "checkins" not in await consents_of(*of):
        return [say("people.no_checkins", name=name)]
    found = await checkins_to_show(*of, LAST_CHECKINS)
    if not found:
        return [say("people.none_answered")]
    answered = await measures_answered(story.session, membership.person_id)
    published = [code for code in answered if _adds_up(story, code)]
    totals = await totals_to_show(story, membership, published, reader)
    return [say("people.checkins"), *[await checkin_shown(story, held) for held in found], *totals]


def _adds_up(story: Story, code: str) -> bool:
    """Whether several answers make a total; a single one stands among the answers already."""
    asked = measure_or_none(story, code)
    return asked is not None and len(asked.scored) > 1


async def checkin_shown(story: Story, held: HeldCheckin) -> Lines:
    """One answered check-in: its title and day, and a line for each answer."""
    asked = measure_or_none(story, held.measure)
    heading = Line(Words(asked.title if asked else held.measure), (Day(held.day.isoformat()),))
    form_session = (
        await form_session_or_none(story.session, held.form_session_id)
        if held.form_session_id
        else None
    )
    if form_session is None or asked is None:
        return Lines((heading,))
    return Lines((heading, *await _answered(story, as_form(asked), form_session)))


async def _answered(story: Story, form: Form, form_session: FormSession) -> tuple[Line, ...]:
    """A line for each question that was answered or left out; consents stand elsewhere."""
    answers = await read_answers(story, form, form_session)
    asked = [q for q in path(form, answers) if q.kind != "agree" and q.code in answers]
    return answer_lines(asked, answers).lines
