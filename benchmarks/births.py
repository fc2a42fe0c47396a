"""Makes the weights of entry again: births that replace those who close, by specialty, at constant demand.

    python benchmarks/births.py                # four rounds of three seeds; writes the rows of the country's seeds

Pilots of 60 quarters in which nothing grows; each round multiplies a specialty's weight by exits over births of the
pilots, and by what its firms lost or gained, so that they stay at their number. To be done again whenever the value of
a place, the choice of a product or the rates of entry and exit change.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

import numpy as np

from simulation import load
from simulation.country.finding import country_of
from simulation.engine.table import total_by
from simulation.quarter import advance
from simulation.quarter_zero.start import begin

CHECKOUT = Path(__file__).resolve().parents[1]
TABLE = "quarter_zero_specialties"
STILL = {
    "world.constant": True, "behaviour.entry.newcomer_growth": 0.0, "behaviour.costs.labour_productivity_growth": 0.0,
}  # fmt: skip
"""Nothing grows: neither demand nor productivity nor the number of founders."""
QUARTERS, FASTEST = 60, 1.6
"""Length of a pilot, and the largest step of a weight in a round."""
ROW = '{name},entry_weight,{value:.3f},factor,2015,"{source}",estimated,{low:.3f},{high:.3f},"{note}"'
SOURCE = "pilots at constant demand (benchmarks/births.py)"
NOTE = "on all who found a firm of it, so that births replace those who close; fit again when entry or exit change"


def pilot(folder, scale, seed):
    """Firms of each specialty at the start and the end of a pilot, and those born."""
    asked = load(CHECKOUT / "scenarios/pakistan/baseline.toml").but({"country": str(folder), "scale": scale, **STILL})
    now, given = begin(asked.but(seed=seed))
    kinds = len(given.specialties)
    first, born = counted(now.firms, kinds), np.zeros(kinds)
    for _ in range(QUARTERS):
        now = advance(now, given)
        born += counted(now.births, kinds)
    return first, counted(now.firms, kinds), born


def counted(firms, kinds):
    """Firms by specialty."""
    return total_by(firms.specialty, firms.weight, kinds)


def next_weights(weights, first, last, born):
    """Weights after a round: exits over births, and half of what the number of firms lacks."""
    exits = first + born - last
    step = (exits / np.maximum(born, 1.0)) * np.sqrt(first / np.maximum(last, 1.0))
    return weights * np.clip(step, 1.0 / FASTEST, FASTEST)


def written(file, weights):
    """The table with these weights in place of those it has."""
    kept = [line for line in file.read_text().splitlines() if ",entry_weight," not in line]
    known = {"source": SOURCE, "note": NOTE}
    for name, value in weights.items():
        at = next(i for i, line in enumerate(kept) if line.startswith(f"{name},firms,"))
        kept.insert(at + 1, ROW.format(name=name, value=value, low=0.8 * value, high=1.25 * value, **known))
    file.write_text("\n".join(kept) + "\n")


def main():
    """Rounds of pilots, each with the weights of the one before; the last weights are written to the seeds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--scale", type=float, default=0.1)
    wish = parser.parse_args()
    seeds = country_of("pakistan").seeds
    facts = {name: facts for name, facts in seeds.table(TABLE).items() if "firms" in facts}
    names, weights = list(facts), np.array([float(f.get("entry_weight", 1.0)) for f in facts.values()])
    for turn in range(wish.rounds):
        with tempfile.TemporaryDirectory() as room:
            folder = Path(room) / f"pakistan_{turn}"
            shutil.copytree(CHECKOUT / "seeds/pakistan", folder)
            written(folder / f"{TABLE}.csv", dict(zip(names, weights, strict=True)))
            first, last, born = sum(np.array(pilot(folder, wish.scale, 1 + seed)) for seed in range(wish.seeds))
        for name, weight, ratio in zip(names, weights, last / np.maximum(first, 1.0), strict=True):
            print(f"round {turn + 1} {name:24} weight {weight:.3f} firms after fifteen years x {ratio:.3f}", flush=True)
        weights = next_weights(weights, first, last, born)
        written(CHECKOUT / "seeds/pakistan" / f"{TABLE}.csv", dict(zip(names, weights, strict=True)))


if __name__ == "__main__":
    main()
