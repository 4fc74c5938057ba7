"""The peer worker's home: their people, what keeps offers away, and what they can change."""

from care.onboarding import CAPACITY
from care.setting_pack import SettingPack
from db.memberships import Membership
from db.pairings import RUNNING, pairings_of
from db.peer_standings import sent_back_words, standing_or_none
from db.people import name_of, person
from db.programmes import programme
from flows.about_peer import more_button
from flows.actor import Actor
from flows.answers_over_time import has_answered, over_time_button
from flows.chosen import who_is_chosen
from flows.first_talk import guide_button
from flows.kept import kept_notice
from flows.letters import Body, Button, Part, Words, body, one_each, say
from flows.matching_people import facts_of_peer_worker, places_taken
from flows.peer_role import my_peer_role
from flows.plan_screens import own_plans_button
from flows.programmes import pack_of
from flows.story import Story
from flows.times import day_in_words
from flows.vetting import AWAY, CHANGED, stops_of

URGENT = Button(say("button.urgent_help"), "u")


async def peer_worker_home(story: Story, actor: Actor, membership: Membership) -> Body:
    """Their people first, then why no offers come, then the next steps."""
    answers = Button(say("home.button.answers"), "yu", membership.id)
    talk = Button(say("talk.button.start"), "tw", membership.id)
    if membership.stage not in ("active", "paused"):
        return body(say("peer_worker.to_confirm"), rows=one_each(answers, talk, URGENT))
    pack = pack_of(story, await programme(story.session, membership.programme_id))
    stops = await _stops(story, pack, membership)
    people = await _people(story, membership)
    parts: list[Part] = [
        say("peer_worker.home", names=", ".join(name for name, _ in people))
        if people
        else say("peer_worker.paused" if membership.stage == "paused" else "peer_worker.home_empty")
    ]
    if len(people) > 1:
        running = await pairings_of(story.session, actor.person.id, RUNNING)
        parts.append(await who_is_chosen(story, actor, running))
    kept, show_kept = await kept_notice(story, actor.person)
    parts += [*kept, *await _why_no_offers(story, actor, membership, stops)]
    buttons = [button for _, button in people] if len(people) > 1 else []
    mine = await places_taken(story, membership, RUNNING)
    buttons += [await more_button(story, actor, pairing) for pairing in mine]
    buttons += [*show_kept, *await _first_talks(story, membership)]
    if people:
        buttons.append(Button(say("peer_worker.button.worried"), "wo"))
    if membership.stage == "paused":
        buttons.append(Button(say("peer_worker.button.room"), "pr", membership.id))
    if AWAY in stops:
        buttons.append(Button(say("away.button.back"), "yb", membership.id))
    buttons += await own_plans_button(story, actor.person)
    buttons += [Button(say("peer_worker.button.more"), "ym", membership.id), talk, URGENT]
    return Body(tuple(parts), one_each(*buttons))


async def show_what_can_change(
    story: Story, actor: Actor, membership_id: str, pressed: int | None
) -> None:
    """All that a peer worker can change at any time, one button each."""
    membership = my_peer_role(actor, membership_id)
    ref = membership.id
    rest = (
        []
        if membership.stage == "paused"
        else [Button(say("peer_worker.button.no_more"), "yp", ref)]
    )
    rows = one_each(
        Button(say("away.button.away"), "ya", ref),
        Button(say("outside.button.change"), "yh", ref),
        *rest,
        Button(say("peer_worker.button.capacity"), "yu", ref, CAPACITY),
        Button(say("peer_worker.button.cover"), "yo", ref),
        Button(say("peer_worker.button.supervision"), "yu", ref, "supervision"),
        Button(say("peer_worker.button.hours"), "yt", ref),
        Button(say("home.button.answers"), "yu", ref),
        *([over_time_button()] if await has_answered(story, actor.person) else []),
        Button(say("form.button.back"), "h"),
        URGENT,
    )
    content = body(say("peer_worker.can_change"), rows=rows)
    await story.edit(actor.person.id, content, slot="peer_home", message_id=pressed)


async def _stops(story: Story, pack: SettingPack, membership: Membership) -> tuple[str, ...]:
    facts = await facts_of_peer_worker(story, pack, membership)
    return await stops_of(story, pack, membership, facts) if facts is not None else ()


async def _people(story: Story, membership: Membership) -> list[tuple[str, Button]]:
    found = []
    for pairing in await places_taken(story, membership, RUNNING):
        name = await name_of(story.session, await person(story.session, pairing.service_user_id))
        label = say("peer_worker.button.write_to", name=name)
        found.append((name, Button(label, "cw", pairing.id)))
    return found


async def _first_talks(story: Story, membership: Membership) -> list[Button]:
    """The guide to the first talk, for whoever has no first words from them yet."""
    found = await places_taken(story, membership, ("active",))
    return [guide_button(pairing) for pairing in found if pairing.first_contact_at is None]


async def _why_no_offers(
    story: Story, actor: Actor, membership: Membership, stops: tuple[str, ...]
) -> list[Part]:
    standing = await standing_or_none(story.session, membership.id)
    parts: list[Part] = []
    for stop in stops:
        if stop == AWAY and standing is not None and standing.away_until is not None:
            until = day_in_words(standing.away_until, actor.person)
            parts.append(say("peer_worker.stop.away", until=until))
        elif stop == CHANGED and standing is not None and standing.sent_back_sealed is not None:
            parts.append(say("peer_worker.sent_back"))
            parts.append(Words(await sent_back_words(story.session, standing)))
        else:
            parts.append(say(f"peer_worker.stop.{stop}"))
    return parts
