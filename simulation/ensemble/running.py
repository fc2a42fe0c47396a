"""An ensemble is asked for, what is missing is run, and its tables are written."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from simulation.ensemble import records, store
from simulation.ensemble.crews import Crew, here
from simulation.ensemble.driver import play_all
from simulation.ensemble.experiment import Stop
from simulation.ensemble.parts import TABLES, Part, Point
from simulation.ensemble.stopping import StopRule
from simulation.ensemble.work import Order, Outcome
from simulation.keeping.provenance import commit, sources_digest, versions
from simulation.keeping.results import sha256
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
    folder: Path,
    crew: Crew | None = None,
    watcher: Watcher | None = None,
    stop: Stop | None = None,
    asked: Mapping[str, Any] | None = None,
) -> Tally:
    """Run what is missing of these parts in this folder, and write the tables of all of them.

    With a stop rule, the first seeds that are enough are all that the tables hold, however many were run.
    """
    from simulation.ensemble.tables import write_all, write_points, write_runs

    points = list({id(part.point): part.point for part in parts}.values())
    with store.held(folder):
        (folder / store.ABOUT).unlink(missing_ok=True)
        rule = StopRule(stop, parts) if stop else None
        tally = _run_missing(parts, folder, crew or here(), watcher or Silent(), rule)
        if rule and rule.seeds is not None:
            parts = [part for part in parts if part.replicate <= rule.seeds]
            tally.enough = rule.seeds
        files = [*write_all(folder, parts, TABLES), write_points(folder, points)]
        files.append(write_runs(folder, parts, tally.failed))
        for scenario in {point.origin.name: point.origin for point in points}.values():
            store.write_text(folder / "scenarios" / f"{scenario.name}.toml", scenario.to_toml())
        store.write_about(folder, _about(_asked(parts, points) | dict(asked or {}), parts, tally, files))
    return tally


def _asked(parts: Sequence[Part], points: Sequence[Point]) -> dict[str, Any]:
    """What was asked, so that it can be asked again."""
    seeds = {part.replicate: part.seed for part in parts}
    told = [
        {"scenario": p.scenario.name, "number": p.number, "settings": dict(p.settings)}
        | {"overlays": list(p.overlays), "varied": dict(p.varied)}
        for p in points
    ]
    return {"points": told, "seeds": [seeds[number] for number in sorted(seeds)]}


def _about(asked: dict[str, Any], parts: Sequence[Part], tally: Tally, files: Sequence[Path]) -> dict[str, Any]:
    return {
        "asked": asked,
        "runs": len(parts),
        "failed": len(tally.failed),
        "sources_sha256": sources_digest(),
        "commit": commit(),
        "versions": versions(),
        "last_call": {"kept": tally.kept, "ran": tally.ran, "seconds": round(tally.seconds, 2)},
        "files": {path.name: sha256(path) for path in files},
    }


def _run_missing(parts: Sequence[Part], folder: Path, crew: Crew, watcher: Watcher, rule: StopRule | None) -> Tally:
    by_id = {part.run_id: part for part in parts}
    kept, damaged = store.sort_out(folder, by_id)
    missing = [Order(name, part.scenario, TABLES) for name, part in by_id.items() if name not in kept]
    watcher.begin(len(kept), len(missing), damaged)
    tally, started = Tally(kept=len(kept)), time.perf_counter()

    def tell(outcome: Outcome) -> bool:
        part = by_id[outcome.run_id]
        if outcome.record is None:
            tally.failed[outcome.run_id] = outcome.message
        else:
            records.write(folder / store.RUNS, outcome.run_id, outcome.record)
            tally.ran += 1
        tally.seconds, tally.seconds_played = time.perf_counter() - started, tally.seconds_played + outcome.seconds
        watcher.outcome(part, outcome)
        return rule is not None and rule.hear(part, outcome.record)

    enough = rule is not None and any(rule.hear_kept(by_id[name], folder / store.RUNS) for name in sorted(kept))
    if missing and not enough:
        play_all(missing, crew, tell, first_alone=not compiled_already())
    return tally
