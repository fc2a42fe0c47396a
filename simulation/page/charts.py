"""Curves of A, B and their difference, as option dictionaries of the chart library (ECharts).

Each picture has what never changes (`curve_base`) and what a quarter changes (`curve_now`), so that little goes to the
browser while a run plays; `map_chart` has the map.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import isfinite
from typing import Any, NamedTuple

from simulation.measures.declaring import SHARE, THOUSAND
from simulation.measures.overview import of_nation
from simulation.page.frames import Frame
from simulation.page.theme import Size, Theme
from simulation.report import words

Option = dict[str, Any]
NEAR = 0.2
"""Lines that end this near each other, over the highest value, have labels that would touch."""
CENTURY = 2000
"""Years are counted from here on the axes: ’35 is 2035."""


class Curve(NamedTuple):
    """How a measure is drawn."""

    key: str
    """Name of the measure."""
    unit: str
    divisor: float
    reference: float | None = None
    """A line of reference, which is no data."""
    title: str = ""
    of: str = ""
    """What a share is a share of."""

    @property
    def unit_in_full(self) -> str:
        """The unit, of a share with what it is a share of."""
        return f"{self.unit} of {self.of}" if self.of else self.unit


CURVES_OF_COUNTRY = ("workers", "cover_ratio", "firms", "exports_usd_mn", "debt_outstanding_usd_mn")
"""What is drawn of a country, the two first that a projector shows."""
CURVES_OF_PLAIN = ("workers", "clusters", "firms", "exports_usd_mn")
"""Of the plain map, where nobody owes."""
PER_CENT = 0.01


def curve_of(name: str, most: float | None = None) -> Curve:
    """How a measure of the nation is drawn, as it is declared.

    `most` is the largest value that is drawn, where it is known: from MANY on curves count in thousands.
    """
    measure = of_nation(name)
    large = measure.magnitude >= THOUSAND if most is None else most >= MANY
    unit, divisor = _unit(measure.unit, large)
    return Curve(name, unit, divisor, measure.reference, measure.called, measure.of)


def _unit(unit: str, large: bool) -> tuple[str, float]:
    """The unit on a curve's axis, and what values are divided by to stand in it."""
    if unit == SHARE:
        return "%", PER_CENT
    if not large:
        return unit, 1.0
    money = unit.startswith("million USD")
    return f"billion{unit.removeprefix('million')}" if money else "thousand", THOUSAND


MANY = 5_000.0
"""From this size on counts are drawn in thousands, and million USD in billions."""


def curve_base(curve: Curve, theme: Theme, size: Size, first: int, last: int) -> Option:
    """Axes from the first to the last year, and empty lines for A and B."""
    text = {"color": theme.quiet, "fontSize": size.text}
    return {
        "animation": False,
        "grid": {"left": 8, "right": 5 * size.text, "top": 16, "bottom": 4, "containLabel": True},
        "xAxis": {
            "type": "value", "min": first - CENTURY, "max": last - CENTURY, "interval": 10 if last - first > 12 else 2,
            "axisLabel": text | {"formatter": "\N{RIGHT SINGLE QUOTATION MARK}{value}", "hideOverlap": True},
            "splitLine": {"show": False}, "axisLine": {"lineStyle": {"color": theme.coast}}, "axisTick": {"show": True},
        },
        "yAxis": {
            "type": "value", "min": 0, "splitNumber": 2, "axisLabel": text,
            "splitLine": {"lineStyle": {"color": theme.hair}},
        },
        "series": [
            _line("A", theme.a, theme, size) | _reference(curve, theme),
            _line("B", theme.b, theme, size),
        ],
    }  # fmt: skip


def _line(key: str, colour: str, theme: Theme, size: Size) -> Option:
    return {
        "id": key, "name": key, "type": "line", "showSymbol": False, "connectNulls": True, "data": [],
        "lineStyle": {"width": size.line, "color": colour}, "itemStyle": {"color": colour},
        "endLabel": {
            "show": True, "color": colour, "fontSize": size.text, "fontWeight": "bold", "formatter": "",
            "textBorderColor": theme.paper, "textBorderWidth": 2,
        },
    }  # fmt: skip


def _reference(curve: Curve, theme: Theme) -> Option:
    if curve.reference is None:
        return {}
    line = {"color": theme.ink, "type": "solid", "width": 1.2}
    return {"markLine": {"silent": True, "symbol": "none", "label": {"show": False}, "lineStyle": line,
                         "data": [{"yAxis": curve.reference}]}}  # fmt: skip


def curve_now(curve: Curve, lines: Mapping[str, Sequence[Frame]], size: Size) -> Option:
    """The lines of A and B up to a quarter, each ending with its name and last value."""
    told = {name: _told(curve, frames) for name, frames in lines.items()}
    lifts = _apart([points[-1][1] if points else None for points in told.values()], told.values(), size)
    series = [_so_far(curve, name, told[name], lift) for name, lift in zip(told, lifts, strict=True)]
    return {"series": series}


def _told(curve: Curve, frames: Sequence[Frame]) -> list[tuple[float, float]]:
    points = [(words.year(frame.quarter), frame.nation[curve.key]) for frame in frames]
    return [(year, value) for year, value in points if isfinite(value)]


def _so_far(curve: Curve, name: str, told: Sequence[tuple[float, float]], lift: float) -> Option:
    end = f"{name} {ending(curve, told[-1][1])}" if told else ""
    data = [[_on_axis(year), _rounded(value / curve.divisor)] for year, value in told]
    return {"id": name, "data": data, "endLabel": {"formatter": end, "offset": [0, lift]}}


def _apart(ends: Sequence[float | None], lines: Iterable[Sequence[tuple[float, float]]], size: Size) -> list[float]:
    """How far each label at a line's end moves down so that it does not cover the other's [pixels]."""
    top = max((value for points in lines for _, value in points), default=0.0)
    if len(ends) < 2 or None in ends or abs(ends[0] - ends[1]) > NEAR * top:  # type: ignore[operator]
        return [0.0] * len(ends)
    lift = 0.6 * size.text
    return [-lift, lift] if ends[0] >= ends[1] else [lift, -lift]  # type: ignore[operator]


def _on_axis(year: float) -> float:
    return round(year - CENTURY, 3)


def ending(curve: Curve, value: float) -> str:
    """A curve's last value in words."""
    return words.per_cent(value) if curve.unit.startswith("%") else words.short(value * money_of(curve))


def money_of(curve: Curve) -> float:
    """What a value is multiplied with to be written with k, mn or bn: amounts are kept in million USD."""
    return 1e6 if "USD" in curve.unit else 1.0


def _rounded(value: float) -> float:
    return float(f"{value:.5g}")


def difference_base(theme: Theme, size: Size, first: int, last: int) -> Option:
    """Axes of B less A, with its zero line."""
    base = curve_base(Curve("", "", 1.0), theme, size, first, last)
    line = _line("difference", theme.ink, theme, size)
    zero = {"silent": True, "symbol": "none", "label": {"show": False}, "data": [{"yAxis": 0}],
            "lineStyle": {"color": theme.ink, "type": "solid", "width": 1}}  # fmt: skip
    return base | {"series": [line | {"markLine": zero}], "yAxis": base["yAxis"] | {"min": None}}


def difference_now(curve: Curve, one: Sequence[Frame], other: Sequence[Frame]) -> Option:
    """B less A quarter by quarter, with the last difference beside it."""
    pairs = [(a.quarter, b.nation[curve.key] - a.nation[curve.key]) for a, b in zip(one, other, strict=False)]
    told = [(quarter, value) for quarter, value in pairs if isfinite(value)]
    end = _signed(curve, told[-1][1]) if told else ""
    data = [[_on_axis(words.year(quarter)), _rounded(value / curve.divisor)] for quarter, value in told]
    return {"series": [{"id": "difference", "data": data, "endLabel": {"formatter": end}}]}


def _signed(curve: Curve, value: float) -> str:
    text = f"{words.figures(100 * value)} points" if curve.unit.startswith("%") else ending(curve, value)
    return f"+{text}" if value > 0 else text
