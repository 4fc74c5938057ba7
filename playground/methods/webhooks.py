"""setWebhook, deleteWebhook and getWebhookInfo."""

import re
from urllib.parse import urlsplit

from aiogram.methods import DeleteWebhook, GetWebhookInfo, SetWebhook

from playground.desk import Desk
from playground.methods.handler import Handler
from playground.refusals import BadRequest
from playground.wire import Json, to_timestamp
from playground.world import WebhookState

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


def set_webhook(desk: Desk, method: SetWebhook) -> bool:
    """Deliver updates to a URL from now on; plain HTTP is allowed on this computer alone."""
    phones = desk.phones
    if method.secret_token and not _SECRET.fullmatch(method.secret_token):
        raise BadRequest("secret token contains unallowed characters")
    if method.url:
        _check_url(method.url)
    phones.updates.allow(method.allowed_updates)
    if method.drop_pending_updates:
        phones.updates.clear()
    phones.webhook = WebhookState(
        method.url, method.secret_token or "", method.max_connections or 40
    )
    phones.journal.write("webhook")
    return True


def delete_webhook(desk: Desk, method: DeleteWebhook) -> bool:
    """Go back to polling."""
    desk.phones.webhook = WebhookState()
    if method.drop_pending_updates:
        desk.phones.updates.clear()
    return True


def get_webhook_info(desk: Desk, _: GetWebhookInfo) -> Json:
    """Return where updates go, how many wait, and the last failure."""
    phones, webhook = desk.phones, desk.phones.webhook
    info: Json = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": phones.updates.count(),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if phones.updates.allowed:
        info["allowed_updates"] = phones.updates.allowed
    if webhook.last_error_at:
        info["last_error_date"] = to_timestamp(webhook.last_error_at)
        info["last_error_message"] = webhook.last_error
    return info


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    is_local = parts.scheme == "http" and parts.hostname in _LOCAL
    if parts.scheme != "https" and not is_local:
        raise BadRequest("bad webhook: An HTTPS URL must be provided for webhook")


HANDLERS: dict[str, Handler] = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
