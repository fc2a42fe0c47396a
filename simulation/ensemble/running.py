"""An ensemble is asked for, what is missing is run, and its tables are written."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from simulation.ensemble import store
from simulation.ensemble.crews import Crew, here
from simulation.ensemble.driver import play_all
from simulation.ensemble.experiment import Stop
from simulation.ensemble.parts import TABLES, Part, Point
from simulation.ensemble.stopping import StopRule
from simulation.ensemble.work import Order, Outcome
from simulation.keeping.folder import Held
from simulation.keeping.manifest import Told
from simulation.keeping.provenance import made_by
from simulation.run import compiled_already


class Watcher(Protocol):
    """Is told how an ensemble goes."""

    def begin(self, kept: int, missing: int, damaged: Sequence[str]) -> None:
        """Before the first run."""

    def outcome(self, part: Part, outcome: Outcome) -> None:
        """After each run."""


class Silent:
    """Says nothing."""

    def begin(self, kept: int, missing: int, damaged: Sequence[str]) -> None:
        """Nothing."""

    def outcome(self, part: Part, outcome: Outcome) -> None:
        """Nothing."""


@dataclass
class Tally:
    """What an ensemble cost, and what came of it."""

    kept: int = 0
    ran: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    """Messages by run id."""
    seconds: float = 0.0
    seconds_played: float = 0.0
    """Sum over workers."""
    enough: int | None = None
    """Seeds after which the stop rule was content."""

    def line(self) -> str:
        """The closing line."""
        told = f"kept {self.kept}, ran {self.ran}, failed {len(self.failed)}"
        if self.enough is not None:
            told += f"; {self.enough} seeds were enough"
        if not self.ran:
            return told
        rate = self.ran / max(self.seconds, 1e-9)
        return f"{told}; {_long(self.seconds)}, {60 * rate:.3g} runs a minute, {_long(self.seconds_played)} of work"


def _long(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.3g} s"
    return f"{seconds / 60:.3g} minutes" if seconds < 6000 else f"{seconds / 3600:.3g} hours"


def ensemble(
    parts: Sequence[Part],
    folder: Path | Held,
    crew: Crew | None = None,
    watcher: Watcher | None = None,
    stop: Stop | None = None,
    asked: Mapping[str, Any] | None = None,
) -> Tally:
    """Run what is missing of these parts in this folder, and write the tables of all of them.

    With a stop rule, the first seeds that are enough are all that the tables hold, however many were run.
    """
    points = list({id(part.point): part.point for part in parts}.values())
    with store.begun(folder) as place:
        rule = StopRule(stop, parts) if stop else None
        tally = _run_missing(parts, place, crew or here(), watcher or Silent(), rule)
        if rule and rule.seeds is not None:
            parts = [part for part in parts if part.replicate <= rule.seeds]
            tally.enough = rule.seeds
        said = _said(_asked(parts, points) | dict(asked or {}), parts, tally)
        runs = place.folder / store.RUNS
        place.keep(store.KIND, said, lambda partial: _write(runs, parts, points, tally.failed, partial))
    return tally


def _write(runs: Path, parts: Sequence[Part], points: Sequence[Point], messages: Mapping[str, str], into: Path) -> None:
    """The tables of an ensemble, and its scenarios."""
    from simulation.ensemble.tables import write_all, write_points, write_runs

    write_all(runs, parts, TABLES, into)
    write_points(points, into)
    write_runs(runs, parts, messages, into)
    (into / "scenarios").mkdir()
    for scenario in {point.origin.name: point.origin for point in points}.values():
        (into / "scenarios" / f"{scenario.name}.toml").write_text(scenario.to_toml(), encoding="utf-8")


def _asked(parts: Sequence[Part], points: Sequence[Point]) -> dict[str, Any]:
    """What was asked, so that it can be asked again."""
    seeds = {part.replicate: part.seed for part in parts}
    told = [
        {"scenario": p.scenario.name, "number": p.number, "settings": dict(p.settings)}
        | {"overlays": list(p.overlays), "varied": dict(p.varied)}
        for p in points
    ]
    return {"points": told, "seeds": [seeds[number] for number in sorted(seeds)]}


def _said(asked: dict[str, Any], parts: Sequence[Part], tally: Tally) -> Told:
    """What ensemble.json says, its files' checksums aside."""
    return {
        "asked": asked,
        "runs": len(parts),
        "failed": len(tally.failed),
        **made_by(),
        "last_call": {"kept": tally.kept, "ran": tally.ran, "seconds": round(tally.seconds, 2)},
    }


def _run_missing(parts: Sequence[Part], place: Held, crew: Crew, watcher: Watcher, rule: StopRule | None) -> Tally:
    by_id = {part.run_id: part for part in parts}
    kept, damaged = store.sort_out(place.folder, by_id)
    missing = [Order(name, part.scenario, TABLES) for name, part in by_id.items() if name not in kept]
    watcher.begin(len(kept), len(missing), damaged)
    tally, started = Tally(kept=len(kept)), time.perf_counter()

    def tell(outcome: Outcome) -> bool:
        part = by_id[outcome.run_id]
        if outcome.record is None:
            tally.failed[outcome.run_id] = outcome.message
        else:
            store.keep_record(place, outcome.run_id, outcome.record)
            tally.ran += 1
        tally.seconds, tally.seconds_played = time.perf_counter() - started, tally.seconds_played + outcome.seconds
        watcher.outcome(part, outcome)
        return rule is not None and rule.hear(part, outcome.record)

    enough = rule is not None and any(rule.hear_kept(by_id[name], place.folder / store.RUNS) for name in sorted(kept))
    if missing and not enough:
        play_all(missing, crew, tell, first_alone=not compiled_already())
    return tally
