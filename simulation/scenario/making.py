"""What stands above a scenario and is yet offered by it: the front door says here who makes a model of one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Maker = Callable[[Any], Any]
"""A scenario to the Mesa model of it."""

_makers: list[Maker] = []


def makes_models(maker: Maker) -> None:
    """Who makes the models that `Scenario.model` returns; the last one said."""
    _makers[:] = [maker]


def model_of(scenario: object) -> Any:
    """The model of a scenario."""
    return _makers[0](scenario)
