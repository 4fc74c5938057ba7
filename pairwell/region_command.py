"""`pairwell region`: the numbers for urgent help. Its tools load when it is called."""

from pathlib import Path
from typing import Annotated

import typer

region = typer.Typer(help="Numbers for urgent help: see and check them.", no_args_is_help=True)


@region.command("list")
def list_all() -> None:
    """List the regions with who answers for their numbers, and when these were checked."""
    from pairwell.region_report import list_regions  # noqa: PLC0415 (loaded when called: --help stays quick)
    from pairwell.settings import read_settings  # noqa: PLC0415 (the same)

    typer.echo(list_regions(read_settings().programmes_dir))


@region.command()
def show(code: Annotated[str, typer.Argument(help="Such as england.")]) -> None:
    """Show the text as people read it, then the source of each number."""
    from pairwell.region_report import show_region  # noqa: PLC0415 (loaded when called: --help stays quick)
    from pairwell.settings import read_settings  # noqa: PLC0415 (the same)

    typer.echo(show_region(code, read_settings().programmes_dir))


@region.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Regions, each a file CODE.toml.")],
) -> None:
    """Look for mistakes; exit 1 and tell each by file and line."""
    from pairwell.region_report import check_files  # noqa: PLC0415 (loaded when called: --help stays quick)

    good, problems = check_files(files)
    for text in good:
        typer.echo(text)
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)
