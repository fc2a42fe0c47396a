"""Pictures of studies: the ablation's table, the bars of sensitivity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from simulation.comparison.naming import SHOWN, called, size_of
from simulation.report import words
from simulation.report.canvas import Words, keep, panel, sheet, write
from simulation.report.palette import HAIR, INK, QUIET

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


def _cells(axes: Axes, rows: list[list[dict[str, Any] | None]]) -> None:
    scale = LinearSegmentedColormap.from_list("diverging", DIVERGING)
    known = [abs(c["change_pct"]) for row in rows for c in row if c and np.isfinite(c["change_pct"])]
    top = max([1.0, *known])
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            share = 0.0 if cell is None or _holds_zero(cell) else cell["change_pct"] / top
            fill = "white" if share == 0.0 else scale(0.5 + 0.5 * share)
            axes.add_patch(box(x, y, fill))
            ink = "white" if abs(share) > DARK else (QUIET if share == 0.0 else INK)
            axes.text(x, y, _percent(cell), ha="center", va="center", color=ink, size=7.5)
    axes.set_xlim(-0.5, len(rows[0]) - 0.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    bare(axes)


def box(x: float, y: float, fill: Any) -> Any:
    """A cell of a table or heat map."""
    from matplotlib.patches import Rectangle

    return Rectangle((x - 0.47, y - 0.44), 0.94, 0.88, facecolor=fill, edgecolor=HAIR, lw=0.6)


def bare(axes: Axes) -> None:
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
    name, strongest = called(measure), rows[0]
    decides = strongest["effect"] > strongest["effect_half_width_95"]
    what = (
        "Sobol’s shares of variance: pale with all interactions (ST), dark alone (S1)."
        if by_sobol
        else "Morris’s mean absolute effect of going from low to high (mu*), in units of the outcome."
    )
    told = Words(
        (
            f"{name_of(strongest['setting']).capitalize()} decides most of {name}"
            if decides
            else f"No setting clearly decides {name}"
        )[:60],
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


def _bar(axes: Axes, y: int, row: dict[str, Any], by_sobol: bool, size: float) -> None:
    effect, half = size * row["effect"], size * row["effect_half_width_95"]
    axes.barh(y, effect, height=0.6, color="#ABE3E8" if by_sobol else "#0E74A4")
    if by_sobol:
        axes.barh(y, max(0.0, row["second"]), height=0.6, color="#0E74A4")
    axes.errorbar(effect, y, xerr=half, color=INK, lw=1.0, capsize=2.5)
    axes.annotate(
        words.short(effect), (effect + half, y), (4, 0), textcoords="offset points", va="center", size=7.5, color=INK,
        annotation_clip=False,
    )  # fmt: skip
