"""`pairwell programme`: what a programme allows. Its tools load when it is called."""

import asyncio
from enum import StrEnum
from typing import Annotated

import typer

programme = typer.Typer(help="Programmes: see them, and say what they allow.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


class Switch(StrEnum):
    """On or off, as it is written on the command line."""

    ON = "on"
    OFF = "off"


@programme.command("list")
def list_all(*, json: Json = False) -> None:
    """List the programmes with what they allow."""
    from pairwell import programme_settings  # noqa: PLC0415 (loaded when called: --help stays quick)
    from pairwell.settings import read_settings  # noqa: PLC0415 (the same)

    found = asyncio.run(programme_settings.all_programmes(read_settings()))
    typer.echo(programme_settings.show(found, as_json=json))


@programme.command("set")
def set_one(
    name: Annotated[str, typer.Argument(help="The name of the programme.")],
    *,
    self_referral: Annotated[
        Switch | None, typer.Option(help="Whether people may come in without an invitation.")
    ] = None,
    region: Annotated[
        str | None, typer.Option(help="Whose numbers for urgent help people are given.")
    ] = None,
    json: Json = False,
) -> None:
    """Change what a programme allows; it counts at once."""
    from pairwell import programme_settings  # noqa: PLC0415 (loaded when called: --help stays quick)
    from pairwell.clock import SystemClock  # noqa: PLC0415 (the same)
    from pairwell.settings import read_settings  # noqa: PLC0415 (the same)

    allowed = None if self_referral is None else self_referral is Switch.ON
    changed = asyncio.run(
        programme_settings.allow(
            read_settings(), name, SystemClock().now(), self_referral=allowed, region=region
        )
    )
    typer.echo(programme_settings.show([changed], as_json=json))


@programme.command("respond")
def respond(
    name: Annotated[str, typer.Argument(help="The name of the programme.")],
    *,
    who: Annotated[str, typer.Option(help="The team that answers alerts; no person's name.")],
    within: Annotated[
        int, typer.Option(help="Minutes, in the hours of the rota.", min=1, max=10080)
    ],
    route: Annotated[str, typer.Option(help="What they do, and how they reach the person.")],
    json: Json = False,
) -> None:
    """Record who answers alerts, how soon and how; safety items are asked from then on."""
    from pairwell import programme_responses  # noqa: PLC0415 (loaded when called: --help stays quick)
    from pairwell.clock import SystemClock  # noqa: PLC0415 (the same)
    from pairwell.settings import read_settings  # noqa: PLC0415 (the same)

    wanted = programme_responses.Answering(name, who, within, route)
    recorded = asyncio.run(programme_responses.record(read_settings(), wanted, SystemClock().now()))
    typer.echo(programme_responses.show(recorded, as_json=json))
