"""The Mesa model: the engine's economy as a `mesa.Model` on a Mesa grid, its agents as `mesa.Agent`s.

    model = load("plain-marshall").model(seed=1)
    model.step()
    model.agents_by_type[Firm].agg("workers", sum)

The engine moves tables; agents are views of their rows, made when somebody asks for them. A model that nobody looks
into costs what a run costs. Mesa is imported here and nowhere else, so a run and the command line do without it.
"""

from __future__ import annotations

from simulation.model.firms import Firm, Supplier
from simulation.model.institutions import PowerCompany, ZoneAuthority
from simulation.model.model import Model
from simulation.model.refusing import GoneError, ReadOnlyError
from simulation.model.space import Cell, Country

__all__ = [
    "Cell",
    "Country",
    "Firm",
    "GoneError",
    "Model",
    "PowerCompany",
    "ReadOnlyError",
    "Supplier",
    "ZoneAuthority",
]
