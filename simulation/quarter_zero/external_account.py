"""The recorded external account of a country's seeds and its continuation after the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from simulation.finance.external import MONTHS, Record
from simulation.finance.loans import Loan
from simulation.finance.paths import BEFORE, QUARTERS, MoneyPaths, Path, yearly
from simulation.seeding.seeds import Seeds
from simulation.units import EPOCH_YEAR, QUARTERS_PER_YEAR, first_quarter_of

TABLE = "external_account"
MILLIONS = 1000.0
"""Of dollars in a billion."""


def record_of(
    seeds: Seeds, paths: MoneyPaths, committed: Path, loans: Iterable[Loan], growth_pct: float
) -> Record | None:
    """The account [mn USD of 2020]; None for a country without one. `committed` is the book's service.

    Other inflows close the record: F = R' - R + M + S - X - Rem. Afterwards everything grows at one rate, and inflows
    are what keeps reserves in step with imports while the book costs what it cost in the record's last year.
    """
    if not seeds.rows(TABLE):
        return None
    free = _free_from(seeds)
    of = {name: _flow(seeds, name, paths, free, growth_pct) for name in FLOWS}
    anchor = _kept(committed, free - paths.first, growth_pct)
    held = _reserves(seeds, paths, free, growth_pct)
    before = np.concatenate((held[:1], held[:-1]))
    other = of["debt_service"] - anchor
    return Record(
        exports_factor=yearly(seeds.series(TABLE, "exports_over_simulated"), paths.start),
        imports=of["imports"], remittances=of["remittances"], other_service=other,
        inflows=held - before + of["imports"] + of["debt_service"] - of["exports"] - of["remittances"],
        months=MONTHS * held / of["imports"], draws=committed_draws(loans, paths),
        reserves_at_start=float(held[BEFORE - 1]), free_from=free,
    )  # fmt: skip


FLOWS = ("exports", "imports", "remittances", "debt_service")
"""Series of the seeds' account [USD bn a year]."""


def _free_from(seeds: Seeds) -> int:
    """The first quarter after the record."""
    last = max(int(year) for year in seeds.series(TABLE, "exports"))
    return first_quarter_of(last + 1)


def _kept(path: Path, free: int, growth_pct: float = 0.0) -> Path:
    """A path that from a place on, `free`, goes on from the mean of the year before, growing at a rate."""
    last, after = path[free - QUARTERS_PER_YEAR : free].mean(), path.copy()
    after[free:] = last * _grown(free, growth_pct)[free:]
    return after


def _grown(free: int, growth_pct: float) -> Path:
    """1 up to a place, then growing at a rate compounded by the quarter (products: the same on every machine)."""
    quarterly = 1.0 + growth_pct / 100.0 / QUARTERS_PER_YEAR
    after = np.arange(QUARTERS) - (free - 1)
    return np.array(np.cumprod(np.where(after > 0, quarterly, 1.0)), dtype=np.float64)


def _flow(seeds: Seeds, name: str, paths: MoneyPaths, free: int, growth_pct: float) -> Path:
    """A flow of the account [mn USD of 2020 a quarter]."""
    nominal = yearly(seeds.series(TABLE, name), paths.start) * MILLIONS / QUARTERS_PER_YEAR
    return _kept(nominal / paths.us_price, free - paths.first, growth_pct)


def _reserves(seeds: Seeds, paths: MoneyPaths, free: int, growth_pct: float) -> Path:
    """Reserves at the ends of quarters [mn USD of 2020], straight between the ends of years."""
    ends = seeds.series(TABLE, "reserves")
    years = np.array([float(year) for year in ends])
    when, place = EPOCH_YEAR + (np.arange(QUARTERS) + paths.first + 1) / QUARTERS_PER_YEAR - 1.0, free - paths.first
    held = np.interp(when, years, list(ends.values())) * MILLIONS / paths.us_price
    held[place:] = held[place - 1] * _grown(place, growth_pct)[place:]
    return held


def committed_draws(loans: Iterable[Loan], paths: MoneyPaths) -> Path:
    """Draws on loans from abroad [mn USD of 2020 a quarter]."""
    drawn = np.zeros(QUARTERS)
    for loan in loans:
        for place in range(len(loan.draws)) if loan.abroad else ():
            quarter = loan.draw_start + place
            if paths.first <= quarter <= paths.last:
                amount = loan.draw_in(quarter)
                drawn[quarter - paths.first] += paths.constant_usd(amount, loan.currency, quarter)
    return drawn


def frozen(committed: Mapping[str, Path], paths: MoneyPaths, last_year: int) -> dict[str, Path]:
    """Committed service as observed until the data end, then as it was in their last year: what comes is felt."""
    free = first_quarter_of(last_year + 1) - paths.first
    return {name: _kept(path, free) for name, path in committed.items()}
