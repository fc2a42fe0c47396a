"""What every lesson expects against what its runs show, over all its pairs of runs.

    python benchmarks/lessons.py [LESSON ...] [--pairs N]

A lesson never claims more than this table: a line that ends in NO is to be mended in the lesson, not in the text.
"""

from __future__ import annotations

import argparse
import time

from simulation.page.lesson_findings import Finding, findings, play, shown, unit
from simulation.page.lessons import Look, open_lesson, shipped_lessons

COLUMNS = f"{'lesson':24s} {'number':16s} {'A':>10s} {'B':>10s} {'B - A':>10s} {'90 % interval':>24s}  shown  expected"


def line(lesson: str, look: Look, found: Finding) -> str:
    """One row of the table."""
    of = unit(look)
    numbers = [shown(each, of) for each in (found.a, found.b, found.band.mean)]
    interval = f"{found.band.low:.4g} to {found.band.high:.4g}"
    agreed = "yes" if found.verdict == look.expect else "NO"
    row = " ".join(f"{number:>10s}" for number in numbers)
    return f"{lesson:24s} {found.look:16s} {row} {interval:>24s}  {found.verdict:5s}  {look.expect:5s} {agreed}"


def main() -> None:
    """Play the lessons and print the table."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("lessons", nargs="*", help="names; all of them unless told")
    asked.add_argument("--pairs", type=int, help="pairs of runs; each lesson's own unless told")
    told = asked.parse_args()
    print(COLUMNS)
    for name in told.lessons or shipped_lessons():
        opened = open_lesson(name)
        pairs, started = told.pairs or opened.lesson.seeds, time.perf_counter()
        found = findings(opened, list(play(opened, pairs)))
        for each in found:
            print(line(name, opened.lesson.look[each.look], each))
        print(f"{name:24s} {pairs} pairs, {(time.perf_counter() - started) / pairs:.1f} s a pair", flush=True)


if __name__ == "__main__":
    main()
