"""People in an export for research: what may be told of each, in broad groups."""

from dataclasses import dataclass

from care.research import age_band, few_or_many
from care.setting_pack import SettingPack
from db.memberships import Membership
from flows.actor import PEER_WORKER
from flows.matching_people import facts_of_peer_worker, facts_of_service_user
from flows.story import Story


@dataclass(frozen=True, slots=True)
class Traits:
    """What somebody told in their form, made broad; "" for what they did not tell."""

    age: str = ""
    gender: str = ""
    stage: str = ""
    experiences: str = ""
    wishes: str = ""


async def traits_of(story: Story, pack: SettingPack, membership: Membership) -> Traits:
    """The traits of one person in this role; nothing while their form is not complete."""
    if membership.role == PEER_WORKER:
        peer = await facts_of_peer_worker(story, pack, membership)
        if peer is None:
            return Traits()
        return Traits(
            age_band(peer.age),
            peer.traits.get("gender", ""),
            "",
            few_or_many(len(peer.experiences)),
            few_or_many(len(peer.wishes)),
        )
    user = await facts_of_service_user(story, pack, membership)
    if user is None:
        return Traits()
    return Traits(
        age_band(user.age),
        user.traits.get("gender", ""),
        user.stage or "",
        few_or_many(len(user.experiences)),
        few_or_many(len(user.wishes)),
    )
