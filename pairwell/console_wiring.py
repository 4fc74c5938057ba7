"""What the console is served with, out of the settings."""

from dataclasses import dataclass

from console.organisation import Organisation
from pairwell.errors import BadSettings
from pairwell.settings import Settings


@dataclass(frozen=True, slots=True)
class ConsoleWiring:
    """Its address as browsers see it, where it listens, and whose word about addresses counts."""

    url: str
    host: str
    port: int
    proxy: str = "127.0.0.1"
    organisation: Organisation | None = None


def console_of(settings: Settings) -> ConsoleWiring | None:
    """The console of these settings; None where no address is set. Raises BadSettings."""
    organisation = _organisation(settings)
    if not settings.console_url:
        return None
    return ConsoleWiring(
        settings.console_url,
        settings.console_host,
        settings.console_port,
        settings.console_proxy,
        organisation,
    )


def _organisation(settings: Settings) -> Organisation | None:
    """The organisation's own sign-in: all of its settings, or none."""
    given = (settings.console_oidc_issuer, settings.console_oidc_client_id, _secret(settings))
    if not any(given):
        return None
    if not all(given):
        names = [
            f"PAIRWELL_CONSOLE_OIDC_{name}" for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")
        ]
        raise BadSettings([f"{', '.join(names)} are needed together."])
    return Organisation(*given)


def _secret(settings: Settings) -> str:
    if settings.console_oidc_client_secret_file:
        try:
            return settings.console_oidc_client_secret_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            message = "PAIRWELL_CONSOLE_OIDC_CLIENT_SECRET_FILE names a file that cannot be read."
            raise BadSettings([message]) from None
    secret = settings.console_oidc_client_secret
    return secret.get_secret_value() if secret else ""
