"""How one agent puts a rule to itself, and how sums are taken."""

from __future__ import annotations

import numpy as np

from simulation.engine.table import total, total_by


class Row:
    """One row of some columns, each value asked for by its name."""

    def __init__(self, columns, row):
        self.columns, self.row = columns, row

    def __contains__(self, name):
        return name in self.columns

    def __getitem__(self, name):
        return float(self.columns[name][self.row])


def ask(rule, *where):
    """The rule's answer in interpreted Python; each argument is what the first of `where` that knows its name says."""
    return rule.plain(*[next(float(known[name]) for known in where if name in known) for name in rule.arguments])


def ask_all(rules, *where):
    """Answers of several rules by name; each may use the answers of those before it."""
    answers = {}
    for rule in rules:
        answers[rule.name] = ask(rule, answers, *where)
    return answers


def sum_of(values):
    """The sum as the engine adds it: in blocks of rows, then blocks in order."""
    return total(np.array(list(values), dtype=np.float64))


def sums_by(index, values, size):
    """Sums by group, added in the order of rows."""
    index, values = np.array(list(index), dtype=np.int64), np.array(list(values), dtype=np.float64)
    return total_by(index, values, size).tolist()


def all_of(agents, value_of):
    """Sum over all whom the agents stand for."""
    return sum_of(value_of(agent) * agent.weight for agent in agents)


def all_by(agents, group_of, value_of, size):
    """The same by group."""
    agents = list(agents)
    return sums_by(map(group_of, agents), (agent.weight * value_of(agent) for agent in agents), size)


def counts_by(agents, group_of, size):
    """How many of each group there are, whom the agents stand for."""
    return all_by(agents, group_of, lambda _: 1.0, size)
