"""Paths of prices and rates, and the one place where nominal money of any currency becomes constant 2020 USD."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulation.finance.currency import FOREIGN, USD, USD_REFERENCE, Currency, currency_of, foreign_codes
from simulation.finance.loans import Loan, Reference
from simulation.finance.settings import MoneyShock
from simulation.seeding.seeds import Seeds
from simulation.units import first_quarter_of, year_of

Path = NDArray[np.float64]
BEFORE = 20
"""Quarters before a country's first that the paths hold."""
QUARTERS = BEFORE + 300


@dataclasses.dataclass(frozen=True)
class MoneyPaths:
    """Yearly series by quarter, from five years before the first; rates in %, indices 2020 = 1, ends continue."""

    start: int
    """The country's first quarter."""
    usd_rate: Path
    home_rate: Path
    """Reference rate of loans in the country's currency."""
    policy_rate: Path
    expected_inflation: Path
    us_price: Path
    prices: Mapping[str, Path]
    """Units for one USD of every other currency in which loans may be, by code."""
    home: Currency
    gdp: Path
    """Gross domestic product [USD mn of 2020 a quarter]."""
    revenue: Path
    """Government revenue [USD mn of 2020 a quarter]."""
    external_service: Path
    """External debt service [% of exports of goods, services and primary income]."""
    reliability: Path
    """Share of hours served."""
    tariff: Path
    """Industrial tariff [US cents per kWh]."""
    exchange: Path
    """Real exchange rate with the dollar over 2015's, above 1 a weak currency: what a dollar costs of home goods."""

    @property
    def first(self) -> int:
        """First quarter whose prices and rates the paths hold."""
        return self.start - BEFORE

    @property
    def last(self) -> int:
        """Last quarter whose prices and rates the paths hold."""
        return self.first + QUARTERS - 1

    def at(self, path: Path, quarter: int) -> float:
        """Value of a path in a quarter; of its first or last quarter beyond them."""
        return float(path[min(max(quarter - self.first, 0), path.size - 1)])

    def per_usd(self, currency: str, quarter: int) -> float:
        """Units of a currency for one USD."""
        return 1.0 if currency == USD else self.at(self.prices[currency], quarter)

    def constant_usd(self, amount: float, currency: str, quarter: int) -> float:
        """Nominal millions of a currency in a quarter as million USD of constant 2020 prices."""
        return amount / self.per_usd(currency, quarter) / self.at(self.us_price, quarter)

    def reference(self, loan: Loan) -> Reference:
        """The path of a loan's reference rate [% a year by quarter]: the dollar's, or that of the country's money."""
        path = self.usd_rate if loan.reference == USD_REFERENCE else self.home_rate
        return lambda quarter: self.at(path, quarter)


def yearly(values: Mapping[int | str, float], start: int) -> Path:
    """A yearly series by quarter, the country's first in `start`: its year's value, first and last year continue."""
    years = sorted(int(year) for year in values)
    of = [min(max(year_of(start - BEFORE + k), years[0]), years[-1]) for k in range(QUARTERS)]
    return np.array([values[year] for year in of], dtype=np.float64)


def smooth(path: Path) -> Path:
    """A stepwise yearly path as straight lines between the middles of its years."""
    before, after = np.roll(path, 4), np.roll(path, -4)
    before[:4], after[-4:] = path[:4], path[-4:]
    weight = (np.arange(path.size) % 4 - 1.5) / 4.0
    return np.where(weight < 0.0, path + weight * (path - before), path + weight * (after - path))


def growth(index: Path) -> Path:
    """Growth over a year [%], level where the path ends."""
    grown = 100.0 * (index / np.roll(index, 4) - 1.0)
    grown[:4] = grown[4]
    last = np.flatnonzero(index != index[-1])[-1]
    grown[last + 1 :] = grown[last]
    return grown


def expected(index: Path) -> Path:
    """Expected inflation [% a year]: the mean of last, this and next year's."""
    grown = growth(index)
    mean = (np.roll(grown, 4) + grown + np.roll(grown, -4)) / 3.0
    return np.concatenate((grown[:4], mean[4:-4], grown[-4:]))


def _home_rate(seeds: Seeds, policy: Path, over_policy: float, start: int) -> Path:
    """The recorded years of the country's reference rate, and a margin over the policy rate in the others."""
    name = seeds.table("country")["currency"].get("reference_series")
    if name is None:
        return policy + over_policy
    recorded = seeds.series("debt_context", str(name), "CY mean")
    years = sorted(int(year) for year in recorded)
    year = np.array([year_of(start - BEFORE + k) for k in range(QUARTERS)])
    return np.where((year >= years[0]) & (year <= years[-1]), yearly(recorded, start), policy + over_policy)


@lru_cache(maxsize=4)
def from_seeds(seeds: Seeds, reference_over_policy: float = 0.5) -> MoneyPaths:
    """The paths of a country's `macro_paths` and of foreign currencies."""
    start, home = first_quarter_of(seeds.first_year), currency_of(seeds)
    of = {name: yearly(seeds.series("macro_paths", name), start) for name in _SERIES}
    gdp = of["gdp_constant_2015_usd_bn"] * 1000.0 * seeds.assumption("usd_2015_to_2020") / 4.0
    prices = {code: seeds.series("money_parameters", FOREIGN.format(code.lower())) for code in foreign_codes(seeds)}
    prices[home.code] = seeds.series("macro_paths", home.per_usd)
    return MoneyPaths(
        start=start,
        usd_rate=of["usd_base_rate_6m"],
        home_rate=_home_rate(seeds, of["policy_rate"], reference_over_policy, start),
        policy_rate=of["policy_rate"],
        expected_inflation=expected(of["cpi_index"]),
        us_price=smooth(of["us_price_index"]) / 100.0,
        prices={code: smooth(yearly(price, start)) for code, price in prices.items()},
        home=home,
        gdp=gdp,
        revenue=gdp * of["government_revenue"] / 100.0,
        external_service=of["external_debt_service_baseline"],
        reliability=of["power_reliability"],
        tariff=of["industrial_tariff"],
        exchange=real_exchange(seeds, start),
    )


def real_exchange(seeds: Seeds, start: int) -> Path:
    """The observed real exchange rate with the dollar, 1 in the year of `start`; 1 for ever where none is known."""
    if all(row.subject != REAL_EXCHANGE for row in seeds.rows("macro_paths")):
        return np.ones(QUARTERS)
    observed = seeds.series("macro_paths", REAL_EXCHANGE)
    return smooth(yearly(observed, start)) / observed[year_of(start)]


REAL_EXCHANGE = "real_exchange_rate_index"
_SERIES = (
    "usd_base_rate_6m", "policy_rate", "cpi_index", "us_price_index", "gdp_constant_2015_usd_bn",
    "government_revenue", "external_debt_service_baseline", "power_reliability", "industrial_tariff",
)  # fmt: skip


def shocked(paths: MoneyPaths, shocks: Iterable[MoneyShock]) -> MoneyPaths:
    """The paths with the named shocks on base rate and reliability in them (the others act in the nation)."""
    rate, hours = paths.usd_rate.copy(), paths.reliability.copy()
    for shock in shocks:
        size = np.array([shock.at(paths.first + k) for k in range(QUARTERS)])
        rate += size if shock.what == "base_rate" else 0.0
        hours -= size / 100.0 if shock.what == "power_reliability" else 0.0
    return dataclasses.replace(paths, usd_rate=np.maximum(rate, 0.0), reliability=np.clip(hours, 0.3, 1.0))
