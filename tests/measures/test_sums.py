import numpy as np

from simulation.measures.sums import sums_by
from simulation.table import total_by


def test_sums_of_several_columns_have_the_bits_of_each_columns_own_sum():
    rng = np.random.default_rng(5)
    kind, columns = rng.integers(0, 7, 5000), (rng.normal(size=5000), rng.lognormal(sigma=5, size=5000))
    assert sums_by(kind, columns, 8).tolist() == [total_by(kind, column, 8).tolist() for column in columns]


def test_masks_are_counted_and_nobody_adds_nothing():
    assert sums_by(np.array([1, 0, 1]), (np.array([True, True, False]),), 3).tolist() == [[1.0, 1.0, 0.0]]
    assert sums_by(np.zeros(0, dtype=np.int64), (np.zeros(0), np.zeros(0)), 2).tolist() == [[0.0, 0.0], [0.0, 0.0]]
