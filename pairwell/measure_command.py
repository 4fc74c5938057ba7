"""`pairwell measure`: measures listed, explained and checked. Its tools load when it is called."""

from pathlib import Path
from typing import Annotated

import typer

measure = typer.Typer(
    help="Measures: what may be asked, how it is scored, by whose leave.", no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


@measure.command("list")
def list_all(*, json: Json = False) -> None:
    """Name every measure, with its range, licence and safety questions."""
    from pairwell import measure_report  # noqa: PLC0415 (loaded when called: --help stays quick)

    typer.echo(measure_report.show_all(as_json=json))


@measure.command()
def show(code: Annotated[str, typer.Argument(help="Such as who5.")], *, json: Json = False) -> None:
    """Explain one measure: its words, points, thresholds and the source of each."""
    from pairwell import measure_report  # noqa: PLC0415 (loaded when called: --help stays quick)

    typer.echo(measure_report.show_one(code, as_json=json))


@measure.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Measures, or words for one, in TOML.")],
    *,
    json: Json = False,
) -> None:
    """Look for mistakes in files; exit 1 and tell each by file, line and reason."""
    from pairwell import measure_report  # noqa: PLC0415 (loaded when called: --help stays quick)

    checked = measure_report.check_files(files)
    bad = any(one.problems for one in checked)
    typer.echo(measure_report.show_checked(checked, as_json=json), err=bad and not json)
    if bad:
        raise typer.Exit(1)
