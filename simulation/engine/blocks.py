"""Blocked loops: several rules asked for many rows, block by block, written out and compiled.

Of each block, what lies at a row's place is copied into a small buffer first; then each rule has one plain loop, so
that LLVM vectorises it (benchmarks/README.md says what this form is worth). The loops stand in one function: as one
function a rule they are as fast, and take a third longer to compile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

import numpy as np

from simulation.engine.compiling import compiled
from simulation.engine.table import BLOCK_OF_SUMS, Column

WEIGHT = "weight"
"""Column of how many agents each row stands for, which sums count."""
BLOCK = 512
"""Rows handled together by a blocked loop: a dozen columns of them fit the first-level cache."""
Fields = Mapping[str, Any]
Plan = tuple[tuple[str, str], ...]
"""Arguments by name with their source: `row`, `setting`, or the name of a gathered one."""


class Each(NamedTuple):
    """Rows that belong `times` in a row to each entry of a source: row // times."""

    times: int


class Cycle(NamedTuple):
    """Rows that go through the entries of a source, over and over: row % times."""

    times: int


Index = Column | Each | Cycle
"""Where a row finds its entry in a source."""
Manners = Mapping[str, type]
"""How each source is looked up: the type of its index."""


class Step(Protocol):
    """A rule as a loop sees it."""

    name: str
    arguments: tuple[str, ...]
    scalar: Any
    plain: Any


class Asked(Protocol):
    """A loop: its rules, the answers it keeps, and those it adds up."""

    @property
    def rules(self) -> tuple[Step, ...]:
        """The rules in order."""

    @property
    def keep(self) -> tuple[str, ...]:
        """Names of the answers kept."""

    @property
    def add(self) -> tuple[str, ...]:
        """Names of the answers added up."""


def whole_rounds(times: int) -> int:
    """Rows of a block when rows come in rounds of so many: whole rounds, one at least."""
    return max(1, BLOCK // times) * times


def blocked_loop(loop: Asked, plan: Plan, manners: Manners) -> Any:
    """The compiled loop of these rules: call(first, last, block, sums, *indices, *arguments, *answers).

    `sums` has a row for each answer that is added up, and a column for each block of sums.
    """
    first, draft = loop.rules[0], _text_of(loop, plan, manners)
    key = hashlib.sha256(draft.encode()).hexdigest()[:12]
    text = draft.replace("blocked_loop", f"loop_{key}")
    space: dict[str, Any] = {"__name__": first.plain.__module__, "compiled": compiled, "np": np}
    space["BLOCK_OF_SUMS"] = BLOCK_OF_SUMS
    space.update({f"rule_{step.name}": step.scalar for step in loop.rules})
    exec(compile(text, f"<loop {key}>", "exec"), space)  # noqa: S102
    return space[f"loop_{key}"]


def _text_of(loop: Asked, plan: Plan, manners: Manners) -> str:
    kinds, sources = dict(plan), sorted(manners)
    inner = [step.name for step in loop.rules if step.name not in loop.keep]
    buffered = [name for name, kind in plan if kind in sources] + inner
    heads, handed = [f"by_{source}" for source in sources], [f"all_{name}" for name, _ in plan]
    kept = [f"all_{name}" for name in loop.keep]
    lines = ["@compiled", f"def blocked_loop({', '.join(['first', 'last', 'block', 'sums', *heads, *handed, *kept])}):"]
    lines += [f"    room_{name} = np.empty(block)" for name in buffered]
    named = {source: [name for name, kind in plan if kind == source] for source in sources}
    for source in sources:
        if manners[source] is Cycle:
            lines += ["    for i in range(block):", *_copied(named[source], 8, "i", f"i % by_{source}")]
    lines += ["    for low in range(first, last, block):", "        n = min(block, last - low)"]
    for source in sources:
        lines += _gathered(source, manners[source], named[source])
    straight = [name for name, kind in plan if kind == "row"] + list(loop.keep)
    lines += [f"        room_{name} = all_{name}[low:low + n]" for name in straight]
    for step in loop.rules:
        asked = ", ".join(f"all_{n}" if kinds.get(n) == "setting" else f"room_{n}[i]" for n in step.arguments)
        lines += ["        for i in range(n):", f"            room_{step.name}[i] = rule_{step.name}({asked})"]
    return "\n".join([*lines, *_added_up(loop.add)]) + "\n"


def _added_up(names: tuple[str, ...]) -> list[str]:
    """Lines that add a block's answers to their sums, row by row; several sums wait for nothing but themselves."""
    if not names:
        return []
    places = [f"sums[{row}, low // BLOCK_OF_SUMS]" for row in range(len(names))]
    return [
        *[f"        sum_{name} = {place}" for name, place in zip(names, places, strict=True)],
        "        for i in range(n):",
        *[f"            sum_{name} += room_{name}[i] * room_{WEIGHT}[i]" for name in names],
        *[f"        {place} = sum_{name}" for name, place in zip(names, places, strict=True)],
    ]


def _gathered(source: str, manner: type, names: list[str]) -> list[str]:
    """Lines that bring what a block's rows find in a source into the buffers; a cycle is there from the start."""
    if manner is Cycle:
        return []
    if manner is Each:
        return [
            f"        for at in range(low // by_{source}, (low + n) // by_{source}):",
            f"            start = at * by_{source} - low",
            f"            for i in range(by_{source}):",
            *_copied(names, 16, "start + i", "at"),
        ]
    return ["        for i in range(n):", f"            at = by_{source}[low + i]", *_copied(names, 12, "i", "at")]


def _copied(names: Iterable[str], indent: int, to: str, at: str) -> list[str]:
    return [f"{' ' * indent}room_{name}[{to}] = all_{name}[{at}]" for name in names]
