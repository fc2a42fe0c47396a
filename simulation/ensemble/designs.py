"""Points of a design: which values the varied settings take together."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from simulation.ensemble.experiment import Bounds, Design

Values = dict[str, Any]


class MissingExtraError(ImportError):
    """A package of an extra is not installed."""


def points_of(design: Design) -> list[Values]:
    """The points of a design, in its order."""
    lists = {key: wish for key, wish in design.settings.items() if isinstance(wish, list)}
    if design.kind == "grid":
        return [dict(zip(lists, values, strict=True)) for values in itertools.product(*lists.values())]
    if design.kind == "list":
        return [dict(zip(lists, values, strict=True)) for values in zip(*lists.values(), strict=True)]
    bounds = bounds_of(design)
    return [
        {key: _value(bound, share) for (key, bound), share in zip(bounds.items(), row, strict=True)}
        for row in unit_points(design)
    ]


def number_of_points(design: Design) -> int:
    """How many points a design has, counted without making one."""
    lengths = [len(wish) for wish in design.settings.values() if isinstance(wish, list)]
    if design.kind == "grid":
        return math.prod(lengths)
    if design.kind == "list":
        return min(lengths)
    starts = {"latin_hypercube": 0, "sobol": 2, "morris": 1}[design.kind]
    return design.points * (len(design.settings) + starts if starts else 1)


def bounds_of(design: Design) -> dict[str, Bounds]:
    """Settings that vary between bounds."""
    return {key: wish for key, wish in design.settings.items() if isinstance(wish, Bounds)}


def unit_points(design: Design) -> list[list[float]]:
    """Points between 0 and 1 in each setting."""
    if design.kind == "latin_hypercube":
        return _latin_hypercube(design)
    problem = unit_problem(design)
    if design.kind == "morris":
        module = of_extra("SALib.sample.morris", "SALib")
        drawn = module.sample(problem, design.points, num_levels=design.levels, seed=design.seed)
    else:
        module = of_extra("SALib.sample.sobol", "SALib")
        drawn = module.sample(problem, design.points, calc_second_order=False, seed=design.seed)
    return [[float(x) for x in row] for row in drawn]


def unit_problem(design: Design) -> dict[str, Any]:
    """SALib's description of the settings, each from 0 to 1: bounds and logarithms are ours."""
    names = list(bounds_of(design))
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def of_extra(module: str, package: str, extra: str = "calibrate") -> Any:
    """A module of an extra; MissingExtraError says how to get it."""
    import importlib

    try:
        return importlib.import_module(module)
    except ImportError:
        text = f"this needs {package}; install it with: pip install 'sez-clusters[{extra}]'"
        raise MissingExtraError(text) from None


def _latin_hypercube(design: Design) -> list[list[float]]:
    drawn = (
        of_extra("scipy.stats.qmc", "SciPy").LatinHypercube(len(design.settings), rng=design.seed).random(design.points)
    )
    return [[float(x) for x in row] for row in drawn]


def _value(bound: Bounds, share: float) -> Any:
    """The value at a share of the way from low to high."""
    if bound.whole:
        return min(int(bound.high), math.floor(bound.low + share * (bound.high - bound.low + 1.0)))
    if bound.log:
        return bound.low * math.exp(share * math.log(bound.high / bound.low))
    return bound.low + share * (bound.high - bound.low)


Combination = tuple[tuple[str, ...], Values]


def combinations(overlays: Mapping[str, Values], combine: str) -> Iterator[Combination]:
    """Which overlays are laid over a scenario together, and what they change: none first."""
    names = list(overlays)
    sizes = {"alone": (0, 1), "all": (0, len(names)), "every": range(len(names) + 1)}[combine]
    for size in dict.fromkeys(sizes if names else (0,)):
        for chosen in itertools.combinations(names, size):
            together: Values = {}
            for name in chosen:
                together |= overlays[name]
            yield chosen, together


def number_of_combinations(overlays: int, combine: str) -> int:
    """How many combinations of so many overlays there are, none of them among these, counted without making one."""
    if overlays == 0:
        return 1
    return {"alone": 1 + overlays, "all": 2, "every": 2**overlays}[combine]


def clashes(tables: Sequence[tuple[str, Values]]) -> Iterator[tuple[str, str, str]]:
    """Settings that two of these set, or set within one another: key, one, other."""
    for (one, left), (other, right) in itertools.combinations(tables, 2):
        for key in left:
            if any(key == k or key.startswith(f"{k}.") or k.startswith(f"{key}.") for k in right):
                yield key, one, other
