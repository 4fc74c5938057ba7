"""Long lists in pages, by the number `page` in the address; a number that is none is the first."""

from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from flows.lists import PAGE

LAST = 10_000  # nobody turns so many pages


@dataclass(frozen=True, slots=True)
class Paging:
    """Where in a list of `n` rows a page stands; without `n` there is a next page by `has_more`."""

    number: int
    query: tuple[tuple[str, str], ...] = ()
    n: int = 0
    has_more: bool = False

    @property
    def after(self) -> int:
        """How many rows stand before this page."""
        return (self.number - 1) * PAGE

    @property
    def previous(self) -> str:
        """The address of the page before, from its "?" on; "" on the first."""
        return self._to(self.number - 1) if self.number > 1 else ""

    @property
    def following(self) -> str:
        """The address of the page after, from its "?" on; "" on the last."""
        is_last = not self.has_more and self.number * PAGE >= self.n
        return "" if is_last else self._to(self.number + 1)

    def _to(self, number: int) -> str:
        return "?" + urlencode([*self.query, ("page", str(number))])


def page_of(request: Request) -> int:
    """The number of the page that is asked for, from 1."""
    given = request.query_params.get("page", "")
    if given.isascii() and given.isdecimal() and len(given) < 6:
        return min(max(1, int(given)), LAST)
    return 1
