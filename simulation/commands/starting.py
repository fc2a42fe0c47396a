"""`sez new`: a commented scenario file to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation.telling.answers import WRONG, plainly, stop


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(new)


def new(
    name: Annotated[Path, typer.Argument(help="the new file: a name, or a path")],
    parent: Annotated[
        str, typer.Option("--from", help="the scenario it changes: a shipped name or a file")
    ] = "pakistan-baseline",
    zone: Annotated[list[str] | None, typer.Option(help="a zone to write a table for; may be repeated")] = None,
    loan: Annotated[list[str] | None, typer.Option(help="a loan to write a table for; may be repeated")] = None,
    title: Annotated[str | None, typer.Option(help="one line for figures and tables [from the name]")] = None,
) -> None:
    """Write a commented scenario file that runs as it stands, to be edited."""
    from simulation.scenario.loading import found, load
    from simulation.scenario.shipped import shipped
    from simulation.telling.starting_file import name_for, starting_file

    path = name if name.suffix == ".toml" else name.with_name(f"{name.name}.toml")
    if path.exists():
        stop(f"{path} is there already; another name would be right, and nothing was changed", WRONG)
    with plainly():
        scenario, file = load(parent), found(parent)
        known = file in shipped().values()
        text = starting_file(title or name_for(path), scenario.name if known else str(file.resolve()), scenario,
                             zone or (), loan or ())  # fmt: skip
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    typer.echo(path)
    typer.echo(f"next: sez check {path}; sez compare {parent} {path} --scale 0.01", err=True)
