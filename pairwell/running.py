"""`pairwell run`: the settings are checked, the service runs until it is told to stop."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable

from db.killpoints import arm
from pairwell.clock import SystemClock
from pairwell.console_wiring import console_of
from pairwell.logs import start_logging
from pairwell.mail_server import mail_server_of
from pairwell.serve import Service, Wiring
from pairwell.settings import (
    Settings,
    heartbeat_url_of,
    master_key_of,
    read_settings,
    token_of,
    worker_token_of,
)

STOPPING = (signal.SIGTERM, signal.SIGINT)
FULL_COLLECTION = 2
LOOKED_AT_MOST = 20_000  # objects; walking over them takes some 10 ms


async def run_service() -> None:
    """Serve until SIGTERM or SIGINT; raises what the settings or the service refuse."""
    settings = read_settings()
    wiring = wiring_of(settings)
    start_logging(settings.log_level, secrets_of(settings))
    arm(settings.kill_at)
    async with Service(wiring, on_ready=say_ready) as service:
        stop_on_signals(service.stop)
        calm_garbage_collection()
        await service.wait()


def wiring_of(settings: Settings) -> Wiring:
    """What the service is built from; raises SettingMissing, BadSettings or BadMasterKey."""
    return Wiring(
        token=token_of(settings),
        worker_token=worker_token_of(settings),
        api_url=settings.bot_api_url,
        records_url=settings.records_url,
        master_key=master_key_of(settings),
        now=SystemClock().now,
        packs_folder=settings.programmes_dir,
        heartbeat_url=heartbeat_url_of(settings),
        mail=mail_server_of(settings),
        console=console_of(settings),
    )


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Every secret text of the settings, to be kept out of the log."""
    texts = (
        settings.bot_token,
        settings.worker_bot_token,
        settings.master_key,
        settings.database_url,
        settings.heartbeat_url,
        settings.smtp_password,
        settings.console_oidc_client_secret,
    )
    return tuple(text.get_secret_value() for text in texts if text)


def say_ready() -> None:
    """Tell whoever started the process that messages are received now."""
    sys.stdout.write("ready\n")
    sys.stdout.flush()


def stop_on_signals(stop: Callable[[], None]) -> None:
    """Stop the service when the process is asked to end."""
    for number in STOPPING:
        asyncio.get_running_loop().add_signal_handler(number, stop)


def calm_garbage_collection() -> None:
    """Leave what was loaded at start out of every later collection.

    aiogram's models are many, and walking over them again and again holds answers up under load.
    So do letters that wait by the thousand: what a collection has left alive is left out of the
    next, once it is much. It is still freed when nobody holds it, unless it holds itself.
    """
    gc.collect()
    gc.freeze()
    if _leave_out not in gc.callbacks:
        gc.callbacks.append(_leave_out)


def _leave_out(phase: str, about: dict[str, int]) -> None:
    """Called by every collection, at its start and its end."""
    is_full = about["generation"] == FULL_COLLECTION
    if phase == "stop" and is_full and len(gc.get_objects(FULL_COLLECTION)) > LOOKED_AT_MOST:
        gc.freeze()
