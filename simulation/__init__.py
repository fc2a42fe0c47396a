"""The front door: `load` a scenario, `run` it, `compare` several, `read` a run that was kept.

The tree shows the way of a run:

    scenario/    what is asked: one frozen class a table of the scenario file, loading, extending
    seeding/     what is given: seeds/ read and checked
    geography/   where: the grid, the maps, the transport network
    agents/      who decides: firms, suppliers, zone authorities, power companies
    markets/     where they meet: goods, inputs, labour, land, credit
    finance/     money: ledger, loans, workouts, treasury
    policy/      what may be done: one file an instrument
    economy.py phases/ quarter.py    all that changes; each phase; the order of a quarter
    quarter_zero/  the economy at its start, fitted
    model/       the Mesa model
    measures/    what is seen
    run.py keeping/ report/            a run, how it is kept and resumed, its pictures
    ensemble/ comparison/              many runs, and what differs between scenarios
    benchmark/                         how fast it is, beside others and beside the machine's limit
    cli.py commands/                   the command line
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from simulation.run import (
    Run,
    draws_results,
    run,
)  # light; bound here so that `run` is the function, not the module of that name
from simulation.scenario.making import makes_models

if TYPE_CHECKING:
    from simulation.comparison import compare as compare
    from simulation.keeping.results import read as read
    from simulation.model import Model
    from simulation.report.plotting import Plots
    from simulation.scenario.loading import load as load
    from simulation.scenario.schema import Scenario

__all__ = ["Run", "compare", "load", "read", "run"]
__version__ = "0.1.0"

HOMES = {
    "compare": "simulation.comparison",
    "load": "simulation.scenario.loading",
    "read": "simulation.keeping.results",
}


def _model(scenario: Scenario) -> Model:
    from simulation.model import Model

    return Model(scenario)


def _plots(result: Any) -> Plots:
    from simulation.report.plotting import Plots

    return Plots(result)


makes_models(_model)
draws_results(_plots)


def __getattr__(name: str) -> Any:
    """Import what the front door offers when it is first asked for, so that `sez --help` waits for nothing."""
    if name not in HOMES:
        raise AttributeError(f"simulation has no {name}")
    return getattr(importlib.import_module(HOMES[name]), name)
