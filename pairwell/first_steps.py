"""The few questions of `pairwell init`, and what to do after it."""

from pathlib import Path
from shlex import quote

import typer

from pairwell.errors import BadRequest
from pairwell.settings_file import Wanted, check_token

STEPS = """\
Wrote {path} with a new master key. Only you can read it. Keep a copy of it somewhere else.

Next, in {folder}:
{botfather}  pairwell doctor
  pairwell invite coordinator --programme {programme}{region}
  pairwell run"""
ASK_BOTFATHER = "  Ask @BotFather in Telegram for a token (/newbot) and put it into .env\n"
PROGRAMME = "Perinatal"
REGION = "england"


def ask() -> Wanted:
    """Ask for the token, the name of the first programme and its region, on the terminal."""
    return Wanted(
        token=typer.prompt(
            "Bot token from @BotFather (empty to add it later)",
            default="",
            hide_input=True,
            show_default=False,
            value_proc=_token,
        ),
        programme=typer.prompt("Name of your first programme", default=PROGRAMME),
        region=typer.prompt("Its region", default=REGION),
    )


def next_steps(path: Path, wanted: Wanted) -> str:
    """What to do now, as commands that can be copied."""
    region = f" --region {quote(wanted.region)}" if wanted.region not in ("", REGION) else ""
    return STEPS.format(
        path=path,
        folder=path.absolute().parent,
        botfather="" if wanted.token else ASK_BOTFATHER,
        programme=quote(wanted.programme or PROGRAMME),
        region=region,
    )


def _token(text: str) -> str:
    try:
        return check_token(text)
    except BadRequest as refusal:
        raise typer.BadParameter(str(refusal)) from None
