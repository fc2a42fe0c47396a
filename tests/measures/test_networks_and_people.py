import numpy as np
import pytest

from simulation.country.finding import country_of
from simulation.measures import networks, people
from simulation.measures.yearly import Trade


def bought(supplier, km, amounts):
    every = np.array(supplier)
    return Trade(every, every, np.array(km), np.array(amounts), np.ones(every.size))


def test_the_supplier_network_counts_buyers_way_and_what_is_local():
    found = networks.supply(bought([0, 0, 1, -1], [10.0, 30, 20, 0], [1.0, 1, 2, 4]), np.ones(2))
    assert found == (1.5, 2, 20.0, 0.75, 0.5)


def test_a_nation_without_suppliers_imports_everything():
    found = networks.supply(bought([-1, -1], [0.0, 0.0], [1.0, 1.0]), np.zeros(0))
    assert (found.buyers_per_supplier, found.distance_km, found.import_share) == (0.0, 0.0, 1.0)


def test_trade_within_two_equal_groups_has_modularity_one_half_and_even_trade_none():
    within = networks.modularity(np.array([0, 1]), np.array([0, 1]), np.ones(2), 2)
    even = networks.modularity(np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1]), np.ones(4), 2)
    assert within == pytest.approx(0.5)
    assert even == pytest.approx(0.0)


def test_grandchildren_are_two_generations_from_the_founder():
    assert networks.generations(np.array([7, 8, 9, 4]), np.array([0, 7, 8, 99])).tolist() == [0, 1, 2, 0]


def test_the_share_of_spin_offs_is_that_of_entrants():
    assert networks.share_of_kind(np.array([3, 3, 1, 0]), 3) == 0.5
    assert networks.share_of_kind(np.array([], dtype=int), 3) == 0.0


def test_a_job_that_pays_enough_lifts_its_share_of_a_family():
    poverty = people.Poverty(line_usd_per_person_year=400.0, people_per_earner=4.0, poor_share=0.25)
    assert people.carried_by_jobs(np.array([100.0, 50.0]), np.array([1600.0, 1599.0]), poverty) == pytest.approx(100.0)


def test_the_seeds_put_the_line_at_382_dollars_of_2020():
    assert people.from_seeds(country_of("pakistan").seeds) == pytest.approx((350 * 1.092, 3.8, 0.24))
