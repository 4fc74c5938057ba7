"""Reading a TOML table key by key, and noting every problem instead of stopping at the first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from care.forms import LABEL_MOST, Option
from care.plain_text import clean_text
from care.toml_lines import Path


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place of a pack; the reason says what may stand there."""

    path: Path
    reason: str


@dataclass(slots=True)
class PackTable:
    """One table of a pack. Each read gives a value of the right type, and notes what was wrong."""

    values: Mapping[str, object]
    path: Path = ()
    faults: list[Fault] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)

    def text(self, key: str, *, most: int, default: str | None = None) -> str:
        """Return a text of 1 to `most` letters; the default where the key is absent."""
        value = self._get(key, default)
        if value is None or value == default:
            return default or ""
        if not isinstance(value, str) or not value or clean_text(value) != value.strip():
            self.note(key, "a text is expected, without hidden letters")
            return default or ""
        if len(value) > most:
            self.note(key, f"{len(value)} letters, at most {most} are allowed")
        return value.strip()

    def number(self, key: str, *, least: int, most: int, default: int | None = None) -> int:
        """Return a whole number from `least` to `most`."""
        value = self._get(key, default)
        if type(value) is int and least <= value <= most:
            return value
        if value is not None:
            self.note(key, f"a whole number from {least} to {most} is expected")
        return least if default is None else default

    def number_or_none(self, key: str, *, least: int, most: int) -> int | None:
        """Return a whole number, or None where the key is absent."""
        self.asked.add(key)
        return self.number(key, least=least, most=most) if key in self.values else None

    def flag(self, key: str) -> bool:
        """Return true or false; false where the key is absent."""
        value = self._get(key, default=False)
        if not isinstance(value, bool):
            self.note(key, "true or false is expected")
        return value is True

    def word(self, key: str, words: tuple[str, ...], *, default: str | None = None) -> str:
        """Return one of `words`, the first of them where another stands."""
        value = self._get(key, default)
        if isinstance(value, str) and value in words:
            return value
        if value is not None:
            self.note(key, f"one of {', '.join(words)} is expected")
        return default or words[0]

    def clock(self, key: str, *, default: str) -> time:
        """Return a time of day written "09:30"."""
        value = self._get(key, default)
        try:
            return time.fromisoformat(str(value))
        except ValueError:
            self.note(key, 'a time of day such as "09:30" is expected')
            return time.fromisoformat(default)

    def day(self, key: str) -> date:
        """Return a date written 2026-11-25, without quotation marks."""
        value = self._get(key, None)
        if type(value) is date:
            return value
        if value is not None:
            self.note(key, "a date such as 2026-11-25 is expected, without quotation marks")
        return date.min

    def texts(self, key: str, *, most: int) -> tuple[str, ...]:
        """Return a list of texts of at most `most` letters each."""
        value = self._get(key, None)
        if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
            self.note(key, "a list of texts is expected")
            return ()
        if any(not entry.strip() or len(entry) > most for entry in value):
            self.note(key, f"each text has 1 to {most} letters")
        return tuple(entry.strip() for entry in value)

    def falling_numbers(self, key: str, *, least: int, most: int) -> tuple[int, ...]:
        """Return whole numbers from `least` to `most`, each smaller than the one before."""
        value = self._get(key, None)
        numbers = _whole_numbers(value, least, most)
        if value is not None and not (numbers and numbers == sorted(set(numbers), reverse=True)):
            self.note(key, f"falling whole numbers from {least} to {most} are expected: [4, 2, 1]")
            return ()
        return tuple(numbers)

    def rising_numbers(self, key: str, *, least: int, most: int) -> tuple[int, ...]:
        """Return whole numbers, each greater than the one before; none where the key is absent."""
        self.asked.add(key)
        if key not in self.values:
            return ()
        numbers = _whole_numbers(self.values[key], least, most)
        if not numbers or numbers != sorted(set(numbers)):
            self.note(key, f"rising whole numbers from {least} to {most} are expected: [1, 6, 12]")
            return ()
        return tuple(numbers)

    def table(self, key: str) -> "PackTable":
        """Return a table inside this one; empty where it is absent or something else."""
        value = self._get(key, None)
        if value is not None and not isinstance(value, Mapping):
            self.note(key, "a table is expected")
        values = value if isinstance(value, Mapping) else {}
        return PackTable(values, (*self.path, key), self.faults)

    def tables(self, key: str, *, needed: bool = True) -> list["PackTable"]:
        """Return the tables of an array; none where it is absent."""
        value = self._get(key, None if needed else [])
        if not isinstance(value, list) or not all(isinstance(entry, Mapping) for entry in value):
            self.note(key, "a list of tables is expected")
            return []
        path = (*self.path, key)
        return [PackTable(entry, (*path, n), self.faults) for n, entry in enumerate(value)]

    def options(self, key: str, *, needed: bool = True) -> tuple[Option, ...]:
        """Return the options of an array of tables with code and label."""
        return tuple(table.option() for table in self.tables(key, needed=needed))

    def option(self) -> Option:
        """Return this table as an option."""
        found = Option(
            self.text("code", most=40), self.text("label", most=LABEL_MOST), self.flag("alone")
        )
        self.finish()
        return found

    def note(self, key: str, reason: str) -> None:
        """Note what is wrong with a key of this table."""
        fault = Fault((*self.path, key) if key else self.path, reason)
        if fault not in self.faults:
            self.faults.append(fault)

    def finish(self) -> None:
        """Note every key that nobody asked for, so that a misspelt key is seen."""
        for key in self.values:
            if key not in self.asked:
                self.note(key, f"unknown key; known here: {', '.join(sorted(self.asked))}")

    def _get(self, key: str, default: object) -> object:
        self.asked.add(key)
        if key not in self.values and default is None:
            self.note(key, "is missing")
        return self.values.get(key, default)


def _whole_numbers(value: object, least: int, most: int) -> list[int]:
    """The numbers of a list; none where one of them is something else or out of bounds."""
    numbers = value if isinstance(value, list) else []
    return numbers if all(type(one) is int and least <= one <= most for one in numbers) else []
