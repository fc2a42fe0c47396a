"""Views: a Mesa agent that reads its row of a table, and the book that keeps the views of one kind."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, cast, overload

import numpy as np
from mesa.discrete_space import CellAgent

from simulation.engine.table import Column, Table
from simulation.model.refusing import GoneError, refusal

if TYPE_CHECKING:
    from simulation.economy import Economy
    from simulation.model.model import Model
    from simulation.model.space import Cell

T = TypeVar("T")
NOWHERE = np.zeros(0, dtype=np.int64)


class Shown(Generic[T]):
    """A column of the view's table, read at the view's row; `levers` are the settings and instruments that move it."""

    def __init__(self, *levers: str) -> None:
        self.levers = levers

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, view: None, owner: type) -> Self: ...
    @overload
    def __get__(self, view: View, owner: type) -> T: ...
    def __get__(self, view: View | None, owner: type) -> Any:
        if view is None:
            return self
        return view.book.columns[self.name][view.row].item()


class View(CellAgent, ABC):
    """A Mesa agent that shows one row of a table.

    Its properties are the table's columns, in the table's units (million USD of 2020, flows a quarter), of one of the
    `weight` firms that its row stands for; its methods put a decision's rule to the row as things stand now. It stays
    the same object while what it shows is in the economy. Setting, moving, removing raise ReadOnlyError.
    """

    table: ClassVar[type[Table]]
    levers: ClassVar[tuple[str, ...]] = ()
    """What to use where a name has no levers of its own."""
    moving: ClassVar[tuple[str, ...]] = ("zones.all.open",)
    """What to use to have them elsewhere."""
    book: Book
    model: Model

    def __init__(self, book: Book, identity: int) -> None:
        # Mesa's own __init__ would enter the agent in the model's register; here the table is the register
        self.__dict__.update(book=book, model=book.model, unique_id=identity, _page=-1, _row=-1)

    @classmethod
    @abstractmethod
    def rows(cls, economy: Economy) -> Table:
        """The table that these agents show."""

    @classmethod
    def identities(cls, table: Table) -> Column:
        """Identity of each row."""
        return cast(Column, getattr(table, "id"))  # noqa: B009 only some tables have it

    @classmethod
    def sites(cls, table: Table) -> Column:
        """Site of each row; empty for those who are nowhere in particular."""
        return cast(Column, getattr(table, "site", NOWHERE))

    @property
    def row(self) -> int:
        """Row in its table now; GoneError when it is in the economy no more."""
        own = self.__dict__
        if own["_page"] != self.book.page:
            own["_row"], own["_page"] = self.book.row(self.unique_id), self.book.page
        row: int = own["_row"]
        return row

    @property
    def alive(self) -> bool:
        """Whether it is still in the economy."""
        return self.unique_id in self.book.row_of

    @property
    def cell(self) -> Cell | None:
        """Cell of the model's grid where it is; None for those who are nowhere in particular."""
        sites = self.sites(self.book.table)
        return self.model.grid.places[self.model.given.map.cell_of_site[sites[self.row]]] if sites.size else None

    @property
    def pos(self) -> tuple[int, int] | None:
        """Column and row of its cell."""
        return None if self.cell is None else self.cell.coordinate

    def __setattr__(self, name: str, value: Any) -> None:
        shown = getattr(type(self), name, None)
        own = shown.levers if isinstance(shown, Shown) else self.moving if name in ("cell", "pos") else ()
        raise refusal(f"{type(self).__name__}.{name} cannot be set", own or self.levers)

    def __delattr__(self, name: str) -> None:
        self.__setattr__(name, None)

    def remove(self) -> None:
        """Raises ReadOnlyError: who leaves is decided in the quarter."""
        raise refusal(f"a {type(self).__name__} cannot be removed", self.levers)

    def move_to(self, *_: object) -> None:
        """Raises ReadOnlyError: who moves is decided in the quarter."""
        raise refusal(f"a {type(self).__name__} cannot be moved", self.moving)

    def move_relative(self, *_: object) -> None:
        """Raises ReadOnlyError: who moves is decided in the quarter."""
        raise refusal(f"a {type(self).__name__} cannot be moved", self.moving)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.unique_id}{'' if self.alive else ', gone'}>"


class Book:
    """The views of one kind, made when asked for and kept while what they show is in the economy.

    Mesa's AgentSets hold their members weakly, so somebody must hold them; this does.
    """

    def __init__(self, kind: type[View], model: Model) -> None:
        self.kind, self.model, self.page = kind, model, 0
        self.views: dict[int, View] = {}
        self.open()

    def open(self) -> None:
        """Turn to the economy as it is now, and let go of those who have left it."""
        self.table = self.kind.rows(self.model.economy)
        self.columns = self.table.columns()
        self.page += 1
        self._row_of: dict[int, int] | None = None
        self._at: tuple[Column, Column] | None = None
        if self.views:
            for gone in self.views.keys() - self.row_of.keys():
                del self.views[gone]

    @property
    def row_of(self) -> dict[int, int]:
        """Row of each identity, in the table's order."""
        if self._row_of is None:
            identities = self.kind.identities(self.table).tolist()
            self._row_of = dict(zip(identities, range(len(identities)), strict=True))
        return self._row_of

    def row(self, identity: int) -> int:
        """Row of an identity; GoneError where there is none."""
        found = self.row_of.get(identity)
        if found is None:
            raise GoneError(f"{self.kind.__name__} {identity} is no longer in the economy of {self.model.quarter}")
        return found

    def view(self, identity: int) -> View:
        """The view of an identity: the same object as before, or a new one."""
        found = self.views.get(identity)
        if found is None:
            self.row(identity)  # which says so when there is nobody
            found = self.views[identity] = self.kind(self, identity)
        return found

    def everyone(self) -> list[View]:
        """All views, in the table's order."""
        views, kind = self.views, self.kind
        for identity in self.row_of:
            if identity not in views:
                views[identity] = kind(self, identity)
        return [views[identity] for identity in self.row_of]

    @property
    def order(self) -> tuple[Column, Column]:
        """Rows in the order of their cells; where each cell's rows start in it [cells + 1]."""
        if self._at is None:
            sites, cells = self.kind.sites(self.table), len(self.model.given.map.grid)
            where = self.model.given.map.cell_of_site[sites]
            starts = np.concatenate(([0], np.cumsum(np.bincount(where, minlength=cells))))
            self._at = np.argsort(where, kind="stable"), starts
        return self._at

    def rows_at(self, cell: int) -> Column:
        """Rows that are in a cell of the land."""
        order, starts = self.order
        return order[starts[cell] : starts[cell + 1]]

    def at(self, cell: int) -> list[View]:
        """Views of those in a cell of the land, in the table's order."""
        rows = self.rows_at(cell)
        if rows.size == 0:
            return []
        return [self.view(identity) for identity in self.kind.identities(self.table)[rows].tolist()]
