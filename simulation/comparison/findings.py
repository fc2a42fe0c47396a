"""What a comparison found, measure by measure, and the sentences that are true of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulation.comparison import statistics
from simulation.comparison.naming import SHOWN, called, size_of
from simulation.comparison.reading import Finished
from simulation.engine.table import Column
from simulation.report import words


@dataclass(frozen=True)
class Finding:
    """One measure of one scenario against the base."""

    scenario: str
    base: str
    measure: str
    quarters: tuple[str, ...]
    found: statistics.Differences
    share_above: float
    """Share of the pairs above zero in the last quarter told."""
    same_until: int
    """Quarters from the first in which every pair is equal to the last bit."""
    apart_from: int | None
    base_level: float
    """Mean of the base in the last quarter told."""

    def pairs_to_show(self, share: float) -> float:
        """Pairs that show a difference of this share of the base's level, with 90 % power; nan if unknown."""
        paired = float(self.found.sd_paired[self.last])
        if not np.isfinite(paired) or not self.base_level:
            return float("nan")
        return statistics.pairs_needed(paired, share * abs(self.base_level))

    @property
    def last(self) -> int:
        """The last quarter that tells the measure."""
        told = np.flatnonzero(np.isfinite(self.found.mean))
        return int(told[-1]) if told.size else -1

    @property
    def is_clear(self) -> bool:
        """Whether the 90 % interval of the last difference holds no zero."""
        low, high = self.found.low[self.last], self.found.high[self.last]
        return bool(low > 0 or high < 0)

    @property
    def name(self) -> str:
        """What people call the measure."""
        return called(self.measure)

    def sentence(self) -> str:
        """The difference at the end, with its interval, or that there is none that is clear."""
        size = size_of(self.measure)
        mean, low, high = (size * float(c[self.last]) for c in (self.found.mean, self.found.low, self.found.high))
        if self.same_until >= len(self.quarters):
            return f"{self.name}: the same to the last bit in every pair"
        if not np.isfinite(low):
            return f"{self.name}: {signed(mean)} in a single pair, which says nothing of other luck"
        if not self.is_clear:
            return f"{self.name}: no clear difference ({signed(low)} to {signed(high)})"
        since = f", apart from {words.quarter(self.quarters[self.apart_from])}" if self.apart_from is not None else ""
        return f"{self.name}: {signed(mean)} ({signed(low)} to {signed(high)}{since})"


def short_name(scenario: str) -> str:
    """A scenario's name without its folder, for titles."""
    name = scenario.split("-", 1)[-1].replace("_", " ")
    return name[:1].upper() + name[1:]


def signed(value: float) -> str:
    """A difference with its sign: +63 k."""
    text = words.short(value)
    return f"+{text}" if value > 0 else text


def findings(
    ensemble: Finished, base: int, asked: Sequence[str] = (), touched: Sequence[Sequence[str]] = ()
) -> list[Finding]:
    """Findings scenario by scenario: what is asked, the nation, and what each scenario touches [by label]."""
    always = [*asked, *(m for m in SHOWN if m in ensemble.numbers("nation"))]
    told = [list(dict.fromkeys([*always, *more])) for more in touched or [()] * len(ensemble.labels)]
    cubes = ensemble.chosen(list(dict.fromkeys(measure for measures in told for measure in measures)))
    every = [
        _finding(ensemble, number, base, measure, cubes[measure])
        for number, measures in enumerate(told)
        if number != base
        for measure in measures
    ]
    return [each for each in every if each.last >= 0]


def _finding(ensemble: Finished, number: int, base: int, measure: str, cube: Column) -> Finding:
    runs, of_base = cube[number], cube[base]
    found = statistics.differences(runs, of_base)
    told = np.flatnonzero(np.isfinite(found.mean))
    pairs = (runs - of_base)[:, told[-1]] if told.size else np.array([np.nan])
    known = np.isfinite(pairs)
    return Finding(
        ensemble.labels[number],
        ensemble.labels[base],
        measure,
        ensemble.quarters,
        found,
        float((pairs[known] > 0).mean()) if known.any() else float("nan"),
        statistics.same_until(runs, of_base),
        statistics.apart_from(found),
        float(np.nanmean(of_base[:, told[-1]])) if told.size else float("nan"),
    )
