"""What all tests share: hypothesis without deadlines, the folder of the checkout, and which tests stay on one core."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import settings

# Started in the background, a shell lets its children ignore Ctrl-C; the tests of stopping need it heard.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Other work on the machine must not decide whether a test passes.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return Path(__file__).resolve().parents[1]


SHARED = ("lessons",)
"""Folders whose modules share long runs."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On several cores (`-n 2 --dist loadgroup`) tests that share a run stay together: those of a module or folder."""
    for item in items:
        folder = item.path.parent.name
        item.add_marker(pytest.mark.xdist_group(folder if folder in SHARED else f"{folder}/{item.path.stem}"))
