import numpy as np
import pytest

from simulation.country.country import Specialty
from simulation.measures.clusters import Cluster
from simulation.measures.lives import follow, growth_per_year, status

KINDS = [Specialty(key, key, key) for key in ("furniture", "sports")]
PLACES = {1: "Sialkot", 5: "Gujrat"}


def cluster(cells, makers=30, specialty=0):
    return Cluster(specialty, np.array(cells), cells[0], makers * 2, makers, makers * 5.0, 0.2, 8.0)


def watch(looks, makers=None):
    """Lives after looks of (quarter, clusters); every cell has 10 makers of everything."""
    lives = []
    for quarter, found in looks:
        lives = follow(lives, found, np.full((20, 2), 10), quarter, lambda cell: PLACES[cell], KINDS)
    return lives


def test_a_cluster_that_shifts_by_a_cell_keeps_its_key_and_name():
    (life,) = watch([(0, [cluster([1, 2])]), (4, [cluster([5, 2])])])
    assert (life.key, life.name, life.born, life.seen) == ("sialkot-furniture", "Sialkot, furniture city", 0, 4)


def test_a_cluster_whose_core_outgrows_the_old_one_takes_the_new_places_name_and_keeps_its_key():
    makers = np.full((20, 2), 10)
    lives = follow([], [cluster([1, 5])], makers, 0, lambda cell: PLACES[cell], KINDS)
    makers[5, 0] = 16
    (life,) = follow(lives, [cluster([5, 1])], makers, 4, lambda cell: PLACES[cell], KINDS)
    assert (life.key, life.name, life.named_at) == ("sialkot-furniture", "Gujrat, furniture city", 5)


def test_the_larger_part_of_a_split_cluster_keeps_the_key_and_the_other_is_new():
    first, second = watch([(0, [cluster([1, 2, 3])]), (4, [cluster([1]), cluster([5, 2, 3])])])
    assert (first.key, first.now.cells.tolist()) == ("sialkot-furniture", [5, 2, 3])
    assert (second.key, second.born) == ("sialkot-furniture-2", 4)


def test_another_product_in_the_same_cells_is_another_cluster():
    lives = watch([(0, [cluster([1])]), (4, [cluster([1], specialty=1)])])
    assert {life.key for life in lives} == {"sialkot-furniture", "sialkot-sports"}


def test_a_cluster_may_hide_for_five_years_but_not_for_six():
    (life,) = watch([(0, [cluster([1])]), (4, []), (20, [cluster([1])])])
    assert life.born == 0
    (life,) = watch([(0, [cluster([1])]), (4, []), (24, [cluster([1])])])
    assert life.born == 24


def test_growth_is_over_the_last_five_years_only():
    (life,) = watch([(q, [cluster([1], makers=m)]) for q, m in ((0, 10), (20, 100), (40, 200))])
    assert growth_per_year(life) == pytest.approx(2 ** (1 / 5) - 1)


@pytest.mark.parametrize(("then", "now", "word"), [(50, 80, "growing"), (50, 51, "mature"), (50, 40, "declining")])
def test_a_founding_clusters_status_is_its_growth(then, now, word):
    (life,) = watch([(0, [cluster([1], makers=then)]), (20, [cluster([1], makers=now)])])
    assert status(life) == word


def test_a_cluster_born_under_the_eyes_of_the_observer_emerges_for_five_years():
    looks = [(0, [cluster([5], specialty=1)])] + [(q, [cluster([1]), cluster([5], specialty=1)]) for q in (4, 8, 24)]
    assert status(next(life for life in watch(looks[:3]) if life.born == 4)) == "emerging"
    assert status(next(life for life in watch(looks) if life.born == 4)) == "mature"
