"""The one door to rich: what people wrote, in scenarios, columns and cells, is shown letter by letter.

rich reads words in brackets as markup, `[red]`, and words between colons as pictures, `:bell:`; a terminal obeys escape
sequences. Nothing that comes from a file may do either.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from simulation.scenario.faults import literal
from simulation.telling.answers import WIDTH_OF_FILES

Item = TypeVar("Item")


class _Literal(Console):
    """A console on which words have no meaning of their own."""

    def render_str(self, text: str, **wishes: Any) -> Text:
        """A word or a line as it stands."""
        return super().render_str(literal(text), **wishes | {"markup": False, "emoji": False})


def console(errors: bool = False) -> Console:
    """A console as wide as the screen, or as files are; for standard output, or what is told beside it."""
    width = None if errors or sys.stdout.isatty() else WIDTH_OF_FILES
    return _Literal(width=width, stderr=errors, markup=False, emoji=False)


def bar(*further: ProgressColumn, counted: bool = True) -> Progress:
    """A bar on standard error: its title, how far it is, these columns, and the time that is left."""
    counts = (MofNCompleteColumn(),) if counted else ()
    return Progress(words("{task.description}"), BarColumn(), *counts, *further, TimeRemainingColumn(),
                    console=console(errors=True))  # fmt: skip


def words(form: str) -> TextColumn:
    """A column of a bar that shows words as they stand."""
    return TextColumn(form, markup=False)


def tracked(items: Iterable[Item], title: str, total: float | None = None) -> Iterator[Item]:
    """The items, with a bar of how many were taken."""
    with bar() as shown:
        yield from shown.track(items, total, description=literal(title))
