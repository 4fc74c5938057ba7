"""An organisation's own sign-in: OpenID Connect, authorization code with PKCE, one provider.

Nothing is kept of what the provider tells but the account's subject, and that as a keyed hash.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
DISCOVERY = "/.well-known/openid-configuration"
SECONDS = 10.0
LEEWAY_SECONDS = 60
WRONG = (httpx.HTTPError, httpx.InvalidURL, JoseError, ValueError, KeyError, TypeError)


class OrganisationFailed(Exception):
    """The organisation's sign-in did not say who this is."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """The provider, and who we are to it; `transport` is for tests."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    transport: httpx.AsyncBaseTransport | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that was begun: where the browser goes, and what has to come back."""

    address: str
    state: str
    nonce: str
    verifier: str


async def begin(organisation: Organisation, back: str) -> Begun:
    """Where the browser signs in, to come back to `back`; raises OrganisationFailed."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    try:
        async with _client(organisation) as client:
            about = await _discover(client, organisation)
        address = prepare_grant_uri(
            about["authorization_endpoint"],
            client_id=organisation.client_id,
            response_type="code",
            redirect_uri=back,
            scope="openid",
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
    except WRONG:
        raise OrganisationFailed from None
    return Begun(address, state, nonce, verifier)


async def finish(
    organisation: Organisation, back: str, code: str, verifier: str, nonce: str, now: datetime
) -> str:
    """The subject of the account that signed in; raises OrganisationFailed."""
    try:
        async with _client(organisation) as client:
            about = await _discover(client, organisation)
            answer = await client.post(
                about["token_endpoint"],
                data={
                    "grant_type": "authorization_code",
                    "code": code,
                    "redirect_uri": back,
                    "code_verifier": verifier,
                },
                auth=(organisation.client_id, organisation.client_secret),
            )
            keys = await client.get(about["jwks_uri"])
        answer.raise_for_status()
        keys.raise_for_status()
        return _subject(organisation, answer.json(), keys.json(), nonce, now)
    except WRONG:
        raise OrganisationFailed from None


def _subject(
    organisation: Organisation,
    tokens: dict[str, Any],
    keys: Any,
    nonce: str,
    now: datetime,
) -> str:
    token = jwt.decode(tokens["id_token"], KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))
    claims = CodeIDToken(
        token.claims,
        token.header,
        options={
            "iss": {"essential": True, "values": [organisation.issuer]},
            "aud": {"essential": True, "values": [organisation.client_id]},
            "nonce": {"essential": True, "values": [nonce]},
        },
        params={
            "nonce": nonce,
            "client_id": organisation.client_id,
            "access_token": tokens.get("access_token"),
        },
    )
    claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    subject = claims["sub"]
    if not isinstance(subject, str) or not 1 <= len(subject) <= 255:  # OpenID Connect Core, 2
        raise ValueError
    return subject


async def _discover(client: httpx.AsyncClient, organisation: Organisation) -> dict[str, Any]:
    """What the provider says of itself; ValueError where it says that it is another one."""
    answer = await client.get(organisation.issuer.rstrip("/") + DISCOVERY)
    answer.raise_for_status()
    about = answer.json()
    if not isinstance(about, dict) or about["issuer"] != organisation.issuer:
        raise ValueError
    return about


def _client(organisation: Organisation) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=organisation.transport, timeout=SECONDS)
