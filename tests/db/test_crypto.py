import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from db.crypto import (
    KEY_ID_BYTES,
    NONCE_BYTES,
    Key,
    keyed_hash,
    new_secret,
    read_master_key,
    seal,
    unseal,
    write_master_key,
)
from db.errors import BadMasterKey, SealBroken

SECRET = bytes(range(32))
KEY = Key.of(SECRET)
PLACE = "person.name|Ab-1"


@given(st.binary(max_size=300), st.text(max_size=60))
def test_sealed_value_opens_at_its_place(plain: bytes, place: str) -> None:
    assert unseal(KEY, seal(KEY, plain, place), place) == plain


@given(st.binary(max_size=60), st.data())
def test_sealed_value_with_any_changed_byte_does_not_open(
    plain: bytes, data: st.DataObject
) -> None:
    sealed = bytearray(seal(KEY, plain, PLACE))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealBroken):
        unseal(KEY, bytes(sealed), PLACE)


@given(st.binary(max_size=60), st.data())
def test_sealed_value_cut_short_or_lengthened_does_not_open(
    plain: bytes, data: st.DataObject
) -> None:
    sealed = seal(KEY, plain, PLACE)
    for changed in (sealed[: data.draw(st.integers(0, len(sealed) - 1))], sealed + b"\0"):
        with pytest.raises(SealBroken):
            unseal(KEY, changed, PLACE)


@pytest.mark.parametrize(
    ("key", "place"),
    [
        pytest.param(KEY, "person.name|Ab-2", id="another row"),
        pytest.param(KEY, "person.telegram|Ab-1", id="another column"),
        pytest.param(Key.of(bytes(range(1, 33))), PLACE, id="another key"),
        pytest.param(Key(KEY.id, bytes(range(1, 33))), PLACE, id="another key of the same id"),
    ],
)
def test_sealed_value_opens_only_with_its_key_and_place(key: Key, place: str) -> None:
    sealed = seal(KEY, b"Josie", PLACE)
    with pytest.raises(SealBroken):
        unseal(key, sealed, place)


def test_broken_seal_names_the_column_but_not_the_row() -> None:
    assert str(SealBroken(PLACE)) == "A sealed value cannot be opened: person.name."


def test_same_value_is_sealed_differently_each_time() -> None:
    nonces = {seal(KEY, b"", PLACE)[KEY_ID_BYTES : KEY_ID_BYTES + NONCE_BYTES] for _ in range(500)}
    assert len(nonces) == 500


def test_key_shows_nothing_of_itself() -> None:
    assert SECRET.hex() not in repr(KEY)
    assert "\\x01\\x02" not in repr(KEY)
    assert KEY.id not in SECRET


@given(st.binary(min_size=32, max_size=32).filter(lambda secret: len(set(secret)) > 1))
def test_master_key_is_read_in_every_form_it_is_written(secret: bytes) -> None:
    forms = [
        secret.hex(),
        secret.hex().upper(),
        write_master_key(secret),
        base64.b64encode(secret).decode(),
        base64.b64encode(secret).decode().rstrip("="),
        f"  {write_master_key(secret)}\r\n",
    ]
    assert [read_master_key(form) for form in forms] == [Key.of(secret)] * len(forms)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("changeme", id="a word"),
        pytest.param("correct horse battery staple", id="a sentence"),
        pytest.param(SECRET[:31].hex(), id="too short in hexadecimal"),
        pytest.param(write_master_key(SECRET[:31]), id="too short in base64"),
        pytest.param(write_master_key(SECRET + b"\0"), id="too long"),
        pytest.param("00" * 32, id="all the same byte"),
        pytest.param("\N{GREEK SMALL LETTER ALPHA}" * 64, id="no ASCII"),
        pytest.param("\ud800" * 44, id="half of a character"),
    ],
)
def test_master_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BadMasterKey):
        read_master_key(text)


def test_new_secrets_are_32_bytes_and_differ() -> None:
    secrets = {new_secret() for _ in range(100)}
    assert ({len(secret) for secret in secrets}, len(secrets)) == ({32}, 100)


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
@example("\ud83c", "?")
def test_keyed_hashes_are_equal_for_equal_texts_only(one: str, other: str) -> None:
    hashes = keyed_hash(SECRET, one), keyed_hash(SECRET, other)
    assert (hashes[0] == hashes[1]) == (one == other)
    assert keyed_hash(bytes(32), one) != hashes[0]
