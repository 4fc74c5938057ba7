"""The command line: what each command asks for. Its tools are loaded when it is called."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pairwell.clock import SystemClock
from pairwell.match_command import match
from pairwell.measure_command import measure as measure_app
from pairwell.pack_command import pack
from pairwell.programme_command import programme as programme_app
from pairwell.region_command import region as region_app

app = typer.Typer(
    name="pairwell",
    help="Self-hosted, chat-based peer support matching for mental-health programmes.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


class RoleName(StrEnum):
    """The roles as they are written on the command line."""

    COORDINATOR = "coordinator"
    PEER_WORKER = "peer-worker"
    SERVICE_USER = "service-user"


@app.command("try")
def try_out(
    *,
    port: Annotated[int, typer.Option(help="0 takes any free port.", min=0, max=65535)] = 0,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    json: Json = False,
) -> None:
    """Play the whole service with made-up people; nothing leaves this computer."""
    if not json:
        typer.echo("Getting made-up people ready. This takes some seconds.", err=True)
    from pairwell.trial import run_trial

    asyncio.run(run_trial(port=port, browser=browser, as_json=json))


@app.command()
def init(
    *,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
    folder: Annotated[Path, typer.Option("--dir", help="Where to write .env.")] = Path(),
) -> None:
    """Write a settings file with a new master key."""
    from pairwell.first_steps import ask, next_steps
    from pairwell.settings_file import Wanted, write_settings_file

    wanted = Wanted() if yes else ask()
    path = write_settings_file(folder, wanted)
    typer.echo(next_steps(path, wanted))


@app.command()
def run() -> None:
    """Serve people until stopped."""
    from pairwell.running import run_service

    asyncio.run(run_service())


@app.command()
def migrate() -> None:
    """Bring the database to this version; a copy of it is made first."""
    from pairwell.records import migrate_records
    from pairwell.settings import read_settings

    copy = migrate_records(read_settings())
    typer.echo(f"Done. The database as it was: {copy}" if copy else "The database is up to date.")


@app.command()
def invite(
    role: RoleName,
    *,
    programme: Annotated[str, typer.Option(help="The name of the programme.")],
    uses: Annotated[int, typer.Option(help="How many people may use it.", min=1, max=1000)] = 1,
    days: Annotated[int, typer.Option(help="How long it works.", min=1, max=90)] = 7,
    partner: Annotated[
        str | None, typer.Option(help="The organisation that hands out the link; it is counted.")
    ] = None,
    pack: Annotated[str, typer.Option(help="Of a new programme.")] = "perinatal",
    region: Annotated[str, typer.Option(help="Of a new programme.")] = "england",
    time_zone: Annotated[str, typer.Option(help="Of a new programme.")] = "Europe/London",
    svg: Annotated[
        Path | None, typer.Option(help="Also write the QR code as a picture to this file.")
    ] = None,
    again: Annotated[
        str | None,
        typer.Option(help="A coordinator who lost their ways to sign in: a new link for them."),
    ] = None,
    json: Json = False,
) -> None:
    """Make an invitation; the first one for a coordinator makes the programme."""
    if again is not None:
        _invite_again(role, programme, again, json=json)
        return
    from pairwell.invitation_card import draw_picture, show
    from pairwell.invitations import Asked, make_invitation
    from pairwell.settings import read_settings

    asked = Asked.of(role.value, programme, uses, days, pack, region, time_zone, partner)
    made = asyncio.run(make_invitation(read_settings(), asked, SystemClock().now()))
    if made.why_no_link:
        typer.echo(f"pairwell: no link yet. {made.why_no_link}", err=True)
    typer.echo(show(made, as_json=json))
    if svg is not None:
        draw_picture(made, svg)


def _invite_again(role: RoleName, programme: str, name: str, *, json: bool) -> None:
    from pairwell.console_link import make_link_again, show
    from pairwell.errors import BadRequest
    from pairwell.settings import read_settings

    if role.value != "coordinator":
        raise BadRequest("--again is for coordinators: others come back by the bot.")
    made = make_link_again(read_settings(), programme, name, SystemClock().now())
    typer.echo(show(asyncio.run(made), as_json=json))


@app.command()
def doctor(*, json: Json = False) -> None:
    """Look at settings, records, Telegram and the machine; exit 1 when something is broken."""
    from pairwell.doctor.examination import examine
    from pairwell.doctor.report import is_broken, show

    checks = asyncio.run(examine(SystemClock().now()))
    typer.echo(show(checks, as_json=json))
    if is_broken(checks):
        raise typer.Exit(1)


@app.command("round")
def suggest_pairs(
    *,
    programme: Annotated[str | None, typer.Option(help="All of them by default.")] = None,
    json: Json = False,
) -> None:
    """Match the waiting list now; coordinators review the pairs in the bot."""
    from pairwell.rounds import show, suggest_now
    from pairwell.settings import read_settings

    rounds = asyncio.run(suggest_now(read_settings(), programme, SystemClock().now()))
    typer.echo(show(rounds, as_json=json))


app.command("match")(match)
app.add_typer(pack, name="pack")
app.add_typer(measure_app, name="measure")
app.add_typer(programme_app, name="programme")
app.add_typer(region_app, name="region")
