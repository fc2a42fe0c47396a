"""The state of a run as plain data and columns, and back. What a checkpoint can hold is listed here, and nothing else.

Tables of agents keep their columns, other columns stand in a list by name, all else is a tree for JSON in which every
object says its class; what the scenario makes again (the map, the books, the setup) is not kept.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from simulation.agents.authorities.state import Zones
from simulation.agents.firms.state import Firms
from simulation.agents.power.state import PowerCompanies
from simulation.agents.suppliers.state import Suppliers
from simulation.economy import Economy, Fitted, Given
from simulation.engine.table import Column, Table
from simulation.finance.accounts import Account, LoanQuarter
from simulation.finance.external import External, Inflow
from simulation.finance.loans import Loan, Position
from simulation.finance.nation import National
from simulation.finance.treasury import Purse
from simulation.institutions.state import Anchor, Institutions, Services, Setup
from simulation.measures.clusters import Cluster
from simulation.measures.lives import Life
from simulation.measures.recorder import Recorder
from simulation.run import Standing
from simulation.surroundings import Fields, Land, Nation
from simulation.today import Today

TABLES = {each.__name__: each for each in (Firms, Suppliers, Zones, PowerCompanies)}
CLASSES: dict[str, type] = {
    each.__name__: each
    for each in (
        Account, Anchor, Cluster, Economy, External, Fields, Fitted, Inflow, Institutions, Land, Life, Loan,
        LoanQuarter, Nation, National, Position, Purse, Services, Today,
    )
}  # fmt: skip
PLAIN = (type(None), bool, int, float, str)
FROM_GIVEN = ("given", "around")
"""What a recorder finds out from what the run is given."""
KEPT_APART = ("last", "rows")
"""A recorder's last quarter is the economy; its rows are sheets."""


@dataclasses.dataclass(frozen=True)
class State:
    """A run half way: a tree of plain data, tables of agents, and single columns by name."""

    tree: dict[str, Any]
    tables: dict[str, dict[str, Column]] = dataclasses.field(default_factory=dict)
    columns: dict[str, Column] = dataclasses.field(default_factory=dict)


def taken(standing: Standing) -> State:
    """The state of a run, the recorder's rows aside."""
    state = State({})
    recorder = {k: v for k, v in vars(standing.recorder).items() if k not in (*FROM_GIVEN, *KEPT_APART)}
    parts = {"economy": standing.economy, "fitted": standing.given.fit, "recorder": recorder}
    state.tree.update({name: _packed(part, name, state) for name, part in parts.items()})
    state.tree["watched"] = _packed(standing.watched, "watched", state)
    return state


def given_back(state: State, given: Given, setup: Setup) -> Standing:
    """The run where it stood; `given` and `setup` are what its scenario makes again."""
    known = {name: _unpacked(part, state, setup) for name, part in state.tree.items()}
    given = dataclasses.replace(given, fitted=known["fitted"])
    recorder = Recorder(given, known["recorder"]["single_agents"])
    vars(recorder).update(known["recorder"], last=known["economy"])
    return Standing(known["economy"], given, recorder, known["watched"])


def _packed(value: Any, name: str, state: State) -> Any:
    """A value as plain data; its columns go into the state under its name."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, Table):
        state.tables[name] = value.columns()
        return {"table": type(value).__name__, "name": name}
    if isinstance(value, np.ndarray):
        state.columns[name] = value
        return {"column": name}
    if isinstance(value, np.generic):
        return {"number": value.dtype.str, "is": value.item()}
    if isinstance(value, Setup):
        return {"setup": "of the scenario"}
    return _packed_parts(value, name, state)


def _packed_parts(value: Any, name: str, state: State) -> Any:
    """A value that has parts, each packed under its own name."""

    def parts(pairs: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
        return {str(key): _packed(part, f"{name}.{key}", state) for key, part in pairs}

    kind = type(value)
    if CLASSES.get(kind.__name__) is kind:
        return {"a": kind.__name__, "of": parts((field, getattr(value, field)) for field in fields_of(kind))}
    if kind in (dict, MappingProxyType) and all(type(key) is str for key in value):
        return {"mapping": parts(value.items())}
    if kind in (list, tuple):
        return {kind.__name__: list(parts(enumerate(value)).values())}
    raise TypeError(f"{name} is of {kind.__module__}.{kind.__name__}, which a checkpoint does not know: see {__name__}")


def fields_of(kind: type) -> tuple[str, ...]:
    """Names of the fields of a dataclass or of a tuple with names."""
    if dataclasses.is_dataclass(kind):
        return tuple(field.name for field in dataclasses.fields(kind))
    return tuple(kind._fields)  # type: ignore[attr-defined]


def _unpacked(told: Any, state: State, setup: Setup) -> Any:
    """The value that plain data stand for."""
    if not isinstance(told, Mapping):
        return told
    if "table" in told:
        return TABLES[told["table"]](**state.tables[told["name"]])
    if "column" in told:
        return state.columns[told["column"]]
    if "number" in told:
        return np.dtype(told["number"]).type(told["is"])
    if "setup" in told:
        return setup
    if "mapping" in told:
        return {key: _unpacked(part, state, setup) for key, part in told["mapping"].items()}
    if "a" in told:
        parts = {key: _unpacked(part, state, setup) for key, part in told["of"].items()}
        return CLASSES[told["a"]](**parts)
    ((kind, parts),) = told.items()
    return {"list": list, "tuple": tuple}[kind](_unpacked(part, state, setup) for part in parts)
