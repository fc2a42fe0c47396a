"""A result draws its pictures in memory, for notebooks."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from invented import clusters, loans, nation, zones_that_owe

from simulation.run import Run
from simulation.scenario.schema import Scenario


@pytest.fixture(scope="module")
def played() -> Run:
    """A run whose tables are invented."""
    zones = zones_that_owe()
    zones = zones.assign(
        **{name: zones.get(name, zones.workers / 10.0) for name in ("firms", "quality", "arrears_usd_mn")}
    )
    frames = {"nation": nation(), "zones": zones, "specialties": zones.rename(columns={"zone": "specialty"})}
    frames |= {"clusters": clusters(), "loans": loans()}
    return Run(Scenario(name="x"), {name: pa.Table.from_pandas(table) for name, table in frames.items()}, 1.0)


@pytest.mark.parametrize("which", ["growth", "map", "finance"])
def test_a_run_draws_its_three_pictures(played: Run, which: str) -> None:
    picture = getattr(played.plot, which)()
    assert picture._repr_png_().startswith(b"\x89PNG")
    assert repr(picture) == picture.words
    assert len(picture.words) > 40


def test_a_zone_is_drawn_by_its_key_or_its_name(played: Run, tmp_path: Path) -> None:
    picture = played.plot.zone("Rashakai")
    assert picture.png == played.plot.zone("rashakai").png
    assert picture.words.startswith("Rashakai at ")
    assert picture.save(tmp_path / "it.png").stat().st_size > 5_000
    with pytest.raises(ValueError, match="did you mean rashakai"):
        played.plot.zone("rashaki")
