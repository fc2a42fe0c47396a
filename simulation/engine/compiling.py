"""Compiling: numba's loops, kept between runs under what they depend on (stamps.py), each in two files.

numba itself sees a change only in the caller's own file and would serve a stale callee (numba issues 1833, 9483).
"""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numba
from numba import njit
from numba.core import event
from numba.core.caching import FunctionCache, _CacheLocator
from numba.core.types.containers import BaseTuple

from simulation.engine.stamps import stamp_of

FILES_KEPT = 1500
"""Files of compiled code that are kept: eight times what a run needs, some fifty megabytes."""
OURS = re.compile(r".+-[0-9a-f]{20}\.py\d+t?\.(nbi|\d+\.nbc)(\.tmp\.[0-9a-f]+)?")
"""Names of kept files: function, stamp, Python, and numba's endings; the last for one that is being written."""
PACKAGE = Path(__file__).parents[1]
KEPT = {"error_model": "numpy", "nogil": True, "no_cfunc_wrapper": True}
"""How loops are compiled that are kept: C has no door to them, and other threads go on."""


def cache_folder() -> Path:
    """Where compiled code is kept: a folder of our own in NUMBA_CACHE_DIR, else in the user's cache folder."""
    named = os.environ.get("NUMBA_CACHE_DIR")
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(named or home) / "sez-clusters" / "compiled"


class ByWhatItReads(_CacheLocator):
    """Keeps compiled code under the stamp of what it depends on."""

    def __init__(self, function: Any) -> None:
        self.stamp = stamp_of(function, KEPT)

    def get_cache_path(self) -> str:
        """Our folder."""
        return str(cache_folder())

    def get_source_stamp(self) -> str:
        """The stamp."""
        return self.stamp

    def get_disambiguator(self) -> str:
        """The stamp, so that versions of a function lie side by side."""
        return self.stamp

    @classmethod
    def from_function(cls, function: Any, file: str) -> ByWhatItReads | None:  # noqa: ARG003
        """A locator for functions of this package, None for all others."""
        return cls(function) if function.__module__.split(".")[0] == PACKAGE.name else None


class Kept(FunctionCache):
    """Compiled code of one function; what its code depends on is asked whenever it is to be compiled, not earlier."""

    def __init__(self, function: Any) -> None:
        self._py_func = function

    @property
    def cache_path(self) -> str:
        """Our folder."""
        return str(cache_folder())

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """What is kept for these types of arguments, None if nothing is."""
        super().__init__(self._py_func)
        return super().load_overload(sig, target_context)

    def _index_key(self, sig: Any, codegen: Any) -> Any:
        """Compiled code finds a NamedTuple's fields by place, and numba knows the class by its name only."""
        return *super()._index_key(sig, codegen), tuple(map(fields_of, getattr(sig, "args", sig)))


def fields_of(kind: Any) -> Any:
    """Names of a tuple type's fields and of those within them, None for all other types of arguments."""
    if not isinstance(kind, BaseTuple):
        return None
    return getattr(kind, "fields", ()), tuple(map(fields_of, kind.types))


def is_kept(loop: Any) -> bool:
    """Whether compiled code of this loop, as it would be compiled now, is kept for any types of arguments."""
    return any(cache_folder().glob(f"*-{stamp_of(loop.py_func, KEPT)}.*.nbi"))


def forget_old_compilations() -> None:
    """Remove all but the newest compiled code; what has another name is not ours, what is gone already is forgotten."""
    with suppress(OSError):
        ours = [path for path in cache_folder().iterdir() if OURS.fullmatch(path.name)]
        if len(ours) > FILES_KEPT:
            for old in sorted(ours, key=last_use)[:-FILES_KEPT]:
                old.unlink(missing_ok=True)


def last_use(path: Path) -> float:
    """When a file was read last, as far as the file system tells, or written; 0 when it is gone."""
    with suppress(OSError):
        told = path.stat()
        return max(told.st_atime, told.st_mtime)
    return 0.0


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
numba.config.CACHE_LOCATOR_CLASSES = (
    f"{__name__}.ByWhatItReads,InTreeCacheLocator,UserWideCacheLocator,IPythonCacheLocator"
)
inline = njit(forceinline=True, error_model="numpy")
"""Compiles a function so that loops which call it are still vectorised."""
only_inside = njit(forceinline=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)
"""As `inline`, for what Python never calls: the doors for Python and C take longer to compile than a rule itself."""


def compiled(function: Callable[..., Any]) -> Any:
    """Compiles a whole loop; kept between runs; lets other threads go on; C has no door to it."""
    loop = njit(**KEPT)(function)
    loop._cache = Kept(function)
    return loop


forget_old_compilations()
