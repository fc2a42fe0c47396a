from __future__ import annotations

import shutil
from functools import cache

import pytest

from simulation.page.lesson.findings import Pair, play
from simulation.page.lesson.lessons import TABLES_READ, open_lesson
from simulation.page.take_home.packing import TABLES_SHOWN

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NO_CHROMIUM = "no Chromium here: `apt-get install chromium` gets it"
BROWSER = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
)  # fmt: skip


@cache
def watched(name: str) -> list[Pair]:
    """The pair of runs of a lesson that is watched in class."""
    return list(play(open_lesson(name), 1, tuple({*TABLES_READ, *TABLES_SHOWN})))


@pytest.fixture(scope="session")
def pair_of():
    return watched


@pytest.fixture(scope="session")
def chromium():
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    return CHROMIUM, BROWSER
