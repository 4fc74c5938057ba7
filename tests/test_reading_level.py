import pytest

from care.packs import bundled_codes
from tests.care.test_pack_wording import ALL
from tests.flows.test_wording import WORDINGS
from tests.reading import grade

MOST = 3.0  # hyphenation counts low: this is about age nine
MOST_ALONE, LONG = 7.0, 15  # a single wording of so many words may be that hard


def test_grade_tells_plain_words_from_hard_ones():
    plain = "We keep your place. You can come back."
    hard = "Participation necessitates the continuous evaluation of individual circumstances."
    assert grade([plain]) < MOST < MOST_ALONE < grade([hard])


def test_what_the_bot_says_reads_easily():
    assert grade(form for forms in WORDINGS.values() for form in forms) < MOST


@pytest.mark.parametrize("pack", bundled_codes())
def test_what_a_pack_says_reads_easily(pack):
    assert grade(text for code, _, text, _ in ALL if code == pack and text) < MOST


def test_no_single_wording_is_hard_to_read():
    long_ones = {
        key: form for key, forms in WORDINGS.items() for form in forms if len(form.split()) >= LONG
    }
    assert {key for key, form in long_ones.items() if grade([form]) > MOST_ALONE} == set()
