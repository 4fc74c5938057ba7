"""Settings of a programme: read as words, changed by coordinators, put back when it was a mistake.

Every setting is a short text, so that one list tells what was changed; `SETTINGS` says how each is
read and written.
"""

import json
from collections.abc import Mapping

from care.alert_questions import RESPONSE_ROUTE, RESPONSE_WHO
from care.errors import CareError
from db.audit import record_act
from db.ids import PersonId, SettingChangeId
from db.programmes import Programme
from db.setting_changes import SettingChange, add_setting_change, setting_change_in
from db.turns import take_turn
from flows.actor import Actor
from flows.errors import Refused
from flows.letters import Part, say
from flows.own_settings import OWN_SETTINGS, own_in_words
from flows.regions import regions_in
from flows.response import record_response, response_as_text
from flows.setting import Setting, mark_of
from flows.staff import tell_coordinators
from flows.story import Story
from matching.rules import TERMS

ON, OFF = "on", "off"
NEVER = "never"
MONTHS = ("3", "6", "12", "24", "72")
MOST_WEIGHT = 100
LONGEST_WAIT = 10_080  # minutes of a week


async def change_setting(
    story: Story,
    where: Programme,
    name: str,
    new: str,
    *,
    by: PersonId | None,
    undoes: SettingChangeId | None = None,
    seen: str = "",
) -> bool:
    """Let a setting be this from now on, and tell coordinators; False when it was so already.

    None as `by` is the command line. `seen` is the mark (`mark_of`) of the value that a form was
    filled in from. Raises Refused for a value that the setting cannot have, and where somebody
    else changed it since it was seen.
    """
    await _take_turn(story, where)
    setting = SETTINGS[name]
    old = await setting.read(story, where)
    if old == new:
        return False
    if seen and seen != mark_of(old):
        raise Refused("settings.changed_meanwhile")
    await setting.write(story, where, new, by)
    kept = await setting.read(story, where)
    if kept == old:
        return False
    await add_setting_change(
        story.session, where.id, name, old, kept, by=by, undoes=undoes, now=story.now
    )
    act = f"setting.{name}.undone" if undoes else f"setting.{name}"
    await record_act(story.session, by, act, about=where.id, programme_id=where.id, now=story.now)
    told = say("settings.changed", programme=where.name)
    await tell_coordinators(story, where.id, told, but=by)
    return True


async def undo_change(story: Story, actor: Actor, where: Programme, change_id: str) -> None:
    """Put a setting back to what it was before this change.

    Raises Refused when the setting was changed again since: nobody's later change is lost.
    """
    mine = actor.ensure_coordinator(where.id)
    found = await setting_change_in(story.session, where.id, SettingChangeId(change_id))
    if found is None:
        raise Refused("settings.gone")
    await _take_turn(story, where)
    if not await is_standing(story, where, found):
        raise Refused("settings.changed_since")
    await change_setting(story, where, found.name, found.old, by=mine.person_id, undoes=found.id)


async def is_standing(story: Story, where: Programme, change: SettingChange) -> bool:
    """Whether the setting is still what this change made it."""
    return await SETTINGS[change.name].read(story, where) == change.new


def write_weights(weights: Mapping[str, int]) -> str:
    """Weights as the text of their setting."""
    return json.dumps({term: weights[term] for term in TERMS if term in weights})


def value_in_words(name: str, value: str) -> Part:
    """What a setting is, for the list of changes."""
    if (own := own_in_words(name, value)) is not None:
        return own
    if not value:
        return say(f"settings.{name}.none")
    if name == "response":
        who, within, route = json.loads(value)
        return say("settings.response.is", who=who, n=within, route=route)
    if name == "weights":
        told = ", ".join(f"{term} {number}" for term, number in json.loads(value).items())
        return say("settings.weights.are", weights=told)
    if name == "erase_after_months" and value != NEVER:
        return say("settings.erase_after_months.is", n=int(value))
    if name == "region":
        return say("settings.region.is", code=value)
    return say(f"settings.{name}.{value}")


async def _take_turn(story: Story, where: Programme) -> None:
    """Wait for others who change settings there, and see what they left."""
    await take_turn(story.session, f"settings.{where.id}")
    await story.session.refresh(where)


async def _read_self_referral(_: Story, where: Programme) -> str:
    return ON if where.self_referral else OFF


async def _write_self_referral(
    story: Story, where: Programme, new: str, _: PersonId | None
) -> None:
    if new not in (ON, OFF):
        raise Refused("settings.cannot")
    where.self_referral = new == ON
    story.session.add(where)


async def _read_region(_: Story, where: Programme) -> str:
    return where.region


async def _write_region(story: Story, where: Programme, new: str, _: PersonId | None) -> None:
    try:
        regions_in(story.session.info).pack(new)
    except (CareError, OSError, ValueError):
        raise Refused("settings.no_region") from None
    where.region = new
    story.session.add(where)


async def _read_weights(_: Story, where: Programme) -> str:
    return where.weights or ""


async def _write_weights(story: Story, where: Programme, new: str, _: PersonId | None) -> None:
    where.weights = _checked_weights(new) if new else None
    story.session.add(where)


def _checked_weights(new: str) -> str:
    try:
        given = json.loads(new)
    except ValueError:
        raise Refused("settings.cannot") from None
    numbers = given.values() if isinstance(given, dict) else ()
    in_range = all(type(one) is int and 0 <= one <= MOST_WEIGHT for one in numbers)
    if not numbers or not in_range or set(given) - set(TERMS) or not any(numbers):
        raise Refused("settings.no_weights")
    return write_weights(given)


async def _read_months(_: Story, where: Programme) -> str:
    return NEVER if where.erase_after_months is None else str(where.erase_after_months)


async def _write_months(story: Story, where: Programme, new: str, _: PersonId | None) -> None:
    if new not in (NEVER, *MONTHS):
        raise Refused("settings.cannot")
    where.erase_after_months = None if new == NEVER else int(new)
    story.session.add(where)


async def _read_response(story: Story, where: Programme) -> str:
    return await response_as_text(story, where)


async def _write_response(story: Story, where: Programme, new: str, by: PersonId | None) -> None:
    if not new:  # measures that were asked since would be asked with nobody to answer
        raise Refused("settings.response_stays")
    who, within, route = json.loads(new)
    fits = len(who) <= (RESPONSE_WHO.most or 0) and len(route) <= (RESPONSE_ROUTE.most or 0)
    if not who or not route or not fits or not 0 < within <= LONGEST_WAIT:
        raise Refused("settings.cannot")
    await record_response(story, where, who=who, within_minutes=within, route=route, by=by)


SETTINGS: Mapping[str, Setting] = {
    "self_referral": Setting(_read_self_referral, _write_self_referral),
    "region": Setting(_read_region, _write_region),
    "weights": Setting(_read_weights, _write_weights),
    "erase_after_months": Setting(_read_months, _write_months),
    "response": Setting(_read_response, _write_response),
    **OWN_SETTINGS,
}
