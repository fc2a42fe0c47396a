"""How commands end when something is wrong: a sentence on standard error and an exit code, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

WRONG, STOPPED = 2, 130
WIDTH_OF_FILES = 120
"""Letters of a line of tables where nobody tells: in pipes and files."""


def stop(text: str, code: int = 1) -> NoReturn:
    """End with a sentence on standard error."""
    typer.echo(text, err=True)
    raise typer.Exit(code)


@contextmanager
def plainly(stopped: str = "stopped; nothing was left half written") -> Iterator[None]:
    """Turn what can go wrong with scenarios, folders and disks into a sentence and an exit code."""
    from simulation.scenario.faults import ScenarioFaults, on_one_line

    try:
        yield
    except KeyboardInterrupt:
        stop(stopped, STOPPED)
    except ScenarioFaults as faults:
        stop(str(faults), WRONG)
    except FileExistsError as error:
        stop(on_one_line(str(error)), WRONG)
    except OSError as error:
        stop(
            on_one_line(
                f"{error.filename or 'the disk'}: {error.strerror or error}; nothing was left under a final name"
            )
        )
