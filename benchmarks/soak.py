"""An accepted scenario runs: random scenarios with the ends of all bounds favoured, each played for eight quarters.

    python benchmarks/soak.py [--number N] [--first FIRST] [--keep FILE]        make soak N=2000

They are played in a process of their own, so that a fault of the process is one fault and not the end. What was played
is kept by what the code and the seeds are (results/soak/), and the same command goes on from there. Prints the figure
and every fault with its number: `python benchmarks/soak.py --show NUMBER` prints that scenario. Ends 1 with a fault.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import select
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow

ROOT = Path(__file__).resolve().parents[1]
SECONDS_ALLOWED = 300.0
"""For one scenario, with what it compiles; none needs a tenth of it."""


def code() -> str:
    """One word for the code and the seeds as they are."""
    files = sorted((*ROOT.glob("simulation/**/*.py"), *ROOT.glob("seeds/**/*.csv")))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def fault_of(number: int) -> str:
    """What breaks when the scenario of a number is played, in one line, or nothing."""
    from simulation.benchmark.accepted import accepted
    from simulation.run import run

    gaps = may_have_gaps()
    try:
        played = run(accepted(number))
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})".replace("\n", " ")[:400]
    return ", ".join(f"{each} is not finite" for each in infinite(played.tables) | (gaps_of(played.tables) - gaps))


@cache
def may_have_gaps() -> set[str]:
    """Columns with gaps in ordinary runs: what is measured once a year only, or has nobody to be measured of."""
    from simulation.run import run
    from simulation.scenario.loading import load

    ordinary = load("pakistan-baseline").but(scale=0.002, run_in_quarters=1), load("plain-marshall")
    return set.union(*(gaps_of(run(each, quarters=8).tables) for each in ordinary))


def gaps_of(tables: Mapping[str, Any]) -> set[str]:
    """Columns of tables that hold a number that is none."""
    return {name for name, values in numbers(tables) if np.isnan(values).any()}


def infinite(tables: Mapping[str, Any]) -> set[str]:
    """Columns of tables that hold an infinite number."""
    return {name for name, values in numbers(tables) if np.isinf(values).any()}


def numbers(tables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every column of numbers with a point, by the name of its table and its own."""
    for name, table in tables.items():
        for column in table.column_names:
            if pyarrow.types.is_floating(table[column].type):
                yield f"{name}.{column}", table[column].drop_null().to_numpy()


def work() -> None:
    """Play the numbers that come in, one a line, and answer each with its fault as JSON."""
    for line in sys.stdin:
        fault = fault_of(int(line))
        print(json.dumps(fault), flush=True)


class Player:
    """A process that plays scenarios; another takes its place when it dies."""

    def __init__(self) -> None:
        self.process = self._begun()

    def _begun(self) -> subprocess.Popen[str]:
        command = [sys.executable, __file__, "--work"]
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
        )

    def fault_of(self, number: int) -> str:
        """What breaks when the scenario of a number is played, a fault of the process too."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{number}\n")
        self.process.stdin.flush()
        ready, _, _ = select.select([self.process.stdout], [], [], SECONDS_ALLOWED)
        if ready and (line := self.process.stdout.readline()):
            return str(json.loads(line))
        late = not ready
        if late:
            self.process.kill()
        code = self.process.wait()
        self.process = self._begun()
        return f"no answer in {SECONDS_ALLOWED:g} s" if late else f"a fault of the process (exit code {code})"

    def end(self) -> None:
        """No more scenarios."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def played(keep: Path) -> dict[int, str]:
    """Faults by number of what was played before; a line that was cut off counts for nothing."""
    found = {}
    for line in keep.read_text(encoding="utf-8").splitlines() if keep.exists() else ():
        try:
            number, fault = json.loads(line)
        except ValueError:
            continue
        found[number] = fault
    return found


def soak(numbers: range, keep: Path) -> dict[int, str]:
    """Faults by number; what is not kept yet is played and kept."""
    keep.parent.mkdir(parents=True, exist_ok=True)
    found = played(keep)
    player = Player()
    with keep.open("a", encoding="utf-8") as file:
        for number in (each for each in numbers if each not in found):
            found[number] = player.fault_of(number)
            file.write(json.dumps([number, found[number]]) + "\n")
            file.flush()
            if found[number]:
                print(f"{number}: {found[number]}", file=sys.stderr, flush=True)
    player.end()
    return {number: found[number] for number in numbers}


def main() -> int:
    """Play, print the figure and every fault."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--number", type=int, default=100, help="how many scenarios")
    asked.add_argument("--first", type=int, default=0, help="number of the first")
    asked.add_argument("--keep", type=Path, help="file of what was played [results/soak/<code>.jsonl]")
    asked.add_argument("--show", type=int, help="print the scenario of this number instead")
    asked.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    told = asked.parse_args()
    if told.work:
        work()
        return 0
    if told.show is not None:
        from simulation.benchmark.accepted import accepted

        print(accepted(told.show).to_toml())
        return 0
    keep = told.keep or ROOT / "results" / "soak" / f"{code()}.jsonl"
    found = soak(range(told.first, told.first + told.number), keep)
    broken = {number: fault for number, fault in found.items() if fault}
    for number, fault in broken.items():
        print(f"{number}: {fault}")
    print(f"{len(found)} random accepted scenarios played for 8 quarters: {len(broken)} broke")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
