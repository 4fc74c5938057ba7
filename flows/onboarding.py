"""Onboarding: what the answers of each role's first form set in motion."""

from collections.abc import Mapping
from dataclasses import dataclass

from care.contradictions import Contradiction, contradictions, peer_worker_contradictions
from care.onboarding import (
    AGE,
    HOURS,
    NAME,
    STAGE,
    TIME_ZONE,
    peer_worker_facts,
    service_user_facts,
)
from care.questions import Form, Given, Question, Value
from care.setting_pack import Role, SettingPack
from db.answers import add_form_session, forget_answers, form_of_membership
from db.audit import record_act
from db.invitations import invitation_or_none
from db.memberships import Membership, members, set_stage
from db.people import name_of, person, set_name
from db.programmes import Programme, programme
from db.rotas import rota_of
from flows.actor import COORDINATOR, PEER_WORKER, SERVICE_USER, Actor, role_of
from flows.consent_keeping import keep_no, keep_yes
from flows.endings import ERASED_AFTER, close_forms, end_role
from flows.errors import Refused
from flows.filling import Filling
from flows.form_screens import REVIEW
from flows.introductions import as_they_will_see
from flows.labels import labels_of
from flows.letters import URGENT, Body, Button, Part, Words, body, one_each, say
from flows.looks import answers_changed
from flows.outside_hours import hours_changed
from flows.plans import follow_to_zone, stage_begins
from flows.programmes import pack_of
from flows.story import Story
from flows.suggestions import suggest
from flows.team import coordinator_sent
from flows.waiting import waiting_screen


@dataclass(frozen=True, slots=True)
class Onboarding:
    """The owner of a role's onboarding form."""

    membership: Membership
    programme: Programme
    pack: SettingPack

    @property
    def form(self) -> Form:
        """The form of this role in the programme's setting pack."""
        return self.pack.form(role_of(self.membership))

    async def saved(self, filling: Filling, question: Question, value: Value | None) -> bool:
        """Act on what an answer changes at once: consent, age, name, time zone."""
        if self._is_too_young(question, value):
            await _turn_away(filling, self, Words(self.pack.texts.below_age.strip()))
            return False
        if not await self._consent_kept(filling, question, value):
            return False
        await _keep_on_person(filling, question, value)
        if question.code in (HOURS, TIME_ZONE) and self.membership.role == PEER_WORKER:
            await hours_changed(filling.story, filling.actor, self.membership)
        is_new = filling.before is None or filling.before.value != value
        if question.code == STAGE and self.membership.role == SERVICE_USER and is_new:
            await stage_begins(filling.story, filling.actor.person)
        return True

    def objection(self, answers: Mapping[str, Given]) -> Part | None:
        """The first pair of wishes that nobody could meet together."""
        found: tuple[Contradiction, ...] = ()
        if self.membership.role == SERVICE_USER:
            found = contradictions(service_user_facts(self.form, answers))
        elif self.membership.role == PEER_WORKER:
            found = peer_worker_contradictions(peer_worker_facts(self.form, answers))
        if not found:
            return None
        about = labels_of(self.pack).get(found[0].about, found[0].about)
        return say(found[0].key, what=about)

    def preview(self, answers: Mapping[str, Given]) -> tuple[Part, ...]:
        """What a service user will read of a peer worker."""
        return as_they_will_see(self.pack, answers) if self.membership.role == PEER_WORKER else ()

    async def finished(self, filling: Filling, answers: Mapping[str, Given]) -> None:
        """Take the person to the next stage of their role."""
        del answers
        await _AFTER[role_of(self.membership)](filling, self)

    def _is_too_young(self, question: Question, value: Value | None) -> bool:
        asked = question.code == AGE and self.membership.role == SERVICE_USER
        return asked and isinstance(value, int) and value < self.pack.age_floor

    async def _consent_kept(
        self, filling: Filling, question: Question, value: Value | None
    ) -> bool:
        role = role_of(self.membership)
        asked = [c for c in self.pack.consents if (c.role, c.question) == (role, question.code)]
        for consent in asked:
            keep = keep_yes if value is True else keep_no
            await keep(filling.story, filling.actor.person, self.membership, consent)
            if consent.needed and value is not True:
                await _turn_away(filling, self, say("onboarding.no_consent"))
                return False
        return True


def form_name(pack: SettingPack, role: Role) -> str:
    """How form sessions name the onboarding form of a role."""
    return f"onboarding.{pack.code}.{role}"


async def begin_onboarding(story: Story, membership: Membership) -> None:
    """Start the form of a new role, or the one that was there when the person left it."""
    pack = pack_of(story, await programme(story.session, membership.programme_id))
    role = role_of(membership)
    form_session = await form_of_membership(story.session, membership.id)
    if form_session is None:
        await add_form_session(
            story.session,
            membership.person_id,
            form=form_name(pack, role),
            version=pack.form(role).version,
            at=None,
            membership_id=membership.id,
            now=story.now,
        )
    else:
        form_session.state, form_session.at = "open", None
        story.session.add(form_session)


async def show_welcome(story: Story, actor: Actor, membership: Membership) -> None:
    """The first screen of a new role: who invites, what happens next, then one button."""
    where = await programme(story.session, membership.programme_id)
    form_session = await form_of_membership(story.session, membership.id)
    if form_session is None:
        raise Refused("form.gone")
    form = pack_of(story, where).form(role_of(membership))
    welcome = await _welcome(story, membership, where)
    rows = one_each(
        Button(say("form.button.begin"), "qr", form_session.id),
        Button(say("button.urgent_help"), "u"),
    )
    minutes = say("onboarding.takes", minutes=form.minutes)
    slot = f"form:{form_session.id}"
    await story.post(actor.person.id, body(welcome, minutes, rows=rows), slot=slot)


async def _welcome(story: Story, membership: Membership, where: Programme) -> Part:
    """Who invites: a partner organisation, a coordinator by name, or the programme itself."""
    key, by = f"invitation.welcome.{membership.role}", None
    if membership.invitation_id is not None:
        found = await invitation_or_none(story.session, membership.invitation_id)
        if found is not None and found.issued_by is not None:
            by = await name_of(story.session, await person(story.session, found.issued_by))
        by = (found.label if found is not None else None) or by
    if by:
        return say(f"{key}.by", name=by, programme=where.name)
    return say(key, programme=where.name)


async def reopen_onboarding(story: Story, membership: Membership, *why: Part) -> None:
    """Open the answers of a role again for changes; they all stay as they are until changed."""
    form_session = await form_of_membership(story.session, membership.id)
    if form_session is None:
        raise Refused("form.gone")
    form_session.state, form_session.at, form_session.changing = "open", REVIEW, True
    form_session.touched_at = story.now
    story.session.add(form_session)
    rows = one_each(Button(say("form.button.look"), "qr", form_session.id), URGENT)
    slot = f"form:{form_session.id}"
    await story.post(membership.person_id, body(*why, rows=rows), slot=slot)


async def _turn_away(filling: Filling, onboarding: Onboarding, why: Part) -> None:
    """End an onboarding that cannot go on, and keep nothing that was told.

    Whoever has no other role is forgotten altogether. Answers that are changed later can end here
    too, so a pairing may have to end.
    """
    story, actor = filling.story, filling.actor
    someone = actor.person
    await story.take_buttons_off(someone.id, slot=f"form:{filling.form_session.id}")
    await forget_answers(story.session, filling.form_session)
    was_known = onboarding.membership.stage != "onboarding"
    await end_role(story, actor, onboarding.membership)
    if not actor.standing:
        await close_forms(story, someone)
        someone.name_sealed = None
        someone.erase_at = story.now + ERASED_AFTER
        story.session.add(someone)
    rows = one_each(Button(say("button.urgent_help"), "u"))
    await story.post(someone.id, body(why, rows=rows))
    if was_known:
        await suggest(story, onboarding.programme)


async def _keep_on_person(filling: Filling, question: Question, value: Value | None) -> None:
    someone = filling.actor.person
    if question.code == NAME and isinstance(value, str):
        await set_name(filling.story.session, someone, value)
    elif question.code == TIME_ZONE and isinstance(value, str):
        someone.time_zone = value
        filling.story.session.add(someone)
        await follow_to_zone(filling.story, someone)


async def _service_user_waits(filling: Filling, onboarding: Onboarding) -> None:
    story, person_id = filling.story, filling.actor.person.id
    if onboarding.membership.stage == "onboarding":
        set_stage(story.session, onboarding.membership, "waiting", story.now)
        await _record(filling, onboarding, "stage.waiting")
        await _tell_coordinators(filling, onboarding, "coordinator.new_waiting")
        await story.post(person_id, await waiting_screen(story, onboarding.membership))
    else:
        await story.post(person_id, body(say("onboarding.changed")))
    await suggest(story, onboarding.programme)


async def _peer_worker_to_confirm(filling: Filling, onboarding: Onboarding) -> None:
    story, membership = filling.story, onboarding.membership
    if membership.stage in ("active", "paused"):
        await answers_changed(story, filling.actor, onboarding.pack, membership)
        await suggest(story, onboarding.programme)
        return
    set_stage(story.session, membership, "to_confirm", story.now)
    await _record(filling, onboarding, "stage.to_confirm")
    await story.post(filling.actor.person.id, body(say("peer_worker.to_confirm")))
    rows = one_each(Button(say("coordinator.button.look"), "pw", membership.id))
    await _tell_coordinators(filling, onboarding, "coordinator.new_peer_worker", rows)


async def _coordinator_starts(filling: Filling, onboarding: Onboarding) -> None:
    story, membership, where = filling.story, onboarding.membership, onboarding.programme
    if membership.stage == "onboarding":
        await coordinator_sent(story, filling.actor, membership, where)
        return
    in_rota = await rota_of(story.session, where.id) is not None
    rows = one_each(Button(say("rota.button.open"), "ar", where.id)) if in_rota else ()
    told = "onboarding.changed_beside_rota" if in_rota else "onboarding.changed"
    await story.post(filling.actor.person.id, body(say(told), rows=rows))


async def _tell_coordinators(
    filling: Filling,
    onboarding: Onboarding,
    key: str,
    rows: tuple[tuple[Button, ...], ...] = (),
) -> None:
    name = await name_of(filling.story.session, filling.actor.person)
    content = Body((say(key, name=name),), rows)
    for coordinator in await members(
        filling.story.session, onboarding.programme.id, COORDINATOR, ("active",)
    ):
        if coordinator.person_id != filling.actor.person.id:
            await filling.story.post(coordinator.person_id, content)


async def _record(filling: Filling, onboarding: Onboarding, act: str) -> None:
    await record_act(
        filling.story.session,
        filling.actor.person.id,
        act,
        about=filling.actor.person.id,
        programme_id=onboarding.programme.id,
        now=filling.story.now,
    )


_AFTER = {
    "service_user": _service_user_waits,
    "peer_worker": _peer_worker_to_confirm,
    "coordinator": _coordinator_starts,
}
