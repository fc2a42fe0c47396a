"""Every table of results with every column, those that come from the books included, without running anything."""

from __future__ import annotations

from collections.abc import Iterator

from simulation.agents.authorities.state import ZoneActivity
from simulation.geography.maps import pakistan
from simulation.institutions import door as institutions
from simulation.measures.declaring import Measure
from simulation.measures.schema_agents import SHEETS
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
    now = institutions.at_start(load("pakistan-baseline"), pakistan())
    drawn, _ = institutions.draw_investment(now, 0)
    now, _ = institutions.repay(drawn, 0, ZoneActivity.none(len(now.zones)), institutions.NationalActivity())
    return {
        "zones": list(institutions.zone_rows(now, 0)[0]),
        "loans": list(institutions.loan_rows(now, 0)[0]),
        "nation": list(institutions.nation_row(now, 0)),
    }
