"""One-time codes: an app's six figures (RFC 6238), and recovery codes for when it is lost."""

import hmac
import secrets
from datetime import datetime

import pyotp
import segno
from sqlmodel.ext.asyncio.session import AsyncSession

from care.sign_in_tries import rest_after
from db.console_codes import (
    codes_by_name,
    secret_of,
    use_recovery_code,
)
from db.console_tries import count_failure, forget_tries, tries_of
from db.ids import PersonId
from flows.invitations import CODE_ALPHABET

STEP_SECONDS = 30
AROUND = (0, -1, 1)  # a clock may be half a minute off
RECOVERY_CODES = 10
GROUP = 4
NAME_GROUPS, RECOVERY_GROUPS = 2, 3  # 39 and 58 bits
SITE_NAME = "Pairwell"
NOBODY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # checked in vain where there is no such name


def new_secret_text() -> str:
    """A secret of 160 bits for an app, in base 32."""
    return pyotp.random_base32()


def new_sign_in_name() -> str:
    """A name that nobody can guess, so that trying names finds none."""
    return _letters(NAME_GROUPS)


def new_recovery_codes() -> list[str]:
    """Ten codes to print or write down."""
    return [_letters(RECOVERY_GROUPS) for _ in range(RECOVERY_CODES)]


def spaced(letters: str) -> str:
    """A name or a code in groups of four, as people copy it."""
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def normal(typed: str) -> str:
    """What was typed as it is kept: capitals and figures alone."""
    return "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())


def picture_of(secret: str, name: str) -> str:
    """The QR code that an app reads, as an address of a picture."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=SITE_NAME)
    return segno.make(uri, error="m").svg_data_uri(scale=5, border=4, light="#fff")


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The half minute that this code belongs to, of those around now; None for a wrong code."""
    app, step = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    fits = [hmac.compare_digest(app.at(max(0, step + by) * STEP_SECONDS), code) for by in AROUND]
    return next((step + by for by, fit in zip(AROUND, fits, strict=True) if fit), None)


async def check_code(
    session: AsyncSession, typed_name: str, typed_code: str, now: datetime
) -> PersonId | None:
    """Who signs in with this name and code; None for everything that does not fit.

    A name that was tried in vain too often rests, whether or not there is such a name. Commit
    what was counted before telling.
    """
    name, code = normal(typed_name), "".join(c for c in typed_code if c.isascii() and c.isdigit())
    tries = await tries_of(session, name)
    if tries is not None and (tries.until is None or now < tries.until):
        return None
    row = await codes_by_name(session, name)
    secret = await secret_of(session, row) if row else ""
    step = step_of(secret or NOBODY, code, now)
    if row is None or not secret or step is None or step <= row.last_step:
        failures = (tries.failures if tries else 0) + 1
        rest = rest_after(failures)
        await count_failure(session, name, failures, None if rest is None else now + rest, now)
        return None
    row.last_step, row.used_at = step, now
    session.add(row)
    await forget_tries(session, name)
    return row.person_id


async def check_recovery_code(session: AsyncSession, typed: str, now: datetime) -> PersonId | None:
    """Whose recovery code this is, used up by this; None for none that works."""
    return await use_recovery_code(session, normal(typed), now)


def _letters(groups: int) -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(groups * GROUP))
