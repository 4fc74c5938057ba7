"""Calls a playground over HTTP, for story tests and scripts.

    async with PlaygroundClient(base_url) as playground:
        josie = playground.player(1001)
        await josie.start(payload)
        await josie.press("Yes")
        await josie.wait_for("Thank you")

Waiting is on the server's changes, never on sleeping.
"""

from datetime import timedelta
from typing import Any, Self

import aiohttp

from playground.faults import Fault
from playground.player import Player, PlayerError
from playground.wire import Json


class PlaygroundClient:
    """One HTTP session to a playground: to the phones of its bot, or of its second one."""

    def __init__(self, base_url: str, *, second_bot: bool = False) -> None:
        under = "playground/second" if second_bot else "playground"
        self._base_url = f"{base_url.rstrip('/')}/{under}"
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Open the session."""
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def player(self, account_id: int) -> Player:
        """Return a player for one made-up person."""
        return Player(self, account_id)

    async def read_state(self) -> Json:
        """Return people, bot, time and invitations."""
        state: Json = await self.request("GET", "state")
        return state

    async def advance(self, step: timedelta) -> None:
        """Move the service's clock on."""
        await self.request("POST", "clock", {"seconds": step.total_seconds()})

    async def start_over(self) -> None:
        """Clear the phones and let the service begin again."""
        await self.request("POST", "start-over")

    async def add_faults(self, *rules: Fault, **limits: float) -> None:
        """Add fault rules and rate limits."""
        fields = Fault.__dataclass_fields__
        plain = [{name: getattr(rule, name) for name in fields} for rule in rules]
        await self.request("POST", "faults", {"rules": plain, **limits})

    async def clear_faults(self) -> None:
        """Drop all faults and limits."""
        await self.request("DELETE", "faults")

    async def read_requests(self, **query: str | int) -> list[Json]:
        """Return the bot's requests; `method`, `chat_id`, `mentioning` narrow them."""
        found: list[Json] = await self.request("GET", "requests", query=query)
        return found

    async def push_update(self, update: Json) -> None:
        """Queue a raw update for the bot."""
        await self.request("POST", "updates", update)

    async def read_file(self, file_id: str) -> bytes:
        """Return the bytes of a file, as it was sent."""
        async with self._ask("GET", f"files/{file_id}") as response:
            data: bytes = await response.read()
        return data

    async def request(
        self,
        verb: str,
        path: str,
        body: Json | bytes | None = None,
        query: dict[str, str | int] | None = None,
    ) -> Any:
        """Call an endpoint under /playground. Raises PlayerError with its refusal."""
        content: dict[str, Any] = {"data": body} if isinstance(body, bytes) else {"json": body}
        async with self._ask(verb, path, params=query, **content) as response:
            answer = await response.json()
        if not response.ok:
            raise PlayerError(answer["error"])
        return answer

    def _ask(self, verb: str, path: str, **content: Any) -> Any:
        if self._session is None:
            raise PlayerError("Open the client first: async with PlaygroundClient(...).")
        return self._session.request(verb, f"{self._base_url}/{path}", **content)
