"""Rules: one equation each, asked for one number or for a million rows.

A rule is a pure scalar function. `@rule` compiles it once; the same object answers floats (a lesson, a test, a Mesa
agent), columns (one loop), and a `Loop` of several rules (one blocked loop: gather by place into a small buffer, then
one plain loop a rule, so that LLVM vectorises each of them; benchmarks/README.md says what this form is worth).

Everything here uses + - * / sqrt and comparisons only, never fastmath, so that a run has the same bits on every
processor: `exp` and `log` are polynomials in plain arithmetic (below 1 ulp, tests/test_rules.py).
"""

from __future__ import annotations

import hashlib
import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from simulation.compiling import compiled, inline

Column = np.ndarray[Any, np.dtype[Any]]
BLOCK = 512
"""Rows handled together by a blocked loop: a dozen columns of them fit the first-level cache."""
BLOCK_OF_SUMS = 4096
FEW_ROWS = 10_000
"""Below this many rows a second thread costs more than it gives."""
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
EXP_TERMS = tuple(1.0 / math.factorial(n) for n in range(12, 1, -1))
EXP_LIMIT = 700.0


@inline
def exp(x):  # type: ignore[no-untyped-def]
    """E to the x in plain arithmetic, below 1 ulp; x is held within 700 either way."""
    x = min(max(x, -EXP_LIMIT), EXP_LIMIT)
    k = np.floor(x * 1.4426950408889634 + 0.5)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    p = 1.6059043836821613e-10
    for term in EXP_TERMS:
        p = p * r + term
    return (1.0 + (r + r * r * p)) * np.int64((np.int64(k) + 1023) << 52).view(np.float64)


@inline
def log(x):  # type: ignore[no-untyped-def]
    """Natural logarithm in plain arithmetic, below 1 ulp, for normal x > 0 (0 answers -709, never -inf)."""
    bits = np.float64(x).view(np.int64)
    k = (bits - np.int64(0x3FE6A09E667F3BCD)) >> 52
    f = np.int64(bits - (k << 52)).view(np.float64) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
    even = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)))
    h = 0.5 * f * f
    return k * LN2_HIGH - ((h - (s * (h + (odd + even)) + k * LN2_LOW)) - f)


@inline
def power(base, exponent):  # type: ignore[no-untyped-def]
    """Base to the exponent for base > 0, within 2 + |exponent ln base| ulp."""
    return exp(exponent * log(base))


sqrt = math.sqrt


class Rule:
    """One equation: floats in, float out; columns in, column out."""

    def __init__(self, plain: Callable[..., Any]) -> None:
        self.plain, self.name = plain, plain.__name__
        self.arguments = tuple(inspect.signature(plain).parameters)
        self.scalar = inline(plain)
        self.__doc__, self.__name__, self.__module__ = plain.__doc__, plain.__name__, plain.__module__
        self._loop: Loop | None = None

    def __call__(self, *given: Any) -> Any:
        """The rule's answer: for numbers a float, for columns of one length a column."""
        if not any(isinstance(value, np.ndarray) and value.ndim for value in given):
            return float(self.plain(*given))
        self._loop = self._loop or Loop(self)
        size = next(value.size for value in given if isinstance(value, np.ndarray) and value.ndim)
        named = dict(zip(self.arguments, given, strict=True))
        return self._loop(size, rows={n: v for n, v in named.items() if _is_column(v)}, settings=_others(named))[
            self.name
        ]


def _is_column(value: Any) -> bool:
    return isinstance(value, np.ndarray) and value.ndim == 1


def _others(named: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in named.items() if not _is_column(value)}


def rule(plain: Callable[..., Any]) -> Rule:
    """Make a pure scalar function a rule."""
    return Rule(plain)


@rule
def exp_of(x: float) -> float:
    """E to the x, portable, for numbers and columns."""
    return exp(x)


@rule
def log_of(x: float) -> float:
    """Natural logarithm, portable, for numbers and columns; x > 0."""
    return log(x)


Fields = Mapping[str, Any]
Gathered = tuple[Column, Fields]
_pool = ThreadPoolExecutor(max_workers=8, thread_name_prefix="rows")
_threads = 1


def use_threads(count: int) -> None:
    """How many threads share the rows of a long loop; the results do not depend on it."""
    global _threads
    _threads = max(1, count)


def spread(work: Callable[[int, int], None], size: int) -> None:
    """Call `work(first, last)` for all rows, cut into ranges of whole blocks, one a thread."""
    if _threads == 1 or size < FEW_ROWS:
        work(0, size)
        return
    cut = -(-size // (_threads * BLOCK)) * BLOCK
    jobs = [_pool.submit(work, low, min(low + cut, size)) for low in range(0, size, cut)]
    for job in jobs:
        job.result()


class Loop:
    """Rules asked in order for every row; each may use the answers of those before it.

    Arguments are found by name: an earlier rule's answer, a column of `rows`, a field of one of the `gathered` sources
    (looked up through its index column), or one of the `settings` (a number or a NamedTuple). Only the answers
    named in `keep` (default: all) are returned.
    """

    def __init__(self, *rules: Rule, keep: Iterable[str] | None = None) -> None:
        self.rules = rules
        self.keep = tuple(keep) if keep is not None else tuple(rule.name for rule in rules)
        self._compiled: dict[tuple[Any, ...], Any] = {}

    def __call__(
        self, size: int, rows: Fields, settings: Fields | None = None, **gathered: Gathered
    ) -> dict[str, Column]:
        """The kept answers as columns of `size` rows."""
        settings = settings or {}
        plan = self._plan(rows, settings, gathered)
        if plan not in self._compiled:
            self._compiled[plan] = _compile(self, plan)
        answers = {name: np.empty(size) for name in self.keep}
        handed = [_handed(kind, name, rows, settings, gathered) for name, kind in plan]
        indices = [gathered[source][0] for source in sorted({kind for _, kind in plan} & set(gathered))]
        call = self._compiled[plan]
        spread(lambda first, last: call(first, last, *indices, *handed, *answers.values()), size)
        return answers

    def _plan(self, rows: Fields, settings: Fields, gathered: Mapping[str, Gathered]) -> tuple[tuple[str, str], ...]:
        made, found = set(), {}
        for step in self.rules:
            for name in step.arguments:
                if name not in made:
                    found[name] = _source_of(name, rows, settings, gathered, step.name)
            made.add(step.name)
        return tuple(found.items())


def _source_of(name: str, rows: Fields, settings: Fields, gathered: Mapping[str, Gathered], asked_by: str) -> str:
    if name in settings:
        return "setting"
    if name in rows:
        return "row"
    for source, (_, fields) in gathered.items():
        if name in fields:
            return source
    raise KeyError(f"{asked_by} asks for {name!r}, which is in no source")


def _handed(kind: str, name: str, rows: Fields, settings: Fields, gathered: Mapping[str, Gathered]) -> Any:
    if kind == "setting":
        value = settings[name]
        return float(value) if isinstance(value, int | float | bool) else value
    column = rows[name] if kind == "row" else gathered[kind][1][name]
    return np.ascontiguousarray(column, dtype=np.float64)


def _compile(loop: Loop, plan: tuple[tuple[str, str], ...]) -> Any:
    """Generate and compile the blocked loop of these rules."""
    first, draft = loop.rules[0], _text_of(loop, plan)
    key = hashlib.sha256(draft.encode()).hexdigest()[:12]
    text = draft.replace("blocked_loop", f"loop_{key}").replace("EACH_", f"each_{key}_")
    space: dict[str, Any] = {"__name__": first.plain.__module__, "compiled": compiled, "inline": inline, "np": np}
    space.update({f"rule_{step.name}": step.scalar for step in loop.rules})
    exec(compile(text, f"<loop {key}>", "exec"), space)  # noqa: S102
    return space[f"loop_{key}"]


def _text_of(loop: Loop, plan: tuple[tuple[str, str], ...]) -> str:
    kinds = dict(plan)
    sources = sorted(set(kinds.values()) - {"row", "setting"})
    inner = [step.name for step in loop.rules if step.name not in loop.keep]
    buffered = [name for name, kind in plan if kind in sources] + inner
    lines = []
    for step in loop.rules:
        columns = [name for name in step.arguments if kinds.get(name) != "setting"]
        asked = ", ".join(name if kinds.get(name) == "setting" else f"{name}[i]" for name in step.arguments)
        extra = [name for name in step.arguments if kinds.get(name) == "setting"]
        lines += [
            "@compiled",
            f"def EACH_{step.name}({', '.join([*columns, *extra, 'answer'])}):",
            "    for i in range(answer.size):",
            f"        answer[i] = rule_{step.name}({asked})",
        ]
    heads = [f"by_{source}" for source in sources]
    handed = [f"all_{name}" for name, _ in plan]
    kept = [f"all_{name}" for name in loop.keep]
    lines += ["@compiled", f"def blocked_loop({', '.join(['first', 'last', *heads, *handed, *kept])}):"]
    lines += [f"    room_{name} = np.empty({BLOCK})" for name in buffered]
    lines += [f"    for low in range(first, last, {BLOCK}):", f"        n = min({BLOCK}, last - low)"]
    for source in sources:
        mine = [name for name, kind in plan if kind == source]
        lines += ["        for i in range(n):", f"            at = by_{source}[low + i]"]
        lines += [f"            room_{name}[i] = all_{name}[at]" for name in mine]
    for step in loop.rules:
        columns = [_piece(n, buffered) for n in step.arguments if kinds.get(n) != "setting"]
        extra = [f"all_{n}" for n in step.arguments if kinds.get(n) == "setting"]
        lines.append(f"        EACH_{step.name}({', '.join([*columns, *extra, _piece(step.name, buffered)])})")
    return "\n".join(lines) + "\n"


def _piece(name: str, buffered: list[str]) -> str:
    return f"room_{name}[:n]" if name in buffered else f"all_{name}[low:low + n]"
