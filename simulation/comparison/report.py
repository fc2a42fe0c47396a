"""report.html: a comparison in one file that needs nothing else, made to be read on paper as well."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from simulation.comparison import statistics
from simulation.comparison.findings import Finding, signed
from simulation.comparison.naming import SHOWN, called, size_of, unit_called
from simulation.comparison.picture import letter, order
from simulation.comparison.reading import Finished
from simulation.report import words
from simulation.report.templates import filled, own
from simulation.telling.summary import shown_quarters


class Table(NamedTuple):
    """What a table of the report shows."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


class Told(NamedTuple):
    """What the report tells of a comparison."""

    found: tuple[Finding, ...]
    differs: tuple[str, ...]
    """The lines of `sez diff`."""
    clear: tuple[str, ...]
    """Where the clear differences are: a line with the rate, then a line each."""


def write(path: Path, ensemble: Finished, base: int, told: Told, picture: Path) -> str:
    """The whole page, written to a path: failures first, then settings, findings, picture and tables."""
    found = told.found
    page = filled(
        "comparison/report.html",
        language="en",
        title=heading(ensemble, base),
        style=own(Path(__file__).with_name("report.css")),
        how=how(ensemble),
        failures=ensemble.failures(),
        differs=told.differs,
        sentences=sentences(found),
        clear=told.clear,
        last=words.quarter(found[0].quarters[-1]) if found else "",
        picture=base64.b64encode(picture.read_bytes()).decode(),
        picture_in_words=picture.with_suffix(".txt").read_text(encoding="utf-8").strip(),
        differences=difference_table(ensemble, found),
        levels=level_table(ensemble, base),
        made_by=made_by(ensemble),
    )
    path.write_text(page, encoding="utf-8")
    return page


def heading(ensemble: Finished, base: int) -> str:
    """What is compared with what."""
    others = [label for number, label in enumerate(ensemble.labels) if number != base]
    few = ", ".join(others[:4]) + (f" and {len(others) - 4} more" if len(others) > 4 else "")
    return f"{few} against {ensemble.labels[base]}" if others else ensemble.labels[base]


def how(ensemble: Finished) -> str:
    """Runs, seeds, quarters."""
    return (
        f"{len(ensemble.labels)} scenarios, {len(ensemble.replicates)} seeds each, {ensemble.kept()} runs, "
        f"{words.quarter(ensemble.quarters[0])} to {words.quarter(ensemble.quarters[-1])}."
    )


def sentences(found: Sequence[Finding]) -> dict[str, list[str]]:
    """What was found, by scenario."""
    by_scenario: dict[str, list[str]] = {}
    for each in found:
        by_scenario.setdefault(each.scenario, []).append(each.sentence())
    return by_scenario


def difference_table(ensemble: Finished, found: Sequence[Finding]) -> Table:
    """Differences at a few years, when they part, and what pairing gained."""
    dates = [ensemble.quarters.index(q) for q in shown_quarters(ensemble.quarters)]
    head = [
        "scenario",
        "measure",
        *(words.quarter(ensemble.quarters[d]) for d in dates),
        "apart from",
        "pairs above 0",
        "pairs to show 1 %",
        "gain",
    ]
    rows = [
        [each.scenario, _measure(each.measure), *(_difference(each, d) for d in dates), *_more(each)] for each in found
    ]
    return Table("Mean of pairs and its 90 % interval; ≈ where the interval holds 0.", head, rows)


def _difference(each: Finding, date: int) -> str:
    size = size_of(each.measure)
    mean, low, high = (size * float(column[date]) for column in (each.found.mean, each.found.low, each.found.high))
    if not np.isfinite(mean):
        return "–"
    if not np.isfinite(low):
        return signed(mean)
    return f"{signed(mean)} ({signed(low)} to {signed(high)})" + (" ≈" if low <= 0 <= high else "")


def _more(each: Finding) -> tuple[str, str, str, str]:
    since = "–" if each.apart_from is None else words.quarter(each.quarters[each.apart_from])
    paired, unpaired = float(each.found.sd_paired[each.last]), float(each.found.sd_unpaired[each.last])
    gain = f"{unpaired / paired:.2g}" if np.isfinite(paired) and paired > 0 else "–"
    needed = each.pairs_to_show(0.01)
    above = words.per_cent(each.share_above) if np.isfinite(each.share_above) else "–"
    return since, above, words.short(needed) if np.isfinite(needed) else "–", gain


def level_table(ensemble: Finished, base: int) -> Table:
    """Levels at a few years with the range of nine runs in ten."""
    dates = [ensemble.quarters.index(q) for q in shown_quarters(ensemble.quarters)]
    rows = []
    for measure in (m for m in SHOWN if m in ensemble.numbers("nation")):
        cube = size_of(measure) * ensemble.measure(measure)
        for place, number in enumerate(order(ensemble, base)):
            level = statistics.levels(cube[number])
            cells = [_level(level, date) for date in dates]
            rows.append([_measure(measure), f"{letter(place)} {ensemble.labels[number]}", *cells])
    head = ["measure", "scenario", *(words.quarter(ensemble.quarters[d]) for d in dates)]
    return Table("Mean of the runs and the range of nine in ten.", head, rows)


def _level(level: statistics.Levels, date: int) -> str:
    mean, low, high = float(level.mean[date]), float(level.low[date]), float(level.high[date])
    return f"{words.short(mean)} ({words.short(low)} to {words.short(high)})" if np.isfinite(mean) else "–"


def _measure(name: str) -> str:
    return ", ".join(filter(None, (called(name), unit_called(name))))


def made_by(ensemble: Finished) -> str:
    """Versions, commit and sources, so that anyone can make the numbers again."""
    told = ensemble.about
    versions = ", ".join(f"{name} {number}" for name, number in told["versions"].items())
    return f"Made by {versions}; sources {told['sources_sha256'][:12]}, commit {told['commit'] or 'unknown'}."
