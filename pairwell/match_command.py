"""`pairwell match`: a round over two files, without a service. Its tools load when it is called."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class PolicyName(StrEnum):
    """The policies as they are written on the command line."""

    LONGEST_WAIT = "longest-wait"
    BEST_FIT = "best-fit"


File = Path | None
Policy = PolicyName | None
Day = datetime | None


def match(
    people: Annotated[File, typer.Argument(help="Who waits: CSV or JSON Lines.")] = None,
    peers: Annotated[File, typer.Argument(help="Peer workers: CSV or JSON Lines.")] = None,
    *,
    pack: Annotated[str, typer.Option(help="Setting pack: a name or a file.")] = "perinatal",
    policy: Annotated[Policy, typer.Option(help="Instead of the pack's own.")] = None,
    pins: Annotated[File, typer.Option(help="Pairs to keep: person,peer_worker.")] = None,
    bans: Annotated[File, typer.Option(help="Pairs to avoid: person,peer_worker.")] = None,
    out: Annotated[File, typer.Option("--out", "-o", help="Result: .json, or .csv.")] = None,
    pairs_out: Annotated[File, typer.Option(help="All allowed pairs with their fit.")] = None,
    explain: Annotated[str | None, typer.Option(help="Explain one person's choices.")] = None,
    example: Annotated[File, typer.Option(help="Write example files here and stop.")] = None,
    day: Annotated[Day, typer.Option("--today", formats=["%Y-%m-%d"], help="As on a day.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON for a script.")] = False,
) -> None:
    """Match a waiting list in a spreadsheet: who with whom, why, and a proof that it is best."""
    from pairwell import matching_files  # noqa: PLC0415 (loaded when called: --help stays quick)

    if example is not None:
        typer.echo(matching_files.write_example(example, pack))
        return
    if people is None or peers is None:
        raise typer.BadParameter("Give two files, PEOPLE and PEERS, or --example with a folder.")
    request = matching_files.MatchRequest(
        people=people,
        peers=peers,
        pack=pack,
        policy=policy.value if policy else None,
        pins=pins,
        bans=bans,
        out=out,
        pairs_out=pairs_out,
        explain=explain,
        today=day.date() if day else None,
        as_json=json,
    )
    typer.echo(matching_files.run_match(request))
