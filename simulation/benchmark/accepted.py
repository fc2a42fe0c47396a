"""Random scenarios that `sez check` accepts, drawn from the schema, with the ends of all bounds favoured.

The trust that is put into the word "accepted" is measured with them: benchmarks/soak.py plays thousands, a test a few.
"""

from __future__ import annotations

import random
import types
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from simulation.country.country import Country
from simulation.country.default import DEFAULT
from simulation.country.finding import country_of
from simulation.finance.currency import codes
from simulation.scenario.faults import ScenarioFaults
from simulation.scenario.loading import checked
from simulation.scenario.loan_names import loan_keys
from simulation.scenario.meaning import plain_specialties
from simulation.scenario.reading import Source
from simulation.scenario.schema import Scenario
from simulation.seeding.settings import Settings

SAID, SAID_TABLES = 0.25, 0.5
"""Of the settings of a table, and of the tables in it, how many are said; the rest stay as the seeds have them."""
END = 0.35
"""How often a number is the least that it may be, and how often the most."""
TRIES = 40
QUARTERS = 8
UNBOUNDED = 4.0
"""Up to where a number is drawn that has no bound."""
OF_THE_RUN = {"name", "title", "summary", "country", "start", "quarters", "run_in_quarters", "scale", "plain", "seed"}
"""Settings of a scenario that are not drawn from the schema."""
SIZES = {
    "pakistan": {"scale": (0.001, 0.002, 0.004), "run_in_quarters": (0, 1, 2)},
    "plain": {"scale": (0.01, 0.1, 1.0), "run_in_quarters": (0, 1, 2)},
}
PLAIN = {"rows": (3, 12), "columns": (3, 12), "towns": (0, 9), "firms_at_1_10": (100, 1000), "specialties": (1, 14)}


class Names(NamedTuple):
    """What may stand where the schema takes any word, by the name of the field; and keys, by the table."""

    words: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, tuple[str, ...]]


def names_of(country: Country, plain: Mapping[str, int] | None) -> Names:
    """The names that a country knows, and the plain map."""
    zones = () if plain else country.zone_keys
    kinds = country.specialty_keys if plain is None else plain_specialties(plain["specialties"])
    words = {
        "where": ("all", *country.groups, *zones, *country.town_keys), "specialty": (*kinds, "all"),
        "link": country.lines, "like": country.loan_rows, "currency": codes(country.seeds), "plan_zones": zones,
        "borrower": ("government", "power:cpec", *(f"zone:{zone}" for zone in zones)),
        "reference": ("usd", country.currency.reference), "reference_book": ("same", *country.loan_books),
        "loan_book": country.loan_books, "lender": ("lender", country.programme.lender),
        "loans": ("all", "government", "zone", "zones", "power", *loan_keys(country)),
    }  # fmt: skip
    many = ("all", *country.groups)
    return Names(words, {"zones": (*many, *zones) if zones else (), "loans": loan_keys(country)})


class Draw:
    """Draws tables of a scenario by the luck of one number, and which settings lie at an end."""

    def __init__(self, luck: random.Random, names: Names) -> None:
        self.luck, self.names = luck, names

    def table(self, kind: type[BaseModel]) -> dict[str, Any]:
        """Some settings of a table: all that it asks for, a few of the others."""
        if issubclass(kind, Settings):
            kind.complete()
        passed = OF_THE_RUN if kind is Scenario else {"note"}
        fields = {name: field for name, field in kind.model_fields.items() if name not in passed}
        often = {name: 1.0 if each.is_required() else _share(each.annotation) for name, each in fields.items()}
        said = {name for name, share in often.items() if self.luck.random() < share}
        drawn = {name: self.value(name, fields[name].annotation, fields[name]) for name in fields if name in said}
        return {name: value for name, value in drawn.items() if value is not None}

    def value(self, name: str, annotation: Any, field: FieldInfo) -> Any:
        """A value of a field; None where nothing can be said there."""
        origin, inner = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.value(name, inner[0], FieldInfo.from_annotation(annotation))
        if origin is Literal:
            return self.luck.choice(inner)
        if origin in (Union, types.UnionType):
            return self.value(name, self.luck.choice([each for each in inner if each is not type(None)]), field)
        if origin is dict:
            return self.named(name, inner[1])
        if origin is tuple:
            return [self.value(name, inner[0], field) for _ in range(self.luck.randint(1, 3))]
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self.table(annotation)
        return self.simple(name, annotation, field)

    def named(self, name: str, kind: Any) -> dict[str, Any]:
        """A few tables with names of one's own, or names that the country knows."""
        kind = get_args(kind)[0] if get_origin(kind) is Annotated else kind
        members = get_args(kind) or (kind,)
        own = tuple(f"of_{letter}" for letter in "abc")
        keys = (*self.names.keys.get("loans", ()), *own) if name == "loans" else self.names.keys.get(name, own)
        few = self.luck.sample(keys, min(len(keys), self.luck.randint(1, 3)))
        return {key: self.table(self.luck.choice(members)) for key in few}

    def simple(self, name: str, annotation: Any, field: FieldInfo) -> Any:
        """A number, a word, a quarter, or yes or no."""
        if annotation is bool:
            return self.luck.random() < 0.5
        if annotation is int or annotation is float:
            return self.number(annotation, *_bounds(field))
        if any("Q[1-4]" in str(item) for item in field.metadata):
            return f"{self.luck.randint(2013, 2019)}Q{self.luck.randint(1, 4)}"
        known = self.names.words.get(name, ())
        return self.luck.choice(known) if known else None

    def number(self, kind: Callable[[float], Any], low: float, high: float) -> Any:
        """The least, the most, or something between."""
        turn = self.luck.random()
        if turn < 2 * END:
            return kind(low if turn < END else high)
        even = self.luck.uniform(low, high)
        return kind(low + (even - low) * 10.0 ** -self.luck.randint(0, 3))


def _share(annotation: Any) -> float:
    """How often a setting is said: tables more often than numbers and words."""
    is_table = get_origin(annotation) is dict or (isinstance(annotation, type) and issubclass(annotation, BaseModel))
    return SAID_TABLES if is_table else SAID


def _bounds(field: FieldInfo) -> tuple[float, float]:
    """Between what a number may lie."""
    told = {
        name: getattr(item, name) for item in field.metadata for name in ("ge", "gt", "le", "lt") if hasattr(item, name)
    }
    low = told.get("ge", told.get("gt", 0.0))
    high = told.get("le", told.get("lt", low + UNBOUNDED))
    return low, high


def accepted(number: int) -> Scenario:
    """The random scenario of a number, which `sez check` accepts; the same for the same number and schema."""
    luck = random.Random(number)
    plain = {name: luck.choice((*ends, luck.randint(*ends))) for name, ends in PLAIN.items()} if number % 2 else None
    draw = Draw(luck, names_of(country_of(DEFAULT), plain))
    data = draw.table(Scenario) | _size(luck, plain) | {"seed": luck.randrange(2**63), "quarters": QUARTERS}
    for _ in range(TRIES):
        try:
            return checked(Source("", data, {}))
        except ScenarioFaults as faults:
            for fault in faults.faults:
                _without(data, fault.key.split("."))
    raise RuntimeError(f"scenario {number} is still refused after {TRIES} mendings")


def _size(luck: random.Random, plain: Mapping[str, int] | None) -> dict[str, Any]:
    sizes = SIZES["plain" if plain else "pakistan"]
    return {name: luck.choice(each) for name, each in sizes.items()} | ({"plain": dict(plain)} if plain else {})


def _without(data: dict[str, Any], key: list[str]) -> None:
    """The data without what was refused: its key, or the table that lacks one."""
    if key == [""]:  # settings that do not go together; on the plain map, instruments of zones
        key = ["policy"]
    for length in (len(key), max(1, len(key) - 1)):
        above: Any = data
        for part in key[: length - 1]:
            above = above.get(part, {})
        if key[length - 1] in above:
            del above[key[length - 1]]
            return
