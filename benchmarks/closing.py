"""Plays every shipped scenario to its last quarter at 1:300: the books of each close every quarter, or the run breaks.

    python benchmarks/closing.py            two minutes on one core; exit 1 if a book did not close

A run checks its transaction-flow and balance-sheet matrices every quarter (rows and columns within 1e-9 of the gross
flow, `simulation/finance/ledger.py`) and stops at the first break with the row's name. The tests do so for two years.
"""

from __future__ import annotations

import sys

from simulation import load, run
from simulation.finance.ledger import LedgerBreak
from simulation.scenario.loading import shipped

SCALE = 1.0 / 300.0


def main() -> int:
    """Play all of them; how many broke."""
    broken = 0
    for name in shipped():
        try:
            played = run(load(name), scale=SCALE, tables=("nation", "ledger"))
            quarters, payments = (played.tables[table].num_rows for table in ("nation", "ledger"))
            print(f"{name}: {quarters} quarters, {payments:,} payments between sectors, all closed", flush=True)
        except LedgerBreak as broke:
            broken += 1
            print(f"{name}: {broke}", flush=True)
    return min(broken, 1)


if __name__ == "__main__":
    sys.exit(main())
