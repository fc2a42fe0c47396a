"""How a measure is declared: once, with all that tables, pages, replays, Mesa and comparisons ask of it."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from simulation.engine.table import Column

Row = dict[str, Any]
"""One row of a table of results: numbers and words by column."""
Columns = dict[str, Column]
"""Many rows of one: columns of equal length by name."""
Yearly = Literal["sum", "mean", "state", "share"]
"""What a year's figure is of its four quarters: their sum, their mean, the last of them, all parts over all wholes."""

MONEY = "million USD of 2020"
MONEY_A_QUARTER = "million USD of 2020 a quarter"
SHARE = "share, 0 to 1"
THOUSAND = 1e3


class Measure(NamedTuple):
    """One column of a table of results."""

    name: str
    unit: str
    meaning: str
    national: bool = False
    """A count or amount, which adds up, rather than a share or a price."""
    title: str = ""
    """What stands above its curve and its column in words; left out: its meaning."""
    in_a_year: Yearly = "mean"
    looked_at_yearly: bool = False
    """Looked at in a run's first quarter and the last of every year; nothing between."""
    of: str = ""
    """Of a share: what it is a share of."""
    magnitude: float = 1.0
    """THOUSAND where curves count in thousands, and money in billions."""
    reference: float | None = None
    """A value that its curve is read against, drawn as a line."""

    @property
    def called(self) -> str:
        """Its title, or its meaning up to the first bracket."""
        return self.title or self.meaning.partition(" (")[0]

    @property
    def yearly_words(self) -> str:
        """Its title with the unit of a year's figure, and how that is found."""
        unit = self.unit.removesuffix(" a quarter") + " a year" * self.unit.endswith(" a quarter")
        how = {"mean": ", mean of the year", "state": ", end of the year"}.get(self.in_a_year, "")
        return f"{self.called}{f', {unit}' if unit and unit not in self.called.lower() else ''}{how}"


def counted(name: str, meaning: str, unit: str = "", title: str = "", in_a_year: Yearly = "mean") -> Measure:
    """A count, which adds up."""
    return Measure(name, unit or name.split("_")[-1], meaning, True, title, in_a_year)


def money(name: str, meaning: str, unit: str = MONEY_A_QUARTER, title: str = "") -> Measure:
    """An amount of money that scales with the run: of a quarter, which add up, or at its end."""
    return Measure(name, unit, meaning, True, title, "sum" if unit == MONEY_A_QUARTER else "state")


def share(name: str, meaning: str, of: str = "", title: str = "") -> Measure:
    """A share between 0 and 1, and what it is a share of."""
    return Measure(name, SHARE, meaning, title=title, of=of)


def once_a_year(*measures: Measure) -> tuple[Measure, ...]:
    """The same measures, looked at once a year."""
    return tuple(measure._replace(looked_at_yearly=True) for measure in measures)
