"""What a scenario says: one frozen class a table of the file, with bounds and units.

`sez schema` prints it for editors.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from simulation.country.default import DEFAULT
from simulation.country.finding import country_of, first_quarter_if_known, shipped_countries
from simulation.finance.settings import Quarter
from simulation.policy import Policy
from simulation.policy.instrument import InAPlace, Key
from simulation.scenario import together
from simulation.scenario.behaviour import Behaviour
from simulation.scenario.checking import changed, checked
from simulation.scenario.making import model_of
from simulation.scenario.meaning import USUAL_QUARTERS, Finding
from simulation.scenario.memory import bytes_needed, refusal
from simulation.scenario.money import (
    Capacity,
    Channels,
    Investment,
    LoanTerms,
    MoneyShock,
    PowerRules,
    Treasury,
    Workout,
    ZonePlan,
)
from simulation.seeding.settings import Settings
from simulation.units import quarter_index, quarter_name

SAYS_NOTHING = ("name", "title", "summary")
"""Fields that describe a scenario and change no number."""

LAID_OVER = ("loans", "zones")
"""Tables of which only what is written counts: the rest comes from the book, the seeds, or a plan for all zones."""


class Mechanisms(Settings):
    """Each mechanism of the model, on or off: an ablation is one line."""

    localisation: bool = Field(default=True, description="makers of the same specialty nearby raise productivity (E2)")
    urbanisation: bool = Field(default=True, description="makers of other specialties nearby raise productivity (E2)")
    suppliers: bool = Field(default=True, description="local suppliers enter and sell inputs (E5)")
    spin_offs: bool = Field(default=True, description="employees found firms of the same specialty (E12)")
    local_founders: bool = Field(default=True, description="founders are born in a cell and choose a product (E11)")
    imitation: bool = Field(default=True, description="local founders do what neighbours do (E11)")
    product_choice: bool = Field(default=True, description="local founders choose the product by expected profit (E11)")
    ticket: bool = Field(default=True, description="a finer division of labour lowers the capital to start (E10)")
    trade_credit: bool = Field(default=True, description="bills are partly deferred (E6)")
    market: bool = Field(default=True, description="specialised wholesale markets lift standing where makers are (E18)")
    congestion: bool = Field(default=True, description="full land lowers productivity and raises rent (E2, E16)")
    loan_feedback: bool = Field(default=True, description="debt service reaches upkeep, power and rates (finance)")
    relocation: bool = Field(default=True, description="firms move (E14)")
    learning: bool = Field(default=True, description="skills of firms drift and are inherited")
    power: bool = Field(default=True, description="outages cost output (E19)")
    migration: bool = Field(default=True, description="the labour pool follows wages (E15)")


class Shock(Settings):
    """A named shock to the world: a jump, held, then fading. For rates, power and the currency see MoneyShock."""

    what: Literal["world_demand", "home_demand", "input_price"] = Field(description="the path that jumps")
    start: Quarter = Field(description="first quarter of the shock")
    size_pct: float = Field(ge=-90, le=300, description="size of the jump [% of the path]")
    quarters: int = Field(ge=1, le=160, description="quarters at full size")
    fade_quarters: int = Field(default=0, ge=0, le=160, description="quarters of even return to the path afterwards")


class World(Settings):
    """What happens outside: growth after the data end, and shocks."""

    home_growth_pct_per_year: float | None = Field(
        default=None,
        ge=-10,
        le=20,
        description="home demand after 2024, in a constant world from the start [% a year]; left out: of macro_paths",
    )
    world_growth_pct_per_year: float | None = Field(
        default=None,
        ge=-10,
        le=20,
        description="world demand after 2024, in a constant world from the start [% a year]; left out: of macro_paths",
    )
    constant: bool = Field(
        default=False, description="all paths stay as in the first quarter but for growth asked and shocks, for theory"
    )
    shocks: dict[Key, Shock] = Field(default={}, description="named shocks")


class Plain(Settings):
    """The abstract map in place of the country's: a torus with towns on an even countryside, its prices."""

    rows: int = Field(ge=3, le=2000, description="rows of cells of 10 km")
    columns: int = Field(ge=3, le=2000, description="columns of cells of 10 km")
    towns: int = Field(ge=0, le=10_000, description="towns, of sizes by rank")
    firms_at_1_10: int = Field(ge=100, le=1_000_000_000, description="firms at quarter zero at scale 0.1")
    specialties: int = Field(ge=1, le=14, description="specialties with equal firms and parameters")


class Scenario(Settings):
    """A scenario: the whole of what is asked of a run."""

    name: str = Field(
        default="unnamed", pattern=r"^\w[\w.\-]*$", max_length=100, description="names the folder of results"
    )
    title: str = Field(default="", max_length=200, description="one line for figures and tables")
    summary: str = Field(default="", max_length=2000, description="what differs, and why one would ask")
    country: str = Field(
        default=DEFAULT,
        min_length=1,
        description="where it plays: the key of a shipped country, or the path of a folder of seeds of one's own",
    )
    start: Quarter = Field(default="2015Q1", description="first quarter that is reported: that of the country's seeds")
    quarters: int = Field(default=USUAL_QUARTERS, ge=1, le=800, description="length of the run [quarters]")
    run_in_quarters: int = Field(default=12, ge=0, le=80, description="quarters at constant demand before the start")
    scale: float = Field(
        default=0.1,
        gt=0,
        le=100,
        description="rows for small firms: at 0.1 each stands for ten; large firms always stand for themselves",
    )
    seed: int = Field(default=1, ge=0, lt=2**63, description="all luck of the run")
    start_from: Literal["seeded", "random"] = Field(
        default="seeded", description="firms where the data have them, or anywhere people are"
    )
    loan_book: str = Field(
        default_factory=lambda: country_of(DEFAULT).loan_books[0],
        description="who owes the country's loans: sources disagree, exactly one account is used, or `none`",
    )
    plain: Plain | None = Field(default=None, description="the abstract map instead of the country's, and its size")
    mechanisms: Mechanisms = Field(default_factory=Mechanisms)
    behaviour: Behaviour = Field(default_factory=Behaviour)
    world: World = Field(default_factory=World)
    loans: dict[Key, LoanTerms] = Field(default={}, description="loans beside the book, or terms changed in it")
    zones: dict[Key, ZonePlan] = Field(
        default={},
        description="plans by key of a zone, or for many at once: a group of zones, or `all`; or a zone of one's own",
    )
    investment: Investment = Field(default_factory=Investment)
    channels: Channels = Field(default_factory=Channels)
    workouts: dict[Key, Workout] = Field(default={}, description="what happens to loans in arrears, by name")
    money_shocks: dict[Key, MoneyShock] = Field(default={}, description="named shocks to rates and payments")
    power: PowerRules = Field(default_factory=PowerRules)
    treasury: Treasury = Field(default_factory=Treasury)
    capacity: Capacity = Field(default_factory=Capacity)
    policy: dict[Key, Policy] = Field(default={}, description="policy instruments, by name of your choice")

    @model_validator(mode="after")
    def _map_fits(self) -> Self:
        placed = [name for name, tool in self.policy.items() if isinstance(tool, InAPlace)]
        if self.plain is not None and placed:
            raise ValueError(f"the plain map has no zones, so nothing can be done there: {', '.join(placed)}")
        first = first_quarter_if_known(self.country)
        if first is not None and quarter_index(self.start) != first:
            raise ValueError(f"the seeds describe {quarter_name(first)}: start is {quarter_name(first)}")
        return self

    @property
    def start_index(self) -> int:
        """The first quarter as a whole number (0 for 2015Q1, -148 for 1978Q1)."""
        return quarter_index(self.start)

    @property
    def weight(self) -> float:
        """Firms that the row of a small one stands for: 1/scale, a whole number (or one over a whole number)."""
        return float(max(1, round(1.0 / self.scale))) if self.scale < 1.0 else 1.0 / round(self.scale)

    @property
    def digest(self) -> str:
        """Hash of everything that can change a number; title and summary cannot, nor where a country's folder lies."""
        told = {key: value for key, value in self.resolved().items() if key not in SAYS_NOTHING}
        if self.country not in shipped_countries():
            told["country"] = country_of(self.country).digest
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def resolved(self) -> dict[str, Any]:
        """Every setting, defaults included, as plain data; of loans and zones, which lie over seeds, what was said."""
        said = self.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        return self.model_dump(mode="json", exclude_none=True) | {key: said.get(key, {}) for key in LAID_OVER}

    def to_toml(self) -> str:
        """Every setting as TOML text: the same text for the same scenario."""
        import tomli_w

        return tomli_w.dumps(self.resolved())

    def but(self, changes: dict[str, Any] | None = None, /, **by_underscores: Any) -> Scenario:
        """The same scenario with some settings changed: `but(power__tariff_rule="subsidy")`.

        Keys that are no Python names go into a dictionary: `but({"power.tariff_rule": "subsidy"})`.
        """
        dotted = dict(changes or {}) | {key.replace("__", "."): value for key, value in by_underscores.items()}
        return checked(Scenario, changed(self.resolved(), dotted), unfit)

    def model(self, seed: int | None = None) -> Any:
        """The Mesa model of this scenario, made by whom the front door names."""
        return model_of(self if seed is None else self.but(seed=seed))

    @property
    def firms_at_start(self) -> float:
        """Firms that are simulated at quarter zero, suppliers included."""
        if self.plain is not None:
            return self.plain.firms_at_1_10 * self.scale / 0.1
        return country_of(self.country).firms * self.scale

    @property
    def bytes_needed(self) -> float:
        """Memory that a run of this scenario needs [bytes]."""
        return bytes_needed(self.firms_at_start, self._plain_cells)

    @property
    def _plain_cells(self) -> int:
        return self.plain.rows * self.plain.columns if self.plain else 0


def unfit(scenario: Scenario) -> Iterator[Finding]:
    """Why a scenario that is right setting by setting cannot be run, and the key to change."""
    yield from together.findings(scenario)
    if finding := too_large(scenario):
        yield finding


def too_large(scenario: Scenario) -> Finding | None:
    """Why this machine cannot run a scenario, and the key to change."""
    plain, scale = scenario.plain, scenario.scale
    firms = f"{scenario.firms_at_start:,.0f} firms at scale {scale:g}"
    if plain and bytes_needed(0.0, scenario._plain_cells) > bytes_needed(scenario.firms_at_start, 0):
        key, found = "plain.rows", f"{plain.rows:,} x {plain.columns:,} cells"
    else:
        key, found = ("plain.firms_at_1_10", firms) if plain else ("scale", f"{scale:g}")
    text = refusal(found, scale, scenario.firms_at_start, scenario._plain_cells)
    return (tuple(key.split(".")), text) if text else None
