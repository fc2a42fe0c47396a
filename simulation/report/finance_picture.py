"""finance.png: all loans at the left, the zones' own at the right: service, how it is carried, what is outstanding."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from simulation.engine.table import Column
from simulation.report import words
from simulation.report.canvas import TITLE_LONGEST, About, Style, Words, decades, head, panel
from simulation.report.growth_picture import nice_top
from simulation.report.loan_books import Books, ZoneBooks, of_zones, owed_by
from simulation.report.map_marks import HALO
from simulation.report.palette import ARREARS, DRAW, INK, LENDERS, LINE, PAPER, QUIET

Naming = Callable[[str], str]
"""The short name of a zone or lender."""
HEIGHT_MM = 146.0
COVENANT, LOCK_UP = 1.2, 1.1
COVER_TOP = 3.0
UNPAID_LEAST = 0.01
"""Unpaid service below 1 % of the peak is drawn only where it is of the zones' own loans."""
DEBT_BANDS = (10.0, 15.0, 21.0)
"""Debt service over exports, weak, medium and strong carrying capacity [%] (IMF and World Bank, LIC-DSF)."""
ROWS_MM = ((27.0, 30.0), (70.0, 22.0), (105.0, 26.0))
"""Top and height of the three rows of panels."""
NAME_LONGEST = 27
PATCH = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}
"""Paper under words that may lie over crosses."""


def title(books: Books) -> str:
    """The finding: whether all that is due is paid, from when not, and how much is in arrears."""
    peak = float(books.all_due.max())
    if peak <= 0:
        return "No loan is drawn"
    late = np.flatnonzero(books.unpaid > UNPAID_LEAST * peak)
    if late.size:
        most = int(np.argmax(books.unpaid))
        share = words.per_cent(float(books.unpaid[most] / books.all_due[most]))
        return f"From {int(books.time[late[0]])} service is not paid in full, at worst {share} short"
    if float(books.arrears.max()) > 0:
        return _behind(books)
    called = float(books.called.max())
    if called > 0:
        first = int(books.time[int(np.argmax(books.called > UNPAID_LEAST * called))])
        return f"The treasury's guarantee is called from {first} on, {words.short(called)} a year at most"
    when = int(books.time[int(np.argmax(books.all_due))])
    return f"All debt service is paid; it peaks at {words.short(peak)} a year in {when}"


def _behind(books: Books) -> str:
    """Small arrears: whose they are, and since when."""
    in_arrears = books.loans[books.loans.arrears_usd_mn > 0]
    first, most = str(in_arrears.quarter.astype(str).min())[:4], words.short(float(books.arrears.max()))
    only_zones = len(of_zones(in_arrears)) == len(in_arrears)
    who = "Only zones fall behind" if only_zones else "Nearly all service is paid; some fall behind"
    found = f"{who}, from {first}; arrears reach {most}"
    return found if len(found) <= TITLE_LONGEST else f"Arrears begin in {first} and reach {most}"


def told(books: Books, zones: ZoneBooks | None, about: About) -> Words:
    """Title, subtitle, footer and the picture in words."""
    heading = title(books)
    first, last = books.quarters[0], books.quarters[-1]
    subtitle = (
        "USD of 2020 (million mn, billion bn), by quarter, flows as sums of four quarters. One run.\n"
        "Crossed red: due but not paid, and arrears. Blue ground: loans being drawn. Hatched grey: workout."
    )
    alt = (
        f"Stacked areas and lines of loans, {words.quarter(first)} to {words.quarter(last)}, one run, "
        f"seed {about.seed}. {heading}. Service at most {words.short(float(books.all_due.max()))} a year, "
        f"arrears at most {words.short(float(books.arrears.max()))}."
    )
    if zones is not None:
        lowest = _lowest(zones, about.country.short_name)
        alt += f" The zones' own loans: at most {words.short(float(zones.all_due.max()))} a year; {lowest}."
    return Words(heading, subtitle, f"{about.line()}\nSource: own simulation.", alt)


def _lowest(zones: ZoneBooks, name: Naming) -> str:
    """The lowest cover ratio of each zone, in words."""
    lowest = {zone: float(np.nanmin(path)) for zone, path in zones.covers.items() if not np.isnan(path).all()}
    told_of = ", ".join(f"{name(zone)} {words.figures(value)}" for zone, value in lowest.items())
    return f"lowest cover ratios: {told_of or 'none'}"


def draw(figure: Figure, books: Books, zones: ZoneBooks | None, over_exports: Column, name: Naming) -> None:
    """One column of three panels, or two where zones owe loans of their own."""
    width = 60.0 if zones is not None else 140.0
    left = [panel(figure, 13, top, width, high) for top, high in ROWS_MM]
    _service(
        left[0], books, books.due_by(books.loans.lender.astype(str)), "All loans", "service due a year by lender", name
    )
    _over_exports(left[1], books.time, over_exports)
    owing = books.loans.borrower.astype(str).map(owed_by)
    owed = books.parts(owing, "balance_usd_mn")
    _outstanding(left[2], books, owed, "by borrower and loan", name)
    for level in books.levels_within(owing, list(owed), "balance_usd_mn"):
        left[2].plot(books.time, level, color=PAPER, lw=0.4, zorder=2)
    columns: list[tuple[list[Axes], Books]] = [(left, books)]
    if zones is not None:
        right = [panel(figure, 96, top, width, high) for top, high in ROWS_MM]
        due = zones.due_by(zones.names, "balance_usd_mn")  # as the panels below rank the zones: one colour a zone
        _service(right[0], zones, due, "Zones' own loans", "service due a year by zone", name)
        _able(right[0], zones)
        _cover(right[1], zones)
        owed = zones.parts(zones.names, "balance_usd_mn")
        _outstanding(right[2], zones, owed, "by zone as above, and arrears")
        columns.append((right, zones))
    _agreed(left[1], books)
    for panels, kept in columns:
        for axes in panels:
            _ground(axes, kept)
            decades(axes, np.floor(kept.time[0]), np.ceil(kept.time[-1]), at_most=5)


def _ground(axes: Axes, books: Books) -> None:
    if books.drawing.max() > 0:
        on = np.flatnonzero(books.drawing > 0.005 * books.drawing.max())
        axes.axvspan(books.time[on[0]] - 0.125, books.time[on[-1]] + 0.125, color=DRAW, lw=0, zorder=0)
    for quarter in books.workouts():
        low = words.year(quarter) - 0.125
        look: Style = {"facecolor": "none", "edgecolor": "#4A5563", "alpha": 0.28, "hatch": "////", "lw": 0}
        axes.axvspan(low, low + 0.25, zorder=0.5, **look)


def _money_axis(axes: Axes, top: float) -> None:
    unit = next((u for u in words.UNITS if top >= u[0]), (1.0, ""))
    ticks = [0.0, top / 2, top]
    axes.set_ylim(0, top)
    axes.set_yticks(ticks, [f"{t / unit[0]:.3g}{' ' + unit[1] if t == top else ''}" for t in ticks])


def _stack(axes: Axes, time: Column, parts: dict[str, Column], name: Naming | None) -> Column:
    """Areas over each other, perhaps with their names and colours in the same order at the upper right; the whole."""
    below: Column = np.zeros(time.size)
    for line, ((key, path), colour) in enumerate(zip(parts.items(), LENDERS, strict=False)):
        axes.fill_between(time, below, below + path, color=colour, ec=PAPER, lw=0.6, zorder=2)
        below = below + path
        if name is None:
            continue
        height = 0.93 - (len(parts) - 1 - line) * 0.135
        text = name(key)
        shown = text if len(text) <= NAME_LONGEST else text[: NAME_LONGEST - 1] + "…"
        place: Style = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "center", "bbox": PATCH}
        axes.annotate("■", (1, height), (0, 0), color=colour, ha="right", size=7, zorder=7, **place)
        axes.annotate(shown, (1, height), (-10, 0), ha="right", size=6.3, zorder=7, **place)
    return below


def _service(axes: Axes, books: Books, parts: dict[str, Column], heading: str, more: str, name: Naming) -> None:
    whole = _stack(axes, books.time, parts, name)
    top = nice_top(max(float(whole.max()), 1.0) * 1.12)
    axes.plot(books.time, books.paid, color=INK, lw=1.4, zorder=4)
    if (books.unpaid > UNPAID_LEAST * whole.max()).any():
        axes.fill_between(
            books.time, whole - books.unpaid, whole, facecolor="none", edgecolor=ARREARS, hatch="xxxx", lw=0.8,
            where=books.unpaid > 0, zorder=3,
        )  # fmt: skip
        most = int(np.argmax(books.unpaid))
        middle = float(whole[most] - books.unpaid[most] / 2)
        _point_out(axes, books.time, most, middle, "due but not paid")
    most = int(np.argmax(books.paid))
    style: Style = {"textcoords": "offset points", "weight": "bold", "size": 7, "path_effects": HALO, "zorder": 7}
    axes.annotate("paid", (books.time[most], books.paid[most]), (-4, 2), ha="right", va="bottom", **style)
    _money_axis(axes, top)
    head(axes, heading, more)


def _able(axes: Axes, zones: ZoneBooks) -> None:
    """What the zones can pay themselves; between it and what is paid lies the guarantee, or a choice not to pay."""
    apart = np.abs(zones.paid - zones.able)
    if not (apart > UNPAID_LEAST * zones.all_due.max()).any():
        return
    axes.plot(zones.time, zones.able, color=INK, lw=1.0, ls=(0, (3, 1.5)), zorder=4.5)
    at = int(np.argmax(apart))
    beside: Style = {"textcoords": "axes fraction", "size": 6.8, "ha": "right", "va": "center", "bbox": PATCH}
    line = {"arrowstyle": "-", "color": INK, "lw": 0.7}
    at_right = (0.985, 0.3)
    axes.annotate("zones can pay", (zones.time[at], zones.able[at]), at_right, arrowprops=line, zorder=8, **beside)


def _agreed(axes: Axes, books: Books) -> None:
    """What was agreed with lenders, and when, over the hatched ground."""
    for line, (kind, quarter) in enumerate(books.agreed().items()):
        at = (words.year(quarter) + 0.4, axes.get_ylim()[1] * (0.93 - 0.13 * line))
        text = f"{kind.replace('_', ' ')} from {words.quarter(quarter)}"
        axes.annotate(text, at, size=6.3, va="center", color=QUIET, zorder=7, bbox=PATCH)


def _point_out(axes: Axes, time: Column, at: int, y: float, text: str) -> None:
    """Words in red at the right, below the names, with a thin line to what they mean."""
    axes.annotate(
        text, (time[at], y), (0.985, 0.47), textcoords="axes fraction", color=ARREARS, weight="bold", size=6.8,
        ha="right", va="center", zorder=8, bbox=PATCH,
        arrowprops={"arrowstyle": "-", "color": ARREARS, "lw": 0.7},
    )  # fmt: skip


def _cover(axes: Axes, zones: ZoneBooks) -> None:
    """One line a zone, in the colour it has in the areas; small triangles where it is above 3."""
    casing = [patheffects.withStroke(linewidth=2.6, foreground=INK)]
    for depth, (cover, colour) in enumerate(zip(zones.covers.values(), LENDERS, strict=False)):
        shown = np.where(cover <= COVER_TOP, cover, np.nan)
        axes.plot(zones.time, shown, color=colour, lw=1.6, zorder=4 + depth / 10, path_effects=casing)
        above = np.flatnonzero(cover > COVER_TOP)
        height = np.full(above.size, COVER_TOP * (0.985 - 0.045 * depth))
        axes.plot(zones.time[above], height, "^", color=colour, ms=2.0, zorder=4)
    axes.axhspan(LOCK_UP, COVENANT, color=DRAW, lw=0, zorder=2)
    for level, style in ((COVENANT, (0, (4, 2))), (1.0, "-")):
        axes.axhline(level, color=INK, lw=0.9, ls=style, zorder=3)
    place: Style = {"xycoords": "axes fraction", "textcoords": "offset points", "ha": "right", "size": 6.3, "zorder": 6}
    axes.annotate("1.2 covenant, lock-up below 1.1", (1, COVENANT / COVER_TOP), (0, 2), va="bottom", **place)
    axes.annotate("1.0 cannot pay in full", (1, 1 / COVER_TOP), (0, -3), va="top", **place)
    axes.set_ylim(0, COVER_TOP)
    axes.set_yticks([0, 1, 2, 3], ["0", "1", "2", "3×"])
    head(axes, "Cover ratio", "can pay over due; triangles: above 3")


def _over_exports(axes: Axes, time: Column, path: Column) -> None:
    """The nation's external debt service over its exports, with the reference bands."""
    top = nice_top(max(24.0, float(np.nanmax(path)) * 1.02))
    axes.plot(time, path, color=LINE, zorder=4)
    for level in DEBT_BANDS:
        axes.axhline(level, color=INK, lw=0.7, ls=(0, (4, 2)), zorder=3)
        beside: Style = {"xycoords": "axes fraction", "textcoords": "offset points", "annotation_clip": False}
        axes.annotate(f"{level:.0f}", (1, level / top), (3, 0), size=6.3, va="center", color=QUIET, **beside)
    axes.set_ylim(0, top)
    axes.set_yticks([0, top / 2, top], ["0", f"{top / 2:.3g}", f"{top:.3g}\N{THIN SPACE}%"])
    head(axes, "External service over exports", "dashed: LIC-DSF")


def _outstanding(axes: Axes, books: Books, parts: dict[str, Column], more: str, name: Naming | None = None) -> None:
    whole = _stack(axes, books.time, parts, name)
    top = nice_top(max(float((whole + books.arrears).max()), 1.0) * 1.05)
    if books.arrears.max() > UNPAID_LEAST * whole.max():
        axes.fill_between(
            books.time, whole, whole + books.arrears, facecolor=PAPER, edgecolor=ARREARS, hatch="xxxx", lw=0.8,
            where=books.arrears > UNPAID_LEAST * whole.max(), zorder=3,
        )  # fmt: skip
        most = int(np.argmax(books.arrears))
        text = f"arrears, at most {words.short(float(books.arrears[most]))}"
        _point_out(axes, books.time, most, float(whole[most] + books.arrears[most] / 2), text)
    _money_axis(axes, top)
    head(axes, "Outstanding", more)
