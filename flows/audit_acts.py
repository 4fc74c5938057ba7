"""Acts of the audit: every word that the service writes there, by what it is about.

An entry that ends with a dot stands for all acts that begin with it. Each has words for people in
the catalogue, below `console.audit.act.`; a test holds this list against the code.
"""

from collections.abc import Mapping
from types import MappingProxyType

from flows.letters import Text, say

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "reading": (
            "alert.read",
            "checkins.read",
            "peer_worker.read",
            "person.read",
            "read.notes",
            "read.pairing",
            "read.shortlist",
            "read.suggestion",
            "read.suggestions",
            "read.what_if",
            "work_time.read",
        ),
        "exports": (
            "audit.exported",
            "measures.exported",
            "outcomes.counted",
            "person.copy_sent",
            "research.exported",
            "work_time.exported",
        ),
        "alerts": (
            "alert.acknowledged",
            "alert.closed.",
            "alert.look_again",
            "alert.looked_again",
            "alert.note",
            "alert.raised.",
            "alert.taken_over",
            "report.handed_over",
            "report.made",
            "response.recorded",
        ),
        "pairings": (
            "pair.ban_ended",
            "pair.ban_made",
            "pair.pin_ended",
            "pair.pin_made",
            "pairing.accepted",
            "pairing.active",
            "pairing.approved",
            "pairing.declined.",
            "pairing.end_moved",
            "pairing.ended.",
            "pairing.expired",
            "pairing.handover_asked",
            "pairing.offered",
            "pairing.paused.",
            "pairing.reasoned",
            "pairing.resumed",
            "round.made",
        ),
        "people": (
            "checkins.changed",
            "erasure.receipt",
            "letter.to_coordinator",
            "letter.to_person",
            "note.added",
            "person.asked_again",
            "person.blocked",
            "person.erased",
            "person.erasure_asked",
            "person.erasure_due",
            "person.moved_to_worker_bot",
            "person.unblocked",
            "role.left.",
            "role.started.",
            "stage.active",
            "stage.matched",
            "stage.paused",
            "stage.to_confirm",
            "stage.waiting",
        ),
        "peers": (
            "cover.agreed",
            "cover.asked",
            "cover.declined",
            "cover.ended",
            "debrief.",
            "peer_worker.away",
            "peer_worker.back",
            "peer_worker.capacity",
            "peer_worker.changed",
            "peer_worker.confirmed",
            "peer_worker.outside_hours",
            "peer_worker.sent_back",
            "peer_worker.supervision",
            "supervision.recorded",
            "work_time.added",
            "work_time.taken_away",
        ),
        "team": (
            "coordinator.confirmed",
            "coordinator.refused",
            "digest.mail.",
            "invitation.issued.",
            "invitation.revoked",
            "mail.confirmed",
            "mail.taken_away",
            "role_ending.agreed",
            "role_ending.asked",
            "role_ending.refused",
            "rota.added",
            "rota.closed_added",
            "rota.closed_taken_away",
            "rota.off_added",
            "rota.off_taken_away",
            "rota.taken_away",
            "setting.",
            "setting.erase_after_months",
            "setting.erase_after_months.undone",
            "setting.pack",
            "setting.pack.undone",
            "setting.region",
            "setting.region.undone",
            "setting.response",
            "setting.response.undone",
            "setting.rhythm",
            "setting.rhythm.undone",
            "setting.self_referral",
            "setting.self_referral.undone",
            "setting.text_alert_hours",
            "setting.text_alert_hours.undone",
            "setting.text_below_age",
            "setting.text_below_age.undone",
            "setting.text_first_conversation",
            "setting.text_first_conversation.undone",
            "setting.text_introduction",
            "setting.text_introduction.undone",
            "setting.text_role_agreement",
            "setting.text_role_agreement.undone",
            "setting.text_role_description",
            "setting.text_role_description.undone",
            "setting.text_waiting",
            "setting.text_waiting.undone",
            "setting.text_what_next",
            "setting.text_what_next.undone",
            "setting.weights",
            "setting.weights.undone",
        ),
        "console": (
            "audit.checked",
            "console.account_added",
            "console.account_removed",
            "console.chat_linked",
            "console.codes_added",
            "console.codes_removed",
            "console.link_again",
            "console.link_sent",
            "console.link_used",
            "console.passkey_added",
            "console.passkey_removed",
            "console.recovery_codes_made",
            "console.signed_in.",
        ),
    }
)
ENTRIES: tuple[str, ...] = tuple(entry for acts in GROUPS.values() for entry in acts)


def entry_of(act: str) -> str | None:
    """The entry of the list that an act belongs to, the most exact one; None for an unknown act."""
    if act in ENTRIES:
        return act
    found = [one for one in ENTRIES if one.endswith(".") and act.startswith(one)]
    return max(found, key=len, default=None)


def act_in_words(act: str) -> Text:
    """What was done, as people say it; an act of another version of the service is told as is."""
    entry = entry_of(act)
    if entry is None:
        return say("console.audit.unknown_act", act=act)
    return say(f"console.audit.act.{entry.rstrip('.')}")
