"""An overview of a peer worker for coordinators: their answers, and how they stand now."""

from care.capacity import TAKES_A_PLACE
from care.questions import path
from care.setting_pack import SettingPack
from db.answers import form_of_membership
from db.covers import cover_for
from db.ids import ProgrammeId
from db.memberships import Membership, members, membership_or_none
from db.peer_standings import standing_or_none
from db.people import Person
from flows.actor import PEER_WORKER, Actor
from flows.answer_lines import answer_lines
from flows.filling import read_answers
from flows.letters import Button, Part, Words, body, one_each, say
from flows.matching_people import facts_of_peer_worker, places_taken
from flows.shared_answers import shared_answers
from flows.staff import name_in
from flows.story import Story
from flows.times import day_in_words
from flows.vetting import AWAY, stops_of

MOST_SHOWN = 20


async def show_peer_workers(
    story: Story, actor: Actor, programme_id: str, pressed: int | None
) -> None:
    """Every confirmed peer worker of the programme; those on a break are marked."""
    where = ProgrammeId(programme_id)
    actor.ensure_coordinator(where)
    found = await members(story.session, where, PEER_WORKER, ("active", "paused"))
    buttons = []
    for membership in found[:MOST_SHOWN]:
        name = await name_in(story, membership)
        label = Words(name) if membership.stage == "active" else say("peers.paused", name=name)
        buttons.append(Button(label, "pw", membership.id))
    key = "peers.list" if found else "peers.list_empty"
    content = body(say(key, n=len(found)), rows=one_each(*buttons))
    await story.edit(actor.person.id, content, slot="peers", message_id=pressed)


async def overview(
    story: Story, pack: SettingPack, membership: Membership, reader: Person
) -> list[Part]:
    """Name, what they answered, load, and what keeps new offers away."""
    name = await name_in(story, membership)
    parts: list[Part] = [say("confirm.about", name=name)]
    form_session = await form_of_membership(story.session, membership.id)
    if form_session is not None:
        form = pack.peer_worker
        answers = await read_answers(story, form, form_session)
        asked = (question for question in path(form, answers) if question.kind != "agree")
        parts.append(answer_lines(asked, answers))
    if membership.stage in ("active", "paused"):
        parts += await _standing(story, pack, membership, reader)
        parts += await shared_answers(story, membership, reader)
    return parts


async def _standing(
    story: Story, pack: SettingPack, membership: Membership, reader: Person
) -> list[Part]:
    facts = await facts_of_peer_worker(story, pack, membership)
    if facts is None:
        return [say("peers.incomplete")]
    taken = len(await places_taken(story, membership, TAKES_A_PLACE))
    parts: list[Part] = [say("peers.load", taken=taken, places=facts.capacity)]
    if membership.stage == "paused":
        parts.append(say("peers.takes_a_break"))
    standing = await standing_or_none(story.session, membership.id)
    for stop in await stops_of(story, pack, membership, facts):
        until = standing.away_until if standing is not None else None
        if stop == AWAY and until is not None:
            parts.append(say("peers.stop.away", until=day_in_words(until, reader)))
        else:
            parts.append(say(f"peers.stop.{stop}"))
    cover = await cover_for(story.session, membership.id)
    by = await membership_or_none(story.session, cover.cover_membership_id) if cover else None
    if cover is not None and by is not None:
        parts.append(say(f"peers.cover.{cover.state}", name=await name_in(story, by)))
    return parts
