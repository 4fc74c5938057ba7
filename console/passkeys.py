"""Passkeys: what browsers and authenticators agree on (WebAuthn Level 3), user verification always.

A challenge is random, waits in a row for five minutes and is used once. The library checks origin,
site, presence, verification and signature.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from sqlmodel.ext.asyncio.session import AsyncSession
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from console.desk import Desk
from db.console_challenges import add_challenge, take_challenge
from db.console_passkeys import (
    ConsolePasskey,
    Credential,
    credential_of,
    passkey_by_credential,
    passkeys_of,
    user_handle,
)
from db.crypto import new_secret
from db.ids import PersonId

ADDING, SIGNING_IN = "passkey.add", "passkey.sign_in"
SITE_NAME = "Pairwell"
WRONG = (WebAuthnException, ValueError, KeyError, TypeError, AttributeError, IndexError)
LONGEST = 16_000  # letters of an answer; one with attestation left out has about a thousand


class PasskeyRefused(Exception):
    """What the browser brought back does not open anything."""


@dataclass(frozen=True, slots=True)
class Added:
    """A new passkey that was checked."""

    credential: Credential
    sign_count: int


def can_have_passkeys(desk: Desk) -> bool:
    """Whether the console has a name: browsers make no passkey for a bare number."""
    try:
        ip_address(_site(desk))
    except ValueError:
        return True
    return False


async def ask_for_new(
    session: AsyncSession, desk: Desk, person_id: PersonId, name: str, now: datetime
) -> str:
    """What the browser has to be asked for a new passkey, as JSON."""
    challenge = new_secret()
    await add_challenge(session, ADDING, challenge.hex(), now, person_id=person_id)
    known = [await credential_of(session, one) for one in await passkeys_of(session, person_id)]
    options = generate_registration_options(
        rp_id=_site(desk),
        rp_name=SITE_NAME,
        user_id=user_handle(session, person_id),
        user_name=name,
        user_display_name=name,
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one.id) for one in known],
    )
    return options_to_json(options)


async def check_new(
    session: AsyncSession, desk: Desk, person_id: PersonId, answer: str, now: datetime
) -> Added:
    """The passkey that the browser made; raises PasskeyRefused."""
    try:
        parsed = parse_registration_credential_json(_json(answer))
        challenge = parse_client_data_json(parsed.response.client_data_json).challenge
    except WRONG:
        raise PasskeyRefused from None
    waited = await take_challenge(session, ADDING, challenge.hex(), now)
    if waited is None or waited.person_id != person_id:
        raise PasskeyRefused
    try:
        made = verify_registration_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=_site(desk),
            expected_origin=_origin(desk),
            require_user_verification=True,
        )
    except WRONG:
        raise PasskeyRefused from None
    if await passkey_by_credential(session, made.credential_id) is not None:
        raise PasskeyRefused
    return Added(Credential(made.credential_id, made.credential_public_key), made.sign_count)


async def ask_to_sign_in(session: AsyncSession, desk: Desk, now: datetime) -> str:
    """What the browser has to be asked for, whoever sits there, as JSON."""
    challenge = new_secret()
    await add_challenge(session, SIGNING_IN, challenge.hex(), now)
    options = generate_authentication_options(
        rp_id=_site(desk),
        challenge=challenge,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


async def check_sign_in(
    session: AsyncSession, desk: Desk, answer: str, now: datetime
) -> ConsolePasskey:
    """The passkey that was used, with its count kept; raises PasskeyRefused.

    The challenge is used up even then: commit what was changed before telling.
    """
    try:
        parsed = parse_authentication_credential_json(_json(answer))
        challenge = parse_client_data_json(parsed.response.client_data_json).challenge
    except WRONG:
        raise PasskeyRefused from None
    if await take_challenge(session, SIGNING_IN, challenge.hex(), now) is None:
        raise PasskeyRefused
    passkey = await passkey_by_credential(session, parsed.raw_id)
    if passkey is None:
        raise PasskeyRefused
    handle = parsed.response.user_handle
    if handle is not None and handle != user_handle(session, passkey.person_id):
        raise PasskeyRefused
    credential = await credential_of(session, passkey)
    try:
        checked = verify_authentication_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=_site(desk),
            expected_origin=_origin(desk),
            credential_public_key=credential.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except WRONG:
        raise PasskeyRefused from None
    passkey.sign_count, passkey.used_at = checked.new_sign_count, now
    session.add(passkey)
    return passkey


def _json(answer: str) -> str:
    """The answer where it is a JSON object of a size that one can have."""
    if len(answer) > LONGEST or not isinstance(json.loads(answer), dict):
        raise ValueError
    return answer


def _site(desk: Desk) -> str:
    return urlsplit(desk.url).hostname or ""


def _origin(desk: Desk) -> str:
    parts = urlsplit(desk.url)
    return f"{parts.scheme}://{parts.netloc}"
