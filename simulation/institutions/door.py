"""The one door to everything institutional: what the phases of a quarter call.

    now = at_start(scenario, map, scale=0.1)                    quarter zero
    now, flows = draw_investment(now, quarter)                  phase 2
    now = authorities_act(now, quarter, activity)               phase 3
    services = serve(now, quarter)                              phase 4
    now, flows = repay(now, quarter, activity, national)        phase 8

Money is million USD of constant 2020 prices at the run's scale; `flows` are payments for the ledger.
"""

from __future__ import annotations

from typing import Any

from simulation.agents.authorities.state import ZoneActivity, Zones
from simulation.agents.power.state import PowerCompanies
from simulation.finance.ledger import Flow
from simulation.finance.nation import NationalActivity
from simulation.finance.setup import begun
from simulation.institutions.acting import authorities_act, serve
from simulation.institutions.drawing import draw_investment as _draw
from simulation.institutions.repaying import repay
from simulation.institutions.reports import loan_rows, nation_row, zone_columns, zone_rows
from simulation.institutions.state import Anchor, Institutions, Services, ZoneFacts, deposits

__all__ = [
    "Anchor", "Flow", "Institutions", "NationalActivity", "PowerCompanies", "Services", "ZoneActivity", "ZoneFacts",
    "Zones", "at_start", "authorities_act", "deposits", "draw_investment", "loan_rows", "nation_row", "repay", "serve",
    "zone_columns", "zone_rows",
]  # fmt: skip


def at_start(scenario: Any, where: Any, scale: float = 0.1) -> Institutions:
    """Institutions at the start of a run on a map; price paths come from the seeds and the scenario's money shocks."""
    return begun(scenario, where, scale)


def draw_investment(now: Institutions, quarter: int) -> tuple[Institutions, list[Flow]]:
    """Draws of the quarter and the works they pay."""
    return _draw(now, quarter)
