"""What the picture of the loans shows: service due and paid, cover, balances and arrears, quarter by quarter."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from simulation.report import words

MILLION = 1e6
PARTS = 5
DUE_LEAST = 0.1
"""No cover ratio while less than a tenth of the peak service is due."""


class Books:
    """What the picture shows, by quarter [USD of 2020, flows as sums of four quarters]."""

    def __init__(self, nation: pd.DataFrame, loans: pd.DataFrame, zones: pd.DataFrame) -> None:
        self.quarters = list(nation.quarter)
        self.time = np.array([words.year(q) for q in self.quarters])
        self.due = self._by(loans, "lender", "contractual_usd_mn", yearly=True)
        self.owed = self._by(loans, "loan", "balance_usd_mn", yearly=False)
        whole = self._summed(loans, ["paid_usd_mn", "guarantee_called_usd_mn"])
        self.all_due = self._summed(loans, ["contractual_usd_mn"])
        self.paid = np.minimum(whole, self.all_due)
        self.arrears = self._level(loans, "arrears_usd_mn")
        self.drawing = self._level(loans, "draw_usd_mn")
        told = loans.workout.fillna("").astype(str) if "workout" in loans else pd.Series("", index=loans.index)
        self.workouts = sorted(set(loans.quarter[~told.isin(("", "none"))].astype(str)))
        self.cover = self._cover(zones)
        column = "external_service_over_exports_pct"
        self.over_exports = nation[column].to_numpy(dtype=float) if column in nation else None

    def _level(self, table: pd.DataFrame, column: str) -> Any:
        if column not in table:
            return np.zeros(len(self.quarters))
        return (
            table.groupby(table.quarter.astype(str))[column].sum().reindex(self.quarters).fillna(0).to_numpy() * MILLION
        )

    def _summed(self, table: pd.DataFrame, columns: list[str]) -> Any:
        return a_year(sum(self._level(table, column) for column in columns))

    def _by(self, loans: pd.DataFrame, group: str, column: str, yearly: bool) -> dict[str, Any]:
        """The largest four groups and the rest, largest first."""
        names = loans[group].astype(str)
        weight = loans.groupby(names)[column].sum().sort_values(ascending=False, kind="stable")
        most = list(weight.index[: PARTS if len(weight) <= PARTS else PARTS - 1])
        parts = {name: self._level(loans[names == name], column) for name in most}
        if len(weight) > len(most):
            parts[f"{len(weight) - len(most)} others"] = self._level(loans[~names.isin(most)], column)
        return {name: a_year(path) if yearly else path for name, path in parts.items()}

    def _cover(self, zones: pd.DataFrame) -> Any:
        """What zones can pay over what they must, where enough is due; None where no zone owes anything."""
        if "cover_ratio" not in zones or "debt_service_due_usd_mn" not in zones:
            return None
        due = self._level(zones, "debt_service_due_usd_mn")
        able = self._level(zones.assign(able=zones.cover_ratio * zones.debt_service_due_usd_mn), "able")
        due, able = a_year(due), a_year(able)
        if due.max() <= 0:
            return None
        return np.where(due >= DUE_LEAST * due.max(), able / np.maximum(due, 1e-300), np.nan)

    @property
    def unpaid(self) -> Any:
        """Due but not paid, a year."""
        return np.maximum(self.all_due - self.paid, 0.0)


def a_year(path: Any) -> Any:
    """Sum of the last four quarters: payments come twice a year."""
    return pd.Series(path).rolling(4, min_periods=1).sum().to_numpy()
