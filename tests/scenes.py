"""Scenes: people already on a stage, made once in a run and put there again from their rows.

Putting the same three people on the stage for every story took longer than most stories.
"""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from db.engine import sqlite_file
from tests.databases import open_database
from tests.fakes.clock import MovableClock
from tests.postgres import PostgresServer
from tests.stage import Memory, Stage

Build = Callable[[Stage], Awaitable[dict[str, Any]]]
"""Puts people on an empty stage, and says who is there by name."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A stage as it was left: its rows, its phones, and who is there."""

    rows: Path | str
    memory: Memory
    cast: dict[str, Any]


class Scenes:
    """The scenes of a run by their names, on each kind of database."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._scenes: dict[tuple[str, bool], Scene] = {}

    @asynccontextmanager
    async def stage(
        self, name: str, build: Build, url: str, clock: MovableClock, server: PostgresServer | None
    ) -> AsyncIterator[Stage]:
        """A stage over the records at this address, which have no rows, as `build` leaves it."""
        key = (name, server is None)
        known = key in self._scenes
        if not known:
            self._scenes[key] = await self._made(build, url, clock, server)
        scene = self._scenes[key]
        if known and server is None:
            shutil.copy(scene.rows, _file(url))
        elif known and server is not None:
            server.put_back(str(scene.rows))
        async with open_database(url) as database:
            stage = Stage(database, clock)
            stage.remember(scene.memory)
            stage.cast = {who: _here(one, stage) for who, one in scene.cast.items()}
            yield stage

    async def _made(
        self, build: Build, url: str, clock: MovableClock, server: PostgresServer | None
    ) -> Scene:
        async with open_database(url) as database:
            stage = Stage(database, clock)
            cast = await build(stage)
        if server is not None:
            return Scene(server.kept(), stage.memory(), cast)
        kept = self._folder / f"{len(self._scenes)}.db"
        return Scene(Path(shutil.copy(_file(url), kept)), stage.memory(), cast)


def _file(url: str) -> str:
    path = sqlite_file(url)
    assert path is not None, "Scenes of a server are kept as SQL."
    return path


def _here(one: Any, stage: Stage) -> Any:
    return replace(one, stage=stage) if hasattr(one, "stage") else one
