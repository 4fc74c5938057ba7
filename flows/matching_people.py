"""People as matching may see them, made from what they answered in onboarding."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC

from care.capacity import TAKES_A_PLACE
from care.facts import PeerWorkerFacts, ServiceUserFacts, Wish
from care.onboarding import peer_worker_facts, service_user_facts
from care.setting_pack import SettingPack
from db.blocks import blocked_with
from db.memberships import Membership
from db.pairings import Pairing, pairings_of
from db.people import person, same_human
from flows.facts import facts_of
from flows.story import Story
from flows.vetting import stops_of
from matching.people import PeerWorker, ServiceUser
from matching.people import Wish as MatchingWish

# Blocks stand in rows of their own for as long as they stand; a stand-in was for a time anyway.
NO_REFUSAL = ("full", "left", "paused", "away", "blocked", "stand_in", "stand_in_over")
APART = ("declined", "expired", "ended", "withdrawn")


async def facts_of_service_user(
    story: Story, pack: SettingPack, membership: Membership
) -> ServiceUserFacts | None:
    """What a service user told in onboarding; None while their form is not complete."""
    return await facts_of(story, membership, pack.service_user, service_user_facts)


async def facts_of_peer_worker(
    story: Story, pack: SettingPack, membership: Membership
) -> PeerWorkerFacts | None:
    """What a peer worker told in onboarding; None while their form is not complete."""
    return await facts_of(story, membership, pack.peer_worker, peer_worker_facts)


async def service_user_to_match(
    story: Story, pack: SettingPack, membership: Membership
) -> ServiceUser | None:
    """A waiting service user as matching sees them; None while their form is not complete."""
    facts = await facts_of_service_user(story, pack, membership)
    if facts is None:
        return None
    return as_service_user(pack, membership, facts, await apart_from(story, membership))


def as_service_user(
    pack: SettingPack,
    membership: Membership,
    facts: ServiceUserFacts,
    apart: Mapping[str, str],
) -> ServiceUser:
    """The person as matching sees them; `apart` as `apart_from` gives it."""
    return ServiceUser(
        id=membership.person_id,
        programme=membership.programme_id,
        setting=pack.code,
        languages=facts.languages,
        waiting_since=membership.stage_since.astimezone(UTC).date(),
        stage=facts.stage,
        experiences=facts.experiences,
        traits=facts.traits,
        age=facts.age,
        wishes=_wishes(facts.wishes),
        avoid=facts.avoid,
        open_to=facts.open_to,
        slots=facts.slots,
        zone=facts.time_zone,
        apart=apart,
    )


async def peer_worker_to_match(
    story: Story, pack: SettingPack, membership: Membership
) -> PeerWorker | None:
    """An active peer worker as matching sees them; None while their form is not complete."""
    facts = await facts_of_peer_worker(story, pack, membership)
    if facts is None:
        return None
    taken = await places_taken(story, membership, TAKES_A_PLACE)
    stops = await stops_of(story, pack, membership, facts)
    return as_peer_worker(membership, facts, len(taken), stops)


def as_peer_worker(
    membership: Membership, facts: PeerWorkerFacts, load: int, stops: tuple[str, ...]
) -> PeerWorker:
    """The peer worker as matching sees them, with `load` places taken; `stops` as `stops_of`."""
    return PeerWorker(
        id=membership.person_id,
        programme=membership.programme_id,
        languages=facts.languages,
        training=dict.fromkeys(sorted(facts.trained_for), facts.training.valid_until),
        capacity=facts.capacity,
        load=load,
        stopped=stops,
        recovered_since=facts.recovered_since,
        stages=facts.stages,
        experiences=facts.experiences,
        traits=facts.traits,
        age=facts.age,
        wishes=_wishes(facts.wishes),
        avoid=facts.avoid,
        limits=facts.limits,
        open_to=facts.open_to,
        slots=facts.slots,
        zone=facts.time_zone,
    )


async def places_taken(
    story: Story, membership: Membership, states: Collection[str]
) -> list[Pairing]:
    """The pairings in these states that the person has by this role as a peer worker."""
    found = await pairings_of(story.session, membership.person_id, states)
    mine = (membership.programme_id, membership.person_id)
    return [p for p in found if (p.programme_id, p.peer_worker_id) == mine]


def _wishes(wishes: Iterable[Wish]) -> tuple[MatchingWish, ...]:
    """The wishes; how nice a shared experience is lies in its importance already."""
    return tuple(
        MatchingWish(wish.trait, wish.want, wish.strength)
        for wish in wishes
        if not (wish.trait == "experience" and wish.strength == "nice")
    )


async def apart_from(story: Story, membership: Membership) -> dict[str, str]:
    """Peer workers whom this person is not suggested: one of the two said no, or nothing.

    Somebody who was full, left or took a break did not say no to this person. Nobody who uses both
    bots is paired with themselves.
    """
    earlier = await pairings_of(story.session, membership.person_id, APART)
    refused: dict[str, str] = {
        p.peer_worker_id: "refusal" for p in earlier if p.end_reason not in NO_REFUSAL
    }
    refused |= dict.fromkeys(await blocked_with(story.session, membership.person_id), "block")
    me = await person(story.session, membership.person_id)
    return refused | {one.id: "conflict" for one in await same_human(story.session, me)}
