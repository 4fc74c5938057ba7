"""Setting packs found, checked, and given to a script."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from care.packs import PackRefused, Problem, check_name, load_pack, read_pack
from care.setting_pack import ROLES, SettingPack
from flows.programmes import rules_of
from pairwell.errors import BadRequest
from pairwell.pack_words import pack_in_words
from pairwell.settings import read_settings

SUFFIX = ".toml"


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: the title of its pack, or its problems."""

    file: str
    title: str | None
    problems: tuple[Problem, ...]


def check_files(paths: Iterable[Path]) -> list[Checked]:
    """Every file checked as the service would; raises BadRequest for one that is not there."""
    return [_check(path) for path in paths]


def show_checked(checked: Sequence[Checked], *, as_json: bool) -> str:
    """One line for each good file and for each problem, or JSON for a script."""
    if as_json:
        return json.dumps([asdict(one) for one in checked])
    good = [f'{one.file}: good, "{one.title}"' for one in checked if one.title is not None]
    return "\n".join([*good, *(str(problem) for one in checked for problem in one.problems)])


def show_pack(which: str, *, as_json: bool) -> str:
    """The pack with a code or in a file, explained; raises BadRequest or PackRefused."""
    is_file = which.endswith(SUFFIX)
    folder = Path(which).parent if is_file else read_settings().programmes_dir
    found = _in_file(Path(which)) if is_file else load_pack(which, folder)
    rules_of(found)
    return _as_json(found) if as_json else pack_in_words(found, folder)


def _as_json(pack: SettingPack) -> str:
    """The whole pack as JSON, with the matching rules as they apply."""
    table = asdict(replace(pack, matching={}))
    rules = rules_of(pack)
    table["matching"] = {name: getattr(rules, name) for name in type(rules).__dataclass_fields__}
    table["forms"] = {role: table.pop(role) for role in ROLES}
    return json.dumps(table, default=_plain)


def _check(path: Path) -> Checked:
    try:
        return Checked(str(path), _in_file(path).title, ())
    except PackRefused as refused:
        return Checked(str(path), None, refused.problems)


def _in_file(path: Path) -> SettingPack:
    if path.suffix != SUFFIX or not path.is_file():
        message = f"{path} is no pack: a pack is a file whose name is its code and {SUFFIX}."
        raise BadRequest(message)
    found = read_pack(path)
    check_name(found, path.stem, str(path))
    rules_of(found)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        return int(value.total_seconds() // 60)
    return dict(value) if isinstance(value, Mapping) else sorted(value)
