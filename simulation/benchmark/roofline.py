"""The limit: a bare loop that reads and fills the same bytes and computes the same functions, and nothing else."""

from __future__ import annotations

import time
from statistics import median

import numpy as np
from numba import njit, uint64

from simulation.benchmark.doors import Work
from simulation.engine.blocks import BLOCK
from simulation.engine.luck import uniform_at
from simulation.engine.rules import exp, log
from simulation.engine.table import Column

bare = njit(error_model="numpy", nogil=True)
"""Compiled as the engine's loops are, but not kept: the package's cache does not know this file."""


@bare
def _read(column):  # type: ignore[no-untyped-def]
    whole = np.zeros(8)
    for low in range(0, column.size - 7, 8):
        for i in range(8):
            whole[i] += column[low + i]
    return whole.sum()


@bare
def _fill(column):  # type: ignore[no-untyped-def]
    for i in range(column.size):
        column[i] = 1.0


@bare
def _exps(count, room):  # type: ignore[no-untyped-def]
    for _ in range(0, count, room.size):
        for i in range(room.size):
            room[i] = exp(room[i]) * 0.1


@bare
def _logs(count, room):  # type: ignore[no-untyped-def]
    for _ in range(0, count, room.size):
        for i in range(room.size):
            room[i] = log(room[i]) + 2.0


@bare
def _draws(count, room):  # type: ignore[no-untyped-def]
    for low in range(0, count, room.size):
        for i in range(room.size):
            room[i] = uniform_at(uint64(1), uint64(low + i), uint64(2), uint64(3))


def _play(work: Work, read: Column, filled: Column) -> None:
    room = np.full(BLOCK, 0.5)
    _read(read)
    _fill(filled)
    _exps(round(work.exps), room)
    _logs(round(work.logs), room)
    _draws(round(work.draws), room)


def bare_seconds(work: Work, repeats: int = 3) -> float:
    """Seconds of the thread for the bare loop of this work: the median of some."""
    read, filled = np.ones(int(work.read) // 8), np.ones(int(work.filled) // 8)
    _play(Work(exps=1.0, logs=1.0, draws=1.0), read[:8], filled[:8])  # compile
    took = []
    for _ in range(repeats):
        start = time.thread_time()
        _play(work, read, filled)
        took.append(time.thread_time() - start)
    return median(took)
