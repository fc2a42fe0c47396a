"""Who imports the model reads no seeds: a country is read when a scenario names it."""

from __future__ import annotations

import subprocess
import sys

SPY = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import simulation.commands.running, simulation.model, simulation.page, simulation.quarter_zero.start
import simulation.institutions.repaying, simulation.measures, simulation.scenario.loading
print([name for name in opened if name.endswith((".csv", ".geojson")) and "seeds" in name])
"""


def test_no_seeds_are_read_at_import() -> None:
    done = subprocess.run([sys.executable, "-c", SPY], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
