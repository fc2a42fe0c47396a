"""What a run needs of the machine's memory, estimated before it starts."""

from __future__ import annotations

import os
from pathlib import Path

BYTES_PER_FIRM = 400
"""One row of the firms' table with its identity index (benchmarks/ measures it)."""

BYTES_PER_CELL = 3000
"""Of the plain map: links to about 110 neighbours, and the fields of every specialty."""

COPIES = 3
"""Old and new columns of a quarter, and the records kept."""

GROWTH = 2.5
"""Firms at the end per firm at the start, with room: 6.1 % enter and 4.5 % leave a year."""

FIXED_BYTES = 400_000_000
"""Interpreter, compiled loops, map and seeds."""


def bytes_needed(firms_at_start: float, plain_cells: int) -> float:
    """Memory that a run needs [bytes] with so many firms at quarter zero, and cells of a plain map."""
    firms = firms_at_start * GROWTH
    return FIXED_BYTES + firms * COPIES * BYTES_PER_FIRM + plain_cells * BYTES_PER_CELL


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


def refusal(found: str, scale: float, firms_at_start: float, plain_cells: int) -> str:
    """Why this machine cannot run what was found, so many firms at a scale on so many cells; or nothing."""
    need, here = bytes_needed(firms_at_start, plain_cells), bytes_here()
    if need <= here:
        return ""
    fits = scale * max(0.0, here - FIXED_BYTES) / (need - FIXED_BYTES)
    right = f"a scale of at most {fits:.2g}" if fits >= 0.001 else "a smaller map"
    return f"{found} found, which needs {need / 1e9:,.1f} GB of {here / 1e9:,.1f} GB; {right} would be right"
