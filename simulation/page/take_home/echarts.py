"""The chart library for files that are handed out: Apache ECharts as its authors released it, held to its hash.

The version is the one that NiceGUI brings, so that a replay draws what the live page draws.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

VERSION = "6.1.0"
RELEASED = Path(__file__).parent / "handout" / "echarts" / "echarts.min.js"
"""`dist/echarts.min.js` of the release; its licences lie beside it."""
SHA256 = "b66b25aeb4df84e33199dc21694014d336d222cbd9deb0e5a7c14bd6aa0d0fd0"
LICENCES = f"Apache ECharts {VERSION}, Apache License 2.0; zrender, BSD 3-Clause, Copyright (c) 2017, Baidu Inc."
"""What a file that holds the library says of it."""


class ChartLibraryError(ValueError):
    """The chart library is not the one that was released."""


def library(released: Path = RELEASED) -> str:
    """ECharts as one classic script that leaves `echarts` behind; ChartLibraryError where it is another file."""
    found = released.read_bytes()
    digest = hashlib.sha256(found).hexdigest()
    if digest != SHA256:
        raise ChartLibraryError(
            f"{released} has SHA-256 {digest[:12]}...; ECharts {VERSION} as released has {SHA256[:12]}...: "
            "to install sez-clusters again would be right"
        )
    return found.decode("utf-8")
