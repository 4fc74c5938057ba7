"""What coordinators see of a pairing: its way, its dose and its reviews, never its words."""

from collections.abc import Sequence

from care.dose import Day, Week, weeks_of
from care.wall_time import local_date
from db.contact_days import days_of
from db.ids import PersonId
from db.pairings import Pairing
from db.people import Person, name_of, person
from db.programmes import programme
from db.renewals import renewals_of
from db.rhythms import rhythm_or_none
from db.zones import zone_of
from flows.ending_review import review_lines
from flows.letters import Bullets, Button, Part, Text, say
from flows.programmes import pack_of
from flows.story import Story
from flows.times import day_in_words, local_day

WEEKS_SHOWN = 6
MORE_TIME, OTHER_DAY = "gm", "gt"


async def lines_of_pairing(story: Story, pairing: Pairing, reader: Person) -> list[Part]:
    """Since when, until when, first words, contact week by week, ground rules, reviews."""
    row = await rhythm_or_none(story.session, pairing.id)
    if row is None or pairing.active_at is None:
        return []
    names = await _names(story, pairing)
    began = local_day(pairing.active_at, reader)
    parts: list[Part] = [
        say("dose.time", began=began, until=day_in_words(row.ends_on, reader)),
        _first_words(pairing, names, reader),
        *await _weeks(story, pairing, names, reader),
        *await _rules(story, pairing, reader),
        *await review_lines(story, pairing),
    ]
    return parts


async def dose_in_short(story: Story, pairing: Pairing) -> Text:
    """One line for a person's page: contacts of the last four weeks."""
    weeks = (await weeks_of_pairing(story, pairing))[-4:]
    names = await _names(story, pairing)
    return say(
        "dose.short",
        **names,
        contacts=sum(week.contacts for week in weeks),
        planned=sum(week.planned for week in weeks),
        n=len(weeks),
    )


async def weeks_of_pairing(story: Story, pairing: Pairing) -> tuple[Week, ...]:
    """The weeks of a pairing that began, up to now or to its end."""
    where = await programme(story.session, pairing.programme_id)
    zone = zone_of(where)
    began_on = local_date(pairing.active_at or pairing.created_at, zone)
    until = local_date(pairing.ended_at or story.now, zone)
    counted = await days_of(story.session, pairing.id, began_on)
    days = [Day(c.day, c.from_service_user, c.from_peer_worker) for c in counted]
    return weeks_of(began_on, until, pack_of(story, where).contact_every_days, days)


def ending_buttons(pairing: Pairing) -> list[Button]:
    """What a coordinator can do about the last day; below a pairing that runs."""
    return [
        Button(say("ending.button.more_time"), MORE_TIME, pairing.id),
        Button(say("ending.button.other_day"), OTHER_DAY, pairing.id),
    ]


def _first_words(pairing: Pairing, names: dict[str, str], reader: Person) -> Text:
    if pairing.first_contact_at is None:
        return say("dose.no_first_words", peer=names["peer"])
    day = local_day(pairing.first_contact_at, reader)
    return say("dose.first_words", peer=names["peer"], day=day)


async def _weeks(
    story: Story, pairing: Pairing, names: dict[str, str], reader: Person
) -> list[Part]:
    weeks: Sequence[Week] = (await weeks_of_pairing(story, pairing))[-WEEKS_SHOWN:]
    if not weeks:
        return []
    lines = [
        say(
            "dose.week",
            week=week.number,
            day=day_in_words(week.first_day, reader),
            n=week.contacts,
            planned=week.planned,
            from_user=week.from_service_user,
            from_peer=week.from_peer_worker,
            **names,
        )
        for week in weeks
    ]
    return [say("dose.what_counts"), Bullets(tuple(lines))]


async def _rules(story: Story, pairing: Pairing, reader: Person) -> list[Part]:
    """Who of the two agreed when they were last asked."""
    latest: dict[PersonId, Text] = {}
    for one in await renewals_of(story.session, pairing.id):
        name = await name_of(story.session, await person(story.session, one.person_id))
        latest[one.person_id] = (
            say("dose.rules_agreed", name=name, day=local_day(one.agreed_at, reader))
            if one.agreed_at
            else say("dose.rules_asked", name=name, day=local_day(one.asked_at, reader))
        )
    return [Bullets(tuple(latest.values()))] if latest else []


async def _names(story: Story, pairing: Pairing) -> dict[str, str]:
    user = await person(story.session, pairing.service_user_id)
    peer = await person(story.session, pairing.peer_worker_id)
    return {
        "person": await name_of(story.session, user),
        "peer": await name_of(story.session, peer),
    }
