"""The chart library for files that are handed out: ECharts (Apache-2.0), as NiceGUI ships it with the extra `page`."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

HOW_TO = "the replay needs the chart library of the extra `page`: `make page`, or pip install 'sez-clusters[page]'"
ENTRY = re.compile(r'import\s*\{(?P<names>[^}]*)\}\s*from\s*"\./(?P<file>[\w.-]+)";export\{(?P<out>[^}]*)\}')
EXPORTS = re.compile(r"export\{(?P<names>[^{}]*)\};?\s*(?://# sourceMappingURL=\S*\s*)?$")


class NoChartLibraryError(ImportError):
    """ECharts is not installed, or not as this version expects it."""


def library() -> str:
    """ECharts as one classic script that leaves `echarts` behind; NoChartLibraryError says how to get it.

    NiceGUI ships a module whose entry imports `echarts` from a chunk under a short name, which the chunk exports.
    """
    folder = _folder()
    entry = ENTRY.search(_text(folder / "index.js"))
    if entry is None:
        raise _other(folder)
    short = _named(entry["names"], _named(entry["out"], "echarts"))
    chunk = _text(folder / entry["file"])
    exports = EXPORTS.search(chunk)
    own = _named(exports["names"], short) if exports else ""
    if exports is None or not own or "</script" in chunk:
        raise _other(folder)
    return f'(()=>{{"use strict";{chunk[: exports.start()]}globalThis.echarts={own}}})();'


def _folder() -> Path:
    found = importlib.util.find_spec("nicegui")
    if found is None or found.origin is None:
        raise NoChartLibraryError(HOW_TO)
    return Path(found.origin).parent / "elements" / "echart" / "dist"


def _named(listed: str, name: str) -> str:
    """Of `x as y, ...` the x of a y; nothing where there is none."""
    pairs = (part.split(" as ") for part in listed.split(","))
    return next((pair[0].strip() for pair in pairs if pair[-1].strip() == name), "")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        raise _other(path) from None


def _other(path: Path) -> NoChartLibraryError:
    return NoChartLibraryError(f"{path}: this NiceGUI ships its chart library otherwise than version 3 did; {HOW_TO}")
