"""`sez animate`: the map of a kept run as a film for slides."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from simulation.telling.answers import WRONG, plainly, say, stop


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(animate)


def animate(
    run: Annotated[Path, typer.Argument(help="folder of a kept run")],
    out: Annotated[Path | None, typer.Option(help="the film, .mp4 or .gif [RUN.gif beside the run's folder]")] = None,
    fps: Annotated[int, typer.Option(min=1, max=30, help="years shown in a second")] = 3,
) -> None:
    """Draw the map of a kept run year by year as a GIF or an MP4 (which needs the extra `page`)."""
    from simulation.keeping import results
    from simulation.keeping.manifest import DamagedError
    from simulation.report import animation
    from simulation.telling.consoles import tracked

    with plainly():
        try:
            kept = results.read(run)
            path = animation.animate(
                kept, out or run.with_name(f"{run.resolve().name}.gif"), fps,
                lambda dates: tracked(dates, "drawing the map"),
            )  # fmt: skip
        except (DamagedError, animation.NoEncoderError, ValueError) as error:
            stop(str(error), WRONG)
    say(path)
