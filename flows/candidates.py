"""Candidates: peer workers beside one person, as coordinators compare them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from care.setting_pack import SettingPack
from db.ids import PersonId
from db.memberships import Membership
from db.people import name_of, person_or_none
from flows.approvals import NEAR
from flows.labels import labels_of
from flows.letters import Text, say
from flows.story import Story
from matching.explain import Explanation
from matching.people import PeerWorker
from matching.reasons import Reason
from matching.rules import FULL_TERM, Rules
from matching.words import words

# The part of a reason's code after its dot -> the term of the fit that it tells about.
TERM_OF = {
    "experiences": "experiences",
    "stage": "stage",
    "near_stage": "stage",
    "wish": "wishes",
    "peer_wish": "peer_wishes",
    "language": "language",
    "hours": "hours",
    "places": "balance",
}


@dataclass(frozen=True, slots=True)
class TermShown:
    """One term of a fit: `points` of at most `most`, what fits and what is missing, in words."""

    name: Text
    points: int
    most: int
    fits: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One peer worker beside a person; `fit` is in whole percent of a full fit.

    `near` says which limits are kept by little, `broken` which are not kept. With `needs_reason`
    an approval has to say why.
    """

    peer_id: PersonId
    membership_id: str
    name: str
    fit: int
    terms: tuple[TermShown, ...]
    near: tuple[str, ...]
    broken: tuple[str, ...]
    load: int
    capacity: int
    needs_reason: bool

    @property
    def is_full(self) -> bool:
        """Whether all places are taken."""
        return self.load >= self.capacity


async def candidate(
    story: Story,
    pack: SettingPack,
    found: Explanation,
    peer: PeerWorker,
    membership: Membership | None,
) -> Candidate:
    """The peer worker of an explained pair, in words for a coordinator."""
    labels, rules = labels_of(pack), Rules.from_table(pack.matching)
    someone = await person_or_none(story.session, PersonId(peer.id))
    return Candidate(
        peer_id=PersonId(peer.id),
        membership_id=membership.id if membership else "",
        name=await name_of(story.session, someone) if someone else "",
        fit=100 * found.fit // max(1, rules.full_fit),
        terms=tuple(_terms(found, labels)),
        near=_told((r for r in found.reasons if r.kind == "note"), labels),
        broken=_told(found.limits, labels),
        load=peer.load,
        capacity=peer.capacity,
        needs_reason=any(r.code in NEAR for r in found.reasons),
    )


def _terms(found: Explanation, labels: Mapping[str, str]) -> Iterable[TermShown]:
    for term in found.terms:
        about = [r for r in found.reasons if _term_of(r) == term.name]
        yield TermShown(
            name=say(f"console.fit.{term.name}"),
            points=round(term.points / FULL_TERM),
            most=term.weight,
            fits=_told((r for r in about if r.kind == "fit"), labels),
            missing=_told((r for r in about if r.kind == "missing"), labels),
        )


def _term_of(reason: Reason) -> str:
    kind, _, name = reason.code.partition(".")
    return TERM_OF.get(name, "") if kind in ("fit", "missing") else ""


def _told(reasons: Iterable[Reason], labels: Mapping[str, str]) -> tuple[str, ...]:
    sentences = (words(reason, "coordinator", labels) for reason in reasons)
    return tuple(sentence for sentence in sentences if sentence)
