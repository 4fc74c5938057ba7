"""Finding a person's time zone from a city or place that they typed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from care.plain_text import fold, without_accents

_REGIONS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia"}
    | {"Europe", "Indian", "Pacific"}
)
# Places whose clock carries another city's name, as people in these islands say them.
_PLACES = {
    "Europe/London": (
        "uk,gb,great britain,britain,united kingdom,england,scotland,wales,northern ireland,"
        "birmingham,manchester,leeds,york,liverpool,bristol,sheffield,newcastle,nottingham,glasgow,"
        "edinburgh,aberdeen,dundee,cardiff,swansea,newport,derry"
    ),
    "Europe/Dublin": "ireland,republic of ireland,eire,cork,galway,limerick,waterford",
}
_MOST_SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class ZoneSearch:
    """The one `zone` that a text names, or None with up to five `suggestions`."""

    zone: str | None
    suggestions: tuple[str, ...] = ()


def find_zone(text: str) -> ZoneSearch:
    """Return the IANA zone named by a full name, a city or a known place."""
    wanted = fold(without_accents(text[:100]))
    named = _zones_by_name().get(wanted, ())
    zone = _only(named)
    if zone is not None:
        return ZoneSearch(zone)
    return ZoneSearch(None, named[:_MOST_SUGGESTIONS] or _suggest(wanted))


def is_zone(name: str) -> bool:
    """Tell whether `name` is a zone that people may live in."""
    return name in _zones()


@cache
def _zones() -> frozenset[str]:
    regional = (name for name in available_timezones() if name.partition("/")[0] in _REGIONS)
    return frozenset({"UTC", *regional})


def _suggest(wanted: str) -> tuple[str, ...]:
    names = _zones_by_name()
    if not wanted:
        return ()
    close = get_close_matches(wanted, names, n=_MOST_SUGGESTIONS, cutoff=0.75)
    inside = [name for name in names if f" {wanted} " in f" {name} "] if len(wanted) > 1 else []
    found = dict.fromkeys(zone for name in (*inside, *close) for zone in names[name])
    return tuple(found)[:_MOST_SUGGESTIONS]


@cache
def _zones_by_name() -> dict[str, tuple[str, ...]]:
    names: dict[str, tuple[str, ...]] = {}
    for zone in sorted(_zones()):
        for name in dict.fromkeys((fold(zone), fold(zone.rsplit("/", 1)[-1]))):
            names[name] = (*names.get(name, ()), zone)
    for zone, places in _PLACES.items():
        names.update(dict.fromkeys(places.split(","), (zone,)))
    return names


def _only(zones: tuple[str, ...]) -> str | None:
    """Return the zone that is meant: old and new names of one clock are one zone."""
    clocks = {_clock(zone) for zone in zones}
    return max(zones, key=len) if len(clocks) == 1 else None


def _clock(zone: str) -> tuple[object, ...]:
    instants = [
        datetime(year, month, 1, tzinfo=UTC) for year in (2025, 2026) for month in range(1, 13)
    ]
    return tuple(instant.astimezone(ZoneInfo(zone)).utcoffset() for instant in instants)
