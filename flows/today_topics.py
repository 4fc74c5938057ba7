"""Topics of the day as the questions leave them: people by their ids, names not read yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from db.ids import PersonId
from db.needs import first_of
from flows.story import Story

SHOWN = 5  # of each topic
MOST = 100  # of one topic alone; the longest ones have pages of their own


@dataclass(frozen=True, slots=True)
class Item:
    """One row that waits. `people` by their places in the wording; `kind` chooses the wording."""

    path: str
    people: Mapping[str, PersonId] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    on: date | None = None
    kind: str = "line"


@dataclass(frozen=True, slots=True)
class Topic:
    """The first rows of one topic, of `n` in all; `path` leads to the page of all."""

    name: str
    n: int
    path: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What all topics of a page share: what their questions name, and how many rows each has."""

    params: Mapping[str, object]
    counts: Mapping[str, int]
    most: int

    async def topic(
        self, story: Story, name: str, path: str, item_of: Callable[[Any], Item]
    ) -> Topic:
        """The first rows of this topic."""
        found = await first_of(story.session, name, self.counts[name], self.most, self.params)
        return Topic(name, found.n, path, tuple(map(item_of, found.rows)))
