"""Today: what needs a coordinator, most urgent first; a few of each, and how many there are."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from db.engine import vault_of
from db.ids import PersonId
from db.people import name_of, person, read_people
from db.programmes import Programme
from flows.actor import Actor
from flows.letters import Text, say
from flows.story import Story
from flows.today_alerts import alerts_today
from flows.today_pairs import pairs_today
from flows.today_people import people_today
from flows.today_topics import MOST, SHOWN, Item, Topic

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
    most = MOST if only else SHOWN
    found = [topic async for topic in _topics(story, actor, where, most) if topic.n]
    topics = [topic for topic in found if only in ("", topic.name)]
    topics.sort(key=lambda topic: ORDER.index(topic.name))
    await _read_names(story, topics)
    return tuple(
        [
            Needs(
                topic.name,
                topic.n,
                topic.path,
                tuple([await _need(story, topic, item) for item in topic.items]),
            )
            for topic in topics
        ]
    )


async def _topics(story: Story, actor: Actor, where: Programme, most: int) -> AsyncIterator[Topic]:
    for part in (alerts_today, pairs_today, people_today):
        for topic in await part(story, actor, where, most):
            yield topic


async def _read_names(story: Story, topics: Iterable[Topic]) -> None:
    people = {one for topic in topics for item in topic.items for one in item.people.values()}
    await read_people(story.session, people)
    await vault_of(story.session).read_keys(story.session, people)


async def _need(story: Story, topic: Topic, item: Item) -> Need:
    names = {place: await _name(story, who) for place, who in item.people.items()}
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


async def _name(story: Story, person_id: PersonId) -> str:
    return await name_of(story.session, await person(story.session, person_id))
