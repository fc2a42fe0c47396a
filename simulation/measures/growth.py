"""Growth: rates, phases and the speed of a take-off."""

from __future__ import annotations

import numpy as np

from simulation.agents.firms.state import Firms
from simulation.engine.ordering import rows_of
from simulation.engine.table import Column


def annual_rate(first: float, last: float, years: float) -> float:
    """Mean growth a year, (last/first)^(1/years) - 1; nan where either is not positive or no time has passed."""
    if first <= 0.0 or last <= 0.0 or years <= 0.0:
        return float("nan")
    return float((last / first) ** (1.0 / years) - 1.0)


def best_rate(yearly: Column, years: int = 5) -> float:
    """Fastest mean growth a year over any `years` running; nan for shorter paths."""
    rates = [annual_rate(yearly[i], yearly[i + years], years) for i in range(yearly.size - years)]
    rates = [rate for rate in rates if rate == rate]
    return max(rates) if rates else float("nan")


def years_from_peak(firms: Column, output: Column) -> int:
    """Years by which the peak of firms leads the peak of output (pattern 2: firm counts peak before output)."""
    return int(np.argmax(output)) - int(np.argmax(firms))


def matched_growth(before: Column, was: Column, now: Firms) -> tuple[Column, Column, Column]:
    """Workers last time and now, and weight now, of firms present both times; `before` are identities in any order."""
    place = rows_of(before, now.id)
    same = place >= 0
    return was[place[same]], now.workers[same], now.weight[same]
