"""What a programme's settings are, and the latest changes of them, as a page shows it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from db.ids import SettingChangeId
from db.programmes import Programme
from db.setting_changes import SettingChange, setting_changes
from flows.letters import Part, Text, Words, say
from flows.own_settings import TEXT
from flows.programme_settings import SETTINGS, is_standing, value_in_words
from flows.programmes import pack_of, rules_of
from flows.somebody import called_by_id
from flows.story import Story
from matching.rules import TERMS

LATEST = 20


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change; whoever is None did it at the command line."""

    id: SettingChangeId
    at: datetime
    by: Text | Words
    name: Text
    old: Part
    new: Part
    is_long: bool
    is_undo: bool
    can_undo: bool


async def settings_now(story: Story, where: Programme) -> Mapping[str, str]:
    """Setting -> its text."""
    return {name: await one.read(story, where) for name, one in SETTINGS.items()}


async def latest_changes(story: Story, where: Programme) -> tuple[ChangeLine, ...]:
    """The latest changes, the newest first; the newest of each setting can be undone."""
    found = await setting_changes(story.session, where.id, most=LATEST)
    return tuple([await _line(story, where, one) for one in found])


def weights_of(story: Story, where: Programme) -> Mapping[str, int]:
    """Term -> the weight that it has now, the programme's own or its pack's."""
    rules = rules_of(pack_of(story, where))
    return {term: rules.weight(term) for term in TERMS}


async def _line(story: Story, where: Programme, one: SettingChange) -> ChangeLine:
    return ChangeLine(
        one.id,
        one.at,
        await called_by_id(story, one.by) if one.by else say("console.settings.by_command"),
        say(f"settings.name.{one.name}"),
        value_in_words(one.name, one.old),
        value_in_words(one.name, one.new),
        one.name.startswith(TEXT),
        one.undoes is not None,
        _can_be_undone(one) and await is_standing(story, where, one),
    )


def _can_be_undone(one: SettingChange) -> bool:
    """A response that was not there before stays: safety items may have been asked since."""
    return one.name != "response" or bool(one.old and json.loads(one.old))
