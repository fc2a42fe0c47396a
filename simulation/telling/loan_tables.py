"""What the commands about money print: each loan's life and totals, what zone loans ask, an effect by its channels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from simulation.comparison.paired import MEASURES
from simulation.finance.loans import Loan
from simulation.finance.statements import MOVES, value_added_per_worker
from simulation.finance.yardsticks import totals
from simulation.units import USD_PER_MILLION, quarter_name

if TYPE_CHECKING:
    from rich.table import Table

    from simulation.finance.loans import Schedule
    from simulation.finance.statements import ZoneAsk

ADDED_UP = ("draw", "capitalised", "interest", "principal", "fee")
TOTALS = ("loan", "currency", "draw", "capitalised", "interest", "principal", "fee", "service", "grant %", "rate %")


def schedule_table(of: Schedule) -> Table:
    """One loan, a row for each quarter in which something moves, and its sums."""
    table = _numbers("quarter", MOVES, f"{of.loan.name} [{of.loan.currency} mn]: {terms(of.loan)}")
    columns = [getattr(of, name) for name in MOVES]
    moving = np.any([getattr(of, name) != 0.0 for name in ADDED_UP], axis=0)
    for row in moving.nonzero()[0].tolist():
        table.add_row(quarter_name(int(of.quarter[row])), *(_amount(float(column[row])) for column in columns))
    table.add_section()
    sums = {name: _amount(float(getattr(of, name).sum())) for name in ADDED_UP}
    table.add_row("sum", *(sums.get(name, "") for name in MOVES))
    return table


def terms(loan: Loan) -> str:
    """A loan's terms in a line."""
    kind = {"usd": "6-month dollar rate", "kibor": "KIBOR"}[loan.reference]
    rate = f"{kind} + {loan.rate:g} %" if loan.floating else f"{loan.rate:g} %"
    ends = f"{quarter_name(loan.first_instalment)} to {quarter_name(loan.last_instalment)}"
    profile = loan.profile.replace("_", " ")
    guarantee = ", guaranteed" if loan.guaranteed else ""
    return f"{loan.lender} to {loan.borrower}, {rate}, {profile}, {loan.instalments} instalments {ends}{guarantee}"


def totals_table(all_of_them: Iterable[Schedule]) -> Table:
    """A line of sums a loan, with grant element at 5 % (fees left out) and effective rate (fees counted)."""
    table = _numbers(TOTALS[0], TOTALS[1:], "totals, millions of the loan's currency")
    for of in all_of_them:
        it = totals(of)
        sums = (it.draw, it.capitalised, it.interest, it.principal, it.fee, it.service)
        shares = (f"{100.0 * it.grant_element:.1f}", f"{it.effective_rate:.2f}")
        table.add_row(of.loan.name, of.loan.currency, *(_amount(one) for one in sums), *shares)
    return table


def asks(of: Iterable[ZoneAsk]) -> Iterator[str]:
    """A sentence for each zone loan: the workers let and paying that it asks for at the end of grace."""
    made = value_added_per_worker() * USD_PER_MILLION
    for one in of:
        yield (
            f"{one.loan}: {one.service:.1f} mn USD of 2020 are due in the year of the first instalment,"
            f" {quarter_name(one.quarter)}. That asks {one.zone} for {_people(one.by_rents)} workers let and paying by"
            f" rents alone, {_people(one.with_taxes)} with the share of taxes passed on (at {made:,.0f} USD of value"
            f" added a worker and year); it has land for {_people(one.room)}."
        )


def channels_table(measure: str, rows: Sequence[Mapping[str, Any]], pairs: int) -> Table:
    """Parts of a scenario's effect on one measure, a column a year: mean, 90 % band of the mean, share of the whole."""
    years = list(dict.fromkeys(str(row["year"]) for row in rows))
    title = f"{MEASURES[measure].yearly_words}: effect by channel, {pairs} paired seeds, 90 % band"
    table = _numbers("part", years, title)
    for part in dict.fromkeys(row["part"] for row in rows):
        table.add_row(part, *(_part(row) for row in rows if row["part"] == part))
    return table


def _part(row: Mapping[str, Any]) -> str:
    share = "" if row["share"] != row["share"] else f" {100.0 * row['share']:.0f} %"
    spread = "" if row["low"] != row["low"] else f" [{row['low']:+,.0f}, {row['high']:+,.0f}]"
    return f"{row['mean']:+,.0f}{spread}{share}"


def _people(count: float) -> str:
    return f"{count:,.0f}" if count < float("inf") else "infinitely many"


def _amount(value: float) -> str:
    return f"{value:,.2f}" if abs(value) >= 0.005 else "."


def _numbers(first: str, names: Iterable[str], title: str) -> Table:
    from rich.table import Table

    table = Table(first, title=title, title_justify="left")
    for name in names:
        table.add_column(name, justify="right")
    return table
