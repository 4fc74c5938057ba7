from dataclasses import replace
from datetime import time
from importlib.resources import files

import pytest

from care.form_checks import form_faults
from care.measures import all_measures
from care.packs import PackRefused, bundled_codes, load_pack, parse_pack, read_pack
from care.plans import CheckinPlan
from care.questions import Condition, Form, Option, Question
from care.region_files import all_region_codes
from matching.rules import Rules

PACKS = files("care") / "packs"
PERINATAL = (PACKS / "perinatal.toml").read_text(encoding="utf-8")
BASE = (PACKS / "base.toml").read_text(encoding="utf-8")
MEASURES = ", ".join(sorted(measure.code for measure in all_measures()))
REGIONS = ", ".join(all_region_codes())
AGE_REASON = "age_floor: texts.below_age and the age question both have to name it"


def refusal(text):
    with pytest.raises(PackRefused) as refused:
        parse_pack(text, "mine.toml")
    return str(refused.value).splitlines()


def changed(old, new):
    assert PERINATAL.count(old) >= 1
    return PERINATAL.replace(old, new, 1)


def base_changed(folder, old, new):
    """The perinatal pack over a base of this folder in which something was changed."""
    assert BASE.count(old) >= 1
    text = BASE.replace(old, new)
    (folder / "base.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PackRefused) as refused:
        parse_pack(PERINATAL, "mine.toml", folder)
    return text, str(refused.value).replace(f"{folder}/", "").splitlines()


def line_with(text, part):
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


def test_perinatal_pack_holds_its_rhythm():
    pack = load_pack("perinatal")
    rhythm = (pack.weeks, pack.contact_every_days, pack.first_contact_hours, pack.offer_hours)
    assert rhythm == (12, 7, 72, 48)
    assert (pack.rules_every_weeks, pack.ending_weeks) == (4, (4, 2, 1))
    assert (pack.follow_up, pack.follow_up_weeks) == ("who5", 6)
    assert (pack.code, pack.version, pack.age_floor, pack.region) == ("perinatal", 1, 18, "england")
    assert [stage.code for stage in pack.stages] == [
        "pregnancy",
        "first_year",
        "second_year",
        "loss",
    ]
    assert pack.checkins[1] == CheckinPlan("who5", "service_user", 2, 14, time(10), 12)
    assert pack.form("peer_worker") is pack.peer_worker


@pytest.mark.parametrize("code", bundled_codes())
def test_bundled_pack_is_accepted_by_the_matching_rules(code):
    assert isinstance(Rules.from_table(load_pack(code).matching), Rules)


def test_read_pack_reads_a_file_of_a_programme(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(PERINATAL, encoding="utf-8")
    assert read_pack(file) == load_pack("perinatal")


def test_load_pack_reads_a_pack_once():
    assert load_pack("perinatal") is load_pack("perinatal")


def test_load_pack_names_the_bundled_ones():
    with pytest.raises(PackRefused, match=r"no pack .*choose one of: .*perinatal"):
        load_pack("../secrets")


def test_read_pack_refuses_what_is_no_text(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(PackRefused, match=r"mine\.toml:1: the file cannot be read as UTF-8 text"):
        read_pack(file)
    with pytest.raises(PackRefused, match=r"absent\.toml:1: "):
        read_pack(tmp_path / "absent.toml")


def test_pack_that_is_no_toml_is_refused_by_line():
    assert refusal('code = "x"\nversion = = 1\n')[0].startswith("mine.toml:2: not TOML: ")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("weeks = 12", "weeks = 0", "rhythm.weeks: a whole number from 1 to 104 is expected"),
        ("weeks = 12", "weeks = true", "rhythm.weeks: a whole number from 1 to 104 is expected"),
        (
            "age_floor = 18",
            'age_floor = "18"',
            "age_floor: a whole number from 13 to 99 is expected",
        ),
        (
            'label = "Pregnancy"',
            f'label = "{"P" * 31}"',
            "stages.pregnancy.label: 31 letters, at most 30 are allowed",
        ),
        (
            'label = "Pregnancy"',
            'label = "Preg\\u202enancy"',
            "stages.pregnancy.label: a text is expected, without hidden letters",
        ),
        ('code = "first_year"', 'code = "pregnancy"', 'stages: "pregnancy" stands twice'),
        (
            'code = "loss"',
            'code = "Loss!"',
            "stages.Loss!.code: a code has small letters, digits and underscores",
        ),
        (
            'any_of = ["pregnancy"]',
            'any_of = ["unicorn"]',
            'forms.service_user.questions.due_date.only_if: "stage" never has the answer "unicorn"',
        ),
        (
            'only_if = { question = "stage", any_of = ["pregnancy"]',
            'only_if = { question = "horoscope", any_of = ["pregnancy"]',
            'forms.service_user.questions.due_date.only_if: "horoscope" is not asked before',
        ),
        (
            'kind = "date"',
            'kind = "dates"',
            (
                "forms.service_user.questions.due_date.kind: one of text, one, several, number, "
                "date, time, time_zone, yes_no, agree is expected"
            ),
        ),
        (
            'options_from = "places"',
            'options_from = "planets"',
            (
                "forms.service_user.questions.time_zone.options_from: one of cultures, days, "
                "experiences, genders, hours, languages, open_to, parenthood, places, settings, "
                "stages, wish, wishes is expected"
            ),
        ),
        (
            'measure = "weekly"',
            'measure = ""',
            "checkins.1.measure: a text is expected, without hidden letters",
        ),
        (
            'at = "10:00"',
            'at = "25:00"',
            'checkins.1.at: a time of day such as "09:30" is expected',
        ),
        (
            'question = "consent_matching"',
            'question = "consent_all"',
            (
                'consents.1.question: the service_user form does not ask "consent_all" as agree '
                "or yes_no"
            ),
        ),
        ("age_floor = 18", "age_floor = 16", AGE_REASON),
        (
            'region = "england"',
            'region = "atlantis"',
            f"region: one of {REGIONS} is expected",
        ),
        (
            'measure = "who5"',
            'measure = "who6"',
            f"checkins.2.measure: one of {MEASURES} is expected",
        ),
        (
            "every_days = 14",
            "every_days = 13",
            "checkins.2.every_days: who5 asks about 14 days, so not more often",
        ),
        (
            'code = "culture"',
            'code = "star_sign"',
            'wishes.star_sign.code: the service_user form does not ask "wish_star_sign"',
        ),
        (
            "first_contact_hours = 72",
            "first_contact_hours = 72\nfirst_contact_days = 3",
            (
                "rhythm.first_contact_days: unknown key; known here: checkins_a_week, "
                "contact_every_days, ending_weeks, first_contact_hours, follow_up, "
                "follow_up_weeks, holidays, offer_hours, rules_every_weeks, weeks"
            ),
        ),
        (
            "offer_hours = 48",
            "offer_hours = 48\nfollow_up_weeks = 0",
            "rhythm.follow_up_weeks: follow_up and follow_up_weeks belong together",
        ),
        (
            "offer_hours = 48",
            "offer_hours = 48\nending_weeks = [2, 4]",
            "rhythm.ending_weeks: falling whole numbers from 1 to 52 are expected: [4, 2, 1]",
        ),
    ],
)
def test_bad_pack_is_refused_by_line_and_reason(old, new, reason, tmp_path):
    part = "[[stages]]" if reason.startswith("stages: ") else new.splitlines()[-1]
    if old in PERINATAL:
        text, file = changed(old, new), "mine.toml"
        told = refusal(text)
    else:
        (text, told), file = base_changed(tmp_path, old, new), "base.toml"
    assert f"{file}:{line_with(text, part)}: {reason}" in told


def test_pack_without_a_needed_question_is_refused(tmp_path):
    _, told = base_changed(tmp_path, 'code = "capacity"', 'code = "places"')
    line = line_with(PERINATAL, "[forms.peer_worker.")
    reason = 'forms.peer_worker: a question "capacity" of kind number is needed, and required'
    assert told == [f"mine.toml:{line}: {reason}"]


def test_bad_pack_is_told_all_its_problems_in_the_order_of_lines():
    text = changed("weeks = 12", "weeks = 0").replace('title = "Peer support around', 'titel = "')
    reasons = [line.split(": ", 1)[1] for line in refusal(text)]
    assert reasons == [
        "title: is missing",
        (
            "titel: unknown key; known here: age_floor, alerts, checkins, code, consents, "
            "experiences, extends, forms, lists, matching, region, rhythm, safety, stages, texts, "
            "title, version, wishes"
        ),
        "rhythm.weeks: a whole number from 1 to 104 is expected",
    ]


def test_empty_pack_is_refused_and_not_an_error():
    assert "mine.toml:1: code: is missing" in refusal("")


def test_pack_with_other_types_everywhere_is_refused_and_not_an_error():
    text = "\n".join(
        f"{key} = 1"
        for key in ("code", "stages", "experiences", "wishes", "lists", "forms", "rhythm", "texts")
    )
    assert "mine.toml:2: stages: a list of tables is expected" in refusal(text)


GOOD = Question("q", "one", "Which?", options=(Option("a", "A"), Option("b", "B")), short="Which")


@pytest.mark.parametrize(
    ("bad", "key", "reason"),
    [
        (replace(GOOD, options=GOOD.options[:1]), "options", "at least two options are needed"),
        (replace(GOOD, options=GOOD.options * 2), "options", '"a" is offered twice'),
        (replace(GOOD, kind="yes_no"), "options", 'the codes are "yes" and "no"'),
        (
            replace(GOOD, kind="time"),
            "options",
            "the code of a time is its minute of the day, such as 1110 for 18:30",
        ),
        (replace(GOOD, kind="text", other=True), "other", "own words belong to one or several"),
        (replace(GOOD, least=2, most=1), "least", "least is more than most"),
        (
            replace(GOOD, kind="several", least=3),
            "least",
            "more choices are asked for than are offered",
        ),
        (replace(GOOD, kind="several", most=0), "most", "a count is not below nought"),
        (replace(GOOD, kind="text", options=(), least=-1), "most", "a count is not below nought"),
        (replace(GOOD, text="?" * 401), "text", "a text has 1 to 400 letters"),
        (replace(GOOD, short=""), "short", "a short name has 1 to 24 letters"),
        (
            replace(GOOD, among="z"),
            "among",
            '"z" is no earlier question with several answers',
        ),
        (
            replace(GOOD, only_if=Condition("q", frozenset({"a"}))),
            "only_if",
            '"q" is not asked before',
        ),
    ],
)
def test_form_fault_is_told(bad, key, reason):
    faults = form_faults(Form("f", 1, "A form", (bad,)))
    assert (faults[0].position, faults[0].key, faults[0].reason) == (0, key, reason)


def test_good_form_has_no_fault():
    again = replace(GOOD, code="r", only_if=Condition("q", frozenset({"a"})))
    assert form_faults(Form("f", 1, "A form", (GOOD, again))) == ()


@pytest.mark.parametrize(
    "edge",
    [
        replace(GOOD, text="t" * 400),
        replace(GOOD, short="s" * 24),
        replace(GOOD, options=(Option("a", "A" * 30), Option("b", "B"))),
        replace(GOOD, kind="several", least=2, most=2),
        replace(GOOD, kind="text", options=(), most=1),
        replace(GOOD, kind="agree", options=(), text="t" * 1500, short=""),
        replace(GOOD, only_if=Condition("sure", frozenset({"no"}))),
    ],
)
def test_form_at_the_edge_of_what_is_allowed_has_no_fault(edge):
    sure = Question("sure", "yes_no", "Sure?", short="Sure")
    assert form_faults(Form("f", 1, "A form", (sure, edge))) == ()


def test_label_of_thirty_letters_is_accepted():
    text = changed('label = "Pregnancy"', f'label = "{"P" * 30}"')
    assert parse_pack(text, "mine.toml").stages[0] == Option("pregnancy", "P" * 30)


@pytest.mark.parametrize("prompt", ["", " ", "p" * 401])
def test_prompt_that_nobody_could_read_is_refused(prompt, tmp_path):
    text, told = base_changed(tmp_path, '  "Say hello,', f'  "{prompt}",\n  "Say hello,')
    line = line_with(text, "first_conversation = [")
    reason = "texts.first_conversation: each text has 1 to 400 letters"
    assert told == [f"base.toml:{line}: {reason}"]


def test_question_asked_twice_is_a_fault():
    assert form_faults(Form("f", 1, "A form", (GOOD, GOOD)))[0].reason == '"q" is asked twice'
