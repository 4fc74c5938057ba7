"""A small OpenID provider, answered without a network; it can be wrong in one thing at a time."""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc import jwt
from joserfc.jwk import ECKey

from tests.fakes.clock import MovableClock

ISSUER = "https://id.example.org"
CLIENT_ID, CLIENT_SECRET = "pairwell", "a secret of the tests"


@dataclass
class Provider:
    """Signs `subject` in; `wrong` replaces claims, and `broken` names what fails."""

    clock: MovableClock
    subject: str = "u-1"
    wrong: dict[str, Any] = field(default_factory=dict)
    broken: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    _key: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "k1"}))
    _other: ECKey = field(default_factory=lambda: ECKey.generate_key("P-256", {"kid": "k1"}))

    def agree(self, address: str) -> tuple[str, str]:
        """The person signs in at this address: the state and the code that come back."""
        query = parse_qs(urlsplit(address).query)
        self.asked.append({name: values[0] for name, values in query.items()})
        return self.asked[-1]["state"], f"code-{len(self.asked) - 1}"

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request of the console."""
        if self.broken == "down":
            raise httpx.ConnectError("nobody answers")
        answers = {
            "/.well-known/openid-configuration": self._about,
            "/token": self._token,
            "/keys": self._keys,
        }
        return answers[request.url.path](request)

    def _about(self, _: httpx.Request) -> httpx.Response:
        if self.broken == "discovery":
            return httpx.Response(500, text="<html>")
        issuer = "https://evil.example.org" if self.broken == "issuer" else ISSUER
        return httpx.Response(
            200,
            json={
                "issuer": issuer,
                "authorization_endpoint": f"{ISSUER}/authorize",
                "token_endpoint": f"{ISSUER}/token",
                "jwks_uri": f"{ISSUER}/keys",
            },
        )

    def _keys(self, _: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"keys": [self._key.as_dict(private=False)]})

    def _token(self, request: httpx.Request) -> httpx.Response:
        form = {name: values[0] for name, values in parse_qs(request.content.decode()).items()}
        asked = self.asked[int(form["code"].partition("-")[2])]
        challenge = create_s256_code_challenge(form["code_verifier"])
        is_ours = challenge == asked["code_challenge"] and asked["code_challenge_method"] == "S256"
        basic = httpx.BasicAuth(CLIENT_ID, CLIENT_SECRET)
        signed = next(basic.auth_flow(httpx.Request("GET", ISSUER))).headers["Authorization"]
        is_known = request.headers["Authorization"] == signed
        if self.broken == "token" or not is_ours or not is_known:
            return httpx.Response(400, json={"error": "invalid_grant"})
        if self.broken == "no token":
            return httpx.Response(200, json={"access_token": "a"})
        return httpx.Response(200, content=json.dumps({"id_token": self._signed(asked)}))

    def _signed(self, asked: dict[str, str]) -> str:
        now = int(self.clock.now().timestamp())
        claims = {
            "iss": ISSUER,
            "sub": self.subject,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        } | self.wrong
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self._other if self.broken == "signature" else self._key
        return jwt.encode({"alg": "ES256", "kid": "k1"}, claims, key)
