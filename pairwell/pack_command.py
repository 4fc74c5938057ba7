"""`pairwell pack`: setting packs checked and explained. Its tools load when it is called."""

from pathlib import Path
from typing import Annotated

import typer

pack = typer.Typer(help="Setting packs: what they ask, plan and match by.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for a script.")]


@pack.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Packs, each a file NAME.toml.")],
    *,
    json: Json = False,
) -> None:
    """Look for mistakes; exit 1 and tell each by file, line and reason."""
    from pairwell import pack_report  # noqa: PLC0415 (loaded when called: --help stays quick)

    checked = pack_report.check_files(files)
    bad = any(one.problems for one in checked)
    typer.echo(pack_report.show_checked(checked, as_json=json), err=bad and not json)
    if bad:
        raise typer.Exit(1)


@pack.command()
def show(
    which: Annotated[str, typer.Argument(metavar="CODE_OR_FILE", help="Such as perinatal.")],
    *,
    json: Json = False,
) -> None:
    """Explain a pack: what is asked and why, who is matched how, which measures when."""
    from pairwell import pack_report  # noqa: PLC0415 (loaded when called: --help stays quick)

    typer.echo(pack_report.show_pack(which, as_json=json))
