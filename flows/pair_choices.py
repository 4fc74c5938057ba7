"""Pins and bans: coordinators keep two people together or apart in rounds, until taken back."""

from db.audit import record_act
from db.ids import PairChoiceId, PersonId
from db.memberships import Membership, membership_in
from db.pair_choices import (
    BAN,
    PIN,
    PairChoice,
    add_pair_choice,
    choice_or_none,
    choices_about,
    end_choice,
)
from db.pairings import drop_suggestion, pairings_of
from db.people import name_of, person
from db.programmes import programme
from flows.actor import PEER_WORKER, Actor
from flows.approvals import ensure_somebody_else, waiting_to_decide
from flows.errors import Refused
from flows.letters import body, say
from flows.reviews import FULL, explanation_of
from flows.story import Story
from flows.suggestions import is_long, suggest


async def pin(story: Story, actor: Actor, waiting_id: str, peer_id: str, why: str) -> None:
    """Keep the two together in every round; takes the place of another pin of this person."""
    waiting = await waiting_to_decide(story, actor, waiting_id)
    ensure_somebody_else(actor, peer_id)
    await _ensure_peer(story, waiting, peer_id)
    where = await programme(story.session, waiting.programme_id)
    found = await explanation_of(story, where, waiting.person_id, PersonId(peer_id))
    if found is None or any(limit.code != FULL for limit in found.limits):
        raise Refused("review.limit")
    for choice in await choices_about(story.session, where.id, waiting.person_id):
        is_of_both = choice.peer_worker_id == peer_id
        if choice.kind == PIN and is_of_both:
            raise await _chosen_already(story, choice)
        if choice.kind == PIN or (choice.kind == BAN and is_of_both):
            end_choice(story.session, choice, story.now)
    await _keep(story, actor, waiting, peer_id, PIN, why)


async def forbid(story: Story, actor: Actor, waiting_id: str, peer_id: str, why: str) -> None:
    """Leave the two apart in every round; what was suggested of them goes."""
    waiting = await waiting_to_decide(story, actor, waiting_id)
    ensure_somebody_else(actor, peer_id)
    await _ensure_peer(story, waiting, peer_id)
    for choice in await choices_about(story.session, waiting.programme_id, waiting.person_id):
        if choice.peer_worker_id != peer_id or choice.kind not in (PIN, BAN):
            continue
        if choice.kind == BAN:
            raise await _chosen_already(story, choice)
        end_choice(story.session, choice, story.now)
    for standing in await pairings_of(story.session, waiting.person_id, ("suggested",)):
        if standing.peer_worker_id == peer_id:
            await drop_suggestion(story.session, standing)
    await _keep(story, actor, waiting, peer_id, BAN, why)


async def take_back(story: Story, actor: Actor, waiting_id: str, choice_id: str) -> None:
    """A pin or a ban of this person holds no longer."""
    waiting = await waiting_to_decide(story, actor, waiting_id)
    choice = await choice_or_none(story.session, PairChoiceId(choice_id))
    mine = (waiting.programme_id, waiting.person_id)
    if choice is None or (choice.programme_id, choice.service_user_id) != mine:
        raise Refused("people.gone")
    if choice.ended_at is not None or choice.kind not in (PIN, BAN):
        raise Refused("move.already")
    ensure_somebody_else(actor, choice.peer_worker_id)
    end_choice(story.session, choice, story.now)
    await _tell(story, actor, waiting, choice.peer_worker_id, f"{choice.kind}_ended")


async def _keep(
    story: Story, actor: Actor, waiting: Membership, peer_id: str, kind: str, why: str
) -> None:
    couple = (waiting.person_id, PersonId(peer_id))
    await add_pair_choice(
        story.session,
        waiting.programme_id,
        couple,
        kind=kind,
        by=actor.person.id,
        reason=why,
        now=story.now,
    )
    await _tell(story, actor, waiting, couple[1], f"{kind}_made")


async def _tell(
    story: Story, actor: Actor, waiting: Membership, peer_id: PersonId, what: str
) -> None:
    """Audit the choice, say what it does, and make the round anew where the list is short."""
    await record_act(
        story.session,
        actor.person.id,
        f"pair.{what}",
        about=waiting.person_id,
        programme_id=waiting.programme_id,
        now=story.now,
    )
    where = await programme(story.session, waiting.programme_id)
    peer = await name_of(story.session, await person(story.session, peer_id))
    name = await name_of(story.session, await person(story.session, waiting.person_id))
    parts = [say(f"pair_choice.{what}", name=name, peer=peer)]
    if await is_long(story, where):
        parts.append(say("pair_choice.next_round"))
    await suggest(story, where)
    await story.post(actor.person.id, body(*parts))


async def _ensure_peer(story: Story, waiting: Membership, peer_id: str) -> None:
    """The peer worker is one of the same programme, and there."""
    found = await membership_in(story.session, PersonId(peer_id), waiting.programme_id, PEER_WORKER)
    if found is None or found.stage == "left":
        raise Refused("offer.peer_worker_away")


async def _chosen_already(story: Story, choice: PairChoice) -> Refused:
    by = await name_of(story.session, await person(story.session, choice.by_id))
    return Refused(f"pair_choice.{choice.kind}_already", {"name": by})
