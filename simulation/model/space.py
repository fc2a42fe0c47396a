"""The map as a Mesa grid: cells that look up who is there, and property layers that follow the economy."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

import mesa.discrete_space as mesa_space
import numpy as np
from mesa.discrete_space.cell_collection import CellCollection
from mesa.discrete_space.property_layer import PropertyLayer

from simulation.engine.table import Column
from simulation.model import layers
from simulation.model.refusing import refusal

if TYPE_CHECKING:
    from mesa import Agent

    from simulation.model.model import Model


class Cells(CellCollection):
    """A collection of cells that asks each cell who is there."""

    @property
    def agents(self) -> Iterator[Agent]:
        """Everybody in these cells."""
        return chain.from_iterable(cell.agents for cell in self)

    def __getitem__(self, cell: Cell) -> list[Agent]:
        return cell.agents

    def select(self, filter_func: Callable[[Cell], bool] | None = None, at_most: float = float("inf")) -> Cells:
        """The cells for which the function is true, at most so many (or that share of all)."""
        return Cells(super().select(filter_func, at_most), random=self.random)


class Cell(mesa_space.Cell):
    """A cell of 10 km; `coordinate` counts columns from the west and rows from the south.

    `cell.people`, `cell.wage` and the other layers are read by name; `cell.agents` are the firms, suppliers and
    authorities of the place.
    """

    __slots__ = ("country", "index")
    shown: frozenset[str] = frozenset()
    """Layers; filled in by the grid, whose own class of cells this becomes."""

    country: Country
    index: int
    """The map's number of the cell, -1 outside the land."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in self.shown:
            raise refusal(f"Cell.{name} cannot be set", layers.LEVERS.get(name, layers.OTHERWISE))
        super().__setattr__(name, value)

    @property
    def agents(self) -> list[Agent]:
        """Who is here: agents that were put here by hand, then the economy's."""
        return [*super().agents, *self.country.living_at(self.index)]

    @property
    def is_empty(self) -> bool:
        """Whether nobody is here."""
        return not super().agents and not self.country.anybody_at(self.index)

    def __repr__(self) -> str:
        return f"<Cell {self.coordinate} {self.name}>".replace(" >", ">")

    @property
    def name(self) -> str:
        """The town by which the cell is known; empty outside the land."""
        return self.country.model.given.map.place_name(self.index) if self.index >= 0 else ""

    def add_agent(self, agent: Agent) -> None:
        """Put an agent of your own here."""
        super().add_agent(agent)
        self.country.guests.add(self)

    @cache  # noqa: B019 Mesa clears this method's cache by name
    def get_neighborhood(self, radius: int = 1, include_center: bool = False) -> Cells:
        """The cells around, eight for radius 1."""
        return Cells(super().get_neighborhood(radius, include_center), random=self.random)

    @property
    def neighborhood(self) -> Cells:
        """The eight cells around, fewer at an edge."""
        return self.get_neighborhood()


class Layer(PropertyLayer):
    """A property layer that only the model fills."""

    @property
    def data(self) -> Column:
        """The values, [column, row]."""
        return super().data

    @data.setter
    def data(self, _: object) -> None:
        self.set_cells()

    def fill(self, values: Column) -> None:
        """New values, [column, row]."""
        data = self.data
        data.flags.writeable = True
        data[...] = values
        data.flags.writeable = False

    def set_cells(self, *_: object, **__: object) -> None:
        """Raises ReadOnlyError."""
        raise refusal(f"the layer {self.name} cannot be set", layers.LEVERS.get(self.name, layers.OTHERWISE))

    def modify_cells(self, *_: object, **__: object) -> None:
        """Raises ReadOnlyError."""
        self.set_cells()


class Country(mesa_space.OrthogonalMooreGrid):
    """The map as a grid of columns and rows; cells outside the land exist and stay empty."""

    def __init__(self, model: Model) -> None:
        grid = model.given.map.grid
        super().__init__((grid.columns, grid.rows), torus=grid.torus, random=model.random, cell_klass=Cell)
        # weakly, since Mesa caches neighbourhoods by cell for as long as the program runs
        self._model = weakref.ref(model)
        self.guests: set[Cell] = set()
        self.places: list[Cell] = [self[place] for place in zip(grid.column.tolist(), grid.row.tolist(), strict=True)]
        """Cells of the land by the map's number."""
        for cell in self:
            cell.country, cell.index = self, int(grid.index[cell.coordinate[1], cell.coordinate[0]])
        for name in layers.names(model.given):
            self.add_property_layer(Layer(name, self.dimensions, dtype=bool if name == "land" else float,
                                          default_value=False if name == "land" else 0.0))  # fmt: skip
        self.cell_klass.shown = frozenset(layers.names(model.given))
        self.follow()

    def __reduce__(self) -> Any:
        raise TypeError(
            "a grid is made anew for each copy of its model: copy the model, with no agents of your own on it"
        )

    @property
    def model(self) -> Model:
        """The model whose space this is."""
        model = self._model()
        if model is None:
            raise ReferenceError("the model of this grid is gone; keep the model while you use its grid")
        return model

    @cached_property
    def all_cells(self) -> Cells:
        """All cells, land or not."""
        return Cells(list(self), random=self.random)

    def follow(self) -> None:
        """Bring the layers up to the economy as it is now."""
        model = self.model
        for name, by_cell in layers.values(model.economy, model.given).items():
            getattr(self, name).fill(self._spread(by_cell))
        inhabitants = np.sum([np.diff(book.order[1]) for book in model.settled], axis=0)
        self.empty.data[...] = self._spread(inhabitants) == 0.0
        for cell in self.guests:
            cell.empty = cell.is_empty

    def _spread(self, by_cell: Column) -> Column:
        grid = self.model.given.map.grid
        out = np.zeros(self.dimensions)
        out[grid.column, grid.row] = by_cell
        return out

    def living_at(self, cell: int) -> Iterable[Agent]:
        """Agents of the economy in a cell of the land, none for -1."""
        if cell < 0:
            return ()
        return chain.from_iterable(book.at(cell) for book in self.model.settled)

    def anybody_at(self, cell: int) -> bool:
        """Whether the economy has anybody in a cell of the land."""
        return cell >= 0 and any(book.rows_at(cell).size for book in self.model.settled)
