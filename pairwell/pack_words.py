"""A setting pack in plain words, for whoever decides on it without reading TOML."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from care.forms import ANY, Form, Option, Question
from care.measures import all_measures, scored_only
from care.region_files import region
from care.setting_pack import ROLES, SettingPack
from flows.programmes import rules_of
from matching.rules import Rules
from pairwell.plan_words import plan_in_words

ROLE_WORDS = {
    "service_user": "a service user",
    "peer_worker": "a peer worker",
    "coordinator": "a coordinator",
}
LIMIT_WORDS = {
    "setting": "the peer worker is trained for this setting",
    "training": "the training is in date",
    "language": "they share a language",
}
TERM_WORDS = {
    "experiences": "what both have been through",
    "stage": "the same stage, or a near one",
    "wishes": "what the service user would like",
    "peer_wishes": "what the peer worker would like",
    "hours": "hours in common",
    "language": "the language that the service user likes best",
    "balance": "places that are still free",
}
POLICY_WORDS = {
    "longest-wait": "Whoever waits longest comes first; then the best fit decides.",
    "best-fit": "The best fit decides; every day of waiting adds to it.",
}


def pack_in_words(pack: SettingPack, folder: Path | None = None) -> str:
    """The pack explained, section by section; its region may be in this folder.

    Raises PackRefused for bad matching rules, or a region with mistakes.
    """
    rules = rules_of(pack)
    sections = [
        ("Who it is for", _whom(pack, folder)),
        *((f"What is asked of {ROLE_WORDS[role]}", _form(pack.form(role))) for role in ROLES),
        ("Who may meet whom, whatever the fit", _limits(pack, rules)),
        ("What makes a good pair", _fit(pack, rules)),
        ("Rhythm", _rhythm(pack)),
        ("Alerts", _alerts(pack)),
        ("Safety", _safety(pack)),
        ("Check-ins", _checkins(pack)),
        ("Consents", _consents(pack)),
        ("Texts", _texts(pack)),
    ]
    head = f"{pack.title} ({pack.code}, version {pack.version})"
    return "\n\n".join([head, *("\n".join((title, *_indented(of))) for title, of in sections)])


def _indented(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield f"  {line}"


def _whom(pack: SettingPack, folder: Path | None) -> Iterator[str]:
    yield f"People aged {pack.age_floor} and over. Below that, nothing is kept."
    where = region(pack.region, folder).title
    yield f"Urgent help: {where}, unless the programme chose another region."
    yield f"Where they are: {_labels(pack.stages)}."
    yield f"Lived experiences: {_labels(pack.experiences)}."


def _form(form: Form) -> Iterator[str]:
    most, minutes, version = len(form.questions), form.minutes, form.version
    yield f"At most {most} questions, about {minutes} minutes. Version {version}."
    for n, question in enumerate(form.questions, 1):
        yield f"{n}. {question.short or question.code}: {_one_line(question.text)}"
        for detail in _details(form, question):
            yield f"   {detail}"


def _details(form: Form, question: Question) -> Iterator[str]:
    if question.why:
        yield f"Why: {_one_line(question.why)}"
    if question.options:
        own = " / own words" if question.other else ""
        yield f"Answers: {' / '.join(option.label for option in question.options)}{own}"
    if question.only_if:
        asked = form.question(question.only_if.question)
        yield f"Asked if: {_condition(asked, question.only_if.any_of)}"
    if not question.required:
        yield "May be skipped."


def _condition(asked: Question | None, codes: frozenset[str]) -> str:
    if asked is None:
        return ""
    if ANY in codes:
        return f'"{asked.short}" is answered'
    labels = [option.label for option in asked.options if option.code in codes]
    return f'"{asked.short}" is {" or ".join(labels or sorted(codes))}'


def _limits(pack: SettingPack, rules: Rules) -> Iterator[str]:
    yield "Every must have, and everything to avoid, of both sides. Earlier refusals and blocks."
    yield "A place is free, and they are in the same programme."
    yield from (f"{words[0].upper()}{words[1:]}." for words in _chosen_limits(rules))
    if rules.kept_apart:
        groups = (_group(pack, *one) for one in rules.kept_apart.items())
        yield f"Kept apart unless both ask: {' / '.join(groups)}."


def _group(pack: SettingPack, name: str, marks: Iterable[str]) -> str:
    labels = dict.fromkeys(_named(pack, mark) for mark in sorted(marks))
    return f"{name} ({', '.join(labels)})"


def _chosen_limits(rules: Rules) -> Iterator[str]:
    words = {
        **LIMIT_WORDS,
        "recovery": f"the peer worker has been well for {rules.recovery_days} days or more",
        "hours": f"they share {rules.least_shared_hours} hours a week or more",
    }
    return (words[limit] for limit in words if limit in rules.limits)


def _fit(pack: SettingPack, rules: Rules) -> Iterator[str]:
    yield POLICY_WORDS[rules.policy]
    for term, weight in sorted(rules.weights.items(), key=lambda one: -one[1]):
        yield f"{weight:3} of {sum(rules.weights.values())}: {TERM_WORDS[term]}"
    for stage, near in rules.near_stages.items():
        for other, nearness in near.items():
            yield f"{_stage(pack, stage)} beside {_stage(pack, other)}: {nearness / 10:.0f} %"
    yield f"Wishes offered: {_labels(pack.wishes)}."
    yield f"The same age: up to {rules.age_gap_years} years apart."


def _alerts(pack: SettingPack) -> Iterator[str]:
    for name, timers in (("Urgent", pack.alerts.urgent), ("About a score", pack.alerts.soon)):
        waits = (timers.again, timers.next_person, timers.everyone, timers.repeat)
        again, then, everyone, repeat = (int(one.total_seconds() // 60) for one in waits)
        yield (
            f"{name}: the same person after {again} minutes, the next one after {then}, "
            f"everyone after {everyone}, then every {repeat}."
        )
    hours = pack.alerts.close.total_seconds() / 3600
    yield f"Taken and not closed: called out again after {hours:.0f} hours."
    if pack.alerts.hours:
        yield f"Said about hours: {pack.alerts.hours}"


def _safety(pack: SettingPack) -> Iterator[str]:
    yield "Every safety answer, urgent word, report and worry tells coordinators at once."
    missed = pack.safety.missed_checkins
    yield f"Check-ins missed in a row after a worrying one, until coordinators are told: {missed}."


def _rhythm(pack: SettingPack) -> Iterator[str]:
    yield f"About {pack.weeks} weeks, a contact every {_days(pack.contact_every_days)}."
    yield f"First words within {pack.first_contact_hours} hours of the second yes."
    yield f"An offer stays open for {pack.offer_hours} hours."
    yield f"Ground rules are agreed anew after {_weeks(pack.rules_every_weeks)}."
    yield f"The end is told {_list(pack.ending_weeks)} weeks before."
    if pack.follow_up:
        yield f"{_weeks(pack.follow_up_weeks)} after it, {_title(pack.follow_up)} once more."


def _checkins(pack: SettingPack) -> Iterator[str]:
    for plan in pack.checkins:
        yield plan_in_words(plan, _title(plan.measure), ROLE_WORDS[plan.role])
    yield f"Never more than one a day, and {pack.checkins_a_week} in seven days."
    if pack.holidays:
        yield f"Nobody is asked on {', '.join(pack.holidays)}."


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def _weeks(count: int) -> str:
    return "1 week" if count == 1 else f"{count} weeks"


def _list(numbers: Iterable[int]) -> str:
    *rest, last = map(str, numbers)
    return f"{', '.join(rest)} and {last}" if rest else last


def _consents(pack: SettingPack) -> Iterator[str]:
    for consent in pack.consents:
        need = "needed" if consent.needed else "may be refused"
        yield f"{consent.kind}, of {ROLE_WORDS[consent.role]}: version {consent.version}, {need}."


def _texts(pack: SettingPack) -> Iterator[str]:
    texts = pack.texts
    titled: Mapping[str, str] = {
        "Too young": texts.below_age,
        "Waiting": texts.waiting,
        "Before a peer's introduction": texts.introduction,
        "The role": texts.role_description,
        "Ground rules": texts.role_agreement,
        "After the planned end": texts.what_next,
    }
    for title, text in titled.items():
        yield f"{title}: {_one_line(text)}"
    for n, prompt in enumerate(texts.first_conversation, 1):
        yield f"First conversation, {n}: {_one_line(prompt)}"


def _labels(options: Iterable[Option]) -> str:
    return ", ".join(option.label for option in options)


def _stage(pack: SettingPack, code: str) -> str:
    return next((stage.label for stage in pack.stages if stage.code == code), code)


def _named(pack: SettingPack, mark: str) -> str:
    if mark.startswith("stage:"):
        return _stage(pack, mark.removeprefix("stage:"))
    return next((one.label for one in pack.experiences if one.code == mark), mark)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _title(code: str) -> str:
    """The title of a measure; of one from a file of their own, its code."""
    known = (*all_measures(), *scored_only())
    return next((one.title for one in known if one.code == code), code)
