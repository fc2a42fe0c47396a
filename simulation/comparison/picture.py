"""growth.png of a comparison: workers in every scenario, what each adds to the base, and three curves more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.comparison import statistics
from simulation.comparison.findings import Finding, short_name, signed
from simulation.comparison.naming import size_of
from simulation.comparison.reading import Finished
from simulation.engine.table import Column
from simulation.report import words
from simulation.report.canvas import TITLE_LONGEST, Words, decades, head, keep, panel, sheet, sheet_of, write
from simulation.report.growth_picture import nice_top
from simulation.report.labels import pushed_apart
from simulation.report.palette import INK, NATION, QUIET

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
COLOURS = (NATION, "#0067A5", "#C2510C", "#00694E", "#7B4EA0", "#8A5A00")
"""Of the scenarios in their order, the base first; always with their letter. More than six are grey."""
BANDS_FROM = 20
"""Fewer runs are drawn as thin lines, all of them, without a band."""
MAIN, BELOW = "workers", (("firms", "Firms"), ("value_added_usd_mn", "Value added"), ("exports_usd_mn", "Exports"))
KEY_LINE_MM = 3.6
KEY_LONGEST = 112
BODY_MM = 112.0


def letter(place: int) -> str:
    """The letter of a scenario: A is the base."""
    return LETTERS[place] if place < len(LETTERS) else f"{place + 1}"


def colour(place: int) -> str:
    """The colour of a scenario by its place, the base first."""
    return COLOURS[place] if place < len(COLOURS) else "#8C95A1"


def order(ensemble: Finished, base: int) -> list[int]:
    """Numbers of the scenarios, the base first."""
    return [base, *(n for n in range(len(ensemble.labels)) if n != base)]


def draw_growth(ensemble: Finished, base: int, found: list[Finding], path: Path) -> Path:
    """The picture, into a file, with its words beside it."""
    placed = order(ensemble, base)
    height = BODY_MM + KEY_LINE_MM * len(placed) + 9.0
    told = telling(ensemble, base, found)
    with sheet(height) as figure:
        time = np.array([words.year(q) for q in ensemble.quarters])
        _levels(panel(figure, 13, 27, 58, 42), time, ensemble.measure(MAIN)[placed], "Workers", wide=True)
        letters = {ensemble.labels[number]: place for place, number in enumerate(placed)}
        main = {letters[f.scenario]: f for f in found if f.measure == MAIN}
        _differences(panel(figure, 98, 27, 50, 42), time, main)
        for number, (measure, name) in enumerate(BELOW):
            axes = panel(figure, 13 + number * 54, 83, 27, 22)
            _levels(axes, time, size_of(measure) * ensemble.measure(measure)[placed], name, wide=False)
        _key(figure, ensemble, placed, height)
        write(figure, told)
        return keep(figure, path, told)


def telling(ensemble: Finished, base: int, found: list[Finding]) -> Words:
    """Title, subtitle, footer and the picture in words."""
    first, last = ensemble.quarters[0][:4], ensemble.quarters[-1][:4]
    runs = len(ensemble.replicates)
    band = "band: nine runs in ten" if runs >= BANDS_FROM else "thin: each run"
    subtitle = (
        f"By quarter, {first} to {last}; line: mean of the runs, {band}; thousand (k) to billion (bn), USD of 2020.\n"
        "Difference: mean of pairs with the same luck, shade: its 90 % interval. Zero line: the base, A."
    )
    failed = len(ensemble.failures())
    footer = f"{runs} {words.plural(runs, 'seed', 'seeds')} a scenario, {ensemble.kept()} runs, {failed} failed."
    heading = title(found)
    alt = f"Line charts of workers, firms, value added and exports, {first} to {last}, base {ensemble.labels[base]}. "
    alt += heading + ". " + "; ".join(f"{f.scenario}: {f.sentence()}" for f in found if f.measure == MAIN)
    return Words(heading, subtitle, f"{footer}\nSource: own simulation.", f"{alt}.")


def title(found: list[Finding]) -> str:
    """The largest clear difference in workers at the end, or that there is none."""
    main = [f for f in found if f.measure == MAIN]
    if not main:
        return "Workers"
    clear = [f for f in main if np.isfinite(f.found.low[f.last]) and f.is_clear]
    if not clear:
        return "Workers by scenario" if np.isnan(main[0].found.low[main[0].last]) else "No clear difference in workers"
    most = max(clear, key=lambda f: abs(f.found.mean[f.last]))
    change = float(most.found.mean[most.last])
    more = "more" if change > 0 else "fewer"
    text = f"{short_name(most.scenario)}: {words.short(abs(change))} {more} workers"
    return (
        text
        if len(text) <= TITLE_LONGEST
        else f"{words.short(abs(change))} {more} workers in the scenario farthest apart"
    )


def _levels(axes: Axes, time: Column, cube: Column, name: str, wide: bool) -> None:
    """Curves of one measure [scenarios, runs, quarters] with their bands."""
    found = [statistics.levels(runs) for runs in cube]
    top = nice_top(max([0.0, *cube[np.isfinite(cube)].tolist()]) * 1.02)
    for place, (runs, level) in enumerate(zip(cube, found, strict=True)):
        if runs.shape[0] >= BANDS_FROM:
            axes.fill_between(time, level.low, level.high, color=colour(place), alpha=0.14, lw=0)
        else:
            axes.plot(time, runs.T, color=colour(place), lw=0.5, alpha=0.35)
        axes.plot(time, level.mean, color=colour(place), lw=1.6 if wide else 1.2)
    ends = [(f"{letter(p)} {words.short(float(f.mean[-1]))}", float(f.mean[-1]), p) for p, f in enumerate(found)]
    _ends(axes, time[-1], ends, 0.0, top)
    axes.set_ylim(0, top)
    axes.set_yticks([0, top / 2, top], ["0", words.short(top / 2), words.short(top)])
    decades(axes, np.floor(time[0]), np.ceil(time[-1]), at_most=9 if wide else 3)
    head(axes, name)


def _differences(axes: Axes, time: Column, found: dict[int, Finding]) -> None:
    """Mean difference of pairs and its interval, for each scenario but the base."""
    axes.axhline(0, color=INK, lw=1.0)
    reach = [1e-9]
    for place, each in found.items():
        mean, low, high = each.found.mean, each.found.low, each.found.high
        axes.fill_between(time, low, high, color=colour(place), alpha=0.22, lw=0)
        axes.plot(time, mean, color=colour(place), lw=1.4)
        reach += [float(np.nanmax(np.abs(c))) for c in (mean, low, high) if np.isfinite(c).any()]
    top = nice_top(max(reach) * 1.05)
    ends = [
        (f"{letter(place)} {signed(float(each.found.mean[-1]))}", float(each.found.mean[-1]), place)
        for place, each in found.items()
    ]
    _ends(axes, time[-1], ends, -top, top)
    axes.set_ylim(-top, top)
    axes.set_yticks([-top, 0, top], [signed(-top), "0", signed(top)])
    decades(axes, np.floor(time[0]), np.ceil(time[-1]), at_most=5)
    head(axes, "Workers, difference from A")


def _ends(axes: Axes, right: float, ends: list[tuple[str, float, int]], bottom: float, top: float) -> None:
    """Letter and last value at the right end of each line, pushed apart by a line's height."""
    high = axes.get_position().height * sheet_of(axes).get_size_inches()[1] * 25.4
    ends = [end for end in ends if np.isfinite(end[1])]
    heights = pushed_apart([value for _, value, _ in ends], (top - bottom) / high * 3.1, bottom, top)
    for (text, _, place), at in zip(ends, heights, strict=True):
        axes.annotate(
            text, (right, at), (4, 0), textcoords="offset points", color=colour(place), va="center", weight="bold",
            size=7, annotation_clip=False,
        )  # fmt: skip


def _key(figure: Figure, ensemble: Finished, placed: list[int], height: float) -> None:
    """Which letter is which scenario, a line each."""
    for place, number in enumerate(placed):
        label = ensemble.labels[number]
        text = f"{label}: {ensemble.titles[label]}" if ensemble.titles[label] else label
        text = text if len(text) <= KEY_LONGEST else text[: KEY_LONGEST - 1] + "…"
        y = 1 - (BODY_MM + KEY_LINE_MM * place) / height
        figure.text(2 / 170, y, letter(place), color=colour(place), weight="bold", va="top", size=7.5)
        base = " (base)" if place == 0 else ""
        figure.text(6 / 170, y, text + base, color=QUIET, va="top", size=7)
