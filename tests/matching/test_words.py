import re

import pytest

from matching.phrases import COORDINATOR, PEER_WORKER, SERVICE_USER
from matching.reasons import reason
from matching.words import words

BANNED = re.compile(r"(?i)\b(only|just|simply|at least|don't worry|patient|client|mentor)\b")
ALL = [
    pytest.param(code, text, id=f"{reader} {code}")
    for reader, table in (("co", COORDINATOR), ("pw", PEER_WORKER), ("su", SERVICE_USER))
    for code, text in table.items()
]


@pytest.mark.parametrize(("code", "text"), ALL)
def test_phrase_is_short_and_plain(code, text):
    assert len(text.split()) <= 15, code
    assert not BANNED.search(text)
    assert not re.search("[—!]", text)
    assert text.endswith(".")


def test_every_reason_for_a_peer_worker_has_words_for_the_coordinator():
    assert PEER_WORKER.keys() <= COORDINATOR.keys()


def test_a_service_user_reads_what_is_about_them_both_and_nothing_else():
    kinds = {code.partition(".")[0] for code in SERVICE_USER}
    assert kinds == {"fit", "missing"}
    assert words(reason("fit.places", free=1, capacity=2), "service_user") is None
    assert words(reason("limit.avoid", what=("loss",)), "service_user") is None


def test_a_peer_worker_does_not_read_what_the_other_avoids():
    text = words(reason("limit.avoid", what=("loss",)), "peer_worker")
    assert text == "They asked for somebody else."


def test_words_name_lists_in_the_labels_of_the_pack():
    told = reason("fit.experiences", what=("hard_birth", "loss", "low_mood"))
    labels = {"hard_birth": "a hard birth"}
    assert words(told, "service_user", labels) == "You both know a hard birth, loss and low mood."


def test_words_shorten_a_long_list():
    told = reason("fit.experiences", what=tuple("abcdefg"))
    assert words(told, "coordinator") == "Both know a, b, c, d and 3 more."
