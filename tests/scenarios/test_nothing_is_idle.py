"""A setting that does nothing is a lie: every instrument and shock of the shipped scenarios changes the country."""

from __future__ import annotations

import dataclasses
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulation import load
from simulation.quarter import advance
from simulation.quarter_zero.start import begin, quarter_zero
from simulation.scenario.loading import shipped
from simulation.scenario.schema import Scenario
from simulation.units import quarter_index

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
FEW = 10
"""Quarters within which something must have changed; rates act only on loans drawn before, so from the first on."""
LONG = 60
"""Quarters until what stands from 2015 on for zones that are built later must have changed something."""
TABLES = ("policy", "money_shocks")


@cache
def asked(name: str) -> Scenario:
    return load(SCENARIOS / name).but(scale=0.002, run_in_quarters=0)


NAMES = sorted(path.relative_to(SCENARIOS).as_posix() for path in shipped().values())
BASE = "pakistan/baseline.toml"


def own(name: str, table: str) -> list[str]:
    """Keys of a table that a scenario does not have from the baseline, where they are tried."""
    laws = {} if name == BASE else getattr(asked(BASE), table)
    return [key for key, tool in getattr(asked(name), table).items() if laws.get(key) != tool]


TOOLS = [(name, table, key) for name in NAMES for table in TABLES for key in own(name, table)]
TOOLS += [(name, "world.shocks", key) for name in NAMES for key in asked(name).world.shocks]


def without(scenario: Scenario, table: str, key: str) -> Scenario:
    if table == "world.shocks":
        shocks = {name: shock for name, shock in scenario.world.shocks.items() if name != key}
        return scenario.model_copy(update={"world": scenario.world.model_copy(update={"shocks": shocks})})
    left = {name: tool for name, tool in getattr(scenario, table).items() if name != key}
    return scenario.model_copy(update={table: left})


@cache
def country(name: str) -> Any:
    return quarter_zero(asked(name))


def seen(name: str, scenario: Scenario, start: int, quarters: int) -> list[Any]:
    """What can be seen of the country, with the institutions of this scenario, from a quarter on."""
    (now, given), fresh = country(name), quarter_zero(scenario)[0].institutions
    given = dataclasses.replace(given, scenario=scenario)
    now = now.but(quarter=start - 1, institutions=fresh)
    found = []
    for _ in range(quarters):
        now = advance(now, given)
        nation = [now.institutions.treasury, now.institutions.nation, now.services]
        found += [repr(sorted(now.flows)), repr(nation), now.here.pair["market_unit"].tobytes()]
        found += [column.tobytes() for column in now.firms.columns().values()]
    return found


@pytest.mark.parametrize(("name", "table", "key"), TOOLS)
def test_it_changes_the_country(name, table, key):
    scenario = asked(name)
    tools = scenario.world.shocks if table == "world.shocks" else getattr(scenario, table)
    start = quarter_index(tools[key].start)
    for first, quarters in ((start, 1), (start, FEW), (0, start + FEW), (0, start + LONG)):
        with_it, but_for_it = (seen(name, each, first, quarters) for each in (scenario, without(scenario, table, key)))
        if with_it != but_for_it:
            return
    raise AssertionError(f"{table}.{key} of {name} changes nothing")


def test_a_specialty_without_firms_stays_empty():
    with np.errstate(invalid="raise", divide="raise"):
        now, given = begin(load(SCENARIOS / "pakistan" / "baseline.toml").but(scale=0.002, run_in_quarters=2))
        gone = given.specialties.names.index("electronics")
        firms, sellers = now.firms, now.suppliers
        now = now.but(firms=firms.take(firms.specialty != gone), suppliers=sellers.take(sellers.specialty != gone))
        for _ in range(4):
            now = advance(now, given)
    for table in (now.firms, now.suppliers):
        assert all(np.isfinite(c).all() for c in table.columns().values() if c.dtype.kind == "f")
    for fitted in (given.fit.base_tfp, given.fit.home_demand, given.fit.product_constant, now.nation.home_pull):
        assert np.isfinite(fitted).all()
