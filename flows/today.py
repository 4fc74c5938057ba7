"""Today: what needs a coordinator, most urgent first; a few of each, and how many there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from db.ids import PersonId
from db.needs import how_many_wait
from db.people import names_by_id
from db.programmes import Programme
from flows.actor import Actor
from flows.duty import local_now
from flows.letters import Text, say
from flows.story import Story
from flows.today_alerts import alerts_today
from flows.today_pairs import pairs_today, pairs_until
from flows.today_people import people_today, people_until
from flows.today_topics import MOST, SHOWN, Day, Item, Topic

ORDER = (
    "alerts",
    "look_again",
    "taken",
    "review",
    "offers",
    "waiting",
    "first_words",
    "lapses",
    "running_out",
    "reports",
    "confirm",
    "changed",
    "handovers",
    "coordinators",
    "response",
    "mail",
)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits: what and who, since or until when, and the page where it is done.

    `path` is below the programme's own, unless it begins with a slash. `is_now`: its time has come.
    """

    what: Text
    path: str
    since: datetime | None
    until: datetime | None
    on: date | None
    is_now: bool


@dataclass(frozen=True, slots=True)
class Needs:
    """All of one topic: how many, the first of them, and the page of all."""

    topic: str
    n: int
    path: str
    lines: tuple[Need, ...]


async def needs_today(
    story: Story, actor: Actor, where: Programme, only: str = ""
) -> tuple[Needs, ...]:
    """What waits in the programme for this coordinator; topics without anything are left out.

    With `only` the topic of this name alone, and more of it.
    """
    day = await _day(story, actor, where, MOST if only else SHOWN)
    found = [
        *await alerts_today(story, actor, where, day),
        *await pairs_today(story, where, day),
        *await people_today(story, actor, where, day),
    ]
    topics = [topic for topic in found if topic.n and only in ("", topic.name)]
    topics.sort(key=lambda topic: ORDER.index(topic.name))
    names = await _names(story, topics)
    return tuple(
        Needs(
            topic.name,
            topic.n,
            topic.path,
            tuple(_need(story, topic, item, names) for item in topic.items),
        )
        for topic in topics
    )


async def _day(story: Story, actor: Actor, where: Programme, most: int) -> Day:
    today = local_now(story, where).date()
    params: dict[str, object] = {"where": where.id, "reader": actor.person.id, "today": today}
    params |= pairs_until(story, where) | people_until(today)
    return Day(params, await how_many_wait(story.session, params), most)


async def _names(story: Story, topics: Iterable[Topic]) -> Mapping[PersonId, str | None]:
    people = {one for topic in topics for item in topic.items for one in item.people.values()}
    return await names_by_id(story.session, people)


def _need(story: Story, topic: Topic, item: Item, known: Mapping[PersonId, str | None]) -> Need:
    names = {place: known[who] or "" for place, who in item.people.items()}
    is_known = all(names.values())
    what = say(f"console.today.{topic.name}.{item.kind}", **names)
    return Need(
        what=what if is_known else say("console.today.deleted"),
        path=item.path,
        since=item.since,
        until=item.until,
        on=item.on,
        is_now=item.until is not None and item.until <= story.now,
    )
