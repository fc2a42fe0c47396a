"""What every lesson expects against what its runs show, over all its pairs of runs.

    python benchmarks/lessons.py [LESSON ...] [--pairs N] [--first-seed N]

A lesson never claims more than this table: a line that ends in NO is to be mended in the lesson, not in its text.
A lesson's own first seed is chosen, since a class watches that pair; `--first-seed 1` asks pairs that nobody chose.
Of clusters.shared, A and B are numbers of clusters, and "B - A" is the share of A's that B has too.
"""

from __future__ import annotations

import argparse
import time

from simulation.page.lesson.findings import Finding, findings, play, shown, unit
from simulation.page.lesson.lessons import SHARED, Look, open_lesson, shipped_lessons

COLUMNS = f"{'lesson':24s} {'number':16s} {'A':>10s} {'B':>10s} {'B - A':>10s} {'90 % interval':>24s}  shown  expected"


def line(lesson: str, look: Look, found: Finding) -> str:
    """One row of the table."""
    of = unit(look)
    level = "" if look.measure == SHARED else of
    numbers = [shown(found.a, level), shown(found.b, level), shown(found.band.mean, of)]
    interval = f"{found.band.low:.4g} to {found.band.high:.4g}"
    agreed = "yes" if found.verdict == look.expect else "NO"
    row = " ".join(f"{number:>10s}" for number in numbers)
    return f"{lesson:24s} {found.look:16s} {row} {interval:>24s}  {found.verdict:5s}  {look.expect:5s} {agreed}"


def main() -> None:
    """Play the lessons and print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("lessons", nargs="*", help="names; all of them unless told")
    asked.add_argument("--pairs", type=int, help="pairs of runs; each lesson's own unless told")
    asked.add_argument("--first-seed", type=int, help="luck of the first pair; each lesson's own unless told")
    told = asked.parse_args()
    print(COLUMNS)
    for name in told.lessons or shipped_lessons():
        opened = open_lesson(name)
        if told.first_seed is not None:
            opened = opened._replace(lesson=opened.lesson.model_copy(update={"first_seed": told.first_seed}))
        pairs, started = told.pairs or opened.lesson.seeds, time.perf_counter()
        found = findings(opened, list(play(opened, pairs)))
        for each in found:
            print(line(name, opened.lesson.look[each.look], each))
        print(f"{name:24s} {pairs} pairs, {(time.perf_counter() - started) / pairs:.1f} s a pair", flush=True)


if __name__ == "__main__":
    main()
