"""finance.png: debt service due and paid by lender, the cover ratio, what is outstanding by loan, and arrears."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from simulation.report import words
from simulation.report.canvas import About, Words, decades, head, panel
from simulation.report.growth_picture import nice_top
from simulation.report.loan_books import Books
from simulation.report.palette import ARREARS, DRAW, INK, LENDERS, LINE, PAPER, QUIET

HEIGHT_MM = 150.0
COVENANT = 1.2
COVER_TOP = 3.0
UNPAID_LEAST = 0.01
"""Unpaid service below 1 % of the peak is not worth a title."""
DEBT_BANDS = (10.0, 15.0, 21.0)
"""Debt service over exports, weak, medium and strong carrying capacity [%] (IMF and World Bank, LIC-DSF)."""


def title(books: Books) -> str:
    """The finding: whether all that is due is paid, from when not, and how high service is."""
    peak = float(books.all_due.max())
    if peak <= 0:
        return "No loan is drawn"
    late = np.flatnonzero(books.unpaid > UNPAID_LEAST * peak)
    when = int(books.time[int(np.argmax(books.all_due))])
    if late.size:
        most = int(np.argmax(books.unpaid))
        share = words.per_cent(float(books.unpaid[most] / books.all_due[most]))
        return f"From {int(books.time[late[0]])} service is not paid in full, at worst {share} short"
    return f"All debt service is paid; it peaks at {words.short(peak)} a year in {when}"


def told(books: Books, about: About) -> Words:
    """Title, subtitle, footer and the picture in words."""
    heading = title(books)
    first, last = books.quarters[0], books.quarters[-1]
    subtitle = (
        "All loans of the scenario, USD of 2020 (million mn, billion bn), by quarter, flows as sums of four quarters.\n"
        "One run. Crossed red: due but not paid, and arrears. Hatched grey: workout. Blue ground: loans being drawn."
    )
    cover = "" if books.cover is None or np.isnan(books.cover).all() else (
        f" The zones' cover ratio is lowest at {words.figures(float(np.nanmin(books.cover)))}."
    )  # fmt: skip
    most_owed = float(np.max(sum(books.owed.values()))) if books.owed else 0.0
    alt = (
        f"Stacked areas and lines, {words.quarter(first)} to {words.quarter(last)}, one run, "
        f"seed {about.seed}. {heading}. Outstanding at most {words.short(most_owed)}, "
        f"arrears at most {words.short(float(books.arrears.max()))}.{cover}"
    )
    return Words(heading, subtitle, f"{about.line()}\nSource: own simulation.", alt)


def draw(figure: Figure, books: Books) -> None:
    """Three panels on one time axis."""
    axes = [panel(figure, 14, top, 112, high) for top, high in ((26, 31), (71, 21), (106, 30))]
    for place in axes:
        _ground(place, books)
    _service(axes[0], books)
    if books.cover is not None:
        _cover(axes[1], books)
    else:
        _over_exports(axes[1], books)
    _outstanding(axes[2], books)
    for place in axes:
        decades(place, np.floor(books.time[0]), np.ceil(books.time[-1]))


def _ground(axes: Any, books: Books) -> None:
    if books.drawing.max() > 0:
        on = np.flatnonzero(books.drawing > 0.005 * books.drawing.max())
        axes.axvspan(books.time[on[0]] - 0.125, books.time[on[-1]] + 0.125, color=DRAW, lw=0, zorder=0)
    for quarter in books.workouts:
        middle = words.year(quarter)
        axes.axvspan(
            middle - 0.125,
            middle + 0.125,
            facecolor="none",
            edgecolor="#4A5563",
            alpha=0.28,
            hatch="////",
            lw=0,
            zorder=0.5,
        )


def _money_axis(axes: Any, top: float) -> None:
    unit = next((u for u in words.UNITS if top >= u[0]), (1.0, ""))
    ticks = [0.0, top / 2, top]
    axes.set_ylim(0, top)
    axes.set_yticks(ticks, [f"{t / unit[0]:.3g}{' ' + unit[1] if t == top else ''}" for t in ticks])


def _stack(axes: Any, time: Any, parts: dict[str, Any], step: bool) -> tuple[Any, list[tuple[str, str]]]:
    """Areas over each other; the whole, and their names with colours, the lowest first."""
    below, names = np.zeros(time.size), []
    for (name, path), colour in zip(parts.items(), LENDERS, strict=False):
        axes.fill_between(
            time, below, below + path, color=colour, ec=PAPER, lw=0.6, step="mid" if step else None, zorder=2
        )
        names.append((name, colour))
        below = below + path
    return below, names


def _names(axes: Any, names: list[tuple[str, str]]) -> None:
    """Names at the right with a square of the colour, in the order of the areas."""
    for line, (name, colour) in enumerate(reversed(names)):
        height = 0.94 - line * 0.135
        axes.annotate(
            "■", (1, height), (5, 0), xycoords="axes fraction", textcoords="offset points", color=colour, va="center",
            size=7, annotation_clip=False,
        )  # fmt: skip
        axes.annotate(
            name if len(name) < 29 else name[:27] + "…", (1, height), (14, 0), xycoords="axes fraction",
            textcoords="offset points", va="center", size=6.8, annotation_clip=False,
        )  # fmt: skip


def _service(axes: Any, books: Books) -> None:
    whole, names = _stack(axes, books.time, books.due, step=False)
    top = nice_top(max(float(whole.max()), 1.0) * 1.08)
    axes.plot(books.time, books.paid, color=INK, lw=1.5, zorder=4)
    if (books.unpaid > UNPAID_LEAST * whole.max()).any():
        axes.fill_between(
            books.time, books.paid, whole, facecolor="none", edgecolor=ARREARS, hatch="xxxx", lw=0.8, zorder=3,
            where=books.unpaid > 0,
        )  # fmt: skip
        most = int(np.argmax(books.unpaid))
        _point_out(axes, books.time[most], (books.paid[most] + whole[most]) / 2, "due but not paid", ARREARS, top)
    most = int(np.argmax(books.paid))
    axes.annotate(
        "paid",
        (books.time[most], books.paid[most]),
        (0, 4),
        textcoords="offset points",
        ha="center",
        weight="bold",
        size=7,
    )
    _money_axis(axes, top)
    _names(axes, names)
    head(axes, "Debt service due a year, by lender, and paid")


def _point_out(axes: Any, x: float, y: float, text: str, colour: str, top: float) -> None:
    left = x > sum(axes.get_xlim()) / 2
    axes.annotate(
        text, (x, y), (-40 if left else 40, 14 if y < 0.75 * top else -14), textcoords="offset points", color=colour,
        weight="bold", size=7, ha="right" if left else "left", va="center",
        arrowprops={"arrowstyle": "-", "color": colour, "lw": 0.7}, zorder=6,
    )  # fmt: skip


def _cover(axes: Any, books: Books) -> None:
    shown = np.minimum(books.cover, COVER_TOP)
    axes.plot(books.time, shown, color=LINE, zorder=4)
    above = np.flatnonzero(books.cover > COVER_TOP)
    if above.size:
        axes.plot(books.time[above[0]], COVER_TOP, "^", color=LINE, ms=4, clip_on=False, zorder=5)
        axes.annotate(
            f"above 3 from {int(books.time[above[0]])}", (books.time[above[0]], COVER_TOP), (6, -4),
            textcoords="offset points", color=LINE, size=6.8, va="top",
        )  # fmt: skip
    for level, name, style in ((COVENANT, "1.2 covenant", (0, (4, 2))), (1.0, "1.0 cannot pay in full", "-")):
        axes.axhline(level, color=INK, lw=1.0, ls=style, zorder=3)
        height = 4 if level > 1 else -4
        axes.annotate(
            name, (1, level / COVER_TOP), (5, height), xycoords="axes fraction", textcoords="offset points", size=6.8,
            va="center", annotation_clip=False,
        )  # fmt: skip
    axes.set_ylim(0, COVER_TOP)
    axes.set_yticks([0, 1, 2, 3], ["0", "1", "2", "3×"])
    head(axes, "Cover ratio of the zones that owe", "what they can pay over what is due")


def _over_exports(axes: Any, books: Books) -> None:
    """Where no zone owes anything: the nation's external debt service over its exports, with the reference bands."""
    path = np.zeros(books.time.size) if books.over_exports is None else books.over_exports
    top = nice_top(max(24.0, float(np.nanmax(path))))
    axes.plot(books.time, path, color=LINE, zorder=4)
    for level in DEBT_BANDS:
        axes.axhline(level, color=INK, lw=0.8, ls=(0, (4, 2)), zorder=3)
        beside = {"xycoords": "axes fraction", "textcoords": "offset points", "annotation_clip": False}
        axes.annotate(f"{level:.0f}\N{THIN SPACE}%", (1, level / top), (5, 0), size=6.5, va="center", **beside)
    axes.set_ylim(0, top)
    axes.set_yticks([0, top / 2, top], ["0", f"{top / 2:.3g}", f"{top:.3g}\N{THIN SPACE}%"])
    head(axes, "External debt service over exports", "no zone owes; bands of the LIC-DSF")


def _outstanding(axes: Any, books: Books) -> None:
    whole, names = _stack(axes, books.time, books.owed, step=False)
    top = nice_top(max(float((whole + books.arrears).max()), 1.0) * 1.05)
    if books.arrears.max() > UNPAID_LEAST * whole.max():
        axes.fill_between(
            books.time, whole, whole + books.arrears, facecolor=PAPER, edgecolor=ARREARS, hatch="xxxx", lw=0.8,
            where=books.arrears > 0, zorder=3,
        )  # fmt: skip
        most = int(np.argmax(books.arrears))
        text = f"arrears, at most {words.short(float(books.arrears[most]))}"
        _point_out(axes, books.time[most], whole[most] + books.arrears[most] / 2, text, ARREARS, top)
    _money_axis(axes, top)
    _names(axes, names)
    axes.spines["bottom"].set_color(QUIET)
    head(axes, "Outstanding, by loan, and arrears")
