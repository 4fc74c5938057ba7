"""Reading a setting pack, bundled or a programme's own, and refusing a bad one whole."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import cast

from care import hours
from care.errors import Refusal
from care.form_checks import AGREE_TEXT_MOST, QUESTION_TEXT_MOST
from care.pack_checks import cross_check
from care.pack_forms import Lists, read_form
from care.pack_table import Fault, PackTable
from care.setting_pack import ROLES, CheckinPlan, ConsentText, PackTexts, Role, SettingPack
from care.toml_lines import line_of

_DEFAULT_AT = "10:00"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the file, the line from 1, and what may stand there."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class PackRefused(Refusal):
    """A pack that cannot be used, with all its problems, in the order of their lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("pack.refused", {"count": len(problems)})
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def bundled_codes() -> tuple[str, ...]:
    """Return the codes of the packs that come with Pairwell, in order."""
    names = (entry.name for entry in _folder().iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in names))


@cache
def load_pack(code: str) -> SettingPack:
    """Return a bundled pack, read once. Raises PackRefused for a code that no bundled pack has."""
    if code not in bundled_codes():
        known = ", ".join(bundled_codes())
        raise PackRefused((Problem("packs", 1, f"no such pack; bundled are: {known}"),))
    name = f"{code}.toml"
    return parse_pack((_folder() / name).read_text(encoding="utf-8"), name)


def read_pack(path: Path) -> SettingPack:
    """Return the pack in a file. Raises PackRefused with all its problems, by line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = "the file cannot be read as UTF-8 text"
        raise PackRefused((Problem(path.name, 1, reason),)) from error
    return parse_pack(text, path.name)


def parse_pack(text: str, file: str) -> SettingPack:
    """Return the pack in a TOML text; `file` is the name that its problems carry."""
    try:
        root = PackTable(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PackRefused((_syntax_problem(file, error),)) from error
    pack = _read(root)
    if root.faults:
        raise PackRefused(_problems(root.faults, text, file))
    return pack


def _read(root: PackTable) -> SettingPack:
    stages, experiences = root.options("stages"), root.options("experiences")
    wishes = root.options("wishes")
    lists: Lists = {
        "stages": stages,
        "experiences": experiences,
        "wishes": wishes,
        "hours": hours.OPTIONS,
        **_read_lists(root.table("lists")),
    }
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
        weeks=rhythm.number("weeks", least=1, most=104),
        contact_every_days=rhythm.number("contact_every_days", least=1, most=60),
        first_contact_hours=rhythm.number("first_contact_hours", least=1, most=336),
        offer_hours=rhythm.number("offer_hours", least=1, most=336),
        stages=stages,
        experiences=experiences,
        wishes=wishes,
        service_user=read_form(forms.table("service_user"), "service_user", lists, named),
        peer_worker=read_form(forms.table("peer_worker"), "peer_worker", lists, named),
        coordinator=read_form(forms.table("coordinator"), "coordinator", lists, named),
        texts=texts,
        consents=tuple(_read_consent(table) for table in root.tables("consents")),
        checkins=tuple(_read_checkin(table) for table in root.tables("checkins", needed=False)),
        matching=_read_matching(root.table("matching")),
    )
    cross_check(pack, root)
    for table in (forms, rhythm, root):
        table.finish()
    return pack


def _read_lists(table: PackTable) -> Lists:
    return {name: table.options(name) for name in table.values}


def _read_texts(table: PackTable) -> PackTexts:
    texts = PackTexts(
        role_description=table.text("role_description", most=AGREE_TEXT_MOST),
        role_agreement=table.text("role_agreement", most=AGREE_TEXT_MOST),
        below_age=table.text("below_age", most=QUESTION_TEXT_MOST),
        waiting=table.text("waiting", most=QUESTION_TEXT_MOST),
        introduction=table.text("introduction", most=QUESTION_TEXT_MOST),
        first_conversation=table.texts("first_conversation", most=QUESTION_TEXT_MOST),
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
    )
    table.finish()
    return consent


def _read_checkin(table: PackTable) -> CheckinPlan:
    plan = CheckinPlan(
        measure=table.text("measure", most=40),
        role=cast("Role", table.word("role", ROLES, default="service_user")),
        first_after_days=table.number("first_after_days", least=0, most=366),
        every_days=table.number("every_days", least=1, most=366),
        at=table.clock("at", default=_DEFAULT_AT),
        weeks=table.number_or_none("weeks", least=1, most=104),
    )
    table.finish()
    return plan


def _read_matching(table: PackTable) -> Mapping[str, object]:
    return MappingProxyType(dict(table.values))


def _problems(faults: Iterable[Fault], text: str, file: str) -> tuple[Problem, ...]:
    found = [Problem(file, line_of(text, fault.path), _reason(fault)) for fault in faults]
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.reason)))


def _reason(fault: Fault) -> str:
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in fault.path)
    return f"{place}: {fault.reason}"


def _syntax_problem(file: str, error: tomllib.TOMLDecodeError) -> Problem:
    line = re.search(r"line (\d+)", str(error))
    return Problem(file, int(line[1]) if line else 1, f"not TOML: {error}")


def _folder() -> Traversable:
    return files("care") / "packs"
