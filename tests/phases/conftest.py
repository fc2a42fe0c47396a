"""A very small Pakistan after its run-in, and a way to play it up to a phase."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulation import load
from simulation.quarter import QUARTER
from simulation.quarter_zero.start import begin


@pytest.fixture(scope="session")
def country(checkout: Path):
    """(economy, given) of Pakistan at 1:333."""
    return begin(load(checkout / "scenarios" / "pakistan" / "baseline.toml").but(scale=0.003))


@pytest.fixture(scope="session")
def until(country):
    """The first quarter played until before a phase."""

    def played(phase):
        now, given = country
        for each in QUARTER:
            if each is phase:
                return now, given
            now = each(now, given)
        raise AssertionError(f"{phase} is in no quarter")

    return played
