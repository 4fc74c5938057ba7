"""The summary of the day: to each coordinator at their time, on days when something waits."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from care.alert_questions import DIGEST_AT, number_in
from care.wall_time import local_date, to_utc
from db.answers import forget_answers
from db.digests import (
    DEFAULT_MINUTE,
    Digest,
    add_digest,
    coordinators_without_digest,
    digest_or_none,
    digests_due,
)
from db.ids import MembershipId
from db.memberships import Membership, membership_or_none
from db.outbox import Lane
from db.people import Person, person
from db.programmes import programme
from db.zones import zone_of
from flows.actor import COORDINATOR, Actor
from flows.brief_forms import BriefOwner, answer_to, ask_brief, brief_form
from flows.day_counts import Count, day_counts
from flows.errors import Refused
from flows.filling import Answers, Filling
from flows.letters import Body, Bullets, Button, Rows, Text, body, one_each, say
from flows.mailing import has_mail, mail_summary
from flows.staff import record
from flows.story import Story
from flows.times import local_time

DIGEST_KIND = "digest"
OFF = "off"
BATCH = 50


async def send_digests(story: Story) -> int:
    """Send the summaries of which the time has come; returns how many rows were looked at."""
    new = await coordinators_without_digest(story.session, BATCH)
    for membership in new:
        reader = await person(story.session, membership.person_id)
        add_digest(story.session, membership.id, next_digest_at(story, reader, DEFAULT_MINUTE))
    await story.session.flush()
    due = await digests_due(story.session, story.now, BATCH)
    for digest in due:
        await _send(story, digest)
    await story.session.flush()
    return len(new) + len(due)


def next_digest_at(story: Story, reader: Person, at_minute: int) -> datetime:
    """The next time, after now, at which the reader's own clock shows this minute of a day."""
    zone = zone_of(reader)
    today = local_date(story.now, zone)
    wall = time(at_minute // 60, at_minute % 60)
    first = to_utc(today, wall, zone)
    return first if first > story.now else to_utc(today + timedelta(days=1), wall, zone)


async def show_digest(story: Story, actor: Actor, membership_id: str, detail: str) -> None:
    """Say when the summary comes; `detail` "at" asks for another time, "mail" turns mails on."""
    mine, digest = await _mine(story, actor, membership_id)
    if detail == "at":
        await ask_brief(story, actor, DIGEST_KIND, await digest_owner(story, mine.id))
        return
    if detail == "mail":
        digest.by_mail = not digest.by_mail
        story.session.add(digest)
        await record(story, actor, mine, f"digest.mail.{'on' if digest.by_mail else 'off'}")
    await story.post(actor.person.id, _screen(story, mine, digest))


async def digest_owner(story: Story, subject: str) -> "DigestAsked":
    """The owner of the question when the summary comes."""
    del story
    return DigestAsked(subject, brief_form(DIGEST_AT))


@dataclass(frozen=True, slots=True)
class DigestAsked(BriefOwner):
    """Keeps the time."""

    async def finished(self, filling: Filling, answers: Answers) -> None:
        """Keep the time, or that none is wished for."""
        story, actor = filling.story, filling.actor
        chosen = str(answer_to(answers, DIGEST_AT.code) or OFF)
        await forget_answers(story.session, filling.form_session)
        mine, digest = await _mine(story, actor, self.subject)
        digest.is_off = chosen == OFF
        if not digest.is_off:
            digest.at_minute = number_in(chosen)
        digest.next_at = next_digest_at(story, actor.person, digest.at_minute)
        story.session.add(digest)
        await story.post(actor.person.id, _screen(story, mine, digest))


def _screen(story: Story, mine: Membership, digest: Digest) -> Body:
    at = f"{digest.at_minute // 60:02}:{digest.at_minute % 60:02}"
    told = say("digest.is_off") if digest.is_off else say("digest.is_at", at=at)
    mail = "digest.button.mail_off" if digest.by_mail else "digest.button.mail_on"
    return body(
        told,
        rows=one_each(
            Button(say("digest.button.at"), "ag", mine.id, "at"),
            *([Button(say(mail), "ag", mine.id, "mail")] if has_mail(story) else ()),
            Button(say("reach.button.back"), "as", mine.programme_id),
        ),
    )


async def _send(story: Story, digest: Digest) -> None:
    mine = await membership_or_none(story.session, digest.membership_id)
    if mine is None or mine.stage == "left":
        await story.session.delete(digest)
        return
    reader = await person(story.session, mine.person_id)
    digest.next_at = next_digest_at(story, reader, digest.at_minute)
    story.session.add(digest)
    if digest.is_off or mine.stage != "active":
        return
    counts = await day_counts(story, mine)
    if not counts:
        return
    where = await programme(story.session, mine.programme_id)
    lines = Bullets(tuple(_line(one, reader) for one in counts))
    title = say("digest.title", programme=where.name)
    if reader.unreachable_since is None:
        await story.post(reader.id, Body((title, lines), _buttons(counts, mine)), lane=Lane.BULK)
    if digest.by_mail:
        key = f"digest:{mine.id}:{story.now.isoformat()}"
        parts = (title, lines, say("mail.open_the_bot"))
        await mail_summary(story, reader.id, key, where.name, parts)


def _line(count: Count, reader: Person) -> Text:
    if count.since is None:
        return say(f"digest.line.{count.what}", n=count.n)
    since = local_time(count.since, reader)
    return say(f"digest.line.{count.what}", n=count.n, since=since)


def _buttons(counts: list[Count], mine: Membership) -> Rows:
    verbs = dict.fromkeys(one.verb for one in counts)
    return one_each(
        *(Button(say(f"digest.button.{verb}"), verb, mine.programme_id) for verb in verbs)
    )


async def _mine(story: Story, actor: Actor, membership_id: str) -> tuple[Membership, Digest]:
    mine = await membership_or_none(story.session, MembershipId(membership_id))
    if mine is None or mine.person_id != actor.person.id or mine.role != COORDINATOR:
        raise Refused("refused.not_yours")
    actor.ensure_coordinator(mine.programme_id)
    digest = await digest_or_none(story.session, mine.id)
    if digest is None:
        at = next_digest_at(story, actor.person, DEFAULT_MINUTE)
        digest = add_digest(story.session, mine.id, at)
    return mine, digest
