"""What phases hand on to later phases of the same quarter, a value of a class each (`phases/handed_on.py`).

`now.hands_on(Prices(...))` hands it on, and a later phase reads `now.today[Prices].unit_cost`. The day ends when the
books are closed. What has a row for each firm or supplier is dropped as soon as one of them comes or goes, so that
nothing can be read that is not parallel to them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import ClassVar, TypeVar

from simulation.engine.table import Table


@dataclasses.dataclass(frozen=True)
class Handed:
    """What a phase hands on."""

    phase: ClassVar[str]
    """Name of the phase that does."""


@dataclasses.dataclass(frozen=True)
class OfFirms(Table, Handed):
    """A value for each firm, in their order."""


@dataclasses.dataclass(frozen=True)
class OfSuppliers(Table, Handed):
    """A value for each supplier, in their order."""


@dataclasses.dataclass(frozen=True)
class InAll(Handed):
    """Sums over all firms."""

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """Names of the sums, in order."""
        return tuple(field.name for field in dataclasses.fields(cls))


Kind = TypeVar("Kind", bound=Handed)


@dataclasses.dataclass(frozen=True)
class Today:
    """What phases of this quarter have handed on so far, one value of a class."""

    parts: Mapping[type[Handed], Handed] = dataclasses.field(default_factory=dict)

    def __getitem__(self, kind: type[Kind]) -> Kind:
        part = self.parts.get(kind)
        if not isinstance(part, kind):
            raise RuntimeError(f"{kind.phase} {self._why_not(kind)}, so there are no {kind.__name__} to read")
        return part

    def __contains__(self, kind: type[Handed]) -> bool:
        return kind in self.parts

    def plus(self, *parts: Handed) -> Today:
        """With these too; a second value of a class takes the place of the first."""
        return Today({**self.parts, **{type(part): part for part in parts}})

    def without(self, rows: type[Handed]) -> Today:
        """Without what has the rows of a table that are no longer there."""
        return Today({kind: part for kind, part in self.parts.items() if not issubclass(kind, rows)})

    @staticmethod
    def _why_not(kind: type[Handed]) -> str:
        if issubclass(kind, OfFirms):
            return "has not run in this quarter, or firms have come or gone since"
        if issubclass(kind, OfSuppliers):
            return "has not run in this quarter, or suppliers have come or gone since"
        return "has not run in this quarter"
