"""What all tests share: hypothesis without deadlines, and a folder of the checkout."""

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
