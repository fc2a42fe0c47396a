"""`sez list`: what scenarios, commands and measures may name, a line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.commands import lesson
from simulation.telling.answers import WRONG, plainly, stop

if TYPE_CHECKING:
    from simulation.country.country import Country

Lines = Iterator[tuple[str, str]]
DEFAULT_COUNTRY = "pakistan"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("list")(list_things)


def list_things(
    what: Annotated[str, typer.Argument(help="scenarios, lessons, instruments, measures, zones, loans or specialties")],
    country: Annotated[
        str, typer.Option(help="of zones, loans and specialties: a shipped country, or a folder of seeds")
    ] = DEFAULT_COUNTRY,
) -> None:
    """List scenarios, lessons, instruments, measures, or a country's zones, loans and specialties, a line each."""
    from simulation.country.finding import NoCountryError, country_of
    from simulation.scenario.faults import unknown

    of_all: dict[str, Callable[[], Lines]] = {
        "scenarios": _scenarios, "lessons": lambda: iter(lesson.listed()), "instruments": _instruments,
        "measures": _measures,
    }  # fmt: skip
    of_country: dict[str, Callable[[Country], Lines]] = {
        "zones": _zones, "loans": _loans, "specialties": _specialties
    }  # fmt: skip
    if what not in (known := (*of_all, *of_country)):
        stop(unknown("list", what, known), WRONG)
    try:
        with plainly():
            pairs = list(of_all[what]() if what in of_all else of_country[what](country_of(country)))
    except NoCountryError as error:
        stop(str(error), WRONG)
    width = max(len(name) for name, _ in pairs)
    for name, text in pairs:
        typer.echo(f"{name:<{width}}  {text}")


def _scenarios() -> Lines:
    from simulation.scenario.loading import load, shipped

    return ((name, load(path).title) for name, path in shipped().items())


def _instruments() -> Lines:
    from simulation.policy import INSTRUMENTS

    for each in INSTRUMENTS:
        yield each.name(), " ".join((each.__doc__ or "").split())


def _measures() -> Lines:
    from simulation.measures.listed import columns_of_tables

    for table, measures in columns_of_tables():
        for measure in measures:
            unit = f" [{measure.unit}]" if measure.unit else ""
            yield f"{table}.{measure.name}", f"{measure.meaning}{unit}"


def _zones(country: Country) -> Lines:
    """Key, what pictures call it, its full name, its group."""
    for key, facts in country.seeds.table("zones").items():
        yield key, f"{country.short_name(key)}: {facts.get('name', key)}, group {facts['group']}"


def _specialties(country: Country) -> Lines:
    """Key, what pictures call it, its full name."""
    full = country.seeds.table("quarter_zero_specialties")
    for each in country.specialties:
        yield each.key, f"{each.title}: {full[each.key].get('name', each.title)}"


def _loans(country: Country) -> Lines:
    """Key, what it is for, who lends, the row of the seeds that `like` takes, and the books that have it."""
    from simulation.finance.books import in_book, key_of

    books = {name: set(in_book(country.seeds, name)) for name in country.loan_books}
    for row, facts in country.seeds.table("loans").items():
        of = ", ".join(name for name, rows in books.items() if row in rows) or "no book; a scenario adds it"
        lender = f", {facts['lender']}" if "lender" in facts else ""
        yield key_of(row), f"{facts.get('purpose', row)}{lender} (row {row}; {of})"
