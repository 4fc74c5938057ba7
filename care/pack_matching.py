"""What wishes and `[matching]` name has to be something that people can answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from care.onboarding import NO_TRAITS, OPEN_TO, TRAINED_FOR
from care.pack_table import Fault, PackTable
from care.setting_pack import Role, SettingPack

_TABLE, _NEAR_STAGES, _KEPT_APART = "matching", "near_stages", "kept_apart"
_BOTH: tuple[Role, ...] = ("service_user", "peer_worker")


def check_matching(pack: SettingPack, root: PackTable) -> None:
    """Note in `root` every wish, stage and group of the pack that could have no effect.

    The values of `[matching]` are checked by the matching rules themselves.
    """
    root.faults += [*_training(pack), *_traits(pack), *_near_stages(pack), *_kept_apart(pack)]


def _training(pack: SettingPack) -> Iterator[Fault]:
    if pack.code not in _offered(pack, "peer_worker", TRAINED_FOR):
        reason = f'"{pack.code}" is missing, so nobody could be trained for this setting'
        yield Fault(("lists", "settings"), reason)


def _traits(pack: SettingPack) -> Iterator[Fault]:
    """A wish about a trait can be met where both sides tell theirs."""
    for n, wish in enumerate(pack.wishes):
        for role in _BOTH:
            question = pack.form(role).question(wish.code)
            told = question is not None and question.kind == "one"
            if wish.code not in NO_TRAITS and not told:
                reason = f'the {role} form does not ask "{wish.code}" as one'
                yield Fault(("wishes", n, "code"), reason)


def _near_stages(pack: SettingPack) -> Iterator[Fault]:
    known = {stage.code for stage in pack.stages}
    for stage, near in _tables(pack, _NEAR_STAGES, Mapping):
        if not any(near.values()):
            continue
        table = (_TABLE, _NEAR_STAGES, stage)
        named = [code for code in near if near[code]]  # one that counts nothing is no nearness
        for place, code in ((table, stage), *(((*table, code), code) for code in named)):
            if code not in known:
                yield Fault(place, f'there is no stage "{code}"')


def _kept_apart(pack: SettingPack) -> Iterator[Fault]:
    """Groups are made of what people tell, and both sides can ask for each."""
    known = {option.code for option in pack.experiences}
    known |= {f"stage:{stage.code}" for stage in pack.stages}
    for group, marks in _tables(pack, _KEPT_APART, list):
        place = (_TABLE, _KEPT_APART, group)
        for mark in marks:
            if mark not in known:
                reason = f'"{mark}" is no lived experience, and no stage written stage:code'
                yield Fault(place, reason)
        for role in _BOTH:
            if group not in _offered(pack, role, OPEN_TO):
                yield Fault(place, f'the question "{OPEN_TO}" of {role} does not offer it')


def _tables(pack: SettingPack, key: str, kind: type) -> Iterator[tuple[str, Any]]:
    """What is inside, of this kind; any other kind is told by the matching rules."""
    values = pack.matching.get(key)
    for name, inner in values.items() if isinstance(values, Mapping) else ():
        if isinstance(inner, kind):
            yield name, inner


def _offered(pack: SettingPack, role: Role, code: str) -> frozenset[str]:
    question = pack.form(role).question(code)
    return frozenset(option.code for option in question.options) if question else frozenset()
