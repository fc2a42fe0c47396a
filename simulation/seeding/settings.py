"""Tables of a scenario whose defaults are assumptions of the seeds, read when the first of them is made."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import CoreSchema
from pydantic_core.core_schema import WithDefaultSchema

from simulation.seeding.reading import LEAST, MOST, Row
from simulation.seeding.seeds import common_seeds

ROOM_BEYOND_RANGE = 4.0
"""A value is valid within its plausible range widened by this many widths, and never below zero if low is not."""
AWAITED = "assumed"
"""Marks a field that the seeds have not filled yet."""


class Settings(BaseModel):
    """A closed, frozen table of a scenario.

    pydantic builds what checks it when the first one is made (`defer_build`); only then are the seeds read, and every
    field declared with `assumed` gets its default, bounds, unit and source. `complete` does it without making one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        for field in cls.__pydantic_fields__.values():
            _fill(field)
        return handler(source)

    @classmethod
    def complete(cls) -> type[Self]:
        """The class with its fields, and those of the tables below it, as the seeds have them."""
        cls.model_rebuild()
        return cls

    def over(self, base: Self) -> Self:
        """The base with what was written here put over it."""
        return base.model_copy(update={name: getattr(self, name) for name in self.model_fields_set})


class SchemaWithDefaults(GenerateJsonSchema):
    """JSON schema that says the defaults of tables below, which are made by their classes."""

    def get_default_value(self, schema: WithDefaultSchema) -> Any:
        """The default, made where a class makes it."""
        made = schema.get("default_factory")
        return made() if callable(made) else super().get_default_value(schema)  # type: ignore[call-arg]


class Awaited(NamedTuple):
    """Where the seeds say what a field is: table and subject; its least value where 0 is senseless, and whether shares
    end at 1 and per cents at 100 whatever their plausible range.
    """

    table: str
    subject: str
    least: float | None
    capped: bool


def assumed(table: str, subject: str, least: float | None = None, capped: bool = False) -> Any:
    """A field whose default, bounds, unit and source stand in a table of seeds/common; the rest as in `Awaited`."""
    return Field(default=None, json_schema_extra={AWAITED: list(Awaited(table, subject, least, capped))})


def _fill(field: FieldInfo) -> None:
    extra = field.json_schema_extra
    if not isinstance(extra, dict) or AWAITED not in extra:
        return
    where = Awaited(*extra[AWAITED])  # type: ignore[misc]
    row = _row(where)
    low, high = float(row.low or 0.0), float(row.high or 0.0)
    room = ROOM_BEYOND_RANGE * (high - low)
    least = where.least if where.least is not None else 0.0 if low >= 0 else low - room
    most = _ceiling(row, high, room) if where.capped else high + room
    least, most = max(least, _limit(where, LEAST, least)), min(most, _limit(where, MOST, most))
    field.default, field.description = float(row.value), row.note
    field.metadata += Field(ge=least, le=most).metadata
    field.json_schema_extra = {
        "unit": row.unit, "plausible_low": low, "plausible_high": high,
        "confidence": row.confidence, "source": row.source,
    }  # fmt: skip


def _row(where: Awaited) -> Row:
    for row in common_seeds().rows(where.table):
        if (row.subject, row.quantity) == (where.subject, "value"):
            return row
    raise KeyError(f"seeds/common/{where.table}.csv has no {where.subject!r}")


def _limit(where: Awaited, quantity: str, otherwise: float) -> float:
    """What the seeds say that a parameter may not go beyond, whatever its range, since a rule divides by it."""
    return float(common_seeds().table(where.table)[where.subject].get(quantity, otherwise))


def _ceiling(row: Row, high: float, room: float) -> float:
    if row.unit.startswith("%"):
        return min(100.0, high + room)
    return 1.0 if row.unit.startswith("share") and high <= 1.0 else high + room
