"""Eight quarters of a very small Pakistan, watched phase by phase."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulation import load
from simulation.quarter import QUARTER
from simulation.quarter_zero.start import begin

QUARTERS = 8


@pytest.fixture(scope="session")
def phases(checkout: Path):
    """(phase, economy before, economy after) of every phase of every quarter, with policy and loans in force."""
    policy = checkout / "scenarios" / "pakistan" / "chinese_specialty_policy.toml"
    early = {"policy.courses_rashakai.start": "2015Q1", "policy.market_rashakai.start": "2015Q1"}
    now, given = begin(load(policy).but({"scale": 0.003, **early}))
    seen = []
    for _ in range(QUARTERS):
        for phase in QUARTER:
            before, now = now, phase(now, given)
            seen.append((phase.__name__, before, now))
    return given, seen


@pytest.fixture(scope="session")
def quarters(phases):
    """(economy before, economy after) of every quarter."""
    given, seen = phases
    length = len(QUARTER)
    return given, [(seen[i][1], seen[i + length - 1][2]) for i in range(0, len(seen), length)]
