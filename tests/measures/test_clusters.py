import numpy as np
import pytest

from simulation.measures.clusters import contiguity, find, firms_least, key, makers_least, parts_of, title


def torus(rows=6, columns=6, wrap=True):
    row, column = np.divmod(np.arange(rows * columns), columns)
    return contiguity(row, column, rows, columns, wrap)


def test_every_cell_of_a_torus_has_eight_neighbours_and_a_corner_of_a_map_three():
    start, other = torus()
    assert set(np.diff(start)) == {8}
    assert sorted(other[start[0] : start[1]]) == [1, 5, 6, 7, 11, 30, 31, 35]
    start, other = torus(wrap=False)
    assert other[start[0] : start[1]].tolist() == [1, 6, 7]


def test_cells_that_touch_at_a_corner_are_one_part_and_a_gap_makes_two():
    member = np.zeros(36, dtype=bool)
    member[[7, 14, 28]] = True
    part, parts = parts_of(member, *torus(wrap=False))
    assert parts == 2
    assert part[[7, 14, 28]].tolist() == [0, 0, 1]
    assert (part[~member] == -1).all()


def country():
    counts = np.zeros((36, 2), dtype=np.int64)
    counts[:, 0] = 20
    counts[7], counts[8] = [8, 12], [4, 9]
    return counts


def test_a_town_full_of_makers_is_one_cluster_over_its_two_cells():
    counts = country()
    found = find(counts, counts * 5.0, torus(), 0.1, np.array([True, True]))
    assert len(found) == 1
    (cluster,) = found
    assert (cluster.specialty, cluster.core, cluster.cells.tolist()) == (1, 7, [7, 8])
    assert (cluster.firms, cluster.makers, cluster.workers) == (33, 21, 105.0)
    assert cluster.employment_share == 1.0
    assert cluster.quotient == pytest.approx((21 / 33) / (21 / counts.sum()))


@pytest.mark.parametrize("why", ["too few firms", "too few makers", "too little of the nation", "no product"])
def test_what_misses_one_condition_is_no_cluster(why):
    counts, products = country(), np.array([True, True])
    workers = counts * 5.0
    if why == "too few firms":
        counts[[7, 8]] = [[2, 8], [1, 8]]
    if why == "too few makers":
        counts[[7, 8]] = [[8, 5], [8, 4]]
    if why == "too little of the nation":
        workers[30, 1] = 1e5
    if why == "no product":
        products[1] = False
    assert find(counts, workers, torus(), 0.1, products) == []


def test_thresholds_follow_the_scale_down_to_a_floor():
    assert [firms_least(s) for s in (1.0, 0.1, 0.01)] == pytest.approx([200, 20, 8])
    assert [makers_least(s) for s in (1.0, 0.1, 0.05, 0.01)] == pytest.approx([10, 10, 5, 4])


def test_clusters_are_named_as_china_names_them():
    assert title("Sialkot", "surgical instruments") == "Sialkot, surgical instruments city"
    assert title("Chak Jhumra", "s 3") == "Chak Jhumra, s 3 city"
    assert key("Chak Jhumra", "electronics") == "chak_jhumra-electronics"
