"""A measure by its name, of any table, known before anything runs.

`workers` is of the nation; `zones.rashakai.workers`, `specialties.sports_goods.firms` and
`loans.dhabeji.arrears_usd_mn` are of one zone, specialty or loan.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from simulation.country.finding import country_of
from simulation.measures.declaring import Measure
from simulation.measures.listed import columns_of_tables
from simulation.measures.schema_agents import SHEETS
from simulation.quarter_zero.loan_book import scenario_loans, scenario_paths
from simulation.scenario.faults import Fault, ScenarioFaults, closest, shown, unknown
from simulation.scenario.meaning import plain_specialties, zones_in
from simulation.scenario.schema import Scenario

NATION = "nation"
PARTS = {"zones": "zone", "specialties": "specialty", "loans": "loan"}
"""Tables of which one row a quarter is asked for, and the column that names it."""
WORDS = ("quarter", "name", "identity")
"""Units of columns that hold no number."""
NO_NUMBERS = ("book", "currency", "workout", "in_default", "open", "locked_up")
"""Columns of the books that hold words, or yes and no."""


class Name(NamedTuple):
    """A measure's name in its parts: the table, whose row (nobody's for the nation), the column."""

    table: str
    part: str
    column: str

    def __str__(self) -> str:
        return self.column if self.table == NATION else f"{self.table}.{self.part}.{self.column}"

    @property
    def measure(self) -> Measure:
        """What is declared of it."""
        return SHEETS[self.table].measure(self.column)


class Known(NamedTuple):
    """What measures may name: columns of each table, and rows of those that have several a quarter."""

    columns: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[str, ...]]


def named(text: str) -> Name:
    """A name in its parts; ValueError says what would be right."""
    words = text.split(".")
    if len(words) == 1:
        return Name(NATION, "", text)
    if len(words) == 2 and words[0] == NATION:
        return Name(NATION, "", words[1])
    if len(words) == 3 and words[0] in PARTS:
        return Name(*words)
    right = "workers, zones.rashakai.workers, specialties.sports_goods.firms or loans.dhabeji.arrears_usd_mn"
    raise ValueError(f"{shown(text)} found; a name like {right} would be right")


def known_in(scenarios: Iterable[Scenario]) -> Known:
    """What measures of these scenarios may name: whatever one of them has."""
    parts: dict[str, dict[str, None]] = {table: {} for table in PARTS}
    for scenario in scenarios:
        country = country_of(scenario.country)
        plain = scenario.plain
        kinds = plain_specialties(plain.specialties) if plain else country.specialty_keys
        parts["zones"] |= dict.fromkeys(zones_in(scenario.resolved(), country))
        parts["specialties"] |= dict.fromkeys(kinds)
        parts["loans"] |= dict.fromkeys(scenario_loans(scenario, scenario_paths(scenario)))
    return Known(numbers(), {table: tuple(keys) for table, keys in parts.items()})


@cache
def numbers() -> Mapping[str, tuple[str, ...]]:
    """Columns of the tables that measures are of, those with numbers."""
    return {
        table: tuple(each.name for each in columns if each.unit not in WORDS and each.name not in NO_NUMBERS)
        for table, columns in columns_of_tables()
        if table == NATION or table in PARTS
    }


def checked(texts: Sequence[str], known: Known, option: str = "--measure") -> list[str]:
    """The names as tables of results have them, each once; ScenarioFaults says of each unknown one what was meant."""
    told = [(text, fault_of(text, known)) for text in texts]
    faults = [Fault(option, "", fault) for _, fault in told if fault]
    if faults:
        raise ScenarioFaults(faults)
    return list(dict.fromkeys(str(named(text)) for text, _ in told))


def fault_of(text: str, known: Known) -> str:
    """What is wrong with a name, and what would be right; nothing where it is known."""
    try:
        name = named(text)
    except ValueError as error:
        return f"{error}{_meant(text, known)}"
    if name.part and name.part not in (parts := known.parts.get(name.table, ())):
        return f"{shown(text)} found: {unknown(PARTS[name.table], name.part, parts)}"
    if name.column not in (columns := known.columns[name.table]):
        of = "" if name.table == NATION else f" of {name.table}"
        return unknown(f"measure{of}", name.column, columns)
    return ""


def _meant(text: str, known: Known) -> str:
    """`; did you mean ...?` for `rashakai.workers`, which leaves out the table, and for a misspelt table."""
    part, _, column = text.rpartition(".")
    tables = [table for table, parts in known.parts.items() if part.rpartition(".")[2] in parts]
    if not tables:
        close = closest(text.partition(".")[0], PARTS)
        return f"; did you mean {close}.{text.partition('.')[2]}?" if close else ""
    return f"; did you mean {tables[0]}.{part.rpartition('.')[2]}.{column}?"
