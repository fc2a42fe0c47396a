import numpy as np
import pytest

from simulation.measures.clusters import contiguity, find, key, parts_of, title
from simulation.measures.concentration import Makers, of_note


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
    counts = np.zeros((36, 2))
    counts[:, 0] = 200
    counts[7], counts[8] = [80, 120], [40, 90]
    return counts


def drawn(counts, weight=10.0):
    return Makers(counts, np.ceil(counts / weight))


def test_a_town_full_of_makers_is_one_cluster_over_its_two_cells():
    counts = country()
    found = find(drawn(counts), counts * 5.0, torus(), np.array([True, True]))
    assert len(found) == 1
    (cluster,) = found
    assert (cluster.specialty, cluster.core, cluster.cells.tolist()) == (1, 7, [7, 8])
    assert (cluster.firms, cluster.makers, cluster.workers) == (330, 210, 1050.0)
    assert cluster.employment_share == 1.0
    assert cluster.quotient == pytest.approx((210 / 330) / (210 / counts.sum()))


@pytest.mark.parametrize("why", ["too few firms", "too few makers", "too little of the nation", "no product"])
def test_what_misses_one_condition_is_no_cluster(why):
    counts, products = country(), np.array([True, True])
    workers = counts * 5.0
    if why == "too few firms":
        counts[[7, 8]] = [[20, 80], [10, 80]]
    if why == "too few makers":
        counts[[7, 8]] = [[80, 50], [80, 40]]
    if why == "too little of the nation":
        workers[30, 1] = 1e6
    if why == "no product":
        products[1] = False
    assert find(drawn(counts), workers, torus(), products) == []


def test_what_chance_brings_together_is_not_of_note_however_many_firms_its_rows_stand_for():
    nation = np.array([9900.0, 100.0])
    lone = Makers(np.array([[190.0, 10.0]]), np.array([[19.0, 1.0]]))
    assert not of_note(lone, nation).any()  # one row of ten firms: two cells in ten would have it
    town = Makers(np.array([[190.0, 10.0]]), np.array([[190.0, 10.0]]))
    assert of_note(town, nation).tolist() == [[False, True]]  # ten firms of two hundred where two are expected


def test_a_large_trade_needs_its_part_of_the_nation_beside_significance():
    nation = np.array([100_000.0, 20_000.0])
    few = Makers(np.array([[10.0, 30.0]]), np.array([[10.0, 30.0]]))
    assert not of_note(few, nation).any()
    assert of_note(Makers(few.firms * 2, few.rows * 2), nation).tolist() == [[False, True]]


def test_clusters_are_named_as_china_names_them():
    assert title("Sialkot", "surgical instruments") == "Sialkot, surgical instruments city"
    assert title("Chak Jhumra", "s 3") == "Chak Jhumra, s 3 city"
    assert key("Chak Jhumra", "electronics") == "chak_jhumra-electronics"
