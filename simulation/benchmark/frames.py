"""mesa-frames in a Python of its own: the task as a file, its check, its time."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from simulation.benchmark import in_numpy
from simulation.benchmark.task import CHANGED, HANDED_OVER, Task
from simulation.engine.table import Column

OF_FIRM = (
    "weight", "capital", "skill", "standing", "workers", "cash", "debt", "payables", "stock", "losing", "specialty",
)  # fmt: skip
SCRIPT = Path(__file__).with_name("in_mesa_frames.py")
NEAR = 1e-8
"""Largest relative difference from NumPy's answer."""


def has_mesa_frames(python: Path) -> bool:
    """Whether this Python can import mesa_frames."""
    try:
        return subprocess.run([python, "-c", "import mesa_frames"], capture_output=True, check=False).returncode == 0  # noqa: S603
    except OSError:
        return False


def ns_a_firm(python: Path, task: Task, turns: int) -> float:
    """Median nanoseconds a firm of its quarters, Polars on one thread; RuntimeError if its numbers are others."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "task.npz"
        numbers = json.dumps(dict(task.numbers) | {"credit": task.credit})
        np.savez(path, allow_pickle=False, numbers=np.array(numbers), **columns_of(task))
        asked = [str(python), str(SCRIPT), str(path), str(turns)]
        alone = {**os.environ, "POLARS_MAX_THREADS": "1"}
        done = subprocess.run(asked, env=alone, capture_output=True, check=True, text=True)  # noqa: S603 - user's Python
    told = json.loads(done.stdout)
    if told["worst"] > NEAR:
        raise RuntimeError(f"mesa-frames differs from NumPy by {told['worst']:.1e} of a value; {NEAR} would be right")
    return float(told["ns_a_firm"])


def columns_of(task: Task) -> dict[str, Column]:
    """One column a meaning: what firms know, their luck in the first quarter, and what NumPy makes of it."""
    firms, luck = task.firms, in_numpy.drawn(np.random.default_rng(1), len(task.firms))
    known = {name: getattr(firms, name) for name in OF_FIRM} | {name: task.handed[name] for name in HANDED_OVER}
    known |= {name: column[firms.site] for name, column in task.site.items()}
    known |= {name: column[task.cell] for name, column in task.by_cell.items()}
    known |= {name: column[task.pair] for name, column in task.by_pair.items()}
    known |= {name: column[firms.specialty] for name, column in task.trade.items() if name not in known}
    known |= {"age": task.quarter - firms.born, "unique_id": np.arange(len(firms))}
    known |= {f"luck_of_{name}": column for name, column in luck.items()}
    right = in_numpy.played(task, luck)
    return {f"firm.{n}": c for n, c in known.items()} | {f"right.{n}": getattr(right, n) for n in CHANGED}
