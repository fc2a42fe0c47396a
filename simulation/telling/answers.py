"""How commands end when something is wrong: a sentence on standard error and an exit code, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer

from simulation.telling.process import UntoldError, code_of, untold

WRONG = 2
WIDTH_OF_FILES = 120
"""Letters of a line of tables where nobody tells: in pipes and files."""
NOTHING_LEFT = "stopped; nothing was left half written"


def stop(text: str, code: int = 1) -> NoReturn:
    """End with a sentence on standard error, if there is one."""
    from simulation.scenario.faults import literal

    if text:
        typer.echo(literal(text), err=True)
    raise typer.Exit(code)


def say(told: object) -> None:
    """Words on standard output; what a file says in them does not speak to the terminal."""
    from simulation.scenario.faults import literal

    typer.echo(literal(str(told)))


@contextmanager
def plainly(stopped: str = NOTHING_LEFT) -> Iterator[None]:
    """Turn what can go wrong with scenarios, folders, disks and memory into a sentence and an exit code."""
    from simulation.keeping.manifest import DamagedError
    from simulation.scenario.faults import ScenarioFaults, on_one_line

    try:
        yield
    except KeyboardInterrupt as interrupt:
        stop(stopped, code_of(interrupt))
    except ScenarioFaults as faults:
        stop(str(faults), WRONG)
    except DamagedError as damaged:
        stop(on_one_line(str(damaged)))
    except MemoryError as error:
        stop(*too_little_memory(error))
    except OSError as error:
        stop(*refused(error))


def too_little_memory(error: MemoryError) -> tuple[str, int]:
    """What to say where the memory does not suffice, and the exit code."""
    told = f" ({error})" if str(error) else ""
    return f"too little memory{told}; a smaller scale would be right; nothing was left half written", 1


def refused(error: OSError) -> tuple[str, int]:
    """What to say of what a disk, a folder or standard output refuses, and the exit code."""
    from simulation.keeping.folder import BusyError
    from simulation.scenario.faults import on_one_line

    if isinstance(error, UntoldError):
        return untold(error)
    if isinstance(error, BusyError):
        return on_one_line(f"{error.filename}: {error.strerror}; nothing in it was changed"), WRONG
    if isinstance(error, FileExistsError):
        return on_one_line(str(error)), WRONG
    place, why = error.filename or "the disk", error.strerror or error
    if _is_of_compiled_code(str(place)):
        right = "NUMBA_CACHE_DIR, set to a folder that can be written, would be right"
        return on_one_line(f"compiled code cannot be kept: {place}: {why}; {right}"), 1
    return on_one_line(f"{place}: {why}; nothing was left under a final name"), 1


def _is_of_compiled_code(place: str) -> bool:
    """Whether a path that was refused lies on the way to the folder of compiled code, or in it."""
    if "simulation.engine.compiling" not in sys.modules:
        return False
    from simulation.engine.compiling import cache_folder

    kept, path = cache_folder().absolute(), Path(place).absolute()
    return path == kept or kept in path.parents or path in kept.parents
