"""Makes the golden curves anew: `python -m tests.runs.golden`, after a change that is meant to change results."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
FILE = Path(__file__).with_name("golden.csv")
SCALE, QUARTERS, EVERY, DIGITS = 0.003, 48, 8, 10
CURVES = {"baseline": "pakistan/baseline.toml", "policy": "pakistan/chinese_specialty_policy.toml"}


def curve(path: str) -> list[dict[str, float]]:
    """What the nation looks like every second year of a very small run."""
    from simulation import load
    from simulation.engine.table import total
    from simulation.quarter import advance
    from simulation.quarter_zero.start import begin

    now, given = begin(load(CHECKOUT / "scenarios" / path).but(scale=SCALE, seed=1))
    rows = []
    for _ in range(QUARTERS):
        now = advance(now, given)
        if now.quarter % EVERY == EVERY - 1:
            firms, suppliers = now.firms, now.suppliers
            rows.append(
                {
                    "quarter": float(now.quarter), "firms": total(firms.weight), "suppliers": total(suppliers.weight),
                    "workers": firms.all_of(firms.workers), "value_added": firms.all_of(firms.value_added),
                    "exports": firms.all_of(firms.exports), "capital": firms.all_of(firms.capital),
                    "debt": firms.all_of(firms.debt),
                    "cash": firms.all_of(firms.cash),
                    "zone_hectares": firms.all_of(firms.hectares),
                    "zone_loans": loans_of_zones(now.institutions, now.quarter),
                }
            )  # fmt: skip
    return rows


def loans_of_zones(institutions: Any, quarter: int) -> float:
    """What zone authorities owe [mn USD of 2020]."""
    from simulation.institutions.state import money_of

    loans = [account for account in institutions.loans if account.loan.borrower.startswith("zone:")]
    return sum(account.owed * money_of(institutions, account.loan.currency, quarter) for account in loans)


def write() -> None:
    """Play both scenarios and keep their curves."""
    with FILE.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        for number, (name, path) in enumerate(CURVES.items()):
            rows = curve(path)
            if number == 0:
                writer.writerow(["curve", *rows[0]])
            writer.writerows([name, *(f"{value:.{DIGITS}g}" for value in row.values())] for row in rows)


def kept(name: str) -> list[dict[str, float]]:
    """The golden curve of a scenario."""
    with FILE.open(encoding="utf-8", newline="") as read:
        rows = [row for row in csv.DictReader(read) if row.pop("curve") == name]
    return [{key: float(value) for key, value in row.items()} for row in rows]


if __name__ == "__main__":
    sys.path.insert(0, str(CHECKOUT))
    write()
