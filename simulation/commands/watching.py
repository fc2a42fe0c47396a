"""A bar for many runs on standard error: how many, how fast, how long still; failures as they happen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

import typer

from simulation.scenario.faults import on_one_line

if TYPE_CHECKING:
    from simulation.ensemble.parts import Part
    from simulation.ensemble.work import Outcome

FAILURES_SHOWN = 10
"""Of each call; all of them are in runs.parquet."""


class Bar:
    """Watches an ensemble; use it as a context."""

    def __init__(self, what: str) -> None:
        from simulation.telling.consoles import bar, words

        self.what, self.failures = on_one_line(what), 0
        self.bar: Any = bar(words("{task.fields[rate]}"))
        self.task: Any = None

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def begin(self, kept: int, missing: int, damaged: Sequence[str]) -> None:
        """Say what is there, and what of it was damaged."""
        for text in damaged:
            self.say(f"{text}; it is run again")
        if missing:
            self.task = self.bar.add_task(f"{self.what} ({kept} kept)", total=missing, rate="starting")

    def outcome(self, part: Part, outcome: Outcome) -> None:
        """One run more."""
        self.bar.advance(self.task)
        speed = self.bar.tasks[0].speed
        self.bar.update(self.task, rate=f"{60 * speed:.3g} a minute" if speed else "")
        if outcome.record is None:
            self.failures += 1
            if self.failures <= FAILURES_SHOWN:
                self.say(f"failed: {part.point.label}, seed {part.seed}: {outcome.message}")

    def say(self, text: str) -> None:
        """A line above the bar."""
        if self.bar.console.is_terminal:
            self.bar.console.print(text, highlight=False)
        else:
            typer.echo(text, err=True)
