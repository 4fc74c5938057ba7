"""Sealing: AES-256-GCM over single values, bound to the row and column they belong to.

A sealed value is `key id (4 bytes) | nonce (12 bytes) | ciphertext and tag`. The place it was
sealed for is authenticated with it, so a value copied to another row or column does not open.
"""

import base64
import binascii
import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from db.errors import BadMasterKey, SealBroken

KEY_BYTES = 32
NONCE_BYTES = 12  # the size for which GCM is specified: NIST SP 800-38D, section 5.2.1.1
KEY_ID_BYTES = 4


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """A 256-bit key with the id by which sealed values name it."""

    id: bytes
    secret: bytes

    @classmethod
    def of(cls, secret: bytes) -> "Key":
        """The key made of 32 secret bytes; its id tells nothing about them."""
        return cls(hashlib.sha256(b"pairwell key id" + secret).digest()[:KEY_ID_BYTES], secret)


def new_secret() -> bytes:
    """32 fresh random bytes."""
    return os.urandom(KEY_BYTES)


def read_master_key(text: str) -> Key:
    """The master key written as 64 hexadecimal digits or base64; raises BadMasterKey."""
    stripped = text.strip()
    for decode in (bytes.fromhex, _from_base64):
        try:
            secret = decode(stripped)
        except (ValueError, binascii.Error):
            continue
        if len(secret) == KEY_BYTES and len(set(secret)) > 1:
            return Key.of(secret)
    raise BadMasterKey


def write_master_key(secret: bytes) -> str:
    """The text form in which a master key is kept in a settings file."""
    return base64.urlsafe_b64encode(secret).decode()


def seal(key: Key, plain: bytes, place: str) -> bytes:
    """`plain` sealed for one place, such as `person.name|<row id>`."""
    nonce = os.urandom(NONCE_BYTES)
    return key.id + nonce + AESGCM(key.secret).encrypt(nonce, plain, place.encode())


def cipher_of(key: Key) -> AESGCM:
    """What `unseal` makes of a key each time that it is not given: more work than to open a name.

    It takes 2.5 kB, so it is kept for those who are read again and again alone.
    """
    return AESGCM(key.secret)


def unseal(key: Key, sealed: bytes, place: str, cipher: AESGCM | None = None) -> bytes:
    """What was sealed for this place; raises SealBroken when key, place or bytes do not fit."""
    nonce = sealed[KEY_ID_BYTES : KEY_ID_BYTES + NONCE_BYTES]
    body = sealed[KEY_ID_BYTES + NONCE_BYTES :]
    if sealed[:KEY_ID_BYTES] != key.id:
        raise SealBroken(place)
    try:
        return (cipher or AESGCM(key.secret)).decrypt(nonce, body, place.encode())
    except (InvalidTag, ValueError):
        raise SealBroken(place) from None


def keyed_hash(secret: bytes, text: str) -> bytes:
    """HMAC-SHA-256: rows are found by it without keeping what they are found by."""
    return hmac.new(secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()


def _from_base64(text: str) -> bytes:
    padded = text + "=" * (-len(text) % 4)
    return base64.b64decode(padded.replace("-", "+").replace("_", "/"), validate=True)
