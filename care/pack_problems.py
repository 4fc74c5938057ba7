"""What is wrong with a pack, as whoever mends it needs to know it."""

from dataclasses import dataclass

from care.errors import Refusal


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the file, the line from 1, and what may stand there."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class PackRefused(Refusal):
    """A pack that cannot be used, with all its problems, by file and in the order of lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("pack.refused", {"count": len(problems)})
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))
