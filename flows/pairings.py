"""Pairings: how one begins, and how it ends."""

from datetime import date

from care.setting_pack import SettingPack
from care.stages import move
from db.ids import PersonId
from db.memberships import membership_in, set_stage
from db.pairings import RUNNING, Pairing, pairings_of
from db.people import name_of, person
from db.programmes import Programme
from db.waits import end_wait, wait_of
from flows.actor import SERVICE_USER
from flows.away import tell_if_away
from flows.first_talk import guide_button
from flows.follow_up import drop_follow_ups
from flows.letters import URGENT, Button, Part, Words, body, one_each, say
from flows.plans import start_plans
from flows.programmes import pack_of
from flows.rhythm import begin_rhythm
from flows.story import Story
from flows.times import day_in_words


async def activate(story: Story, pairing: Pairing, where: Programme) -> None:
    """Begin a pairing that both said yes to: ground rules, the first talk, the check-ins."""
    pack = pack_of(story, where)
    membership = await membership_in(story.session, pairing.service_user_id, where.id, SERVICE_USER)
    if membership is not None and membership.stage != "matched":
        move("service_user", "service_user", membership.stage, "matched")
        end_wait(story.session, await wait_of(story.session, membership), "matched", story.now)
        set_stage(story.session, membership, "matched", story.now)
    rhythm = await begin_rhythm(story, pairing, where, pack)
    await _welcome_service_user(story, pairing, pack, rhythm.ends_on)
    await _welcome_peer_worker(story, pairing, pack, rhythm.ends_on)
    await tell_if_away(story, pairing)
    await drop_follow_ups(story, pairing.service_user_id)
    await start_plans(story, pairing, where)


async def _welcome_service_user(
    story: Story, pairing: Pairing, pack: SettingPack, ends_on: date
) -> None:
    peer = await name_of(story.session, await person(story.session, pairing.peer_worker_id))
    reader = await person(story.session, pairing.service_user_id)
    rows = one_each(Button(say("button.urgent_help"), "u"))
    await story.post(
        pairing.service_user_id,
        body(
            say("pairing.begins.service_user", name=peer, hours=pack.first_contact_hours),
            Words(pack.texts.role_agreement.strip()),
            say("pairing.until", name=peer, until=day_in_words(ends_on, reader)),
            say("pairing.how_to_write", name=peer),
            rows=rows,
        ),
    )


async def _welcome_peer_worker(
    story: Story, pairing: Pairing, pack: SettingPack, ends_on: date
) -> None:
    someone = await person(story.session, pairing.service_user_id)
    name = await name_of(story.session, someone)
    reader = await person(story.session, pairing.peer_worker_id)
    guide = guide_button(pairing)
    parts: list[Part] = [
        say("pairing.begins.peer_worker", name=name, hours=pack.first_contact_hours),
        Words(pack.texts.role_agreement.strip()),
        say("pairing.until", name=name, until=day_in_words(ends_on, reader)),
    ]
    if await _others(story, pairing.peer_worker_id, pairing):
        parts.append(say("pairing.several", name=name))
        rows = one_each(
            guide,
            Button(say("peer_worker.button.write_to", name=name), "cw", pairing.id),
            Button(say("peer_worker.button.worried"), "wo", pairing.id),
            URGENT,
        )
    else:
        parts.append(say("pairing.how_to_write", name=name))
        rows = one_each(guide, Button(say("peer_worker.button.worried"), "wo", pairing.id), URGENT)
    await story.post(pairing.peer_worker_id, body(*parts, rows=rows))


async def _others(story: Story, person_id: PersonId, pairing: Pairing) -> list[Pairing]:
    running = await pairings_of(story.session, person_id, RUNNING)
    return [other for other in running if other.id != pairing.id]
