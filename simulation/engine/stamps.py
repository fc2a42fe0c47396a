"""Stamps: what a compiled function depends on, as a hash that changes with it and with nothing else.

That is its bytecode without line numbers and docstring, the options it is compiled with, and all that its code reads:
constants of modules, functions it calls and what these read in turn. Of NumPy, numba and Python itself versions count.
"""

from __future__ import annotations

import builtins
import dis
import hashlib
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from inspect import CO_VARARGS, CO_VARKEYWORDS
from types import CodeType, FunctionType, ModuleType
from typing import Any

import llvmlite
import numba
import numpy as np
from numba.core.dispatcher import Dispatcher

VERSIONS = (sys.implementation.cache_tag, numba.__version__, llvmlite.__version__, np.__version__)
KNOWN_BY_VERSION = {*sys.stdlib_module_names, "numba", "numpy"}
"""Packages whose functions change with their versions only."""
PLAIN = (bool, int, float, complex, str, bytes, type(None))
Callers = tuple[FunctionType, ...]


def stamp_of(function: FunctionType, options: Mapping[str, Any]) -> str:
    """Hash of all that decides what this function compiles to, but for the types of its arguments: 20 hex digits.

    Refuses a function that reads a name which is not defined yet (NameError), or an object that no hash can stand for
    (TypeError).
    """
    return _hash(VERSIONS, _function(function, options, ()))


def _hash(*told: Any) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()[:20]


def _function(function: FunctionType, options: Mapping[str, Any], callers: Callers) -> Any:
    if function in callers:
        return "one of its callers", callers.index(function)
    within = (*callers, function)
    code = function.__code__
    read = [(name, _value(value, code, within)) for name, value in _read(function)]
    defaults = [_value(value, code, within) for value in function.__defaults__ or ()]
    place = function.__module__, function.__qualname__
    return _hash(place, sorted(options.items()), _code(code, function.__doc__), read, defaults)


@cache
def _code(code: CodeType, doc: str | None) -> Any:
    """A function's instructions and constants; where they stand and what is said about them do not count.

    Nor do other flags than those of its arguments: numba changes them in place when a profiler watches a call.
    """
    constants = [_constant(value) for value in code.co_consts if doc is None or value != doc]
    names = code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars
    arguments = code.co_argcount, code.co_kwonlyargcount, code.co_flags & (CO_VARARGS | CO_VARKEYWORDS)
    return code.co_code, constants, names, arguments


def _constant(value: Any) -> Any:
    if isinstance(value, CodeType):
        return _code(value, None)
    return sorted(map(repr, value)) if isinstance(value, frozenset) else repr(value)


def _read(function: FunctionType) -> Iterator[tuple[str, Any]]:
    """Names that a function's code finds outside it, with what they mean now."""
    for name in _globals(function.__code__):
        if name in function.__globals__:
            yield name, function.__globals__[name]
        elif not hasattr(builtins, name):
            raise _not_yet(function, name)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            yield name, cell.cell_contents
        except ValueError:
            raise _not_yet(function, name) from None


def _not_yet(function: FunctionType, name: str) -> NameError:
    whole = f"{function.__module__}.{function.__qualname__}"
    return NameError(f"{whole} reads {name!r}, which is not defined yet: define it before {whole} is first called")


@cache
def _globals(code: CodeType) -> tuple[str, ...]:
    """Global names that the code reads, sorted; those of functions within it too."""
    own = {step.argval for step in dis.get_instructions(code) if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")}
    inner = [_globals(value) for value in code.co_consts if isinstance(value, CodeType)]
    return tuple(sorted(own.union(*inner)))


def _value(value: Any, code: CodeType, callers: Callers) -> Any:
    """What stands for a value that compiled code reads."""
    if isinstance(value, Dispatcher):
        return _function(value.py_func, value.targetoptions, callers)
    if isinstance(value, FunctionType) and not _by_version(value.__module__):
        return _function(value, {}, callers)
    if isinstance(value, ModuleType) and not _by_version(value.__name__):
        used = [name for name in _names(code) if hasattr(value, name)]
        return value.__name__, [(name, _value(getattr(value, name), code, callers)) for name in used]
    if isinstance(value, tuple):
        return _kind(type(value)), [_value(item, code, callers) for item in value]
    return _simple(value, callers)


@cache
def _names(code: CodeType) -> tuple[str, ...]:
    inner = [_names(value) for value in code.co_consts if isinstance(value, CodeType)]
    return tuple(sorted(set(code.co_names).union(*inner)))


def _simple(value: Any, callers: Callers) -> Any:
    if isinstance(value, PLAIN):
        return _kind(type(value)), repr(value)
    if isinstance(value, np.ndarray | np.generic) and not value.dtype.hasobject:
        return _kind(type(value)), str(value.dtype), value.shape, hashlib.sha256(value.tobytes()).hexdigest()
    if isinstance(value, type):
        return _kind(value)
    if _by_version(getattr(value, "__module__", None) or type(value).__module__):
        return _kind(type(value)), getattr(value, "__name__", None) or repr(value)
    reader = f"{callers[-1].__module__}.{callers[-1].__qualname__}"
    raise TypeError(
        f"{reader} reads an object of {_kind(type(value))[0]}, so what it compiles to cannot be kept; it may read "
        "numbers, words, tuples, arrays, classes, modules and compiled functions"
    )


def _kind(kind: type) -> tuple[str, Any]:
    """A class by name, and by its fields if it is a NamedTuple."""
    return f"{kind.__module__}.{kind.__qualname__}", getattr(kind, "_fields", None)


def _by_version(module: str) -> bool:
    return module.split(".")[0] in KNOWN_BY_VERSION
