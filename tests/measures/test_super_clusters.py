import numpy as np

from simulation.measures.super_clusters import communities, purchases


def line(count, hours_apart):
    place = np.arange(count) * hours_apart
    return np.abs(place[:, None] - place)


def tied(count, *groups):
    share = np.zeros((count, count))
    for group in groups:
        share[np.ix_(group, group)] = 0.1
    return share


def test_clusters_near_each_other_are_grouped_by_trade_not_by_distance():
    group = communities(np.array([50.0, 40, 30, 20, 10, 5]), line(6, 0.2), tied(6, [0, 1, 2], [3, 4, 5]))
    assert group.tolist() == [0, 0, 0, 1, 1, 1]


def test_trade_over_more_than_two_hours_makes_no_super_cluster():
    assert communities(np.ones(4), line(4, 2.5), tied(4, range(4))).tolist() == [-1] * 4


def test_two_clusters_are_not_yet_a_super_cluster():
    assert communities(np.ones(3), line(3, 0.1), tied(3, [0, 1])).tolist() == [-1] * 3


def test_a_chain_is_cut_two_hours_from_its_largest_cluster():
    share = np.eye(6, k=1) * 0.1
    workers = np.array([9.0, 1, 1, 1, 1, 1])
    group = communities(workers, line(6, 0.9), share)
    assert (group[group == group[0]].size <= 3) or group[0] == -1
    assert group[5] != group[0] or group[0] == -1


def test_shares_of_purchases_count_a_supplier_for_every_cluster_in_its_cell():
    share = purchases(
        supplier_cell=np.array([1, -1, 0]),
        firm_cluster=np.array([0, 0, 1]),
        bought=np.array([3.0, 1.0, 2.0]),
        clusters=[np.array([0]), np.array([1]), np.array([1])],
        cells=2,
    )
    assert share.tolist() == [[0.0, 0.75, 0.75], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]
