"""The parts of a pack: from tables to the shapes of a setting pack."""

from typing import cast

from care import hours
from care.pack_alerts import read_alerts
from care.pack_bounds import RHYTHM, TEXT_MOST
from care.pack_checks import cross_check
from care.pack_forms import Lists, read_form
from care.pack_layers import EXTENDS
from care.pack_matching import check_matching
from care.pack_plans import read_holidays, read_plan
from care.pack_safety import read_safety
from care.pack_table import PackTable
from care.room import MOST_A_WEEK
from care.setting_pack import PROMPTS, ROLES, ConsentText, PackTexts, Role, SettingPack


def read_parts(root: PackTable) -> SettingPack:
    """Return the pack in a table; what is wrong is noted in `root`."""
    root.asked.add(EXTENDS)
    stages, experiences = root.options("stages"), root.options("experiences")
    wishes = root.options("wishes")
    own = {"stages": stages, "experiences": experiences, "wishes": wishes, "hours": hours.OPTIONS}
    lists: Lists = {**own, **_read_lists(root.table("lists"))}
    texts = _read_texts(root.table("texts"))
    named = {
        "role_description": texts.role_description,
        "role_agreement": texts.role_agreement,
    }
    forms = root.table("forms")
    rhythm = root.table("rhythm")
    pack = SettingPack(
        code=root.text("code", most=40),
        version=root.number("version", least=1, most=10_000),
        title=root.text("title", most=60),
        region=root.text("region", most=40),
        age_floor=root.number("age_floor", least=13, most=99, default=18),
        weeks=_planned(rhythm, "weeks"),
        contact_every_days=_planned(rhythm, "contact_every_days"),
        first_contact_hours=_planned(rhythm, "first_contact_hours"),
        offer_hours=_planned(rhythm, "offer_hours"),
        rules_every_weeks=rhythm.number("rules_every_weeks", least=1, most=52),
        ending_weeks=rhythm.falling_numbers("ending_weeks", least=1, most=52),
        follow_up=rhythm.text("follow_up", most=40, default=""),
        follow_up_weeks=rhythm.number("follow_up_weeks", least=0, most=52, default=0),
        stages=stages,
        experiences=experiences,
        wishes=wishes,
        service_user=read_form(forms.table("service_user"), "service_user", lists, named),
        peer_worker=read_form(forms.table("peer_worker"), "peer_worker", lists, named),
        coordinator=read_form(forms.table("coordinator"), "coordinator", lists, named),
        texts=texts,
        consents=tuple(_read_consent(table) for table in root.tables("consents")),
        checkins=tuple(read_plan(table) for table in root.tables("checkins", needed=False)),
        alerts=read_alerts(root),
        safety=read_safety(root),
        matching=root.table("matching").values,
        holidays=read_holidays(rhythm),
        checkins_a_week=_planned(rhythm, "checkins_a_week", MOST_A_WEEK),
    )
    cross_check(pack, root)
    check_matching(pack, root)
    for table in (forms, rhythm, root):
        table.finish()
    return pack


def _planned(rhythm: PackTable, key: str, default: int | None = None) -> int:
    least, most = RHYTHM[key]
    return rhythm.number(key, least=least, most=most, default=default)


def _read_lists(table: PackTable) -> Lists:
    return {name: table.options(name) for name in table.values}


def _read_texts(table: PackTable) -> PackTexts:
    one = {name: most for name, most in TEXT_MOST.items() if name != PROMPTS}
    texts = PackTexts(
        **{name: table.text(name, most=most) for name, most in one.items()},
        first_conversation=table.texts(PROMPTS, most=TEXT_MOST[PROMPTS]),
    )
    table.finish()
    return texts


def _read_consent(table: PackTable) -> ConsentText:
    consent = ConsentText(
        kind=table.text("kind", most=40),
        role=cast("Role", table.word("role", ROLES)),
        question=table.text("question", most=40),
        version=table.number("version", least=1, most=10_000),
        needed=table.flag("needed"),
        only_in_form=table.flag("only_in_form"),
    )
    if consent.needed and consent.only_in_form:
        table.note("only_in_form", "a needed consent is asked again when its words change")
    table.finish()
    return consent
