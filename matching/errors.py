"""The refusals of the matching rules."""


class MatchingError(Exception):
    """Matching could not be done as asked."""


class PersonRefused(MatchingError):
    """What is known about a person cannot be used; the message names the id and the field."""


class RulesRefused(MatchingError):
    """A `[matching]` table is wrong; `problems` lists every wrong key with what it may hold."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class PinRefused(MatchingError):
    """Pins or bans cannot be kept; `problems` lists each of them by name."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class FileRefused(MatchingError):
    """A file of people cannot be read; `problems` names row, column and what was expected."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class UnprovenRound(MatchingError):
    """A round failed its own check and must not be shown to anybody."""


class RoundTooLarge(MatchingError):
    """The sums of this round do not fit 64-bit integers; split it by programme."""


class LineFull(MatchingError):
    """A standing line has no gap left for a newcomer; spread it and try again."""
