"""From what a run simulates to what the nation has: the one place where results are divided by the scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, overload

from simulation.engine.table import Column
from simulation.measures.declaring import Row
from simulation.measures.schema import Sheet


@overload
def national(simulated: float, scale: float) -> float: ...
@overload
def national(simulated: Column, scale: float) -> Column: ...
def national(simulated: float | Column, scale: float) -> float | Column:
    """A count or amount of the nation from that of its simulated part; as it is where all is simulated."""
    return simulated if scale == 1.0 else simulated / scale


def row_of_nation(sheet: Sheet, row: Mapping[str, Any], scale: float) -> Row:
    """A row as the table of results has it: what is marked national of the nation, all else as it is."""
    return {name: national(each, scale) if sheet.measure(name).national else each for name, each in row.items()}
