import pytest

from care.measures import all_measures
from care.safety import Reason
from flows.alert_screens import reason_text
from tests.stage import wording

TOLD = sorted(
    {(one.code, cut.code) for one in all_measures() for cut in one.cut_offs if cut.tells}
    | {("of_their_own", "a_name_of_theirs")}
)


def test_a_yes_to_either_of_two_questions_is_among_them():
    assert ("whooley", "either") in TOLD


@pytest.mark.parametrize(("measure", "cut_off"), TOLD)
def test_every_threshold_that_is_told_has_words(measure, cut_off):
    reason = Reason("safety.threshold", {"measure": measure, "cut_off": cut_off})
    told = reason_text(reason)
    assert wording().say(told.key, dict(told.params)).endswith(".")
