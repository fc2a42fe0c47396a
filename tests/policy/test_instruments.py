"""Instruments as such: each has one file, acts on somebody, and sends somebody the bill that it names."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from textwrap import dedent

import pytest

from simulation.country.finding import country_of
from simulation.policy import INSTRUMENTS
from simulation.policy.effects import ActsOnFirms, Where, effects_at, nothing
from simulation.policy.instrument import InAPlace, Instrument
from simulation.policy.lending import AgreesWorkouts, SetsTerms
from simulation.policy.open_zone import OpenZone
from simulation.policy.orders import Orders, OrdersAuthorities, orders_at
from simulation.scenario.loading import load, shipped

KINDS = (ActsOnFirms, OrdersAuthorities, SetsTerms, AgreesWorkouts)
ROOMS = {"__init__", "effects", "instrument", "lending", "orders"}
AGES = range(24)


def used() -> list[Instrument]:
    """Every instrument of the shipped scenarios."""
    return [tool for path in shipped().values() for tool in load(path).policy.values()]


def test_each_file_of_the_folder_is_an_instrument_that_scenarios_can_ask_for(checkout: Path) -> None:
    files = {path.stem for path in (checkout / "simulation" / "policy").glob("*.py")} - ROOMS
    assert files == {each.__module__.split(".")[-1] for each in INSTRUMENTS}
    assert len(files) == len(INSTRUMENTS)
    assert [each.name() for each in INSTRUMENTS] == sorted(files)


@pytest.mark.parametrize("each", INSTRUMENTS)
def test_every_instrument_touches_somebody_and_says_what_it_does(each: type[Instrument]) -> None:
    assert issubclass(each, KINDS)
    assert not each.__abstractmethods__  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("where", "opened"), [("all", [True, True, True]), ("north", [True, True, False]), ("two", [False, True, False])]
)
def test_an_instrument_acts_in_a_zone_in_a_group_of_zones_or_in_all(where: str, opened: list[bool]) -> None:
    policy = {"open": OpenZone(instrument="open_zone", where=where, start="2015Q1")}
    zones = [("one", "north"), ("two", "north"), ("three", "south")]
    assert [order.opened for order in orders_at(policy, zones, quarter=0)] == opened
    assert not any(order.opened for order in orders_at(policy, zones, quarter=-1))


def test_an_authority_is_billed_what_an_instrument_says_it_costs() -> None:
    tools = [tool for tool in used() if isinstance(tool, OrdersAuthorities)]
    assert tools
    for tool in tools:
        for age in AGES:
            asked = tool.order(Orders(), age)
            assert asked.treasury_cost + asked.grant_cost + asked.works == tool.cost(age)


def test_an_instrument_for_firms_is_paid_once_in_each_of_its_places() -> None:
    map_, kinds = country_of("pakistan").map, country_of("pakistan").specialty_keys
    tools = [tool for tool in used() if isinstance(tool, ActsOnFirms)]
    assert tools
    for tool in tools:
        places = tool.touches(map_)
        count = places.cells.size if isinstance(tool, InAPlace) else 1
        assert count > 0
        for age in AGES:
            before = nothing(len(map_.zones), len(kinds), len(map_.grid))
            billed = tool.effect(before, Where(map_, kinds, *places, age)).costs
            assert sum(cost.amount for cost in billed) == tool.cost(age) * count


def test_an_instrument_changes_no_condition_in_place() -> None:
    map_, kinds = country_of("pakistan").map, country_of("pakistan").specialty_keys
    before = nothing(len(map_.zones), len(kinds), len(map_.grid))
    for tool in used():
        if isinstance(tool, ActsOnFirms):
            tool.effect(before, Where(map_, kinds, *tool.touches(map_), 30))
    assert not before.tax_relief.any()
    assert not before.markets.any()
    assert not before.trained.any()
    assert (before.trade_lift == 1.0).all()


def test_the_example_of_the_how_to_is_an_instrument(checkout: Path, tmp_path: Path) -> None:
    told = (checkout / "docs" / "how-to" / "add_an_instrument.md").read_text(encoding="utf-8")
    path = tmp_path / "quality_label.py"
    path.write_text(dedent(told.split("```python\n")[1].split("   ```")[0]), encoding="utf-8")
    spec = spec_from_file_location("quality_label", path)
    assert spec is not None
    assert spec.loader is not None
    file = module_from_spec(spec)
    sys.modules["quality_label"] = file  # where pydantic looks for the names of annotations
    spec.loader.exec_module(file)
    label = file.QualityLabel(
        instrument="quality_label", start="2015Q1", specialty="sports_goods", world_demand_lift_pct=20.0,
        cost_usd_mn_per_quarter=3.0,
    )  # fmt: skip
    assert label.name() == "quality_label"
    effects = effects_at({"label": label}, country_of("pakistan").map, country_of("pakistan").specialty_keys, quarter=4)
    assert effects.trade_lift.max() == pytest.approx(1.2)
    assert effects.costs == (("treasury", "quality label", 3.0),)
