"""An ensemble or comparison in a replay: its runs give the bands, the first of each scenario is played for the map."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from simulation.ensemble import store
from simulation.page.take_home.packing import TABLES_SHOWN, Told
from simulation.run import Run, run
from simulation.scenario.loading import load


def of_ensemble(folder: Path) -> Iterator[Told]:
    """Each scenario and point of a finished ensemble, as it is made; DamagedError says what is wrong with it.

    An ensemble keeps no maps, and a scenario with its seed always gives the same one: so it is played again.
    """
    points = store.about(folder)["asked"]["points"]
    nation = pq.read_table(folder / "nation.parquet")
    labels = {
        (row["scenario"], row["point"]): row["label"] for row in pq.read_table(folder / "points.parquet").to_pylist()
    }
    for each in points:
        scenario = load(folder / "scenarios" / f"{each['scenario']}.toml")
        asked = scenario.but(each["settings"]) if each["settings"] else scenario
        rows = nation.filter(pc.and_(_is(nation, "scenario", each["scenario"]), _is(nation, "point", each["number"])))
        seeds = list(dict.fromkeys(rows.column("seed").to_pylist()))
        length = len(rows) // max(1, len(seeds))
        first = run(asked, seed=seeds[0], quarters=length, tables=TABLES_SHOWN)
        others = [Run(first.scenario, {"nation": rows.filter(_is(rows, "seed", seed))}, 0.0) for seed in seeds[1:]]
        label = labels[each["scenario"], each["number"]]
        yield Told(label if each["settings"] else asked.title or label, [first, *others])


def points_in(folder: Path) -> int:
    """How many scenarios and points an ensemble has."""
    return len(store.about(folder)["asked"]["points"])


def _is(table: pa.Table, column: str, value: object) -> pa.ChunkedArray:
    return pc.equal(table.column(column), pa.scalar(value))
