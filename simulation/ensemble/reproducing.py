"""A result is made again from its own manifest, elsewhere, and compared byte for byte."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from simulation.ensemble import store
from simulation.ensemble.crews import here
from simulation.ensemble.parts import Point, parts_of
from simulation.ensemble.running import ensemble
from simulation.keeping import results
from simulation.keeping.provenance import changed_since
from simulation.run import run
from simulation.scenario.loading import load


class Reproduced(NamedTuple):
    """What came of it."""

    files: Mapping[str, bool]
    """Whether each table has the same bytes."""
    remarks: list[str]
    """What is not as it was: sources, packages."""


def run_again(folder: Path, elsewhere: Path) -> Reproduced:
    """A single run again; its figures are not compared, since fonts may differ between machines."""
    kept = results.read(folder)
    again = results.about(results.save(run(kept.scenario), elsewhere))
    names = [name for name in kept.about["files"] if name.endswith(".parquet")]
    same = {name: kept.about["files"][name] == again["files"].get(name) for name in names}
    return Reproduced(same, changed_since(kept.about))


def ensemble_again(folder: Path, elsewhere: Path, workers: int | None) -> Reproduced:
    """All runs of an ensemble again; the tables of a comparison follow from them."""
    told = store.about(folder)
    asked, points = told["asked"], []
    for each in told["asked"]["points"]:
        scenario = load(folder / "scenarios" / f"{each['scenario']}.toml")
        settings = each["settings"]
        changed = scenario.but(settings) if settings else scenario
        overlays, varied = tuple(each["overlays"]), each["varied"]
        points.append(Point(changed, each["number"], settings, overlays, varied, scenario))
    ensemble(parts_of(points, asked["seeds"]), elsewhere, here(workers))
    again = store.about(elsewhere)["files"]
    return Reproduced({name: digest == again.get(name) for name, digest in told["files"].items()}, changed_since(told))
