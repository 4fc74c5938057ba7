"""What has to fit together across the parts of a setting pack."""

from collections.abc import Collection, Iterable, Mapping

from care.form_checks import duplicates, is_code
from care.forms import Form, Option
from care.measures import Measure, all_measures
from care.onboarding import AGE, NEEDED, WISH
from care.pack_plans import check_plans
from care.pack_table import Fault, PackTable
from care.setting_pack import ROLES, Role, SettingPack


def cross_check(pack: SettingPack, root: PackTable) -> None:
    """Note in `root` every place where one part of the pack contradicts another."""
    if not is_code(pack.code):
        root.note("code", _CODE_REASON)
    _check_options(root, "stages", pack.stages)
    _check_options(root, "experiences", pack.experiences)
    _check_options(root, "wishes", pack.wishes)
    for role in ROLES:
        _check_needed(root, role, pack.form(role))
    _check_wishes(root, pack)
    _check_consents(root, pack)
    _check_age(root, pack)


def check_region(root: PackTable, pack: SettingPack, codes: Collection[str]) -> None:
    """Urgent-help numbers are there for the region, bundled or a programme's own."""
    if pack.region not in codes:
        root.note("region", f"one of {', '.join(codes)} is expected")


def check_measures(root: PackTable, pack: SettingPack, own: Iterable[Measure]) -> None:
    """A planned measure is there, a programme's `own` too, and never asked twice in its days."""
    recalls = {measure.code: measure.recall_days for measure in (*all_measures(), *own)}
    _check_follow_up(root, pack, recalls)
    check_plans(pack.checkins, root, recalls)


_CODE_REASON = "a code has small letters, digits and underscores"


def _check_options(root: PackTable, name: str, options: tuple[Option, ...]) -> None:
    for code in duplicates([option.code for option in options]):
        root.note(name, f'"{code}" stands twice')
    for n, option in enumerate(options):
        if not is_code(option.code):
            root.faults.append(Fault((name, n, "code"), _CODE_REASON))


def _check_needed(root: PackTable, role: Role, form: Form) -> None:
    for code, kind in NEEDED[role].items():
        question = form.question(code)
        reason = f'a question "{code}" of kind {kind} is needed, and required'
        if question is None or question.kind != kind or not question.required:
            root.faults.append(Fault(("forms", role), reason))


def _check_wishes(root: PackTable, pack: SettingPack) -> None:
    for n, wish in enumerate(pack.wishes):
        if pack.service_user.question(WISH + wish.code) is None:
            reason = f'the service_user form does not ask "{WISH}{wish.code}"'
            root.faults.append(Fault(("wishes", n, "code"), reason))


def _check_consents(root: PackTable, pack: SettingPack) -> None:
    for n, consent in enumerate(pack.consents):
        question = pack.form(consent.role).question(consent.question)
        if question is None or question.kind not in {"agree", "yes_no"}:
            reason = f'the {consent.role} form does not ask "{consent.question}" as agree or yes_no'
            root.faults.append(Fault(("consents", n, "question"), reason))
    for code in duplicates([f"{consent.role} {consent.kind}" for consent in pack.consents]):
        root.note("consents", f'"{code}" stands twice')


def _check_age(root: PackTable, pack: SettingPack) -> None:
    asked = pack.service_user.question(AGE)
    texts = [pack.texts.below_age, asked.text + asked.why if asked else ""]
    if any(str(pack.age_floor) not in text for text in texts):
        reason = "texts.below_age and the age question both have to name it"
        root.note("age_floor", reason)


def _check_follow_up(root: PackTable, pack: SettingPack, recalls: Mapping[str, int]) -> None:
    if pack.follow_up and pack.follow_up not in recalls:
        reason = f"one of {', '.join(sorted(recalls))} is expected"
        root.faults.append(Fault(("rhythm", "follow_up"), reason))
    if bool(pack.follow_up) != bool(pack.follow_up_weeks):
        reason = "follow_up and follow_up_weeks belong together"
        root.faults.append(Fault(("rhythm", "follow_up_weeks"), reason))
