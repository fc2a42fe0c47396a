"""Super-clusters: clusters within two hours of each other that live from each other's suppliers.

Distance alone merges all of central Punjab, so groups are cut by flows and no member lies beyond two hours of the core.
"""

from __future__ import annotations

from collections.abc import Sequence

import networkx as nx
import numpy as np

from simulation.engine.table import Column, total_by, total_by_known

HOURS = 2.0
MEMBERS_LEAST = 3
TIE_LEAST = 0.02
"""Share of the purchases of one of the two that must come from the other, both ways added, to count as a tie."""


def purchases(
    supplier_cell: Column, firm_cluster: Column, bought: Column, clusters: Sequence[Column], cells: int
) -> Column:
    """Share of each cluster's purchases that comes from suppliers in each other's cells [n, n].

    `supplier_cell` and `firm_cluster` (-1 for none) and `bought` are per firm; `clusters` lists the cells of each, of
    `cells` in all. A supplier in a cell of two clusters counts for both.
    """
    count = len(clusters)
    whole = total_by_known(firm_cluster, bought, count)
    served = np.flatnonzero((firm_cluster >= 0) & (supplier_cell >= 0))
    pair = firm_cluster[served] * cells + supplier_cell[served]
    from_cell = total_by(pair, bought[served], count * cells).reshape(count, cells)
    flows = np.stack([from_cell[:, own].sum(axis=1) for own in clusters], axis=1)
    return np.divide(flows, whole[:, None], out=np.zeros((count, count)), where=whole[:, None] > 0)


def network(hours: Column, bought_share: Column) -> nx.Graph:
    """The clusters as a graph: integer nodes in order, an edge where two are within two hours and tied by purchases."""
    graph = nx.Graph()
    graph.add_nodes_from(range(hours.shape[0]))
    tie = bought_share + bought_share.T
    near = (np.minimum(hours, hours.T) <= HOURS) & (tie >= TIE_LEAST)
    for one, two in zip(*np.nonzero(np.triu(near, 1)), strict=True):
        graph.add_edge(int(one), int(two), weight=float(tie[one, two]))
    return graph


def communities(workers: Column, hours: Column, bought_share: Column) -> Column:
    """Number of each cluster's super-cluster [n], by size of the core; -1 for those that stand alone.

    Greedy modularity (Clauset, Newman and Moore 2004) over the graph's nodes in order, then each group keeps the
    members within two hours of its largest, and what is left over forms a group of its own if it can.
    """
    graph = network(hours, bought_share)
    out = np.full(workers.size, -1, dtype=np.int64)
    if graph.number_of_edges() == 0:
        return out
    found = nx.community.greedy_modularity_communities(graph, weight="weight")
    groups = [part for group in found for part in _around_cores(sorted(group), workers, hours)]
    groups.sort(key=lambda members: (-max(workers[members]), members))
    for number, members in enumerate(groups):
        out[members] = number
    return out


def _around_cores(members: list[int], workers: Column, hours: Column) -> list[list[int]]:
    groups = []
    while len(members) >= MEMBERS_LEAST:
        core = members[int(np.argmax(workers[members]))]
        close = [m for m in members if min(hours[core, m], hours[m, core]) <= HOURS or m == core]
        if len(close) >= MEMBERS_LEAST:
            groups.append(close)
        members = [m for m in members if m not in close]
    return groups
