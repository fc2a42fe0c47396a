"""growth.png: workers of the nation wide at the left, what they come from below, the zones three by three."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.engine.table import Column
from simulation.report import words
from simulation.report.canvas import TITLE_LONGEST, About, Words, decades, head, panel
from simulation.report.labels import pushed_apart
from simulation.report.palette import LINE, NATION, QUIET

HEIGHT_MM = 122.0
SHOWN = 9
INDEXED = (
    ("exports_usd_mn", "exports"),
    ("value_added_usd_mn", "value added"),
    ("workers", "workers"),
    ("firms", "firms"),
)
ROW_FLOOR = 100.0


def nice_top(value: float) -> float:
    """The next round number above: one or two figures, so that half of it is round as well."""
    value = max(value, 1e-9)
    power = 10.0 ** np.floor(np.log10(value))
    return float(
        next(step for step in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * power >= value * 0.999) * power
    )


def smoothed(column: Column) -> Column:
    """Mean of the last four quarters, so that a year's seasons and luck do not hide the curve."""
    return pd.Series(column).rolling(4, min_periods=1).mean().to_numpy()


def title(nation: pd.DataFrame, parts: str, share: float) -> str:
    """The finding: workers grow, fall or stay, and what the small multiples hold of them."""
    first, last = float(nation.workers.iloc[0]), float(nation.workers.iloc[-1])
    change = last / max(first, 1e-300)
    if change > 1.02:
        found = f"Workers grow from {words.short(first)} to {words.short(last)}"
    elif change < 0.98:
        found = f"Workers fall from {words.short(first)} to {words.short(last)}"
    else:
        found = f"Workers stay near {words.short(last)}"
    both = f"{found}; {parts} hold {words.per_cent(share)}"
    return both if parts and len(both) <= TITLE_LONGEST else found


def told(nation: pd.DataFrame, items: dict[str, Column], parts: str, about: About) -> Words:
    """Title, subtitle, footer and the picture in words."""
    first, last = nation.quarter.iloc[0], nation.quarter.iloc[-1]
    held = sum(float(path[-1]) for path in items.values()) / max(float(nation.workers.iloc[-1]), 1e-300)
    heading = title(nation, parts, held)
    subtitle = (
        f"Workers in firms, thousand (k) and million (mn), by quarter, {first[:4]} to {last[:4]}.\n"
        f"Each line is one run, seed {about.seed}: it says nothing of other luck."
    )
    ends = "; ".join(f"{name} {words.short(float(path[-1]))}" for name, path in items.items())
    alt = (
        f"Line charts of workers by quarter, {words.quarter(first)} to {words.quarter(last)}, one run, "
        f"seed {about.seed}. {heading}. At the end: {ends or 'no zones'}. No band: a single run."
    )
    return Words(heading, subtitle, f"{about.line()}\nSource: own simulation.", alt)


def draw(figure: Figure, nation: pd.DataFrame, items: dict[str, Column], heading: str) -> None:
    """The nation at the left, the items (name to workers by quarter) at the right, largest first."""
    time = np.array([words.year(q) for q in nation.quarter])
    _nation(panel(figure, 13, 26, 44, 44), time, nation.workers.to_numpy())
    _since(panel(figure, 13, 83, 35, 23), time, nation)
    for number, (name, path) in enumerate(list(items.items())[:SHOWN]):
        row, column = divmod(number, 3)
        in_row = list(items.values())[row * 3 : row * 3 + 3]
        top = nice_top(max(float(np.max(p)) for p in [*in_row, np.array([ROW_FLOOR])]) * 1.02)
        place = panel(figure, 78 + column * 29.5, 31.5 + row * 28.0, 19.5, 18.5)
        lowest = number + 3 >= min(len(items), SHOWN)
        _item(place, time, np.asarray(path), name, top, first_column=column == 0, with_years=lowest)
        if number == 0:
            _above_all(place, heading)


def _nation(axes: Axes, time: Column, workers: Column) -> None:
    top = nice_top(float(workers.max()) * 1.02)
    axes.plot(time, workers, color=NATION)
    axes.plot(time[-1], workers[-1], "o", color=NATION, ms=4.5, clip_on=False)
    axes.set_ylim(0, top)
    unit = next((u for u in words.UNITS if top >= u[0]), (1.0, ""))
    ticks = [top * k / 4 for k in range(5)] if top / unit[0] * 100 % 4 == 0 else [0, top / 2, top]
    axes.set_yticks(ticks, [_tick(t, unit, t == ticks[-1]) for t in ticks])
    axes.annotate(
        words.short(float(workers[-1])), (time[-1], workers[-1]), (6, 0), textcoords="offset points", weight="bold",
        color=NATION, va="center", annotation_clip=False, size=8,
    )  # fmt: skip
    decades(axes, np.floor(time[0]), np.ceil(time[-1]))
    head(axes, "Nation", "workers")


def _tick(value: float, unit: tuple[float, str], with_unit: bool) -> str:
    number = f"{value / unit[0]:.3g}"
    return f"{number} {unit[1]}".strip() if with_unit else number


def _since(axes: Axes, time: Column, nation: pd.DataFrame) -> None:
    paths = {}
    for column, name in INDEXED:
        path = smoothed(nation[column].to_numpy(dtype=float))
        base = path[min(3, path.size - 1)]
        if base > 0:
            paths[name] = path / base
    top = nice_top(max([1.1, *(float(p.max()) for p in paths.values())]))
    shades = {"exports": "#0E74A4", "value added": "#C0854E", "workers": NATION, "firms": "#6B7C8E"}
    styles = {"exports": "-", "value added": "-", "workers": "-", "firms": (0, (4, 2))}
    for name, path in paths.items():
        axes.plot(time, path, color=shades[name], ls=styles[name], lw=1.2)
    ends = [float(path[-1]) for path in paths.values()]
    heights = pushed_apart(ends, top / 24 * 3.1, 0.0, top)
    for (name, path), height in zip(paths.items(), heights, strict=True):
        axes.annotate(
            f"{name} {words.figures(float(path[-1]))}×", (time[-1], height), (4, 0), textcoords="offset points",
            color=shades[name], va="center", annotation_clip=False, size=6.5,
        )  # fmt: skip
    axes.set_ylim(0, top)
    axes.set_yticks([0, top / 2, top], ["0", f"{top / 2:.3g}", f"{top:.3g}×"])
    decades(axes, np.floor(time[0]), np.ceil(time[-1]))
    head(axes, f"Since {int(time[0])}", "mean of four quarters")


def _above_all(axes: Axes, heading: str) -> None:
    """The heading over the small multiples, and the word on their scales."""
    name = axes.annotate(
        heading, (0, 1), (0, 17), xycoords="axes fraction", textcoords="offset points", weight="bold", size=8,
        annotation_clip=False,
    )  # fmt: skip
    axes.annotate(
        "each row has its own scale", (1, 0), (6, 1.6), xycoords=name, textcoords="offset points", color=QUIET, size=7,
        annotation_clip=False,
    )  # fmt: skip


def _item(
    axes: Axes, time: Column, path: Column, name: str, top: float, *, first_column: bool, with_years: bool
) -> None:
    axes.plot(time, path, color=LINE, lw=1.3)
    axes.plot(time[-1], path[-1], "o", color=LINE, ms=3.5, clip_on=False)
    axes.set_ylim(0, top)
    unit = next((u for u in words.UNITS if top >= u[0]), (1.0, ""))
    ticks = [0.0, top / 2, top]
    axes.set_yticks(ticks, [_tick(t, unit, t > 0) if first_column else "" for t in ticks])
    axes.annotate(
        words.short(float(path[-1])), (time[-1], path[-1]), (4, 0), textcoords="offset points", weight="bold",
        color=LINE, va="center", annotation_clip=False, size=7,
    )  # fmt: skip
    decades(axes, np.floor(time[0]), np.ceil(time[-1]), at_most=3)
    axes.tick_params(labelbottom=with_years)
    axes.annotate(name, (0, 1), (0, 4), xycoords="axes fraction", textcoords="offset points", weight="bold", size=7.5)
