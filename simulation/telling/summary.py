"""What a person reads at the end of a run: the nation and the zones, at a few years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulation.measures.overview import of_nation

if TYPE_CHECKING:
    import pandas
    import pyarrow
    from rich.table import Table

    from simulation.country.country import Country

TABLES = ("nation", "zones")
"""What is read of a run."""
YEAR = 4
"""Quarters of a year."""
SHOWN_EVERY_YEARS, MOST_SHOWN = 10, 5
NATION: Mapping[str, tuple[str, str]] = {
    "firms": ("firms", "{:,.0f}"),
    "workers": ("workers", "{:,.0f}"),
    "value_added_usd_mn": ("value added, USD mn a year", "{:,.0f}"),
    "exports_usd_mn": ("exports, USD mn a year", "{:,.0f}"),
    "wage_usd_per_year": ("wage, USD a year", "{:,.0f}"),
    "clusters": ("clusters", "{:,.0f}"),
    "specialised_share": ("specialised cells, share", "{:.2f}"),
    "debt_outstanding_usd_mn": ("{programme} and zone debt, USD mn", "{:,.0f}"),
    "debt_service_due_usd_mn": ("debt service due, USD mn a year", "{:,.0f}"),
    "debt_service_paid_usd_mn": ("debt service paid, arrears too, USD mn a year", "{:,.0f}"),
    "guarantees_called_usd_mn": ("guarantees called, USD mn a year", "{:,.0f}"),
    "arrears_usd_mn": ("arrears, USD mn", "{:,.0f}"),
    "external_service_over_exports_pct": ("external debt service, % of exports", "{:.1f}"),
}
"""Rows of the nation's table: column, title, form; those that the run did not keep are left out."""
FLOWS = tuple(column for column in NATION if of_nation(column).in_a_year == "sum")
"""Money told as the sum of a year, since service falls due twice in one."""
ZONES: Mapping[str, tuple[str, str]] = {
    "firms": ("firms", "{:,.0f}"),
    "workers": ("workers", "{:,.0f}"),
    "let_ha": ("let ha", "{:,.0f}"),
    "serviced_ha": ("serviced ha", "{:,.0f}"),
    "quality": ("quality", "{:.2f}"),
    "cover_ratio": ("cover ratio", "{:.2f}"),
    "arrears_usd_mn": ("arrears, USD mn", "{:,.1f}"),
}
"""Columns of the zones' table: column, title, form."""


def shown_quarters(quarters: Sequence[str]) -> list[str]:
    """Of the quarters of a run, the last of every tenth year, and the last of all."""
    last_of_year = {quarter[:4]: quarter for quarter in quarters}
    shown = list(last_of_year.values())[::SHOWN_EVERY_YEARS][:MOST_SHOWN]
    return list(dict.fromkeys([*shown, *quarters[-1:]]))


def nation_table(nation: pandas.DataFrame, country: Country) -> Table:
    """The nation at a few years, one measure a row."""
    from rich.table import Table

    rows = over_a_year(nation).set_index("quarter")
    quarters = shown_quarters(list(rows.index))
    table = Table("", *quarters, title="nation", title_justify="left")
    for number in range(1, len(quarters) + 1):
        table.columns[number].justify = "right"
    for column, (title, form) in NATION.items():
        if column in rows:
            table.add_row(
                title.format(programme=country.programme.title),
                *(_shown(rows[column].get(quarter), form) for quarter in quarters),
            )
    return table


def zones_table(zones: pandas.DataFrame, keys: Sequence[str]) -> Table:
    """These zones in the last quarter, one zone a row."""
    from rich.table import Table

    last = zones["quarter"].max()
    rows = zones[zones["quarter"] == last].set_index("zone")
    columns = {column: said for column, said in ZONES.items() if column in rows}
    table = Table("zone", *(title for title, _ in columns.values()), title=f"zones in {last}", title_justify="left")
    table.columns[0].no_wrap = True
    for number in range(1, len(columns) + 1):
        table.columns[number].justify = "right"
    for key in keys:
        if key in rows.index:
            table.add_row(key, *(_shown(rows.at[key, column], form) for column, (_, form) in columns.items()))
    return table


def over_a_year(nation: pandas.DataFrame) -> pandas.DataFrame:
    """The nation's rows with each flow as the sum of the last four quarters; missing before there are four."""
    return nation.assign(**{column: nation[column].rolling(YEAR).sum() for column in FLOWS if column in nation})


def _shown(value: Any, form: str) -> str:
    return "" if value is None or value != value else form.format(value)


def tables_of(tables: Mapping[str, pyarrow.Table], country: Country, own: Sequence[str] = ()) -> Iterator[Table]:
    """The tables to print for a run: the nation, and the zones of the programme and the scenario's own, if any."""
    yield nation_table(tables["nation"].to_pandas(), country)
    if "zones" in tables and tables["zones"].num_rows:
        yield zones_table(tables["zones"].to_pandas(), [*country.programme_zones, *own])
