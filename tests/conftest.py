"""What all tests share: hypothesis without deadlines, and a folder of the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# Other work on the machine must not decide whether a test passes.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The root of the checkout."""
    return Path(__file__).resolve().parents[1]
