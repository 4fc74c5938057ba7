import string

from db.ids import ID_LENGTH, new_id

ALPHABET = set(string.ascii_letters + string.digits + "_-")


def test_ids_fit_a_button_and_do_not_repeat() -> None:
    ids = [new_id() for _ in range(2000)]
    assert {len(one) for one in ids} == {ID_LENGTH}
    assert set("".join(ids)) == ALPHABET
    assert len(set(ids)) == 2000
