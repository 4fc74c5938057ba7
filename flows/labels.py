"""The words of a setting pack for its codes, as they stand inside a sentence."""

from collections.abc import Mapping

from care.setting_pack import SettingPack


def labels_of(pack: SettingPack) -> Mapping[str, str]:
    """Code -> the pack's words for it: experiences and stages without a capital, names with."""
    labels: dict[str, str] = {}
    for form in (pack.service_user, pack.peer_worker):
        for question in form.questions:
            labels |= {option.code: option.label for option in question.options}
    shown_inside = (*pack.stages, *pack.experiences, *pack.wishes)
    return labels | {option.code: _inside(option.label) for option in shown_inside}


def _inside(label: str) -> str:
    first = label.split(" ", 1)[0]
    is_name = first == "I" or (first.isupper() and len(first) > 1)
    return label if is_name else label[:1].lower() + label[1:]
