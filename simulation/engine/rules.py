"""Rules: one equation each, asked for one number or for a million rows.

A rule is a pure scalar function. `@rule` compiles it once; the same object answers floats (a lesson, a test, a Mesa
agent), columns (one loop), and a `Loop` of several rules (one blocked loop: gather by place into a small buffer, then
one plain loop a rule, so that LLVM vectorises each of them; benchmarks/README.md says what this form is worth).

Everything here uses + - * / sqrt and comparisons only, never fastmath, so that a run has the same bits on every
processor: `exp` and `log` are polynomials in plain arithmetic (below 1 ulp, tests/test_rules.py).
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np

from simulation.engine.blocks import WEIGHT, Cycle, Each, Fields, Index, blocked_loop, whole_rounds
from simulation.engine.compiling import inline, only_inside
from simulation.engine.table import BLOCK_OF_SUMS, Column, added
from simulation.engine.threads import spread

FLOAT = np.dtype(np.float64)
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
EXP_TERMS = tuple(1.0 / math.factorial(n) for n in range(12, 1, -1))
EXP_LIMIT = 700.0
NS_A_RULE = 2
"""What a row of a loop takes for each of its rules, from 1 for sums to 8 for powers."""
WHOLE = 2.0**52 + 1023.0
"""Added to a whole number, it leaves the exponent of two to that number in the last bits; few processors convert a
vector of floats to whole numbers, so this is a fifth faster."""
EXPONENT = np.uint64(52)
"""Where the exponent's bits stand."""


@inline
def exp(x):  # type: ignore[no-untyped-def]
    """E to the x in plain arithmetic, below 1 ulp; x is held within 700 either way."""
    x = min(max(x, -EXP_LIMIT), EXP_LIMIT)
    k = np.floor(x * 1.4426950408889634 + 0.5)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    p = 1.6059043836821613e-10
    for term in EXP_TERMS:
        p = p * r + term
    return (1.0 + (r + r * r * p)) * np.uint64(np.float64(k + WHOLE).view(np.uint64) << EXPONENT).view(np.float64)


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
        self.scalar = only_inside(plain)
        self.__doc__, self.__name__, self.__module__ = plain.__doc__, plain.__name__, plain.__module__
        self._loop: Loop | None = None

    def __call__(self, *given: Any) -> Any:
        """The rule's answer: for numbers a float, for columns of one length a column."""
        if not any(isinstance(value, np.ndarray) and value.ndim for value in given):
            return float(self.plain(*given))
        self._loop = self._loop or Loop(self)
        size = next(value.size for value in given if isinstance(value, np.ndarray) and value.ndim)
        named = dict(zip(self.arguments, given, strict=True))
        columns = {name: value for name, value in named.items() if _is_column(value)}
        return self._loop(size, columns, _others(named))[self.name]


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


Gathered = tuple[Index, Fields]


class Answers(dict[str, Column]):
    """Columns by the names of the rules that made them, and the totals of those that the loop adds up."""

    totals: Mapping[str, float]


class Loop:
    """Rules asked in order for every row; each may use the answers of those before it.

    Arguments are found by name: an earlier rule's answer, a column of `rows`, a field of one of the `gathered` sources
    (looked up through its index column, or by `Each` and `Cycle` where rows are all pairs of two kinds), or one of the
    `settings` (a number or a NamedTuple); a name that two of them offer is refused (ValueError) when the loop is first
    called with such sources. Only the answers named in `keep` (default: all) are returned as columns;
    of those named in `add` the totals over all whom the rows stand for are told, while they are at hand, with the bits
    that `table.total_of_all` gives: so `rows` must have their `weight`.
    """

    def __init__(self, *rules: Rule, keep: Iterable[str] | None = None, add: Iterable[str] = ()) -> None:
        self.rules = rules
        self.keep = tuple(keep) if keep is not None else tuple(rule.name for rule in rules)
        self.add = tuple(add)
        self._compiled: dict[tuple[Any, ...], Any] = {}
        made: set[str] = set()
        self._asked: dict[str, str] = {}
        for step in rules:
            self._asked |= {name: step.name for name in step.arguments if name not in made}
            made.add(step.name)
        if self.add:
            self._asked.setdefault(WEIGHT, "a sum over all whom the rows stand for")

    def __call__(
        self,
        size: int,
        rows: Fields,
        settings: Fields | None = None,
        into: dict[str, Column] | None = None,
        /,
        **gathered: Gathered,
    ) -> Answers:
        """The kept answers as columns of `size` rows: new ones, or those of `into`, such as parts of longer ones."""
        settings = settings or {}
        found = [self._found(name, rows, settings, gathered) for name in self._asked]
        kinds = tuple([kind for kind, _ in found])
        sources = [source for source in sorted(gathered) if source in kinds]
        indices = [gathered[source][0] for source in sources]
        manners = tuple([type(index) for index in indices])
        call = self._compiled.get((kinds, manners))
        if call is None:
            self._refuse_ambiguity(rows, settings, gathered)
            plan = tuple(zip(self._asked, kinds, strict=True))
            call = blocked_loop(self, plan, dict(zip(sources, manners, strict=True)))
            self._compiled[kinds, manners] = call
        answers = Answers(into or {name: np.empty(size) for name in self.keep})
        whole = max([index.times for index in indices if isinstance(index, Each | Cycle)], default=1)
        if self.add and whole > 1:
            raise ValueError(f"{self.add} cannot be added up over rows that come in rounds")
        sums = np.zeros((len(self.add), -(-size // BLOCK_OF_SUMS)))
        fixed: list[Any] = [sums]
        fixed += [index.times if isinstance(index, Each | Cycle) else index for index in indices]
        fixed += [value for _, value in found]
        fixed += [answers[name] for name in self.keep]
        block = whole_rounds(whole)
        together = BLOCK_OF_SUMS if self.add else block
        spread(
            lambda first, last: call(first, last, block, *fixed), size, whole=together, ns=NS_A_RULE * len(self.rules)
        )
        answers.totals = {name: float(added(parts)) for name, parts in zip(self.add, sums, strict=True)}
        return answers

    def _refuse_ambiguity(self, rows: Fields, settings: Fields, gathered: Mapping[str, Gathered]) -> None:
        """Raise ValueError where two sources offer what a rule asks for, or one of them hides an earlier answer."""
        sources = {"the settings": settings, "the rows": rows}
        sources |= {source: fields for source, (_, fields) in gathered.items()}
        answered: set[str] = set()
        for step in self.rules:
            for name in step.arguments:
                offer = [source for source, fields in sources.items() if name in fields]
                offer += [f"the answer of {name}"] if name in answered else []
                if len(offer) > 1:
                    raise ValueError(f"{step.name} asks for {name!r}, which {' and '.join(offer)} offer: let only one")
            answered.add(step.name)

    def _found(self, name: str, rows: Fields, settings: Fields, gathered: Mapping[str, Gathered]) -> tuple[str, Any]:
        """Where an argument comes from, and what is handed for it."""
        if name in settings:
            value = settings[name]
            return "setting", value if isinstance(value, tuple) else float(value)
        if name in rows:
            return "row", np.ascontiguousarray(rows[name], dtype=FLOAT)
        for source, (_, fields) in gathered.items():
            if name in fields:
                return source, np.ascontiguousarray(fields[name], dtype=FLOAT)
        raise KeyError(f"{self._asked[name]} asks for {name!r}, which is in no source")
