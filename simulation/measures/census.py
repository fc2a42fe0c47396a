"""The quarterly count: what nation, zones and specialties have, as plain numbers; rows count all they stand for."""

from __future__ import annotations

from math import fsum

import numpy as np

from simulation.agents.firms.state import FounderKind
from simulation.agents.firms.state import firms as no_firms
from simulation.economy import Economy, Given
from simulation.engine.table import Column, total, total_by, totals_by
from simulation.measures.declaring import Row
from simulation.measures.networks import share_of_kind
from simulation.measures.people import Poverty, carried_by_jobs
from simulation.measures.places import Around
from simulation.units import QUARTERS_PER_YEAR, USD_PER_MILLION, quarter_name

WAGES = "wages"


def paid_for(economy: Economy, what: str, payer: str = "firms") -> float:
    """What one sector paid for something this quarter [USD mn]."""
    return fsum(amount for who, _, why, amount in economy.flows if who == payer and why == what)


def wage_bill(economy: Economy, given: Given) -> float:
    """Wages firms paid this quarter [USD mn]; before any payment is on record, workers at their base wage."""
    paid = paid_for(economy, WAGES)
    firms = economy.firms
    return paid or firms.all_of(given.specialties.base_wage[firms.specialty] * firms.workers)


def wages_by_cell(economy: Economy, given: Given, cell: Column) -> Column:
    """Mean annual wage of each cell's workers [USD of 2020], 0 where nobody works."""
    return jobs_and_wages(economy, given, cell)[1]


def jobs_and_wages(economy: Economy, given: Given, cell: Column) -> tuple[Column, Column]:
    """Workers of each cell, and their mean annual wage [USD of 2020], 0 where nobody works.

    Pay follows the specialty's base wage and the cell's wage index; its level is what firms paid in all.
    """
    firms = economy.firms
    index = np.ones(given.map.grid.row.size) if economy.fields is None else economy.fields.cell["wage_index"]
    crew = firms.weight * firms.workers
    weight = given.specialties.base_wage[firms.specialty] * index[cell] * crew
    jobs, pay = totals_by(cell, (crew, weight), index.size)
    level = wage_bill(economy, given) * QUARTERS_PER_YEAR * USD_PER_MILLION / max(float(weight.sum()), 1e-300)
    return jobs, np.divide(pay * level, jobs, out=np.zeros(index.size), where=jobs > 0)


def people_carried(economy: Economy, given: Given, cell: Column, poverty: Poverty) -> float:
    """People of once poor families whom jobs hold above the line now (see people.py)."""
    return carried_by_jobs(*jobs_and_wages(economy, given, cell), poverty)


def exchange(economy: Economy) -> float:
    """Home money that a dollar buys over 2015, in real terms; 1 before the first quarter."""
    return 1.0 if economy.fields is None else economy.fields.nation["exchange"]


def nation(economy: Economy, given: Given) -> Row:
    """The nation's row of one quarter."""
    firms, births = economy.firms, economy.births
    every, suppliers = total(firms.weight), total(economy.suppliers.weight)
    workers, made, bill = firms.all_of(firms.workers), firms.all_of(firms.value_added), wage_bill(economy, given)
    a_year = QUARTERS_PER_YEAR * USD_PER_MILLION / max(workers, 1e-300)
    inside = np.flatnonzero(given.map.zone_of_site[firms.site] >= 0)
    born = births if births is not None else no_firms(0)
    losing = firms.all_of(np.asarray(firms.profit < 0, dtype=np.float64))
    return {
        "quarter": quarter_name(economy.quarter),
        "firms": every,
        "suppliers": suppliers,
        "workers": workers,
        "value_added_usd_mn": made,
        "exports_usd_mn": firms.all_of(firms.exports),
        "export_earnings_usd_mn": firms.all_of(firms.exports) / exchange(economy),
        "home_sales_usd_mn": firms.all_of(firms.home_sales),
        "output_usd_mn": firms.all_of(firms.output * firms.price),
        "capital_usd_mn": firms.all_of(firms.capital),
        "productivity_usd_per_worker_year": made * a_year,
        "wage_income_usd_mn": bill,
        "wage_usd_per_year": bill * a_year,
        "entries": total(born.weight),
        "exits": fsum(economy.deaths.values()),
        "spin_off_share": share_of_kind(born.kind, FounderKind.SPIN_OFF, born.weight),
        "firm_debt_usd_mn": firms.all_of(firms.debt),
        "losing_share": losing / every if every > 0.0 else 0.0,
        "zone_workers_share": total((firms.weight * firms.workers)[inside]) / max(workers, 1e-300),
    }


def specialties(economy: Economy, given: Given) -> dict[str, Column]:
    """Columns of all specialties in one quarter."""
    firms, sellers, size = economy.firms, economy.suppliers, len(given.specialties)
    of_each = (firms.workers, firms.value_added, firms.exports, firms.home_sales, firms.capital, firms.profit < 0)
    amounts = (firms.weight, *(firms.weight * each for each in of_each))
    count, workers, made, exports, home_sales, capital, losing = totals_by(firms.specialty, amounts, size)
    born = economy.births if economy.births is not None else no_firms(0)
    return {
        "quarter": np.full(size, quarter_name(economy.quarter)),
        "specialty": np.array(given.specialties.names),
        "firms": count,
        "suppliers": total_by(sellers.specialty, sellers.weight, size),
        "workers": workers,
        "value_added_usd_mn": made,
        "exports_usd_mn": exports,
        "home_sales_usd_mn": home_sales,
        "capital_usd_mn": capital,
        "entries": total_by(born.specialty, born.weight, size),
        "losing_share": losing / np.maximum(count, 1.0),
    }


def zones(economy: Economy, given: Given, cell: Column, around: Around, keys: Column) -> dict[str, Column]:
    """Columns of all zones in one quarter from their firms and surroundings."""
    firms, cells, size = economy.firms, given.map.grid.row.size, around.centres
    zone = given.map.zone_of_site[firms.site]
    housed = np.flatnonzero(zone >= 0)
    zone = zone[housed]

    def inside(amounts: Column) -> Column:
        return total_by(zone, (firms.weight * amounts)[housed], size)

    amounts = (firms.weight, firms.weight * firms.workers, firms.weight * firms.value_added)
    every, workers, made = totals_by(cell, amounts, cells)
    return {
        "quarter": np.full(size, quarter_name(economy.quarter)),
        "zone": keys,
        "firms": inside(np.ones(len(firms))),
        "workers": inside(firms.workers),
        "value_added_usd_mn": inside(firms.value_added),
        "exports_usd_mn": inside(firms.exports),
        "firms_within_35_km": around.total(every),
        "workers_within_35_km": around.total(workers),
        "value_added_within_35_km_usd_mn": around.total(made),
    }
