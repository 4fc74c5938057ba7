"""A software authenticator: it keeps ES256 passkeys and answers as a browser would, or wrongly."""

import hashlib
import json
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.encode_cbor import encode_cbor

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


@dataclass
class Passkey:
    """One key for one site and one user handle."""

    id: bytes
    site: str
    user: bytes
    private: ec.EllipticCurvePrivateKey
    uses: int = 0


@dataclass
class Authenticator:
    """A phone or a computer; `is_verified` says that it looked at a finger, a face or a PIN."""

    origin: str = "https://console.test"
    is_verified: bool = True
    counts: bool = True
    passkeys: list[Passkey] = field(default_factory=list)

    def create(self, asked: str, **wrong: Any) -> str:
        """The answer to a request for a new passkey; `wrong` replaces parts of what it says."""
        options = json.loads(asked)
        made = Passkey(
            os.urandom(16),
            options["rp"]["id"],
            base64url_to_bytes(options["user"]["id"]),
            ec.generate_private_key(ec.SECP256R1()),
        )
        self.passkeys.append(made)
        numbers = made.private.public_key().public_numbers()
        x, y = numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big")
        cose = encode_cbor({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        credential = bytes(16) + len(made.id).to_bytes(2, "big") + made.id + cose
        data = self._data(made, HAS_KEY, wrong) + credential
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options["challenge"], wrong)
        return self._written(
            made,
            attestationObject=bytes_to_base64url(attestation),
            clientDataJSON=bytes_to_base64url(client),
        )

    def get(self, asked: str, passkey: Passkey | None = None, **wrong: Any) -> str:
        """The answer to a request to sign in, with the newest passkey of the site."""
        options = json.loads(asked)
        used = passkey or self.passkeys[-1]
        used.uses += self.counts
        data = self._data(used, 0, wrong)
        client = self._client("webauthn.get", options["challenge"], wrong)
        signed = data + hashlib.sha256(client).digest()
        signature = used.private.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._written(
            used,
            authenticatorData=bytes_to_base64url(data),
            clientDataJSON=bytes_to_base64url(client),
            signature=bytes_to_base64url(wrong.get("signature", signature)),
            userHandle=bytes_to_base64url(wrong.get("user", used.user)),
        )

    def _data(self, passkey: Passkey, flags: int, wrong: dict[str, Any]) -> bytes:
        flags |= PRESENT | (VERIFIED if self.is_verified else 0)
        site = hashlib.sha256(wrong.get("site", passkey.site).encode()).digest()
        count = wrong.get("count", passkey.uses)
        return site + bytes([flags]) + int(count).to_bytes(4, "big")

    def _client(self, kind: str, challenge: str, wrong: dict[str, Any]) -> bytes:
        told = {
            "type": wrong.get("type", kind),
            "challenge": wrong.get("challenge", challenge),
            "origin": wrong.get("origin", self.origin),
            "crossOrigin": False,
        }
        return json.dumps(told).encode()

    @staticmethod
    def _written(passkey: Passkey, **response: str) -> str:
        name = bytes_to_base64url(passkey.id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {},
            }
        )
