"""A running pair: a pairing with its rhythm, its pack and its two people, for the clock."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from care.good_times import NIGHT, day_for_all, in_their_hours
from care.rhythm import Plan, Standing, first_nudge_from, first_words_by
from care.setting_pack import SettingPack
from care.wall_time import local_date
from db.contact_days import last_day_of, unanswered_since
from db.memberships import Membership, membership_in
from db.outbox import Lane
from db.pairings import Pairing
from db.people import Person, name_of, person
from db.programmes import Programme, programme
from db.rhythms import Rhythm
from db.zones import zone_of
from flows.actor import PEER_WORKER, SERVICE_USER
from flows.away import away_until
from flows.by_day import coordinators_by_day
from flows.letters import URGENT, Body, Button, Part, body, one_each, say
from flows.matching_people import facts_of_peer_worker, places_taken
from flows.programmes import pack_of
from flows.story import Story


@dataclass(frozen=True, slots=True)
class RunningPair:
    """Everything that a story about the rhythm of one pairing needs."""

    story: Story
    pairing: Pairing
    rhythm: Rhythm
    where: Programme
    pack: SettingPack
    user: Person
    peer: Person
    user_name: str
    peer_name: str

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the programme, whose calendar counts."""
        return zone_of(self.where)

    @property
    def today(self) -> date:
        """The day on the programme's calendar."""
        return local_date(self.story.now, self.zone)

    @property
    def began_at(self) -> datetime:
        """When the pairing began."""
        return self.pairing.active_at or self.pairing.created_at

    @property
    def plan(self) -> Plan:
        """What the pack plans."""
        return plan_of(self.pack)

    @property
    def names(self) -> dict[str, str]:
        """Both names, as wording for coordinators has them."""
        return {"person": self.user_name, "peer": self.peer_name}

    def by_day(self) -> datetime:
        """When both may be written to: now, unless it is night for one of the two."""
        zones = [zone_of(self.user, self.where), zone_of(self.peer, self.where)]
        return day_for_all(self.story.now, zones)

    async def tell_user(self, *parts: Part, first: tuple[Button, ...] = ()) -> None:
        """Write to the service user, who can always talk to a coordinator or get urgent help."""
        await self._tell(self.user, SERVICE_USER, parts, first)

    async def tell_peer(
        self,
        *parts: Part,
        first: tuple[Button, ...] = (),
        worried: bool = True,
        expires_at: datetime | None = None,
    ) -> None:
        """Write to the peer worker; `worried` offers to say so."""
        about = Button(say("peer_worker.button.worried"), "wo", self.pairing.id)
        worry = (about,) if worried else ()
        await self._tell(self.peer, PEER_WORKER, parts, (*first, *worry), expires_at)

    async def tell_coordinators(self, what: Part) -> None:
        """Write by day to every coordinator who is not one of the two, with a way to the page."""
        rows = one_each(Button(say("rhythm.button.pairing"), "jp", self.pairing.id))
        both = (self.user.id, self.peer.id)
        content = body(what, rows=rows)
        await coordinators_by_day(self.story, self.where.id, content, but=both)

    async def write_to_user(self) -> tuple[Button, ...]:
        """A button that turns the peer worker to this person, where they have several."""
        membership = await self.role_of(PEER_WORKER)
        others = await places_taken(self.story, membership, ("active",)) if membership else []
        if len(others) < 2:
            return ()
        label = say("peer_worker.button.write_to", name=self.user_name)
        return (Button(label, "cw", self.pairing.id),)

    async def role_of(self, role: str) -> Membership | None:
        """The role by which somebody is in this pairing."""
        someone = self.user if role == SERVICE_USER else self.peer
        return await membership_in(self.story.session, someone.id, self.where.id, role)

    async def good_for_peer(self, at: datetime) -> datetime:
        """The first instant from `at` on in the hours that the peer worker named, by day."""
        membership = await self.role_of(PEER_WORKER)
        facts = (
            await facts_of_peer_worker(self.story, self.pack, membership) if membership else None
        )
        zone = zone_of(self.peer, self.where)
        return in_their_hours(at, zone, facts.slots if facts is not None else frozenset())

    async def _tell(
        self,
        reader: Person,
        role: str,
        parts: tuple[Part, ...],
        first: tuple[Button, ...],
        expires_at: datetime | None = None,
    ) -> None:
        membership = await self.role_of(role)
        talk = (Button(say("talk.button.start"), "tw", membership.id),) if membership else ()
        content = Body(parts, one_each(*first, *talk, URGENT))
        await self.story.post(reader.id, content, lane=Lane.BULK, expires_at=expires_at)


def plan_of(pack: SettingPack) -> Plan:
    """What a pack plans for a pairing."""
    return Plan(
        contact_every_days=pack.contact_every_days,
        first_contact_hours=pack.first_contact_hours,
        rules_every_weeks=pack.rules_every_weeks,
        ending_weeks=pack.ending_weeks,
    )


async def running_pair(story: Story, pairing: Pairing, rhythm: Rhythm) -> RunningPair:
    """The pair of this pairing."""
    where = await programme(story.session, pairing.programme_id)
    user = await person(story.session, pairing.service_user_id)
    peer = await person(story.session, pairing.peer_worker_id)
    return RunningPair(
        story=story,
        pairing=pairing,
        rhythm=rhythm,
        where=where,
        pack=pack_of(story, where),
        user=user,
        peer=peer,
        user_name=await name_of(story.session, user),
        peer_name=await name_of(story.session, peer),
    )


async def standing_of(pair: RunningPair) -> Standing:
    """How the pair stands now. Silence counts from the last message, break or absence."""
    row, story = pair.rhythm, pair.story
    away = await away_until(story, pair.peer.id, pair.where.id)
    waits_since = await unanswered_since(story.session, pair.pairing.id)
    last = waits_since or await last_day_of(story.session, pair.pairing.id)
    since = local_date(pair.pairing.since, pair.zone)
    quiet_since = max(day for day in (last, since, row.away_on) if day is not None)
    is_same_silence = row.lapse_on is not None and row.lapse_on > quiet_since
    has_first_words = pair.pairing.first_contact_at is not None
    return Standing(
        began_at=pair.began_at,
        ends_on=row.ends_on,
        quiet_since=quiet_since,
        nudge_first_at=pair.story.now if has_first_words else await _nudge_first_at(pair),
        first_words_by=first_words_by(pair.plan, pair.pairing.since),
        has_first_words=has_first_words,
        nudged_first=row.first_nudged_at is not None,
        missed_first=row.first_missed_at is not None,
        lapse=row.lapse if is_same_silence else 0,
        lapse_on=row.lapse_on if is_same_silence else None,
        unanswered=waits_since is not None,
        rules_on=row.rules_on,
        weeks_told=row.weeks_told,
        spoke_on=row.spoke_on,
        is_away=away is not None,
        away_on=row.away_on,
    )


async def _nudge_first_at(pair: RunningPair) -> datetime:
    """In the peer worker's hours, or by day where those come too late."""
    wished = first_nudge_from(pair.plan, pair.pairing.since)
    in_hours = await pair.good_for_peer(wished)
    if in_hours < first_words_by(pair.plan, pair.pairing.since):
        return in_hours
    return NIGHT.ends_at(wished, zone_of(pair.peer, pair.where))
