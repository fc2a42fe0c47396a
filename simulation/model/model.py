"""The model: a scenario's economy as a `mesa.Model`."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import Any

import mesa
from mesa.agent import Agent, AgentSet

from simulation.measures.declaring import Row
from simulation.measures.observing import observe
from simulation.model.firms import Firm, Supplier
from simulation.model.institutions import PowerCompany, ZoneAuthority
from simulation.model.refusing import refusal
from simulation.model.space import Country
from simulation.model.views import Book, View
from simulation.quarter import advance
from simulation.quarter_zero.start import begin
from simulation.scenario.loading import load
from simulation.scenario.schema import Scenario
from simulation.units import quarter_name

WHEN = "quarter"
"""The one column of `nation` that is no figure."""
KINDS: tuple[type[View], ...] = (Firm, Supplier, ZoneAuthority, PowerCompany)


class Model(mesa.Model):
    """A scenario's economy as a Mesa model: `step` plays a quarter, agents and cells show it.

    `asked` is a scenario or the path of one; `seed` (or `rng`, as newer Mesa calls it) replaces its seed, and settings
    replace its settings, so that Mesa's batch_run and its sliders can vary them: `Model(path, seed=1, scale=0.02)`.
    `Model(scenario=...)` is the same as `Model(...)`; beside `asked`, `scenario` is Mesa's own parameter set, which its
    live view passes and which says nothing here. TypeError where neither is a scenario.
    """

    def __init__(
        self,
        asked: Scenario | str | Path | None = None,
        seed: int | None = None,
        rng: int | None = None,
        scenario: object = None,
        **settings: Any,
    ) -> None:
        self.asked = _scenario(scenario if asked is None else asked)
        """The scenario."""
        luck = seed if seed is not None else rng
        changed = settings if luck is None else settings | {"seed": int(luck)}
        if changed:
            self.asked = self.asked.but(**changed)
        super().__init__(rng=self.asked.seed)
        self.economy, self.given = begin(self.asked)
        self.books = {kind: Book(kind, self) for kind in KINDS}
        """Views by kind, made when asked for."""
        self._sets: dict[type[Agent], AgentSet] = {}
        self._nation: Row = {}
        self.datacollector = mesa.DataCollector({name: partial(figure, name) for name in self.nation if name != WHEN})
        """Takes down every figure of `nation` after every step; put one of your own in its place for others."""
        self.datacollector.collect(self)

    def __getstate__(self) -> dict[str, Any]:
        """What a copy takes along: all but the grid, which it makes anew."""
        return {name: value for name, value in self.__dict__.items() if name != "grid"}

    def step(self) -> None:
        """One quarter."""
        self.economy = advance(self.economy, self.given)
        self._sets, self._nation = {}, {}
        for book in self.books.values():
            book.open()
        if "grid" in vars(self):
            self.grid.follow()
        self.datacollector.collect(self)
        self.running = self.steps < self.asked.quarters

    @property
    def quarter(self) -> str:
        """The quarter that was played last, `2015Q1`; before the first step the last of 2014."""
        return quarter_name(self.economy.quarter)

    @property
    def nation(self) -> Row:
        """The nation's figures at the end of the quarter, as in the table `nation`."""
        if not self._nation:
            self._nation = observe(self.economy, self.given).nation
        return dict(self._nation)

    @cached_property
    def grid(self) -> Country:
        """The map as a Mesa grid, made when first asked for."""
        return Country(self)

    @property
    def settled(self) -> tuple[Book, ...]:
        """Books of the agents that have a place."""
        return tuple(self.books[kind] for kind in (Firm, Supplier, ZoneAuthority))

    @property
    def agents(self) -> AgentSet:
        """Everybody: firms, suppliers, authorities, companies, and agents of your own."""
        own = list(super().agents)
        if own:
            return self._set([*self._everyone(), *own])
        if View not in self._sets:
            self._sets[View] = self._set(self._everyone())
        return self._sets[View]

    @agents.setter
    def agents(self, _: object) -> None:
        raise refusal("Model.agents cannot be set", Firm.levers)

    @property
    def agent_types(self) -> list[type[Agent]]:
        """Kinds of agents."""
        return [*KINDS, *super().agent_types]

    @property
    def agents_by_type(self) -> dict[type[Agent], AgentSet]:
        """Agents by their class."""
        for kind, book in self.books.items():
            if kind not in self._sets:
                self._sets[kind] = self._set(book.everyone())
        return {kind: self._sets[kind] for kind in KINDS} | super().agents_by_type

    def _everyone(self) -> list[View]:
        return [view for book in self.books.values() for view in book.everyone()]

    def _set(self, agents: list[Agent]) -> AgentSet:
        return AgentSet(agents, random=self.random)


def _scenario(asked: object) -> Scenario:
    """The scenario that a model is asked for, by itself, its path or its name."""
    if isinstance(asked, str | Path):
        return load(asked)
    if isinstance(asked, Scenario):
        return asked
    raise TypeError(f"Model({asked!r}): a scenario, its path or its name would be right")


def figure(name: str, model: Model) -> float:
    """One of the nation's figures now."""
    return float(model.nation[name])
