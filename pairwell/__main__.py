"""The command `pairwell`, also as `python -m pairwell`."""

import os
import sys
from pathlib import Path
from traceback import walk_tb

from care.errors import CareError
from db.errors import RecordError
from matching.errors import MatchingError
from pairwell.cli import app
from pairwell.errors import CommandError

OWNER_ONLY = 0o077  # what is made by a command belongs to its user alone
REFUSED = 1
SHOWN_FRAMES = 6


def main() -> None:
    """Run the command line: exit 0 when done, 1 when refused, 2 for wrong usage."""
    os.umask(OWNER_ONLY)
    try:
        app()
    except (CareError, CommandError, MatchingError, RecordError) as refusal:
        _end(str(refusal))
    except Exception as error:  # noqa: BLE001 (a traceback may hold what people wrote)
        _end(f"An unexpected {type(error).__name__}. Please report this: {_trail(error)}")


def _end(reason: str) -> None:
    sys.stderr.write(f"pairwell: {reason}\n")
    sys.exit(REFUSED)


def _trail(error: Exception) -> str:
    """Where the error came from, without what it says."""
    frames = [
        f"{Path(frame.f_code.co_filename).name}:{line}"
        for frame, line in walk_tb(error.__traceback__)
    ]
    return " > ".join(frames[-SHOWN_FRAMES:])


if __name__ == "__main__":
    main()
