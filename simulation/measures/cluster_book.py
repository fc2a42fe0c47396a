"""The yearly book of clusters: who they are, how they stand, and which belong together."""

from __future__ import annotations

import numpy as np

from simulation.agents.firms.state import Firms
from simulation.economy import Economy, Given
from simulation.engine.table import Column, total_by_known
from simulation.measures import clusters, lives, super_clusters
from simulation.measures.declaring import Row
from simulation.measures.places import place_of
from simulation.measures.yearly import Look, Trade, products
from simulation.policy.effects import effects_at
from simulation.units import QUARTERS_PER_YEAR, quarter_name


def seen_again(
    known: list[lives.Life], economy: Economy, given: Given, seen: Look, neighbours: tuple[Column, Column]
) -> list[lives.Life]:
    """The lives of all clusters after this look."""
    found = clusters.find(seen.makers, seen.workers, neighbours, products(given))
    kinds = [given.country.specialty(name) for name in given.specialties.names]
    return lives.follow(known, found, seen.counts, economy.quarter, lambda cell: place_of(given.map, cell), kinds)


def cluster_of_firms(now: list[lives.Life], firms: Firms, cell: Column, shape: tuple[int, ...]) -> Column:
    """Number of the cluster each firm is a maker of, -1 for none (a cell has at most one cluster of a specialty)."""
    number = np.full(shape, -1, dtype=np.int64)
    for n, life in enumerate(now):
        number[life.now.cells, life.specialty] = n
    return number[cell, firms.specialty]


def hours_between(cores: Column, economy: Economy, given: Given) -> Column:
    """Hours by road between the cores of clusters, over the network as built by now [n, n]."""
    policy, names = given.scenario.policy, given.specialties.names
    upgrades = effects_at(policy, given.map, names, economy.quarter).upgrades if policy else ()
    return np.asarray(given.map.hours_between(cores, max(economy.quarter, 0), upgrades))


def rows(known: list[lives.Life], economy: Economy, given: Given, seen: Look, bought: Trade) -> list[Row]:
    """One row for each cluster that is in sight now, by size of its workers."""
    now = sorted(
        (life for life in known if life.seen == economy.quarter), key=lambda life: (-life.now.workers, life.key)
    )
    if not now:
        return []
    owner = cluster_of_firms(now, economy.firms, seen.cell, seen.counts.shape)
    covered = [life.now.cells for life in now]
    share = super_clusters.purchases(bought.cell, owner, bought.bought, covered, seen.counts.shape[0])
    hours = hours_between(np.array([life.now.core for life in now]), economy, given)
    group = super_clusters.communities(np.array([life.now.workers for life in now]), hours, share)
    named = {int(g): f"{now[int(np.flatnonzero(group == g)[0])].place} super-cluster" for g in set(group) if g >= 0}
    firms = economy.firms
    amounts = {
        name: total_by_known(owner, firms.weight * getattr(firms, name), len(now))
        for name in ("value_added", "exports")
    }
    return [
        _row(life, economy, given)
        | {
            "super_cluster": named.get(int(group[n]), ""),
            "value_added_usd_mn": float(amounts["value_added"][n]),
            "exports_usd_mn": float(amounts["exports"][n]),
        }
        for n, life in enumerate(now)
    ]


def _row(life: lives.Life, economy: Economy, given: Given) -> Row:
    cluster, grid = life.now, given.map.grid
    return {
        "quarter": quarter_name(economy.quarter),
        "cluster": life.key,
        "name": life.name,
        "place": life.place,
        "specialty": given.specialties.names[life.specialty],
        "status": lives.status(life),
        "core_cell": life.named_at,
        "longitude_deg": float(grid.longitude[life.named_at]),
        "latitude_deg": float(grid.latitude[life.named_at]),
        "cells": cluster.cells.size,
        "firms": cluster.firms,
        "makers": cluster.makers,
        "workers": cluster.workers,
        "location_quotient": cluster.quotient,
        "employment_share": cluster.employment_share,
        "growth_pct_per_year": 100.0 * lives.growth_per_year(life),
        "age_years": (economy.quarter - life.born) / QUARTERS_PER_YEAR,
    }
