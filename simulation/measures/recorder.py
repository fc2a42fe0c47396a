"""The recorder watches a run once a quarter and hands out its tables.

Quarterly counts are cheap; concentration, clusters and networks are looked at once a year: at the first quarter seen,
in every fourth quarter of a year, and at the last.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from simulation.economy import Economy, Given
from simulation.measures import arrow, rolls
from simulation.measures.declaring import Columns, Row
from simulation.measures.observing import Observed, Observer
from simulation.measures.schema_agents import KINDS, SHEETS
from simulation.units import quarter_name

SCALE_OF_SINGLE_AGENTS = 0.1
"""Largest scale at which single firms and links are kept."""


class Recorder(Observer):
    """Watches a run and takes it down; `record` it once a quarter, then ask for its `tables`."""

    def __init__(self, given: Given, single_agents: bool | None = None) -> None:
        super().__init__(given)
        self.single_agents = given.scenario.scale <= SCALE_OF_SINGLE_AGENTS if single_agents is None else single_agents
        self.rows: dict[str, list[Row | Columns]] = {name: [] for name in SHEETS}
        self.last: Economy | None = None

    def record(self, economy: Economy) -> None:
        """Take down one quarter."""
        first, self.last = self.last is None, economy
        seen, rows = self.see(economy), self.rows
        seen.count()
        rows["nation"].append(seen.nation)
        rows["specialties"].append(dict(seen.specialties))
        rows["zones"] += [seen.zones] if seen.zones else []
        rows["balance"] += seen.balance
        rows["loans"] += seen.loans
        rows["ledger"] += seen.ledger
        born = economy.firms if first else economy.births
        if born is not None:
            rows["entries"].append(rolls.entrants(born, self.given))
        if self.looks(economy):
            self._look(seen)

    def _look(self, seen: Observed) -> None:
        looked, rows = self.look(seen), self.rows
        rows["clusters"] += looked.clusters
        rows["nation"][-1] |= looked.nation
        rows["specialties"][-1] |= looked.specialties
        rows["cells"].append(rolls.occupied(seen.places, seen.now.quarter))
        if self.single_agents:
            rows["firms"].append(rolls.members(seen.now, self.given, seen.places))
            rows["links"].append(rolls.links(seen.now, seen.bought))

    def tables(self) -> dict[str, pa.Table]:
        """All tables so far, by name; the last quarter gets its yearly look if it had none."""
        if self.last is not None and self.looked_at != self.last.quarter:
            self._look(self.see(self.last))
        return {name: self._table(name) for name in SHEETS}

    def _table(self, name: str) -> pa.Table:
        rows = self.rows[name]
        if not rows:
            return arrow.empty(name, SHEETS[name])
        columns = arrow.joined(rows) if isinstance(rows[0], dict) and _is_many(rows[0]) else arrow.stacked(rows)
        if columns["quarter"].size == 0:
            return arrow.empty(name, SHEETS[name])
        return arrow.to_table(name, SHEETS[name], self._in_words(columns))

    def _in_words(self, columns: dict[str, Any]) -> dict[str, Any]:
        """Columns of numbers that stand for names, as those names."""
        names = {"kind": KINDS, "specialty": self.given.specialties.names, "zone": tuple(self.around.zones)}
        for column, listed in names.items():
            if column in columns and columns[column].dtype.kind == "i":
                columns[column] = arrow.words(columns[column], listed)
        if columns["quarter"].dtype.kind == "i":
            first, last = int(columns["quarter"].min()), int(columns["quarter"].max())
            names_of_quarters = [quarter_name(n) for n in range(first, last + 1)]
            columns["quarter"] = arrow.words(columns["quarter"] - first, names_of_quarters)
        return columns


def _is_many(part: dict[str, Any]) -> bool:
    """Whether a part of a table holds columns (many rows) rather than one row."""
    return all(isinstance(value, np.ndarray) for value in part.values())
