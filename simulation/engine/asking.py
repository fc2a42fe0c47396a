"""Putting rules to one row: the same rules, in the same order and with the same arguments as a phase's loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from simulation.engine.rules import Gathered, Rule


def answer(
    rules: Sequence[Rule], row: Mapping[str, float], settings: Mapping[str, Any], gathered: Mapping[str, Gathered]
) -> float:
    """The last rule's answer for one row, each rule given the answers of those before it.

    Arguments are found by name where a `Loop` finds them: settings, then the row, then what lies at its place.
    """
    known: dict[str, float] = {}
    for rule in rules:
        given = [known[name] if name in known else _found(name, row, settings, gathered) for name in rule.arguments]
        known[rule.name] = rule(*given)
    return known[rules[-1].name]


def _found(name: str, row: Mapping[str, float], settings: Mapping[str, Any], gathered: Mapping[str, Gathered]) -> float:
    if name in settings:
        return float(settings[name])
    if name in row:
        return float(row[name])
    for index, fields in gathered.values():
        if name in fields:
            return float(fields[name][index[0]])
    raise KeyError(f"no row, setting or place knows {name!r}")
