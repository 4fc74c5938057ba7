"""Long work apart from the service: in a process of its own, which is gone when the work is done.

A thread would not do for the rounds of thousands: some steps of theirs keep the interpreter to
themselves for a second, and nobody would be answered meanwhile.
"""

import asyncio
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from types import MappingProxyType
from typing import Any, Concatenate, ParamSpec, TypeVar

from console.errors import ConsoleError
from flows.matching_list import MatchingList

T = TypeVar("T")
P = ParamSpec("P")

MOST_IN_A_THREAD = 500  # people; the round of so many takes some tenths of a second
SPAWN = multiprocessing.get_context("spawn")  # a copy of this one would hold its connections


class WorkLost(ConsoleError):
    """The process ended before its work was done, such as for want of memory: ask again."""

    def __init__(self) -> None:
        super().__init__("The work ended before it was done. Please ask for it again.")


async def apart(function: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
    """What the function returns; it and all that it is given and returns have to be plain data.

    Starting takes about a second. Raises what the function raises, or WorkLost. The process ends
    with whoever waits for it.
    """
    receiving, sending = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=_work, args=(sending, function, args, options), daemon=True)

    def run() -> tuple[bool, Any]:
        process.start()
        sending.close()
        try:
            answer: tuple[bool, Any] = receiving.recv()
        except EOFError:
            raise WorkLost from None
        finally:
            receiving.close()
            process.join()
        return answer

    try:
        is_done, found = await asyncio.to_thread(run)
    except asyncio.CancelledError:
        if process.is_alive():
            process.terminate()
        raise
    if not is_done:
        raise found
    returned: T = found
    return returned


async def worked_out(
    function: Callable[Concatenate[MatchingList, P], T],
    listed: MatchingList,
    *args: P.args,
    **options: P.kwargs,
) -> T:
    """What the function makes of the list: apart where it is long, else in a thread."""
    if len(listed.people) + len(listed.peers) > MOST_IN_A_THREAD:
        return await apart(function, listed, *args, **options)
    return await asyncio.to_thread(function, listed, *args, **options)


def _work(
    sending: Connection, function: Callable[..., Any], args: Any, options: dict[str, Any]
) -> None:
    try:
        sending.send((True, function(*args, **options)))
    except Exception as error:  # noqa: BLE001  whoever asked decides about it
        sending.send((False, error))


def _as_proxy(values: dict[Any, Any]) -> "MappingProxyType[Any, Any]":
    return MappingProxyType(values)


def _unproxied(proxy: "MappingProxyType[Any, Any]") -> tuple[Any, tuple[dict[Any, Any]]]:
    return _as_proxy, (dict(proxy),)


ForkingPickler.register(MappingProxyType, _unproxied)
