"""`sez bench`: how fast the engine is here, as ratios measured side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from simulation.telling.answers import WRONG, plainly, stop

if TYPE_CHECKING:
    from simulation.benchmark.measuring import Say

SMALLEST, TURNS, QUICK_TURNS = 10_000, 4, 2
SCALES, QUICK_SCALES = (0.01, 0.1, 1.0), (0.01,)
THREADS = (1, 2)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(bench)


def bench(
    firms: Annotated[int, typer.Option(min=1_000, help="firms of the yardsticks")] = 100_000,
    most: Annotated[
        int, typer.Option(min=1_000, help="firms of the table of phases; a million needs 3 GB")
    ] = 1_000_000,
    quick: Annotated[bool, typer.Option("--quick", help="10,000 and 100,000 firms, few turns, no large run")] = False,
    mesa_frames: Annotated[Path | None, typer.Option(help="a Python that has mesa-frames, to be measured too")] = None,
    json: Annotated[Path | None, typer.Option(help="keep the figures in this file")] = None,
) -> None:
    """Measure speed, side by side with other engines, phase by phase beside a bare loop, and print tables."""
    from simulation.benchmark import frames

    if mesa_frames and not frames.has_mesa_frames(mesa_frames):
        stop(f"{mesa_frames} cannot import mesa_frames; the path of a Python that can would be right", WRONG)
    if quick:
        firms, most = min(firms, SMALLEST), min(most, 100_000)
    with plainly("stopped; figures so far are printed"):
        found: dict[str, Any] = {}
        for section in _measured(firms, most, quick, mesa_frames, lambda text: typer.echo(text, err=True)):
            found |= section
            _print(section)
            if json:
                _keep(found, json)


def _measured(firms: int, most: int, quick: bool, mesa_frames: Path | None, say: Say) -> Iterator[dict[str, Any]]:
    """The figures, section by section, so that what is measured is told though a later section should fail."""
    from simulation.benchmark import fresh, measuring
    from simulation.keeping.provenance import commit, versions

    turns = QUICK_TURNS if quick else TURNS
    yield {"commit": commit(), "versions": versions(), "cold_start": fresh.cold_start()}
    yield {"yardsticks": _side_by_side(firms, turns, mesa_frames, say)}
    yield {"sizes": measuring.by_size(sorted({1_000, min(SMALLEST, most), min(firms, most), most}), turns, say)}
    asked = [(scale, threads) for scale in (QUICK_SCALES if quick else SCALES) for threads in THREADS]
    yield {"runs": [fresh.whole_run(scale, threads) for scale, threads in asked]}


def _side_by_side(firms: int, turns: int, mesa_frames: Path | None, say: Say) -> dict[str, Any]:
    from simulation.benchmark import frames, measuring

    found = measuring.yardsticks(firms, turns, say)
    ordered = found.pop("ordered")
    if mesa_frames:
        found["ns_a_firm"]["mesa-frames, own part"] = frames.ns_a_firm(mesa_frames, ordered, turns)
    return found


def _print(section: dict[str, Any]) -> None:
    from simulation.benchmark.telling import tables
    from simulation.telling.consoles import console

    shown = console()
    for table in tables(section):
        shown.print(table)


def _keep(found: dict[str, Any], path: Path) -> None:
    import json

    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
