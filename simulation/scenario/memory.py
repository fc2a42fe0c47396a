"""What a run needs of the machine's memory, estimated before it starts."""

from __future__ import annotations

import os
from pathlib import Path

from simulation.scenario.schema import Scenario

BYTES_PER_FIRM = 400
"""One row of the firms' table with its identity index (benchmarks/ measures it)."""

BYTES_PER_CELL = 3000
"""Links to about 110 neighbours, and the fields of every specialty."""

COPIES = 3
"""Old and new columns of a quarter, and the records kept."""

GROWTH = 2.5
"""Firms at the end per firm at the start, with room: 6.1 % enter and 4.5 % leave a year."""

FIXED_BYTES = 400_000_000
"""Interpreter, compiled loops, map and seeds."""

FIRMS_AT_1_10 = 51_200
"""firms_2015 of seeds/assumptions.csv, at scale 0.1."""


def bytes_needed(scenario: Scenario) -> float:
    """Memory that a run of this scenario needs [bytes]."""
    cells = scenario.plain.rows * scenario.plain.columns if scenario.plain else 0
    firms = firms_at_start(scenario) * GROWTH
    return FIXED_BYTES + firms * COPIES * BYTES_PER_FIRM + cells * BYTES_PER_CELL


def firms_at_start(scenario: Scenario) -> float:
    """Firms that are simulated at quarter zero."""
    at_1_10 = scenario.plain.firms_at_1_10 if scenario.plain else FIRMS_AT_1_10
    return at_1_10 * scenario.scale / 0.1


def bytes_here() -> float:
    """Memory that this machine has free for a new program [bytes]; its whole memory where the system does not say."""
    try:
        told = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        sizes = dict(line.split(":") for line in told)
        return float(sizes["MemAvailable"].split()[0]) * 1024
    except (OSError, KeyError, ValueError):
        pass
    try:
        return float(os.sysconf("SC_PAGE_SIZE")) * float(os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, OSError, ValueError):
        return float("inf")


def refusal(scenario: Scenario) -> str:
    """Why this machine cannot run the scenario, or nothing."""
    need, here = bytes_needed(scenario), bytes_here()
    if need <= here:
        return ""
    fits = scenario.scale * max(0.0, here - FIXED_BYTES) / (need - FIXED_BYTES)
    right = f"a scale of at most {fits:.2g}" if fits >= 0.001 else "a smaller map"
    return f"{scenario.scale:g} found, which needs {need / 1e9:,.1f} GB of {here / 1e9:,.1f} GB; {right} would be right"
