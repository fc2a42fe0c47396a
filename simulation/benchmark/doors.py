"""Watches the doors of compiled loops: how long they take, the bytes they are handed, the functions they must compute.

Bytes are those of the columns that a loop reads and of those that it fills, each counted once. Transcendental work is
counted as the rules are written: exponentials, logarithms and keyed draws; of two branches the dearer one. Loops over
choosers (whose first columns are `who`) do work that depends on what they find: some of their rows are played
in interpreted Python with counters in place of the functions.
Copying whole tables counts as a compiled loop too: it is NumPy's, at the speed of memory.
Seconds are the thread's own, so that other work on the machine hardly counts.
"""

from __future__ import annotations

import ast
import dataclasses
import inspect
import sys
import textwrap
import time
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any

import numba
import numpy as np

from simulation.engine import luck, rules, table
from simulation.engine.rules import Loop, Rule

SAMPLED_ROWS = 200
FILLED = ("out", "got", "answer")
"""Names that compiled functions give to the column they fill."""


@dataclasses.dataclass(frozen=True)
class Work:
    """What a loop did: seconds, bytes read and filled, and functions computed."""

    seconds: float = 0.0
    read: float = 0.0
    filled: float = 0.0
    exps: float = 0.0
    logs: float = 0.0
    draws: float = 0.0

    def __add__(self, other: Work) -> Work:
        return Work(*(a + b for a, b in zip(dataclasses.astuple(self), dataclasses.astuple(other), strict=True)))

    def times(self, rows: float) -> Work:
        """The same for so many rows."""
        return Work(*(rows * each for each in dataclasses.astuple(self)))


FIRST_WORD = 1 << 63
"""Compiled functions answer random words as Python's integers; from here on they fit no signed one."""
PRIMITIVES = {
    id(rules.exp): Work(exps=1.0), id(rules.log): Work(logs=1.0),
    id(luck.threefry): Work(draws=1.0), id(luck.uniform_of): Work(draws=1.0),
}  # fmt: skip


def is_inline(value: Any) -> bool:
    """Whether a value is a function that is compiled into its callers."""
    return isinstance(value, numba.core.registry.CPUDispatcher) and bool(value.targetoptions.get("forceinline"))


@cache
def work_of(function: Any) -> Work:
    """Transcendental work of one call of a plain function, as it is written."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    return _work(tree, function.__globals__)


def _work(node: ast.AST, known: Mapping[str, Any]) -> Work:
    if isinstance(node, ast.If | ast.IfExp):
        branches = [_all(part if isinstance(part, list) else [part], known) for part in (node.body, node.orelse)]
        return _work(node.test, known) + max(branches, key=lambda one: one.exps + one.logs + one.draws)
    own = Work()
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        called: Any = known.get(node.func.id)
        if id(called) in PRIMITIVES:
            own = PRIMITIVES[id(called)]
        elif is_inline(called):
            own = work_of(called.py_func)
    return own + _all(ast.iter_child_nodes(node), known)


def _all(nodes: Any, known: Mapping[str, Any]) -> Work:
    whole = Work()
    for node in nodes:
        whole += _work(node, known)
    return whole


def nbytes(columns: Any) -> float:
    """Bytes of the columns among some arguments."""
    several = [each for column in columns for each in (column if isinstance(column, tuple) else [column])]
    return float(sum(column.nbytes for column in several if isinstance(column, np.ndarray)))


class Doors:
    """Times every compiled loop that Python calls; everything must be compiled already. Use it as a context."""

    def __init__(self) -> None:
        self.work = Work()
        """All that went through the doors since the start."""
        self.counting = 0.0
        """Seconds that the counting took."""
        self._undo: list[Callable[[], None]] = []

    def __enter__(self) -> Doors:
        seen: dict[int, Any] = {}
        for module, name, value in _compiled_in_package():
            seen.setdefault(id(value), self._watched(value, _counted_by_playing(value)))
            setattr(module, name, seen[id(value)])
            self._undo.append(partial(setattr, module, name, value))
        tables: Any = table
        copies, tables.each_of = tables.each_of, self._watched(tables.each_of, lambda given: _copied(given[1]))
        self._undo.append(partial(setattr, tables, "each_of", copies))
        for loop in _loops():
            for plan, call in list(loop._compiled.items()):
                loop._compiled[plan] = self._watched(call, _counted_by_rules(loop))
                self._undo.append(partial(loop._compiled.__setitem__, plan, call))
        return self

    def __exit__(self, *_: object) -> None:
        for undo in self._undo:
            undo()
        self._undo.clear()

    def _watched(self, loop: Any, count: Callable[..., Work]) -> Any:
        """`behind` is the loop, for whoever meets the door where the loop was."""

        def timed(*given: Any) -> Any:
            start = time.thread_time()
            answer = loop(*given)
            end = time.thread_time()
            self.work += count(given) + Work(seconds=end - start)
            self.counting += time.thread_time() - end
            return answer

        timed.behind = loop  # type: ignore[attr-defined]
        return timed


def _copied(columns: Iterable[tuple[Any, Any]]) -> Work:
    """What copying these columns, or several of them into one, reads and fills; each with the room that it fills."""
    filled = nbytes(room for _, room in columns)
    return Work(read=filled, filled=filled)


def _compiled_in_package() -> Iterator[tuple[types.ModuleType, str, Any]]:
    for module in [module for name, module in sys.modules.items() if name.split(".")[0] == "simulation"]:
        for name, value in list(vars(module).items()):
            if isinstance(value, numba.core.registry.CPUDispatcher) and not is_inline(value):
                yield module, name, value


def _loops() -> Iterator[Loop]:
    seen = set()
    for module in [module for name, module in sys.modules.items() if name.split(".")[0] == "simulation"]:
        for value in list(vars(module).values()):
            loop = value._loop if isinstance(value, Rule) else value
            if isinstance(loop, Loop) and id(loop) not in seen:
                seen.add(id(loop))
                yield loop


def _counted_by_rules(loop: Loop) -> Callable[..., Work]:
    a_row = Work()
    for each in loop.rules:
        a_row += work_of(each.plain)

    def count(given: tuple[Any, ...]) -> Work:
        """`given` begins with the first and the last row and ends with the answers."""
        columns, answers = given[2 : -len(loop.keep)], given[-len(loop.keep) :]
        return a_row.times(given[1] - given[0]) + Work(read=nbytes(columns), filled=nbytes(answers))

    return count


def _counted_by_playing(loop: Any) -> Callable[..., Work]:
    names = list(inspect.signature(loop.py_func).parameters)

    def count(given: tuple[Any, ...]) -> Work:
        filled = [value for name, value in zip(names, given, strict=True) if name in FILLED]
        handed = Work(read=nbytes(given) - nbytes(filled), filled=nbytes(filled))
        return handed + (played(loop.py_func, names, given) if "who" in names else Work())

    return count


def played(function: Any, names: list[str], given: tuple[Any, ...]) -> Work:
    """Transcendental work of a loop over choosers, from some of its rows played in interpreted Python."""
    rows = given[names.index("who")].size
    if rows == 0:
        return Work()
    few = np.arange(0, rows, max(1, rows // SAMPLED_ROWS))
    parts = [g[few] if isinstance(g, np.ndarray) and g.shape == (rows,) else g for g in given]
    if "low" in names:
        parts[names.index("low")], parts[names.index("high")] = 0, few.size
    if "turn" in names:
        parts[names.index("turn")] = np.arange(few.size)
    counted = [Work()]
    with np.errstate(all="ignore"):  # words wrap round and clocks without odds never ring, as where it is compiled
        _interpreted(function, counted)(*parts)
    return counted[0].times(rows / few.size)


def _interpreted(function: Any, counted: list[Work]) -> Any:
    """A plain function that counts what it and the functions it calls compute."""

    def counting(each: Any) -> Any:
        cost = PRIMITIVES.get(id(each)) or work_of(each.py_func)

        def called(*asked: Any) -> Any:
            counted[0] += cost
            return each(*(np.uint64(one) if isinstance(one, int) and one >= FIRST_WORD else one for one in asked))

        return called

    space = dict(function.__globals__)
    for name in set(function.__code__.co_names) & set(space):
        value = getattr(space[name], "behind", space[name])
        if is_inline(value):
            space[name] = counting(value)
        elif isinstance(value, numba.core.registry.CPUDispatcher):
            space[name] = _interpreted(value.py_func, counted)
    return types.FunctionType(function.__code__, space)
