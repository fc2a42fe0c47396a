"""Every scenario file that is shipped plays a few quarters, and its books close."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulation import load
from simulation.quarter import advance
from simulation.quarter_zero.start import begin
from simulation.scenario.loading import shipped
from simulation.units import quarter_index

SCENARIOS = Path(__file__).resolve().parents[2] / "scenarios"
FILES = sorted(path.relative_to(SCENARIOS).as_posix() for path in shipped().values())


def test_there_are_scenarios():
    assert "pakistan/baseline.toml" in FILES
    assert len(FILES) >= 12


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_scenario_plays(name):
    asked = load(SCENARIOS / name)
    now, given = begin(asked.but(scale=0.002 if asked.plain is None else 0.01, run_in_quarters=1))
    firms = len(now.firms)
    for _ in range(2):
        now = advance(now, given)
    now = now.but(quarter=max([quarter_index(tool.start) for tool in asked.policy.values()], default=40) - 1)
    for _ in range(3):  # the first quarters of its last instrument
        now = advance(now, given)
    assert 0.5 * firms < len(now.firms) < 2.0 * firms
    assert np.isfinite(now.firms.cash).all()
    assert now.firms.workers.sum() > len(now.firms)
