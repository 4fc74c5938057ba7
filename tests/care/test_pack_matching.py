import pytest

from care.packs import PackRefused, parse_pack


def problems(change):
    with pytest.raises(PackRefused) as refused:
        parse_pack(f'extends = "perinatal"\n{change}\n', "mine.toml")
    return [(problem.line, problem.reason) for problem in refused.value.problems]


def test_setting_that_nobody_can_be_trained_for_is_refused():
    reason = 'lists.settings: "births" is missing, so nobody could be trained for this setting'
    told = problems('code = "births"')
    assert [reason for _, reason in told] == [reason]
    assert parse_pack(
        'extends = "perinatal"\ncode = "births"\n'
        '[lists]\nsettings = [{ code = "births", label = "Births" }]',
        "mine.toml",
    )


def test_wish_that_a_peer_worker_never_answers_is_refused():
    told = problems(
        '[[wishes]]\ncode = "star_sign"\nlabel = "Star sign"\n'
        '[[forms.service_user.questions]]\ncode = "wish_star_sign"\nkind = "one"\n'
        'text = "The same star sign?"\nshort = "Star sign"\noptions_from = "wish"\n'
    )
    assert told == [
        (3, 'wishes.star_sign.code: the peer_worker form does not ask "star_sign" as one'),
        (3, 'wishes.star_sign.code: the service_user form does not ask "star_sign" as one'),
    ]


@pytest.mark.parametrize(
    ("change", "line", "reason"),
    [
        ("[matching.near_stages.birth]\nloss = 100", 2, "birth: there is no stage"),
        ("[matching.near_stages.loss]\nbirth = 100", 3, "loss.birth: there is no stage"),
    ],
)
def test_near_stage_that_nobody_can_choose_is_refused(change, line, reason):
    assert problems(change) == [(line, f'matching.near_stages.{reason} "birth"')]


def test_mark_that_nobody_can_tell_is_refused():
    reason = '"loss" is no lived experience, and no stage written stage:code'
    told = problems('[matching.kept_apart]\nloss = ["loss", "baby_loss"]')
    assert told == [(3, f"matching.kept_apart.loss: {reason}")]


def test_group_that_nobody_can_ask_for_is_refused():
    told = problems('[matching.kept_apart]\nfeeding = ["feeding"]')
    reason = 'matching.kept_apart.feeding: the question "open_to" of'
    assert told == [
        (3, f"{reason} peer_worker does not offer it"),
        (3, f"{reason} service_user does not offer it"),
    ]


def test_other_types_are_left_to_the_matching_rules():
    text = 'extends = "perinatal"\n[matching]\nkept_apart = 3\nnear_stages = { loss = 4 }\n'
    assert parse_pack(text, "mine.toml").matching["kept_apart"] == 3
    assert problems("matching = 3") == [(2, "matching: a table is expected")]


def test_stage_is_taken_away_with_what_is_near_to_it():
    text = """
extends = "perinatal"
[[stages]]
code = "second_year"
remove = true
[matching.kept_apart]
baby = ["stage:pregnancy", "stage:first_year"]
[matching.near_stages]
second_year = {}
[matching.near_stages.first_year]
second_year = 0
[[forms.service_user.questions]]
code = "birth_date"
only_if = { question = "stage", any_of = ["first_year"] }
"""
    pack = parse_pack(text, "mine.toml")
    assert [stage.code for stage in pack.stages] == ["pregnancy", "first_year", "loss"]


def test_empty_table_takes_away_what_was_there():
    pack = parse_pack('extends = "perinatal"\n[matching.near_stages]\n', "mine.toml")
    assert pack.matching["near_stages"] == {}
    assert pack.matching["recovery_days"] == 365
