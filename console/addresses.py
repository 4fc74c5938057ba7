"""Addresses: how often one address tried in vain lately; forgotten when the process ends.

The lock of a sign-in name is in the records; this one slows down who tries many names.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from starlette.requests import Request

WITHIN = timedelta(minutes=15)
MOST = 30  # tries in vain; an office shares one address
MOST_BEGUN = 120  # sign-ins that were begun: each is a row, and may ask the organisation
KEPT = 10_000  # addresses, the ones that tried last


class Addresses:
    """Failures by address; a whole /64 of IPv6 counts as one, since one line gets all of it."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._failures: OrderedDict[str, list[datetime]] = OrderedDict()

    def is_resting(self, request: Request, now: datetime) -> bool:
        """Whether this address has tried too often in the last quarter of an hour."""
        found = self._failures.get(_address(request), [])
        return len([at for at in found if now - at < WITHIN]) >= self._most

    def count(self, request: Request, now: datetime) -> None:
        """Count a try in vain."""
        key = _address(request)
        kept = [at for at in self._failures.pop(key, []) if now - at < WITHIN]
        self._failures[key] = [*kept, now][-self._most :]
        if len(self._failures) > KEPT:
            self._failures.popitem(last=False)


def _address(request: Request) -> str:
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host[:60]
    if address.version == 6:
        return str(ip_network(f"{address}/64", strict=False))
    return str(address)
