"""Delivery times: when a message reaches the other person, and whether it makes a sound."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from care.quiet_hours import QuietHours
from db.ids import PersonId
from db.kept_letters import kept_letters
from db.outbox import Letter
from db.pairings import Pairing
from db.people import Person
from db.zones import zone_of
from flows.peer_hours import PeerHours, peer_hours
from flows.story import Story

NIGHT = QuietHours()  # a message that arrives in it makes no sound
SAME_LINE = timedelta(minutes=10)  # messages that follow so closely share a status line


@dataclass(frozen=True, slots=True)
class DeliveryTime:
    """When a letter leaves and whether it makes a sound.

    `keep_until` is when a kept one leaves, None for one that leaves at once. `told_by` is the
    source message whose status line tells of a kept one: its own, or one shortly before it.
    """

    keep_until: datetime | None = None
    silent: bool = False
    told_by: int | None = None
    hours: PeerHours | None = None


async def delivery_time(
    story: Story, pairing: Pairing, reader: Person, source: tuple[PersonId, int]
) -> DeliveryTime:
    """When what this source says reaches the reader.

    Service users get everything at once. For peer workers a message outside their hours is kept
    or sent without a sound, as they chose; it never overtakes one of the pairing that is kept.
    """
    hours = await peer_hours(story, pairing, reader)
    if hours is None:
        return DeliveryTime(silent=_is_night(story, reader) and not reader.sound_at_night)
    kept = await kept_letters(story.session, reader.id, story.now, pairing.id)
    ends = [letter.not_before for letter in kept if letter.not_before is not None]
    if hours.keeps and hours.times.next_start is not None:
        ends.append(hours.times.next_start)
    if not ends:
        return DeliveryTime(silent=_is_outside(story, reader, hours), hours=hours)
    return DeliveryTime(max(ends), bool(kept), _told_by(story, kept, source), hours)


def _is_night(story: Story, reader: Person) -> bool:
    return NIGHT.is_quiet(story.now, zone_of(reader))


def _is_outside(story: Story, reader: Person, hours: PeerHours) -> bool:
    """Hours that somebody named are theirs to be reached in, also at night."""
    if hours.times.is_here and hours.times.here_until is not None:
        return False
    return not hours.times.is_here or _is_night(story, reader)


def _told_by(story: Story, kept: Sequence[Letter], source: tuple[PersonId, int]) -> int:
    """The newest message with a line of its own that is near enough, else this one."""
    writer_id, message_id = source
    near = [
        letter.source_message_id
        for letter in kept
        if letter.source_person_id == writer_id
        and letter.told_by == letter.source_message_id
        and story.now - letter.created_at <= SAME_LINE
    ]
    found = near[-1] if near else None
    return message_id if found is None else found
