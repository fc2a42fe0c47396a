"""A run: a scenario played from its first quarter to its last, watched by measures, kept in memory.

Nothing heavy is imported before a run begins, so that `import simulation` and `sez --help` wait for nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from simulation.introducing import Pictures, Result, in_html, in_three_lines

if TYPE_CHECKING:
    import pandas
    import pyarrow

    from simulation.economy import Economy, Given
    from simulation.measures.recorder import Recorder
    from simulation.quarter import Watch
    from simulation.scenario.schema import Scenario

Watcher = Callable[["Economy", "Given"], "float | Mapping[str, float]"]
"""A measure of a user: a number a quarter, or several by name."""

Progress = Callable[[int, int], None]
"""Told after each quarter: quarters done, quarters in all, both with the run-in."""


@dataclass(frozen=True)
class Run:
    """What a run left: its scenario, and its tables by name; `run.nation` is the table of that name in pandas."""

    scenario: Scenario
    tables: Mapping[str, pyarrow.Table]
    seconds: float
    """Wall-clock time of the setting-up and of the quarters [s]."""

    def __getattr__(self, name: str) -> pandas.DataFrame:
        return frame(self.__dict__.get("tables", {}), name)

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.tables]

    @property
    def plot(self) -> Pictures:
        """Pictures of the run: `plot.growth()`, `plot.map()`, `plot.finance()`, `plot.zone("rashakai")`."""
        return plots_of(self)

    def __repr__(self) -> str:
        return in_three_lines("Run", self.scenario, self.tables)

    def _repr_html_(self) -> str:
        return in_html("Run", self.scenario, self.tables)


Drawer = Callable[[Result], Pictures]
"""Makes the pictures of a result."""

_drawers: list[Drawer] = []


def draws_results(drawer: Drawer) -> None:
    """Who makes the pictures that a result offers; it stands above a run, so the front door says it here."""
    _drawers[:] = [drawer]


def plots_of(result: Result) -> Pictures:
    """The pictures of a result."""
    return _drawers[0](result)


def frame(tables: Mapping[str, pyarrow.Table], name: str) -> pandas.DataFrame:
    """A table of results in pandas; AttributeError names those there are."""
    if name.startswith("__") or name not in tables:
        raise AttributeError(f"no table {name!r} here; there are {', '.join(tables)}")
    return tables[name].to_pandas()


@dataclass
class Standing:
    """How far a run has come: all that it needs to be resumed."""

    economy: Economy
    given: Given
    recorder: Recorder
    watched: list[dict[str, float]] = field(default_factory=list)
    """What the user's functions said, one entry a quarter."""

    @property
    def done(self) -> int:
        """Quarters played since the clock started."""
        return len(self.watched)


Keep = Callable[[Standing], object]
"""Shown after each quarter how far a run has come, and may keep it."""


def run(
    scenario: Scenario,
    seed: int | None = None,
    quarters: int | None = None,
    scale: float | None = None,
    threads: int = 1,
    watch: Sequence[Watcher] = (),
    progress: Progress | None = None,
    tables: Collection[str] | None = None,
    stopwatch: Watch = nullcontext,
    keep: Keep | None = None,
) -> Run:
    """Play a scenario; seed, quarters and scale replace the scenario's; only these tables are kept, or all.

    Each function of `watch` is asked every quarter, `f(economy, given)`, and fills a column of `nation` named after it.
    `stopwatch` hears the name of each part of the run and of each phase, and stands around it.
    `keep`, such as Checkpoints(folder, every=20), is shown how far the run has come after each quarter.
    """
    from simulation.engine.threads import use_threads
    from simulation.measures.recorder import Recorder
    from simulation.quarter_zero.start import begin

    asked, started = asked_for(scenario, seed, quarters, scale), time.perf_counter()
    use_threads(threads)  # for the run-in too
    with stopwatch("setting up and run-in"):
        economy, given = begin(asked, _counted(progress, asked))
    recorder = Recorder(given, None if tables is None else not {"firms", "links"}.isdisjoint(tables))
    played = resume(Standing(economy, given, recorder), threads, watch, progress, tables, stopwatch, keep)
    return replace(played, seconds=time.perf_counter() - started)


def resume(
    standing: Standing,
    threads: int = 1,
    watch: Sequence[Watcher] = (),
    progress: Progress | None = None,
    tables: Collection[str] | None = None,
    stopwatch: Watch = nullcontext,
    keep: Keep | None = None,
) -> Run:
    """Play a run from where it stands to its end; the rest as in `run`."""
    from simulation.engine.threads import use_threads
    from simulation.quarter import advance

    use_threads(threads)
    economy, given, recorder = standing.economy, standing.given, standing.recorder
    asked, started = given.scenario, time.perf_counter()
    tell = _counted(progress, asked)
    while standing.done < asked.quarters:
        economy = standing.economy = advance(economy, given, stopwatch)
        with stopwatch("recording"):
            recorder.record(economy)
            standing.watched.append(_watched(watch, economy, given))
        tell(asked.run_in_quarters + standing.done)
        if keep:
            keep(standing)
    with stopwatch("making tables"):
        found = recorder.tables()
    found |= {"nation": with_columns(found["nation"], standing.watched)}
    kept = {name: table for name, table in found.items() if tables is None or name in tables}
    return Run(asked, kept, time.perf_counter() - started)


def compiled_already() -> bool:
    """Whether a run's loops have been compiled before, told by one that every run calls whenever someone chooses.

    Where it is kept, an edit since then may still have others compiled again, though rarely many.
    """
    from simulation.engine.compiling import is_kept
    from simulation.markets.places import first_to_ring

    return is_kept(first_to_ring)


def _counted(progress: Progress | None, asked: Scenario) -> Callable[[int], None]:
    """Tells quarters done of all, those of the run-in counted."""
    if progress is None:
        return lambda _: None
    return lambda done: progress(done, asked.run_in_quarters + asked.quarters)


def asked_for(
    scenario: Scenario, seed: int | None = None, quarters: int | None = None, scale: float | None = None
) -> Scenario:
    """The scenario with what a run is asked to replace."""
    wishes = {"seed": seed, "quarters": quarters, "scale": scale}
    wished = {key: value for key, value in wishes.items() if value is not None}
    return scenario.but(wished) if wished else scenario


def _watched(watch: Sequence[Watcher], economy: Economy, given: Given) -> dict[str, float]:
    row: dict[str, float] = {}
    for measure in watch:
        name, value = getattr(measure, "__name__", "watched"), measure(economy, given)
        pairs = {f"{name}_{key}": each for key, each in value.items()} if isinstance(value, Mapping) else {name: value}
        row |= {key: float(each) for key, each in pairs.items()}
    return row


def with_columns(table: pyarrow.Table, rows: Sequence[Mapping[str, float]]) -> pyarrow.Table:
    """A table with one column more for each name in the rows, as the watcher told it."""
    import pyarrow as pa

    for name in dict.fromkeys(key for row in rows for key in row):
        if name in table.column_names:
            raise ValueError(f"nation has a column {name!r} already; name the watching function otherwise")
        said = {"unit": "as told", "meaning": "watched by the user's function", "scale": "as told"}
        column = pa.array([row.get(name, float("nan")) for row in rows])
        table = table.append_column(pa.field(name, column.type, metadata=said), column)
    return table
