"""Moments of a pairing or a person: every act has words, and looks are left out."""

import ast
from pathlib import Path

import flows
from db.audit import record_act
from flows.moments import BEGINNINGS, moments_of_pairing, moments_of_person
from flows.somebody import DELETED
from flows.story import Story
from tests.factories import make_pairing
from tests.fakes.clock import START
from tests.stage import wording

ROOM = Path(flows.__file__).parent


def texts_of(room):
    for path in room.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


async def act(session, pairing, name, by=None):
    where = pairing.programme_id
    await record_act(session, by, name, about=pairing.id, programme_id=where, now=START)


def test_every_moment_has_words():
    for what in BEGINNINGS.values():
        assert wording().say(f"console.moment.{what}", None, "en")


def test_every_act_about_a_pairing_is_a_moment():
    acts = {text for text in texts_of(ROOM) if text.startswith("pairing.") and "_" in text}
    known = ("pairing.end_moved", "pairing.handover_asked")
    assert set(known) <= acts
    for name in known:
        assert name in BEGINNINGS


async def test_moments_say_who_did_what_the_newest_first(database):
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        await act(session, pairing, "pairing.offered")
        await act(session, pairing, "pairing.accepted", pairing.peer_worker_id)
        await act(session, pairing, "read.pairing", pairing.peer_worker_id)
        await act(session, pairing, "pairing.paused.away")
        found = await moments_of_pairing(Story(session, START, "test"), pairing)
    told = [(one.what.key, getattr(one.by, "text", None)) for one in found]
    assert told == [
        ("console.moment.stood_in", None),
        ("console.moment.accepted", "Hannah"),
        ("console.moment.offered", None),
    ]


async def test_somebody_unknown_is_told_as_deleted_and_other_programmes_are_left_out(database):
    async with database.transaction() as session:
        pairing = await make_pairing(session)
        await act(session, pairing, "pairing.approved", "somebody-unknown")
        story, who = Story(session, START, "test"), pairing.service_user_id
        found = await moments_of_person(story, who, pairing.programme_id, [pairing])
        elsewhere = await moments_of_person(story, who, "other", [pairing])
    assert [(one.what.key, one.by) for one in found] == [("console.moment.approved", DELETED)]
    assert elsewhere == ()
