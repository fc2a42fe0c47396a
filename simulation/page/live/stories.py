"""Stories: what a firm saw, decided and got in a quarter, who makes what in a cell, how a zone stands."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from simulation.agents.firms.living import closing_hazard
from simulation.agents.firms.producing import capital_part, needed_capital, wanted_workers
from simulation.agents.firms.settling import credit_limit
from simulation.agents.firms.state import FounderKind
from simulation.economy import Economy, Given, cells_of, places_of
from simulation.engine.asking import answer
from simulation.engine.rules import Rule
from simulation.engine.table import total, total_by
from simulation.measures import arrow
from simulation.measures.observing import observe
from simulation.page.ground import called
from simulation.phases.production import PRICING, settings, sources
from simulation.report import words
from simulation.units import QUARTERS_PER_YEAR, USD_PER_MILLION, quarter_name, year_of

FIRMS_LISTED = 8
PRODUCTS_LISTED = 5


class Fact(NamedTuple):
    """One thing told: its label among the page's texts, its value in words, and the rule it comes from."""

    label: str
    value: str
    rule: str = ""
    says: str = ""
    """The rule's own words, with its equation."""


class Link(NamedTuple):
    """Where a story leads on: to a firm or cell."""

    what: str
    key: str
    text: str


class Story(NamedTuple):
    """A story in parts; each part's heading is a label among the page's texts."""

    what: str
    key: str
    title: str
    quarter: str
    parts: tuple[tuple[str, tuple[Fact, ...]], ...]
    links: tuple[Link, ...] = ()


def story_of(now: Economy, given: Given, what: str, key: str) -> Story:
    """The story of a `cell`, `firm` or `zone`; KeyError where there is none of that key."""
    return TELLERS[what](now, given, key)


def _product(given: Given, number: int) -> str:
    return given.country.specialty(given.specialties.names[number]).mark


def of_cell(now: Economy, given: Given, key: str) -> Story:
    """Who is in a cell: firms by product, and its largest firms to go on to."""
    cell, firms = int(key), now.firms
    if not 0 <= cell < len(given.map.grid):
        raise KeyError(key)
    here = np.flatnonzero(cells_of(given, firms.site) == cell)
    kinds = total_by(firms.specialty[here], firms.weight[here], len(given.specialties))
    order = np.argsort(-kinds, kind="stable")[:PRODUCTS_LISTED]
    made = [n for n in order.tolist() if kinds[n]]
    products = [Fact(_product(given, n), words.short(float(kinds[n]))) for n in made]
    crew, many = total((firms.weight * firms.workers)[here]), total(firms.weight[here])
    facts = (Fact("firms", words.short(many)), Fact("workers", words.short(crew)))
    largest = here[np.argsort(-firms.workers[here], kind="stable")][:FIRMS_LISTED]
    return Story(
        "cell", key, given.map.place_name(cell), quarter_name(now.quarter),
        (("here", facts), ("makes", tuple(products))),
        tuple(_to_firm(now, given, row) for row in largest.tolist()),
    )  # fmt: skip


def _to_firm(now: Economy, given: Given, row: int) -> Link:
    firms = now.firms
    return Link("firm", str(firms.id[row]), f"{_product(given, int(firms.specialty[row]))}, {firms.workers[row]:.0f}")


def of_zone(now: Economy, given: Given, key: str) -> Story:
    """How a zone stands: who is there, its land and money, and what its loan asks."""
    keys = list(given.map.zones.keys)
    if key not in keys:
        raise KeyError(key)
    row = list(arrow.rows(observe(now, given).zones))[keys.index(key)]
    people = (
        Fact("firms", words.short(row["firms"])),
        Fact("workers", words.short(row["workers"])),
        Fact("let", _share(row["let_ha"], row["serviced_ha"])),
    )
    money = tuple(Fact(name, _money(row[column])) for name, column in ZONE_MONEY)
    quality = (Fact("quality", words.figures(row["quality"])), Fact("upkeep_paid", _share(row["upkeep_usd_mn"],
               row["upkeep_needed_usd_mn"])), Fact("cover", _ratio(row["cover_ratio"])))  # fmt: skip
    zone = given.map.zones[keys.index(key)]
    return Story(
        "zone", key, called(zone, given.country), quarter_name(now.quarter),
        (("here", people), ("money", money), ("state", quality)), (Link("cell", str(zone.cell), ""),),
    )  # fmt: skip


ZONE_MONEY = (
    ("income", "income_usd_mn"),
    ("upkeep", "upkeep_usd_mn"),
    ("service_due", "debt_service_due_usd_mn"),
    ("service_paid", "debt_service_paid_usd_mn"),
    ("arrears", "arrears_usd_mn"),
    ("cash", "cash_usd_mn"),
)


def _money(million: float) -> str:
    return f"{words.short(million * USD_PER_MILLION)} USD"


def _share(part: float, whole: float) -> str:
    return words.per_cent(part / whole) if whole > 0.0 else "\N{EN DASH}"


def _ratio(value: float) -> str:
    return words.figures(value) if value == value else "\N{EN DASH}"


def of_firm(now: Economy, given: Given, key: str) -> Story:
    """What one firm saw, decided and got; its numbers are one firm's, not the nation's."""
    firms = now.firms
    rows = np.flatnonzero(firms.id == np.uint64(key))
    if not rows.size:
        raise KeyError(key)
    at, asked = int(rows[0]), _Asked(now, given, int(rows[0]))
    product, place = _product(given, int(firms.specialty[at])), given.map.place_name(asked.cell)
    parts = (("born", _birth(now, at)), ("saw", asked.saw()), ("decided", asked.decided()), ("got", _got(now, at)))
    return Story("firm", key, f"{place}, {product}", quarter_name(now.quarter), parts,
                 (Link("cell", str(asked.cell), place),))  # fmt: skip


def _birth(now: Economy, at: int) -> tuple[Fact, ...]:
    kind, born = FounderKind(int(now.firms.kind[at])), int(now.firms.born[at])
    age = Fact("age", f"{(now.quarter - born) / QUARTERS_PER_YEAR:.0f}", says=str(year_of(born)))
    return (Fact(f"founder_{kind.name.lower()}", ""), age)


def _got(now: Economy, at: int) -> tuple[Fact, ...]:
    amounts = ("home_sales", "exports", "value_added", "profit", "cash", "debt")
    return tuple(Fact(name, _money(float(getattr(now.firms, name)[at]))) for name in amounts)


class _Asked:
    """Rules put to one firm where it stands, as its quarter's loops do."""

    def __init__(self, now: Economy, given: Given, at: int) -> None:
        alone = now.firms.take(np.array([at]))
        self.now, self.given, self.at = now, given, at
        self.row: dict[str, float] = {name: column[0].item() for name, column in alone.columns().items()}
        places = places_of(given, alone.site, alone.specialty)
        self.settings, self.places = settings(now, given), sources(now, given, alone, places)
        self.cell = int(places[0][0])

    def rule(self, *rules: Rule, **more: float) -> float:
        """The last rule's answer, each given the answers of those before it."""
        return answer(rules, self.row | more, self.settings, self.places)

    def field(self, name: str) -> float:
        """A number that lies at its place."""
        return next(float(fields[name][index[0]]) for index, fields in self.places.values() if name in fields)

    def saw(self) -> tuple[Fact, ...]:
        """What its place showed it."""
        near = PRICING.rules[0]
        return (
            _told("near", words.short(self.rule(near)), near),
            Fact("wage", words.figures(self.field("wage_index"))),
            Fact("reliability", words.per_cent(self.field("reliability"))),
            Fact("wanted", _money(self.row["wanted"] * self.row["price"])),
        )

    def decided(self) -> tuple[Fact, ...]:
        """What it decided, each with the rule."""
        crew, capital = (capital_part, wanted_workers), (needed_capital,)
        age = float(self.now.quarter - self.row["born"])
        return (
            _told("tfp", words.figures(self.row["tfp"]), _of_pricing("tfp")),
            _told("price", words.figures(self.row["price"]), _of_pricing("quoted_price")),
            Fact("workers", words.figures(self.row["workers"])),
            _told("wanted_workers", words.figures(self.rule(*crew)), wanted_workers),
            _told("needed_capital", _money(self.rule(*capital)), needed_capital),
            _told("credit_limit", _money(self.rule(credit_limit)), credit_limit),
            _told("closing", words.per_cent(self.rule(closing_hazard, age_quarters=age)), closing_hazard),
        )


def _of_pricing(name: str) -> Rule:
    return next(rule for rule in PRICING.rules if rule.name == name)


def _told(label: str, value: str, rule: Rule) -> Fact:
    return Fact(label, value, rule.name, " ".join(inspect.cleandoc(rule.__doc__ or "").split()))


TELLERS: dict[str, Callable[[Economy, Given, str], Story]] = {"cell": of_cell, "firm": of_firm, "zone": of_zone}
