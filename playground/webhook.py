"""Delivery of updates to a webhook, in order, as Telegram does it."""

import asyncio
from datetime import datetime

import aiohttp

from playground.phones import Phones
from playground.wire import to_bytes
from playground.world import WebhookState

RETRY_SECONDS = 1.0
TIMEOUT_SECONDS = 60.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # a header's name


async def deliver(phones: Phones) -> None:
    """Deliver for ever, one update at a time; a failed one is tried again every second.

    A method that rides in the webhook's answer is not carried out: it is told as an error
    in getWebhookInfo.
    """
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while True:
            await _deliver_next(phones, session)


async def _deliver_next(phones: Phones, session: aiohttp.ClientSession) -> None:
    webhook = phones.webhook
    updates = phones.updates.peek(1) if webhook.url else []
    if not updates:
        await phones.journal.wait(60.0)
        await asyncio.sleep(0.05 if phones.journal.closed else 0)
        return
    failure = await _post(session, webhook, to_bytes(updates[0]), phones.now())
    if failure is None:
        phones.updates.confirm(updates[0]["update_id"] + 1)
        return
    webhook.last_error, webhook.last_error_at = failure, phones.now()
    await asyncio.sleep(RETRY_SECONDS)


async def _post(
    session: aiohttp.ClientSession, webhook: WebhookState, body: bytes, now: datetime
) -> str | None:
    """Return None when delivered, else why not."""
    headers = {"Content-Type": "application/json"}
    if webhook.secret:
        headers[SECRET_HEADER] = webhook.secret
    try:
        async with session.post(webhook.url, data=body, headers=headers) as response:
            answer = await response.read()
    except (aiohttp.ClientError, TimeoutError):
        return "Connection refused or timed out"
    if not response.ok:
        return f"Wrong response from the webhook: {response.status} {response.reason}"
    if answer.lstrip().startswith(b"{") and b'"method"' in answer:
        webhook.last_error_at = now
        webhook.last_error = "not supported by the playground: a method in the answer"
    return None
