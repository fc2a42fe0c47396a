"""Where scenarios clearly differ, among all that is measured, at a stated rate of false discoveries.

Of a hundred measures that nothing changes, ten lie outside their 90 % interval by chance. So all are tested together:
Benjamini and Hochberg (1995), J. R. Stat. Soc. B 57(1), which keeps the expected share of false ones among those
called clear below the rate, also where measures rise and fall together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from simulation.comparison.findings import signed
from simulation.comparison.naming import called, size_of
from simulation.report import words

if TYPE_CHECKING:
    import pandas

RATE = 0.1
"""Share of false ones among the differences called clear, on average."""
LINES_SHOWN = 10


def tested(levels: pa.Table, changes: pa.Table) -> pandas.DataFrame:
    """A row for every scenario and measure that differs in any pair, in the last quarter that tells it.

    `p` is of the paired t-test; `q` the false-discovery rate at which it is called clear; `of_base` the difference over
    the base's level; `in_spreads` over the standard deviation between runs of other luck. The largest of these first.
    """
    last = changes.to_pandas().groupby(["scenario", "measure"], sort=False).tail(1)
    last = last[(last.pairs > 1) & ((last["mean"] != 0) | (last.sd_paired > 0))].copy()
    bases = levels.to_pandas().set_index(["scenario", "measure", "quarter"])["mean"]
    level = bases.reindex(list(zip(last.base, last.measure, last.quarter, strict=True))).to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        last["of_base"] = np.where(level != 0, last["mean"] / np.abs(level), np.nan)
        last["in_spreads"] = last["mean"].abs() / (last.sd_unpaired / np.sqrt(2.0))
    last["p"] = _p_of(last)
    last["q"] = _q_of(last["p"].to_numpy())
    return last.sort_values("in_spreads", ascending=False, kind="stable").reset_index(drop=True)


def _p_of(last: pandas.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Two-sided p of the paired t-test; 0 where every pair differs by the same."""
    from scipy.stats import t

    with np.errstate(divide="ignore"):
        value = last["mean"].abs() / (last.sd_paired / np.sqrt(last.pairs))
    found: np.ndarray[tuple[int], np.dtype[np.float64]] = 2.0 * t.sf(value.to_numpy(), last.pairs.to_numpy() - 1)
    return found


def _q_of(p: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    from scipy.stats import false_discovery_control

    found: np.ndarray[tuple[int], np.dtype[np.float64]] = false_discovery_control(p, method="bh") if p.size else p
    return found


def lines(rows: pandas.DataFrame, rate: float = RATE) -> list[str]:
    """How many differences are clear and at which rate, then the largest, a line each."""
    clear = rows[rows.q <= rate]
    how = f"among {len(rows)} that differ at all (false-discovery rate {100 * rate:g} %, Benjamini-Hochberg)"
    if clear.empty:
        return [f"no clear difference {how}" if len(rows) else "no measure that several pairs tell differs"]
    shown = clear.head(LINES_SHOWN)
    largest = f"; the {len(shown)} largest against the spread of runs" if len(clear) > len(shown) else ""
    told = f"{len(clear)} clear {words.plural(len(clear), 'difference', 'differences')} {how}{largest}:"
    return [told, *(_line(row) for row in shown.to_dict("records"))]


def _line(row: dict[str, str | float]) -> str:
    measure, size = str(row["measure"]), size_of(str(row["measure"]))
    mean, low, high = (signed(size * float(row[name])) for name in ("mean", "low", "high"))
    share = float(row["of_base"])
    of_base = f", {signed(100 * share)} % of the base" if np.isfinite(share) else ", from 0 in the base"
    when = words.quarter(str(row["quarter"]))
    return f"{row['scenario']}: {called(measure)}: {mean} ({low} to {high}{of_base}) at {when}"
