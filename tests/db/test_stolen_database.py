"""A thief has the whole database but not the master key: what can be read in it?"""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from db.albums import album_name, keep_album
from db.alert_notes import add_alert_note
from db.alerts import add_alert_step
from db.answers import save_answer
from db.audit import record_act
from db.blocks import add_block
from db.breaks import add_break
from db.checkins import add_checkin, set_score
from db.consents import give_consent
from db.console_accounts import link_account
from db.console_challenges import add_challenge
from db.console_codes import begin_codes, keep_recovery_codes
from db.console_kept_forms import keep_form
from db.console_links import add_console_link
from db.console_passkeys import Credential, add_passkey
from db.console_presses import is_first_press
from db.console_sessions import keep_told, open_console_session
from db.console_tries import count_failure
from db.contact_days import count_delivered
from db.covers import add_cover
from db.days_off import add_days_off
from db.debriefs import add_debrief, keep_debrief_answer
from db.digests import add_digest
from db.engine import Database
from db.erasure import erase_person_rows
from db.expiries import add_expiry
from db.floods import Pace, keep_pace
from db.heartbeats import record_beat
from db.held_messages import hold_message
from db.inbox import Arrival, close_updates, count_failures, store_updates
from db.invitations import add_invitation
from db.mail_addresses import keep_address
from db.mails import Mail, post_mail
from db.match_rounds import MatchRound, Place, keep_round, place_row
from db.measure_shares import share_measure
from db.memberships import Membership
from db.message_map import map_message
from db.notes import set_note
from db.outbox import claim_letters, mark_sent, post_letter, waiting_letters
from db.outcome_counts import begin_count, keep_tally
from db.pair_choices import add_pair_choice
from db.pairings import add_pairing
from db.parked_edits import park_edit
from db.peer_standings import keep_sent_back, standing_of
from db.people import Person, person
from db.person_notes import add_person_note
from db.plan_spans import begin_span
from db.programmes import Programme
from db.renewals import add_renewal
from db.reports import add_report, keep_report_words
from db.research_exports import add_research_export
from db.responses import keep_response
from db.rhythms import add_rhythm
from db.role_endings import add_role_ending
from db.rotas import add_rota, add_shift
from db.setting_changes import add_setting_change
from db.slots import set_slot_message
from db.supervision_talks import add_supervision_talk
from db.tables import METADATA
from db.topics import set_thread
from db.voice_choices import choose_voice
from db.waits import wait_of
from db.work_times import add_work_time
from tests.databases import MASTER_KEY, ask, open_database
from tests.factories import (
    letter_to,
    make_alert,
    make_form,
    make_member,
    make_person,
    make_plan,
    make_programme,
)
from tests.fakes.clock import START
from tests.stolen import shapes_found, stolen_bytes

JOSIE_NUMBER = 3_141_592_653_589_793
HANNAH_NUMBER = 2_718_281_828_459_045
SECRETS = [
    str(JOSIE_NUMBER),
    str(HANNAH_NUMBER),
    "Josie-of-the-canaries",
    "Hannah-of-the-canaries",
    "canary answer: I have not slept",
    "canary reasons of a pairing",
    "canary reasons of an alert",
    "canary letter that waits",
    "canary letter that was sent",
    "canary message that is held",
    "canary update of a stranger",
    "canaryInvitationLink01",
    "CANARY-CODE-77",
    "canary reason to look again",
    "canary words of a report",
    "canary answer after something hard",
    "canary note on an alert",
    "canary@example.org",
    "canary e-mail that waits",
    "canary note on a person",
    "canary words of a supervision talk",
    "canary reason of a choice",
    "canary why somebody waits",
    "canary what would help",
    "canary purpose of an export",
    "7700317003",  # a score, longer than any real one so that it cannot be there by chance
]

OF_THE_CONSOLE = {
    "told": "canary told in the console",
    "name": "canary name of a passkey",
    "key": "canary public key of a passkey",
    "secret": "CANARYSECRETOFCODES",
    "sign_in_name": "CANARYNAME",
    "recovery": "CANARYRECOVERY",
    "subject": "canary-subject-of-an-account",
    "form": "canary form that was kept",
    "challenge": "canary challenge",
    "kept": "canary kept with a challenge",
}
PUBLIC = "canary that anybody may read"


async def _fill(session: AsyncSession) -> Person:
    """Put every secret where it belongs, in every table there is."""
    programme = await make_programme(session, PUBLIC)
    josie = await make_person(session, JOSIE_NUMBER, "Josie-of-the-canaries")
    hannah = await make_person(session, HANNAH_NUMBER, "Hannah-of-the-canaries")
    waiting = await make_member(session, josie, programme)
    await wait_of(session, waiting)
    await _fill_what_staff_need(session, hannah, programme)
    await _fill_what_is_asked(session, josie, programme.id)
    await _fill_what_is_said(session, josie, hannah)
    await _fill_what_matching_keeps(session, waiting, hannah)
    pairing = await add_pairing(
        session, programme.id, josie.id, hannah.id, fit=1, reasons=SECRETS[5], now=START
    )
    await session.flush()
    await map_message(
        session, pairing.id, sender=josie.id, source=1, recipient=hannah.id, copy=2, now=START
    )
    await set_thread(session, pairing.id, hannah.id, 3)
    await count_delivered(session, pairing.id, "service_user", START.date())
    add_rhythm(session, pairing.id, START.date(), START)
    add_renewal(session, pairing.id, josie.id, START)
    alert = await make_alert(session, josie.id, programme.id, SECRETS[6])
    add_alert_step(session, alert, "raised", None, START)
    await add_alert_note(session, alert, hannah.id, SECRETS[16], START)
    debrief = await add_debrief(session, hannah.id, alert.id, pairing.id, due_at=START, now=START)
    await keep_debrief_answer(session, debrief, SECRETS[15], START)
    await share_measure(session, await make_member(session, hannah, programme), "burnout", START)
    await keep_pace(session, josie.id, Pace(START))
    await keep_album(session, josie.id, album_name(session, josie.id, SECRETS[-1]), None, START)
    await choose_voice(session, pairing.id, josie.id, "yes", START)
    add_block(session, josie.id, hannah.id, pairing.id, START)
    add_break(session, pairing.id, "peer_worker", is_open=True, due_at=None, now=START)
    report = add_report(
        session,
        pairing_id=pairing.id,
        person_id=josie.id,
        about_id=hannah.id,
        alert_id=alert.id,
        reason="unsafe",
        now=START,
    )
    await keep_report_words(session, report, SECRETS[14])
    add_invitation(
        session,
        programme.id,
        role="peer_worker",
        payload=SECRETS[11],
        code=SECRETS[12],
        issued_by=hannah.id,
        lasts=timedelta(days=7),
        uses=1,
        now=START,
    )
    await record_act(session, hannah.id, "read", about=josie.id, programme_id=None, now=START)
    await _fill_the_console(session, josie)
    await record_beat(session, "alerts", 0, START)
    await set_note(session, "username", "pairwell_bot")
    keep_tally(session, begin_count(session, programme.id, "waits", START), SECRETS[-1])
    purpose = "canary purpose of an export"
    add_research_export(session, programme.id, hannah.id, purpose, 1, START)
    return josie


async def _fill_what_staff_need(
    session: AsyncSession, hannah: Person, programme: Programme
) -> None:
    member = await make_member(session, hannah, programme, role="peer_worker")
    standing = await standing_of(session, member)
    await keep_sent_back(session, standing, SECRETS[13])
    add_cover(session, member.id, member.id, START)
    await add_person_note(session, member, hannah.id, "canary note on a person", START)
    await add_supervision_talk(
        session,
        member,
        hannah.id,
        day=START.date(),
        next_on=None,
        words="canary words of a supervision talk",
        now=START,
    )
    add_work_time(
        session,
        member,
        hannah.id,
        day=START.date(),
        minutes=30,
        spent_on="support",
        now=START,
    )
    add_expiry(
        session, member, what="training", until=START.date(), known_since=START.date(), next_at=None
    )
    add_role_ending(session, programme.id, member.id, hannah.id, START)
    await _fill_how_staff_are_reached(session, hannah, programme, member)


async def _fill_how_staff_are_reached(
    session: AsyncSession, hannah: Person, programme: Programme, member: Membership
) -> None:
    changed = {"by": hannah.id, "undoes": None, "now": START}
    await add_setting_change(session, programme.id, "name", PUBLIC, PUBLIC, **changed)
    add_rota(session, programme.id, START)
    add_digest(session, member.id, START)
    await session.flush()
    hours = {"weekday": 0, "from_minute": 540, "until_minute": 1020, "is_deputy": False}
    add_shift(session, programme.id, member.id, **hours)
    await add_days_off(session, programme.id, member.id, START.date(), START.date())
    await keep_response(
        session, programme.id, who=PUBLIC, within_minutes=60, route=PUBLIC, by=None, now=START
    )
    await keep_address(session, hannah.id, SECRETS[17], code="314159", code_until=START, now=START)
    mail = Mail(key="mail-1", person_id=hannah.id, state="waiting", created_at=START)
    await post_mail(session, mail, SECRETS[18])


async def _fill_the_console(session: AsyncSession, josie: Person) -> None:
    words, who = OF_THE_CONSOLE, josie.id
    here, _ = await open_console_session(session, who, "passkey", START)
    await keep_told(session, here, words["told"])
    await is_first_press(session, "press-1", here.id, START)
    await add_console_link(session, START, person_id=who)
    credential = Credential(words["key"].encode(), words["key"].encode())
    await add_passkey(session, who, credential, name=words["name"], sign_count=0, now=START)
    await begin_codes(session, who, words["sign_in_name"], words["secret"])
    await keep_recovery_codes(session, who, [words["recovery"]], START)
    await count_failure(session, words["sign_in_name"], 1, START, START)
    await link_account(session, who, "https://id.example.org", words["subject"], START)
    await keep_form(session, who, here.id, "/console/p/x", words["form"], START)
    await add_challenge(session, "passkey", words["challenge"], START, kept=words["kept"])


async def _fill_what_is_asked(session: AsyncSession, josie: Person, programme_id: str) -> None:
    form = await make_form(session, josie)
    await save_answer(session, form, "why", SECRETS[4], settled=True, now=START)
    plan = await make_plan(session, josie.id, programme_id)  # type: ignore[arg-type]  # plain text
    checkin = add_checkin(
        session, plan, form_session_id=form.id, state="answered", reason=None, sent_at=START
    )
    await set_score(session, checkin, int(SECRETS[-1]))
    await begin_span(session, plan, "off.person", START.date())
    give_consent(session, josie.id, plan.programme_id, kind="service", version=1, now=START)


async def _fill_what_matching_keeps(
    session: AsyncSession, waiting: Membership, hannah: Person
) -> None:
    couple, where = (waiting.person_id, hannah.id), waiting.programme_id
    by = {"by": hannah.id, "reason": SECRETS[19], "now": START}
    await add_pair_choice(session, where, couple, kind="ban", **by)
    why = {SECRETS[20]: 1}
    place = Place(waiting.id, waiting.person_id, "nobody_suits", 0, (hannah.id,), why)
    rows = [await place_row(session, where, place)]
    await keep_round(session, MatchRound(programme_id=where, made_at=START), rows, SECRETS[21])


async def _fill_what_is_said(session: AsyncSession, josie: Person, hannah: Person) -> None:
    await post_letter(session, letter_to(hannah.id, "sent"), SECRETS[8])
    [(sent, _)] = await claim_letters(session, [(await waiting_letters(session))[0].id], START)
    await mark_sent(session, sent, 1, START)
    await post_letter(session, letter_to(josie.id, "waiting"), SECRETS[7])
    await hold_message(session, hannah.id, 1, SECRETS[9], START)
    await park_edit(session, hannah.id, 2, SECRETS[9], START)
    await set_slot_message(session, josie.id, "form", 1)
    raw = f'{{"from": {HANNAH_NUMBER}, "text": "{SECRETS[10]}"}}'
    arrivals = [Arrival(n, sender, raw) for n, sender in enumerate((None, *[JOSIE_NUMBER] * 2))]
    _, done, aside = await store_updates(session, 7, arrivals, START)
    await close_updates(session, [done.id])
    await count_failures(session, [(aside.id, 5, True)])


@pytest.fixture
async def filled(database_url: str) -> AsyncIterator[tuple[Database, Person]]:
    async with open_database(database_url) as database:
        async with database.transaction() as session:
            josie = await _fill(session)
        yield database, josie


async def test_every_table_has_something_to_steal(filled: tuple[Database, Person]) -> None:
    database, _ = filled
    async with database.reading() as session:
        counts = {
            table: (await ask(session, f'SELECT count(*) FROM "{table}"'))[0][0]  # noqa: S608 (ours)
            for table in METADATA.tables
        }
    assert [table for table, count in counts.items() if not count] == []


@pytest.mark.usefixtures("filled")
def test_thief_reads_no_secret(database_url: str) -> None:
    stolen = stolen_bytes(database_url)
    assert shapes_found([*SECRETS, *OF_THE_CONSOLE.values()], stolen) == []
    assert [shape for _, shape in shapes_found([PUBLIC], stolen)] == ["UTF-8"]


async def test_thief_finds_no_key(filled: tuple[Database, Person], database_url: str) -> None:
    database, josie = filled
    stolen = stolen_bytes(database_url)
    keys = [MASTER_KEY, *database.vault._service.values(), *database.vault._people.values()]
    assert len(keys) == 6
    assert [
        key for key in keys if key.secret in stolen or key.secret.hex().encode() in stolen
    ] == []
    assert josie.id.encode() in stolen


async def test_erased_person_left_nothing_that_the_master_key_opens(
    filled: tuple[Database, Person], database_url: str
) -> None:
    database, josie = filled
    async with database.reading() as session:
        [[wrapped]] = await ask(
            session, "SELECT wrapped FROM wrapped_key WHERE name = :name", name=josie.id
        )
    traces = [bytes(wrapped), josie.telegram_hash or b"", josie.telegram_sealed or b""]
    before = stolen_bytes(database_url)
    assert [trace in before for trace in traces] == [True] * 3
    async with database.transaction() as session:
        await erase_person_rows(session, await person(session, josie.id), START)
        left = await ask(session, "SELECT update_id FROM inbox ORDER BY update_id")
    after = stolen_bytes(database_url)
    assert [trace in after for trace in traces] == [False] * 3
    assert left == [(0,), (1,)]
