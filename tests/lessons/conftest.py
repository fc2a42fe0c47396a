from __future__ import annotations

from functools import cache

import pytest

from simulation.page.lesson_findings import Pair, play
from simulation.page.lessons import open_lesson


@cache
def watched(name: str) -> list[Pair]:
    """The pair of runs of a lesson that is watched in class."""
    return list(play(open_lesson(name), 1))


@pytest.fixture(scope="session")
def pair_of():
    return watched
