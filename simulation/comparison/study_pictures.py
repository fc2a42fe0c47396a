"""Pictures of studies: the ablation's table, the bars of sensitivity, the curve or heat map of a sweep."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from matplotlib.colors import LinearSegmentedColormap

from simulation.comparison.findings import SHOWN, size_of
from simulation.report import words
from simulation.report.canvas import Words, keep, panel, sheet, write
from simulation.report.palette import HAIR, INK, LINE, QUIET

DIVERGING = ("#5C2507", "#944C15", "#C0854E", "#DDC099", "#EAF0F1", "#9BCFDE", "#4E9EC3", "#1F679C", "#1A3666")
SEQUENTIAL = ("#DFF7F8", "#ABE3E8", "#71CFD9", "#46B2C9", "#0E94BA", "#0E74A4", "#16558C", "#1C3D6B", "#18274B")
ROW_MM, LEFT_MM = 7.0, 52.0
DARK = 0.55
"""Share of a scale from which figures in a cell are white."""


def name_of(setting: str) -> str:
    """A setting without the tables above it, in words."""
    return setting.rsplit(".", 1)[-1].replace("_", " ")


def draw_ablation(table: pa.Table, footer: str, path: Path) -> Path:
    """Rows by effect on workers; a number in each cell, no colour where the interval holds zero."""
    rows = {(row["mechanism"], row["measure"]): row for row in table.to_pylist()}
    measures = list(dict.fromkeys(measure for _, measure in rows))
    weight = {m: abs(rows[m, "workers"]["change_pct"]) for m, _ in rows if (m, "workers") in rows}
    mechanisms = sorted(dict.fromkeys(m for m, _ in rows), key=lambda m: -weight.get(m, 0.0))
    strongest = max(weight, key=lambda m: weight[m], default="")
    told = Words(
        f"Without {name_of(strongest)}, workers change most" if strongest else "What happens without it",
        "Change against the whole model in the last quarter, % of its value, mean of pairs with the same luck.\n"
        "≈ and no colour: the 90 % interval holds 0.",
        footer + "\nSource: own simulation.",
        "Table of changes without each mechanism: "
        + "; ".join(
            f"{name_of(m)} {_percent(rows[m, 'workers'])} workers" for m in mechanisms if (m, "workers") in rows
        ),
    )
    high = 34.0 + ROW_MM * len(mechanisms) + 12.0
    with sheet(high) as figure:
        axes = panel(figure, LEFT_MM, 30, 112, ROW_MM * len(mechanisms))
        _cells(axes, [[rows.get((m, c)) for c in measures] for m in mechanisms])
        axes.set_yticks(range(len(mechanisms)), [name_of(m) for m in mechanisms])
        axes.set_xticks(range(len(measures)), [SHOWN.get(c, name_of(c)) for c in measures])
        write(figure, told)
        return keep(figure, path, told)


def wide(table: pa.Table) -> list[dict[str, str]]:
    """An ablation for the screen: a row a mechanism, a column a measure, changes in per cent."""
    rows: dict[str, dict[str, str]] = {}
    for row in table.to_pylist():
        told = rows.setdefault(row["mechanism"], {"without": row["mechanism"]})
        told[SHOWN.get(row["measure"], name_of(row["measure"]))] = _percent(row)
    return list(rows.values())


def fine(value: float) -> str:
    """A value with three figures or four, so that neighbours in a heat map differ."""
    unit = next((u for u in words.UNITS if abs(value) >= u[0]), (1.0, ""))
    return f"{value / unit[0]:.4g} {unit[1]}".strip()


def _cells(axes: Any, rows: list[list[dict[str, Any] | None]]) -> None:
    scale = LinearSegmentedColormap.from_list("diverging", DIVERGING)
    known = [abs(c["change_pct"]) for row in rows for c in row if c and np.isfinite(c["change_pct"])]
    top = max([1.0, *known])
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            share = 0.0 if cell is None or _holds_zero(cell) else cell["change_pct"] / top
            fill = "white" if share == 0.0 else scale(0.5 + 0.5 * share)
            axes.add_patch(_box(x, y, fill))
            ink = "white" if abs(share) > DARK else (QUIET if share == 0.0 else INK)
            axes.text(x, y, _percent(cell), ha="center", va="center", color=ink, size=7.5)
    axes.set_xlim(-0.5, len(rows[0]) - 0.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    _bare(axes)


def _box(x: float, y: float, fill: Any) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle((x - 0.47, y - 0.44), 0.94, 0.88, facecolor=fill, edgecolor=HAIR, lw=0.6)


def _bare(axes: Any) -> None:
    """Names without ticks or lines, the columns' names above."""
    axes.grid(False)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)


def _holds_zero(cell: dict[str, Any]) -> bool:
    return not np.isfinite(cell["low"]) or cell["low"] <= 0.0 <= cell["high"]


def _percent(cell: dict[str, Any] | None) -> str:
    """A change in per cent with its sign, and ≈ where it may be none."""
    if cell is None or not np.isfinite(cell["change_pct"]):
        return "–"
    text = words.figures(round(cell["change_pct"], 2))
    sign = "+" if cell["change_pct"] > 0 and text != "0" else ""
    return f"{sign}{text}" + (" ≈" if _holds_zero(cell) else "")


def draw_sensitivity(table: pa.Table, measure: str, footer: str, path: Path) -> Path:
    """Bars by effect with 95 % whiskers; names of settings whose effect may be nothing in quiet ink."""
    rows, by_sobol = table.to_pylist(), table.column("indices")[0].as_py().startswith("ST")
    name = SHOWN.get(measure, name_of(measure))
    what = (
        "Sobol’s shares of variance: pale with all interactions (ST), dark alone (S1)."
        if by_sobol
        else "Morris’s mean absolute effect of going from low to high (mu*), in units of the outcome."
    )
    told = Words(
        f"{name_of(rows[0]['setting']).capitalize()} decides most of {name}"[:60],
        f"What decides {name}. {what}\nWhisker: 95 % interval of the design’s own luck.",
        footer + "\nSource: own simulation.",
        f"Bars of sensitivity of {name}: " + "; ".join(f"{name_of(r['setting'])} {r['effect']:.3g}" for r in rows),
    )
    with sheet(36.0 + ROW_MM * len(rows)) as figure:
        axes = panel(figure, LEFT_MM, 22, 96, ROW_MM * len(rows))
        for y, row in enumerate(rows):
            _bar(axes, y, row, by_sobol, size_of(measure) if not by_sobol else 1.0)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        axes.set_yticks(range(len(rows)), [name_of(row["setting"]) for row in rows])
        for label, row in zip(axes.get_yticklabels(), rows, strict=True):
            label.set_color(QUIET if row["effect"] <= row["effect_half_width_95"] else INK)
        axes.grid(False)
        axes.set_xticks([])
        axes.spines["bottom"].set_visible(False)
        axes.axvline(0, color=QUIET, lw=0.8)
        write(figure, told)
        return keep(figure, path, told)


def _bar(axes: Any, y: int, row: dict[str, Any], by_sobol: bool, size: float) -> None:
    effect, half = size * row["effect"], size * row["effect_half_width_95"]
    axes.barh(y, effect, height=0.6, color="#ABE3E8" if by_sobol else "#0E74A4")
    if by_sobol:
        axes.barh(y, max(0.0, row["second"]), height=0.6, color="#0E74A4")
    axes.errorbar(effect, y, xerr=half, color=INK, lw=1.0, capsize=2.5)
    axes.annotate(
        words.short(effect), (effect + half, y), (4, 0), textcoords="offset points", va="center", size=7.5, color=INK,
        annotation_clip=False,
    )  # fmt: skip


def draw_sweep(table: pa.Table, measure: str, footer: str, path: Path) -> Path:
    """One setting: a curve with the band of runs; two: a heat map with a number in each cell."""
    settings = [name for name in table.column_names if name not in ("mean", "low", "high", "runs")]
    rows, name, size = table.to_pylist(), SHOWN.get(measure, name_of(measure)), size_of(measure)
    means = [size * row["mean"] for row in rows]
    told = Words(
        f"{name.capitalize()} from {fine(min(means))} to {fine(max(means))}",
        f"{name.capitalize()} in the last quarter by {' and '.join(map(name_of, settings))}, mean of the runs"
        + ("; band: nine runs in ten." if len(settings) == 1 else "."),
        footer + "\nSource: own simulation.",
        f"{name} by {', '.join(map(name_of, settings))}: "
        + "; ".join(f"{[row[s] for s in settings]} {words.short(size * row['mean'])}" for row in rows[:40]),
    )
    with sheet(100.0) as figure:
        axes = panel(figure, 34 if len(settings) > 1 else 20, 24, 120, 58)
        if len(settings) == 1:
            _curve(axes, rows, settings[0], size)
        else:
            _heat(axes, rows, settings, size)
        axes.set_xlabel(name_of(settings[0]))
        write(figure, told)
        return keep(figure, path, told)


def _curve(axes: Any, rows: list[dict[str, Any]], setting: str, size: float) -> None:
    values = [row[setting] for row in rows]
    numbers = all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)
    at = np.array(values if numbers else range(len(values)), dtype=float)
    mean, low, high = (size * np.array([row[k] for row in rows]) for k in ("mean", "low", "high"))
    axes.fill_between(at, low, high, color=LINE, alpha=0.18, lw=0)
    axes.plot(at, mean, "o-", color=LINE, ms=3.5)
    if not numbers:
        axes.set_xticks(at, [str(v).lower() for v in values])
    axes.yaxis.set_major_formatter(lambda value, _: words.short(value))


def _heat(axes: Any, rows: list[dict[str, Any]], settings: list[str], size: float) -> None:
    x, y = (list(dict.fromkeys(row[s] for row in rows)) for s in settings)
    scale = LinearSegmentedColormap.from_list("sequential", SEQUENTIAL)
    means = np.array([size * row["mean"] for row in rows])
    low, span = float(means.min()), float(max(np.ptp(means), 1e-300))
    for row, mean in zip(rows, means, strict=True):
        share = (float(mean) - low) / span
        place = x.index(row[settings[0]]), y.index(row[settings[1]])
        axes.add_patch(_box(*place, scale(share)))
        axes.text(*place, fine(float(mean)), ha="center", va="center", size=7.5,
                  color="white" if share > DARK - 0.1 else INK)  # fmt: skip
    axes.set_xlim(-0.5, len(x) - 0.5)
    axes.set_ylim(-0.5, len(y) - 0.5)
    _bare(axes)
    axes.xaxis.tick_bottom()
    axes.set_xticks(range(len(x)), [f"{v:.4g}" if isinstance(v, float) else str(v).lower() for v in x])
    axes.set_yticks(range(len(y)), [f"{v:.4g}" if isinstance(v, float) else str(v).lower() for v in y])
    axes.set_ylabel(name_of(settings[1]))
