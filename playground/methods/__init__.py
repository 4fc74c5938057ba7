"""The Bot API methods that the playground really acts on, one file a topic."""

from collections.abc import Mapping

from playground.methods import (
    callbacks,
    commands,
    copying,
    deleting,
    editing,
    files,
    marks,
    sending,
    topics,
    webhooks,
)
from playground.methods.handler import Handler

HANDLERS: Mapping[str, Handler] = {
    **sending.HANDLERS,
    **files.HANDLERS,
    **copying.HANDLERS,
    **editing.HANDLERS,
    **deleting.HANDLERS,
    **callbacks.HANDLERS,
    **commands.HANDLERS,
    **marks.HANDLERS,
    **topics.HANDLERS,
    **webhooks.HANDLERS,
}
"""By method name. getUpdates waits, so it belongs to the server."""
