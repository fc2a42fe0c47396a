"""What the picture of the loans shows: service due and paid, cover, balances and arrears, quarter by quarter."""

from __future__ import annotations

import numpy as np
import pandas as pd

from simulation.engine.table import Column
from simulation.measures.ratios import at_hand
from simulation.report import words

MILLION = 1e6
PARTS = 5
DUE_LEAST = 0.1
"""No cover ratio while less than a tenth of the peak service is due."""
PART_LEAST = 0.005
"""Groups below this share of all are shown as one."""
OF_ZONES = "zone:"


def a_year(path: Column | pd.Series) -> Column:
    """Sum of the last four quarters: payments come twice a year."""
    return pd.Series(path).rolling(4, min_periods=1).sum().to_numpy()


def owed_by(borrower: str) -> str:
    """Who owes, in words: the government, power companies, zones."""
    kind = borrower.split(":")[0]
    return {"power": "Power companies", "zone": "Zones"}.get(kind, kind.replace("_", " ").capitalize())


def of_zones(loans: pd.DataFrame) -> pd.DataFrame:
    """The loans that zones owe themselves."""
    return loans[loans.borrower.astype(str).str.startswith(OF_ZONES)]


class Books:
    """Some loans by quarter [USD of 2020, flows as sums of four quarters]; `parts` names the group of each loan."""

    def __init__(self, quarters: list[str], loans: pd.DataFrame) -> None:
        self.quarters = quarters
        self.time = np.array([words.year(q) for q in quarters])
        self.loans = loans
        self.all_due = a_year(self.level("contractual_usd_mn"))
        self.paid = np.minimum(a_year(self.level("paid_usd_mn") + self.level("guarantee_called_usd_mn")), self.all_due)
        self.unpaid = np.maximum(self.all_due - self.paid, 0.0)
        self.called = a_year(self.level("guarantee_called_usd_mn"))
        self.arrears = self.level("arrears_usd_mn")
        self.drawing = self.level("draw_usd_mn")

    def level(self, column: str, rows: pd.Series | None = None) -> Column:
        """An amount of all these loans (or of some rows) by quarter [USD]."""
        table = self.loans if rows is None else self.loans[rows]
        if column not in table:
            return np.zeros(len(self.quarters))
        by_quarter = table.groupby(table.quarter.astype(str))[column].sum()
        return by_quarter.reindex(self.quarters).fillna(0.0).to_numpy(dtype=float) * MILLION

    def parts(self, names: pd.Series, column: str, ranked_by: str | None = None) -> dict[str, Column]:
        """An amount by group, largest first; what is small or beyond the fifth is one group of others.

        Panels that share their colours rank their groups by the same column.
        """
        weight = self.loans.groupby(names)[ranked_by or column].sum().sort_values(ascending=False, kind="stable")
        large = weight[weight > PART_LEAST * weight.sum()]
        most = list(large.index[: PARTS if len(weight) <= PARTS else PARTS - 1])
        found = {str(name): self.level(column, names == name) for name in most}
        if len(weight) > len(most):
            rest = ~names.isin(most)
            found["others" if len(weight) - len(most) > 1 else str(names[rest].iloc[0])] = self.level(column, rest)
        return found

    def levels_within(self, names: pd.Series, parts: list[str], column: str) -> list[Column]:
        """Upper edges of the loans, one over the other within the groups of `parts`, which stand on each other."""
        below, edges = 0.0 * self.time, []
        for part in parts:
            group = names == part if (names == part).any() else ~names.isin(parts)
            for loan in self.loans.loan[group].unique():
                below = below + self.level(column, group & (self.loans.loan == loan))
                edges.append(below)
        return edges

    def due_by(self, names: pd.Series, ranked_by: str | None = None) -> dict[str, Column]:
        """Service due a year, by group."""
        return {name: a_year(path) for name, path in self.parts(names, "contractual_usd_mn", ranked_by).items()}

    def workouts(self) -> list[str]:
        """Quarters in which some loan is in a workout."""
        if "workout" not in self.loans:
            return []
        told = self.loans.workout.fillna("").astype(str)
        return sorted(set(self.loans.quarter[~told.isin(("", "none"))].astype(str)))

    def agreed(self) -> dict[str, str]:
        """Kinds of workout with the quarter in which each first came."""
        if "workout" not in self.loans:
            return {}
        told = self.loans[["workout", "quarter"]].astype(str)
        told = told[~told.workout.isin(("", "none"))]
        return {str(kind): str(rows.quarter.min()) for kind, rows in told.groupby("workout")}


class ZoneBooks(Books):
    """The zones' own loans, each zone's cover ratio, and how much of what is due they can pay themselves."""

    def __init__(self, quarters: list[str], loans: pd.DataFrame, zones: pd.DataFrame) -> None:
        super().__init__(quarters, of_zones(loans))
        self.names = self.loans.borrower.astype(str).str.removeprefix(OF_ZONES)
        self.owing = list(self.parts(self.names, "balance_usd_mn"))
        self.covers = {zone: cover_of(quarters, zones[zones.zone.astype(str) == zone]) for zone in self.owing}
        able = (able_of(quarters, zones[zones.zone.astype(str) == zone]) for zone in self.owing)
        self.able: Column = sum(able, np.zeros(len(quarters)))


def able_of(quarters: list[str], zone: pd.DataFrame) -> Column:
    """What a zone can pay itself of what is due, over four quarters [USD]; all of it while its owners help."""
    at = zone.set_index(zone.quarter.astype(str)).reindex(quarters)
    return a_year((at.cover_ratio.fillna(1.0).clip(upper=1.0) * at.debt_service_due_usd_mn).fillna(0.0)) * MILLION


def cover_of(quarters: list[str], zone: pd.DataFrame) -> Column:
    """What a zone can pay over what it must, over four quarters; nan while little is due."""
    at = zone.set_index(zone.quarter.astype(str)).reindex(quarters)
    due = at.debt_service_due_usd_mn.fillna(0.0)
    able, due = a_year(at_hand(at.cover_ratio.to_numpy(float), due.to_numpy())), a_year(due)
    enough = due >= max(DUE_LEAST * float(due.max()), 1e-9)
    return np.where(enough, able / np.maximum(due, 1e-300), np.nan)
