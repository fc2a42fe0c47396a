"""A small country with debts in trouble, and a run of it that stands in its third year."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from simulation import load, run
from simulation.run import Run, Standing
from simulation.scenario.schema import Scenario

TEXT = """extends = "{baseline}"
title = "small"
scale = 0.004
quarters = 12
run_in_quarters = 1
[workouts.early]
kind = "haircut"
start = "2016Q1"
[zones.all]
anchors_per_year = 4.0
[policy.market]
instrument = "specialised_market"
where = "sialkot"
specialty = "sports_goods"
start = "2015Q2"
stalls = 500
cost_usd_mn = 10.0
build_quarters = 4
paid_by = "treasury"
"""


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    """The scenario's file."""
    path = tmp_path_factory.mktemp("checkpoints") / "small.toml"
    path.write_text(TEXT.format(baseline=checkout / "scenarios/pakistan/baseline.toml"), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def small(file: Path) -> Scenario:
    """The scenario."""
    return load(file)


@pytest.fixture(scope="session")
def unbroken(small: Scenario) -> Run:
    """The run that nothing stopped."""
    return run(small)


class StoppedHere(Exception):
    """Ends a run in a test."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing


@pytest.fixture(scope="session")
def stopped() -> Callable[[Scenario, int], Standing]:
    """Plays a run until so many quarters are done."""

    def stopped(scenario: Scenario, at: int) -> Standing:
        def keep(standing: Standing) -> None:
            if standing.done == at:
                raise StoppedHere(standing)

        with pytest.raises(StoppedHere) as ended:
            run(scenario, keep=keep)
        return ended.value.standing

    return stopped


@pytest.fixture(scope="session")
def standing(small: Scenario, stopped: Callable[[Scenario, int], Standing]) -> Standing:
    """The run in its third year; tests leave it as it is."""
    return stopped(small, 9)
