"""Every table of results with every column, those that come from the books included, without running anything."""

from __future__ import annotations

from collections.abc import Iterator

from simulation.agents.authorities.state import ZoneTakings
from simulation.country.default import BASELINE
from simulation.country.finding import country_of
from simulation.finance.nation import NationalActivity
from simulation.institutions.drawing import draw_investment
from simulation.institutions.repaying import repay
from simulation.institutions.reports import loan_rows, nation_row, zone_rows
from simulation.measures.declaring import Measure
from simulation.measures.schema_agents import SHEETS
from simulation.quarter_zero.institutions import begun
from simulation.quarter_zero.zones import facts_of
from simulation.scenario.loading import load


def columns_of_tables() -> Iterator[tuple[str, list[Measure]]]:
    """Name of each table with its columns, in their order."""
    more = from_the_books()
    for name, sheet in SHEETS.items():
        listed = list(sheet.measures)
        names = {each.name for each in listed}
        yield name, [*listed, *(sheet.measure(c) for c in more.get(name, ()) if c not in names)]


def from_the_books() -> dict[str, list[str]]:
    """Columns that zones, loans and the nation get from their books, as a run of the baseline begins."""
    baseline = load(BASELINE)
    country = country_of(baseline.country)
    now = begun(baseline, facts_of(country.map, country.seeds))
    drawn, _ = draw_investment(now, 0)
    now, _ = repay(drawn, 0, ZoneTakings.none(len(now.zones)), NationalActivity())
    return {
        "zones": list(zone_rows(now, 0)[0]),
        "loans": list(loan_rows(now, 0)[0]),
        "nation": list(nation_row(now, 0)),
    }
