"""Luck of one agent: the engine's draws, asked for one identity at a time."""

from __future__ import annotations

import math

import numpy as np

from simulation.luck import as_word, laplace_of, normal_of, stream, threefry, uniform_at
from simulation.rules import exp, log

WORDS = 1 << 64
MIXING = 0x9E3779B97F4A7C15
MOST_AT_ONCE = 100.0


class Chance:
    """All luck of one quarter."""

    def __init__(self, luck, quarter):
        self.seed, self.quarter = luck.key, as_word(quarter)

    def uniform(self, name, who, alternative=None):
        """Uniform draw of one identity, or of one identity for one of its alternatives (a number)."""
        key = int(stream(name))
        if alternative is not None:
            key ^= (MIXING * alternative) % WORDS
        return uniform_at(self.quarter, np.uint64(who), self.seed, np.uint64(key))

    def normal(self, name, who):
        return normal_of(self.uniform(name, who))

    def laplace(self, name, who):
        return laplace_of(self.uniform(name, who))

    def gumbel(self, name, who, alternative=None):
        return -log(-log(self.uniform(name, who, alternative)))

    def rings(self, name, who, alternative, odds):
        """When the clock of an alternative rings for one chooser: the higher the odds the sooner."""
        return -log(self.uniform(name, who, alternative)) / odds

    def inside(self, who, seller, odds):
        """When the clock of a supplier within the chosen cell rings."""
        key = int(stream("supplier, inside")) ^ int(seller)
        return -log(uniform_at(self.quarter, np.uint64(who), self.seed, np.uint64(key))) / odds

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
