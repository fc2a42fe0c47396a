"""Compiling: numba's loops, kept between runs under the hash of the sources they were made from.

numba itself sees a change only in the caller's own file and would serve a stale callee (numba issues 1833, 9483).
"""

from __future__ import annotations

import gc
import hashlib
import os
import re
import shutil
from pathlib import Path
from typing import Any

import numba
from numba import njit
from numba.core import event
from numba.core.caching import _CacheLocator

STAMPS_KEPT = 4
A_STAMP = re.compile("[0-9a-f]{20}")
PACKAGE = Path(__file__).parents[1]
NOT_COMPILED = (
    "report",
    "page",
    "model",
    "ensemble",
    "comparison",
    "commands",
    "telling",
    "keeping",
    "benchmark",
    "cli.py",
    "run.py",
    "__init__.py",
    "__main__.py",
)
"""Parts of the package that no rule can call (import contracts), so their edits need no new compilation."""


def source_stamp() -> str:
    """Hash of all sources a rule can depend on and of numba's version."""
    digest = hashlib.sha256(numba.__version__.encode())
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.relative_to(PACKAGE).parts[0] not in NOT_COMPILED:
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:20]


def cache_folder() -> Path:
    """Where compiled code is kept: a folder of our own in NUMBA_CACHE_DIR, else in the user's cache folder."""
    named = os.environ.get("NUMBA_CACHE_DIR")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(named or home) / "sez-clusters" / "compiled"


STAMP = source_stamp()


class BySource(_CacheLocator):
    """Keeps compiled code under the stamp of the sources it was compiled from."""

    def __init__(self, function: Any) -> None:
        self.name = f"{function.__module__}.{function.__qualname__}"

    def get_cache_path(self) -> str:
        """Folder of this stamp."""
        return str(cache_folder() / STAMP)

    def get_source_stamp(self) -> str:
        """The stamp."""
        return STAMP

    def get_disambiguator(self) -> str:
        """Name of the function within the package."""
        return self.name

    @classmethod
    def from_function(cls, function: Any, file: str) -> BySource | None:  # noqa: ARG003
        """A locator for functions of this package, None for all others."""
        if function.__module__.split(".")[0] != PACKAGE.name:
            return None
        here = cls(function)
        here.ensure_cache_path()
        return here


def forget_old_compilations() -> None:
    """Remove compiled code of all but the newest few versions of the sources; what has another name is not ours."""
    ours = (path for path in cache_folder().glob("*") if A_STAMP.fullmatch(path.name) and path.is_dir())
    found = sorted(ours, key=lambda path: path.stat().st_mtime)
    for old in found[:-STAMPS_KEPT]:
        shutil.rmtree(old, ignore_errors=True)


class Uninterrupted(event.Listener):
    """Holds Python's search for garbage while something compiles, a tenth of whose time it would take."""

    def __init__(self) -> None:
        self.within, self.wanted = 0, True

    def on_start(self, event: Any) -> None:  # noqa: ARG002
        """A function begins to compile, perhaps for one that waits for it; numba lets one thread at a time."""
        if self.within == 0:
            self.wanted = gc.isenabled()
            gc.disable()
        self.within += 1

    def on_end(self, event: Any) -> None:  # noqa: ARG002
        """It has compiled."""
        self.within -= 1
        if self.within == 0 and self.wanted:
            gc.enable()


event.register("numba:compile", Uninterrupted())
numba.config.CACHE_LOCATOR_CLASSES = f"{__name__}.BySource,InTreeCacheLocator,UserWideCacheLocator,IPythonCacheLocator"
inline = njit(forceinline=True, error_model="numpy")
"""Compiles a function so that loops which call it are still vectorised."""
only_inside = njit(forceinline=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""As `inline`, for what Python never calls: the doors for Python and C take longer to compile than a rule itself."""
compiled = njit(error_model="numpy", cache=True, nogil=True, no_cfunc_wrapper=True)
"""Compiles a whole loop; kept between runs; lets other threads go on; C has no door to it."""

forget_old_compilations()
