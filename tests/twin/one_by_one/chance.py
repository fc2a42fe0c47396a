"""Luck of one agent: the engine's draws, asked for one identity at a time."""

from __future__ import annotations

import math

import numpy as np

from simulation.engine.luck import as_word, stream, threefry, uniform_at, uniform_of
from simulation.engine.quantiles import laplace_of, normal_of
from simulation.engine.rules import exp, log

MOST_AT_ONCE = 100.0


class Chance:
    """All luck of one quarter."""

    def __init__(self, luck, quarter):
        self.seed, self.quarter = luck.key, as_word(quarter)

    def uniform(self, name, who):
        """Uniform draw of one identity."""
        return uniform_at(self.quarter, np.uint64(who), self.seed, stream(name))

    def among(self, name, who, alternative, stage=0):
        """Uniform draw of one identity for one of its alternatives (a number), at the first or second stage."""
        word = threefry(self.quarter, np.uint64(who), self.seed, stream(name))[stage]
        return uniform_of(np.uint64(word), np.uint64(alternative))

    def normal(self, name, who):
        return normal_of(self.uniform(name, who))

    def laplace(self, name, who):
        return laplace_of(self.uniform(name, who))

    def rings(self, name, who, alternative, odds, stage=0):
        """When the clock of an alternative rings for one chooser: the higher the odds the sooner."""
        return -log(self.among(name, who, alternative, stage)) * (1.0 / odds)

    def identity(self, name, cause):
        """Identity of a newborn, from the cause of its birth."""
        return int(threefry(self.quarter, np.uint64(cause), self.seed, stream(name))[0])

    def births(self, name, rates):
        """How many are born of each kind: Poisson counts, a large rate drawn in parts of at most a hundred."""
        counts, draw = [], 0
        for rate in rates:
            parts = max(1, math.ceil(rate / MOST_AT_ONCE))
            counts.append(0)
            for _ in range(parts):
                counts[-1] += poisson(rate / parts, self.uniform(name, draw))
                draw += 1
        return counts


def cause(number, name):
    """Cause of the birth numbered so in a draw of this name."""
    return number ^ int(stream(name))


def poisson(mean, u):
    """The smallest count whose cumulative probability reaches u."""
    count, term = 0, exp(-mean)
    below = term
    while u > below:
        count += 1
        term *= mean / count
        below += term
    return count
