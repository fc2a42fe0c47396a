"""A scenario's effect by channel: the same pair of scenarios again with each channel cut in both."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import fsum, nan
from typing import NamedTuple

from simulation.comparison.paired import Band, Outcome, band, play_all
from simulation.finance.settings import CHANNELS
from simulation.scenario.schema import Scenario

ON, CUT = "all on", "all cut"
SHOWN = ("firms", "workers", "exports_usd_mn")
Run = tuple[str, str, int]
"""Which channel is cut (or ON, CUT), `scenario` or `base`, seed."""


class Part(NamedTuple):
    """A channel's part of an effect: the effect with it less the effect without it, over seeds, and its share."""

    what: str
    of: Band
    share: float


def cut(scenario: Scenario, which: str) -> Scenario:
    """The scenario with one channel cut, all of them, or none."""
    names = {ON: (), CUT: CHANNELS}.get(which, (which,))
    return scenario.but({f"channels.{name}": False for name in names}) if names else scenario


def runs(scenario: Scenario, base: Scenario, seeds: int) -> dict[Run, Scenario]:
    """Every run that a decomposition needs: sixteen a seed."""
    pair = {"scenario": scenario, "base": base}
    return {
        (which, side, seed): cut(asked, which).but(seed=seed)
        for seed in range(1, seeds + 1)
        for which in (ON, CUT, *CHANNELS)
        for side, asked in pair.items()
    }


def decomposed(
    scenario: Scenario,
    base: Scenario,
    years: Sequence[int],
    seeds: int = 1,
    workers: int = 2,
    told: Callable[[int, int], None] | None = None,
) -> dict[Run, Outcome]:
    """Play all runs of a decomposition; `told` hears how many are done."""
    asked, found = runs(scenario, base, seeds), {}
    for key, outcome in play_all(asked, years, workers):
        found[key] = outcome
        if told:
            told(len(found), len(asked))
    return found


def parts(found: Mapping[Run, Outcome], measure: str, year: int) -> list[Part]:
    """The whole effect, each channel's part, what is left with all cut, and what channels do only together."""
    seeds = sorted({seed for _, _, seed in found})
    effects = {which: _effects(found, which, measure, year, seeds) for which in (ON, CUT, *CHANNELS)}
    of = {name: _less(effects[ON], effects[name]) for name in CHANNELS}
    of["without any channel"] = effects[CUT]
    shown = zip(effects[ON], *of.values(), strict=True)
    of["only together"] = [fsum((effect, *(-one for one in rest))) for effect, *rest in shown]
    whole = band(effects[ON])
    return [Part("whole effect", whole, 1.0), *(_part(name, band(values), whole) for name, values in of.items())]


def _part(name: str, of: Band, whole: Band) -> Part:
    return Part(name.replace("_", " "), of, of.mean / whole.mean if whole.mean else nan)


def _effects(found: Mapping[Run, Outcome], which: str, measure: str, year: int, seeds: Sequence[int]) -> list[float]:
    """Scenario less base with this channel cut, one value a seed."""
    pairs = ((found[(which, side, seed)][measure].get(year, nan) for side in ("scenario", "base")) for seed in seeds)
    return [scenario - base for scenario, base in pairs]


def _less(left: Sequence[float], right: Sequence[float]) -> list[float]:
    return [one - other for one, other in zip(left, right, strict=True)]


def table(found: Mapping[Run, Outcome], years: Sequence[int]) -> list[dict[str, object]]:
    """All parts as plain rows: measure, year, part, and its band and share."""
    return [
        {"measure": measure, "year": year, "part": part.what, "share": part.share, **part.of._asdict()}
        for measure in SHOWN
        for year in years
        for part in parts(found, measure, year)
    ]
