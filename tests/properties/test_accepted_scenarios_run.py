"""What `sez check` accepts runs: no traceback, no fault of the process, no number that is none, every ledger closed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from simulation.benchmark.accepted import accepted
from simulation.scenario.faults import ScenarioFaults
from simulation.scenario.loading import load

FEW = 12


def test_random_accepted_scenarios_with_settings_at_their_ends_run(checkout: Path, tmp_path: Path) -> None:
    command = [sys.executable, "benchmarks/soak.py", "--number", str(FEW), "--keep", str(tmp_path / "played.jsonl")]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=900, check=False)
    assert (done.returncode, done.stdout) == (0, f"{FEW} random accepted scenarios played for 8 quarters: 0 broke\n")


def test_a_number_has_one_scenario_and_settings_lie_at_ends() -> None:
    assert accepted(7) == accepted(7) != accepted(9)
    drawn = [accepted(number).behaviour.growth.heredity for number in range(0, 120, 2)]
    assert {0.0, 1.0} & set(drawn)


FAILS = {
    "behaviour.inputs.choice_temperature": 0.0,
    "behaviour.growth.heredity": 1.01,
    "behaviour.costs.capital_charge": 0.0,
    "behaviour.entry.profit_memory_quarters": 0.0,
    "power.grid_capacity_mw": 0.0,
    "scale": 1e-9,
    "loans.f13.draw_path": [0.0, 0.0],
}


@pytest.mark.parametrize("key", FAILS)
def test_what_a_rule_divides_by_is_never_nothing(key: str) -> None:
    with pytest.raises(ScenarioFaults, match=r"would be right"):
        load("pakistan-baseline").but({key: FAILS[key]})


def test_there_are_not_more_towns_than_cells() -> None:
    with pytest.raises(ScenarioFaults, match=r"plain.towns: 26 found on 5 x 5 cells; at most 25"):
        load("plain-marshall").but({"plain.rows": 5, "plain.columns": 5, "plain.towns": 26})
