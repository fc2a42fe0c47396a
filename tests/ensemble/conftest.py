"""Tiny ensembles: two scenarios on a plain map of a few hundred firms."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulation import load
from simulation.ensemble.crews import here
from simulation.ensemble.parts import Part, alone, parts_of, seeds_of
from simulation.ensemble.running import ensemble

TINY = {"scale": 0.02, "quarters": 8, "run_in_quarters": 2}


def tiny_parts(checkout: Path, seeds: int = 3) -> list[Part]:
    """Two scenarios with a few seeds."""
    folder = checkout / "scenarios/plain"
    scenarios = [load(folder / f"{name}.toml").but(TINY) for name in ("marshall", "all_off")]
    return parts_of(alone(scenarios), seeds_of(seeds))


@pytest.fixture
def parts(checkout: Path) -> list[Part]:
    """Six runs."""
    return tiny_parts(checkout)


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    """The folder of the six runs, by one worker and without any mishap."""
    folder = tmp_path_factory.mktemp("undisturbed") / "it"
    ensemble(tiny_parts(checkout), folder, here(1))
    return folder
