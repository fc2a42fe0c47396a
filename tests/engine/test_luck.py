"""Luck: Threefry's published answers, exact quantiles, and draws that depend on nothing but their cause."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from simulation.engine.luck import Luck, as_word, stream, threefry, to_unit
from simulation.engine.quantiles import laplace_of, normal_of

ALL = 2**64 - 1
TURNS = (16, 42, 12, 31, 16, 32, 24, 21)


def by_the_paper(counter, key):
    """Threefry 2x64-20 in whole numbers of Python, from Salmon et al. (2011), as a second opinion."""
    keys = (*key, 0x1BD11BDAA9FC1A22 ^ key[0] ^ key[1])
    x, y = (counter[0] + key[0]) & ALL, (counter[1] + key[1]) & ALL
    for turn in range(20):
        x = (x + y) & ALL
        r = TURNS[turn % 8]
        y = (((y << r) | (y >> (64 - r))) & ALL) ^ x
        if turn % 4 == 3:
            n = turn // 4 + 1
            x, y = (x + keys[n % 3]) & ALL, (y + keys[(n + 1) % 3] + n) & ALL
    return x, y


def words(counter, key):
    return tuple(int(w) for w in threefry(*(np.uint64(w) for w in (*counter, *key))))


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ((0, 0), (0, 0), (0xC2B6E3A8C2C69865, 0x6F81ED42F350084D)),
        ((ALL, ALL), (ALL, ALL), (0xE02CB7C4D95D277A, 0xD06633D0893B8B68)),
        (
            (0x243F6A8885A308D3, 0x13198A2E03707344),
            (0xA4093822299F31D0, 0x082EFA98EC4E6C89),
            (0x263C7D30BB0F0AF1, 0x56BE8361D3311526),
        ),
    ],
)
def test_threefry_gives_the_published_answers(counter, key, answer):
    assert words(counter, key) == answer == by_the_paper(counter, key)


def test_threefry_agrees_with_a_second_opinion_on_any_words():
    for row in np.random.default_rng(1).integers(0, ALL, (200, 4), dtype=np.uint64, endpoint=True).tolist():
        assert words(row[:2], row[2:]) == by_the_paper(row[:2], row[2:])


def test_a_uniform_draw_is_never_nought_or_one():
    assert 0.0 < to_unit(np.uint64(0)) < 1e-15
    assert 1.0 - 1e-15 < to_unit(np.uint64(ALL)) < 1.0


def test_the_normal_quantile_is_exact_to_fifteen_digits():
    u = np.concatenate((np.linspace(0.001, 0.999, 151), 10.0 ** np.linspace(-15.0, -3.0, 60)))
    with mpmath.workdps(40):
        for v in u:
            exact = mpmath.sqrt(2) * mpmath.erfinv(2 * mpmath.mpf(float(v)) - 1)
            assert abs(normal_of(v) - exact) <= 2e-15 * abs(exact) + 1e-18


def test_a_column_of_draws_is_its_draws_one_by_one():
    who, luck = np.arange(3_000, dtype=np.uint64), Luck(7)
    u = luck.uniform("skill", 3, who)
    for name, quantile in (("normal", normal_of), ("laplace", laplace_of)):
        draws = getattr(luck, name)("skill", 3, who)
        np.testing.assert_array_equal(draws, [quantile(v) for v in u])


def test_the_normal_quantile_is_odd_about_the_median():
    assert normal_of(0.5) == 0.0
    for u in (0.01, 0.2, 0.25, 0.4375):
        assert normal_of(1.0 - u) == pytest.approx(-normal_of(u), rel=1e-14)


def test_laplace_draws_have_unit_spread_and_fat_tails():
    draws = Luck(3).laplace("standing", 0, np.arange(200_000, dtype=np.uint64))
    assert draws.mean() == pytest.approx(0.0, abs=0.01)
    assert draws.std() == pytest.approx(1.0, abs=0.01)
    assert (draws**4).mean() == pytest.approx(6.0, abs=0.5)
    assert laplace_of(0.5) == 0.0


def test_normal_and_uniform_draws_follow_their_laws():
    who = np.arange(200_000, dtype=np.uint64)
    normal, uniform = Luck(1).normal("profit", 4, who), np.sort(Luck(1).uniform("closing", 4, who))
    assert normal.mean() == pytest.approx(0.0, abs=0.01)
    assert normal.std() == pytest.approx(1.0, abs=0.01)
    apart = np.abs(uniform - (np.arange(who.size) + 0.5) / who.size).max()
    assert apart < 1.63 / np.sqrt(who.size)  # Kolmogorov and Smirnov at 1 %


def test_neighbours_in_seed_quarter_decision_and_identity_share_no_luck():
    who = np.arange(100_000, dtype=np.uint64)
    base = Luck(1).normal("skill", 7, who)
    others = (Luck(2).normal("skill", 7, who), Luck(1).normal("skill", 8, who), Luck(1).normal("profit", 7, who))
    for other in (*others, Luck(1).normal("skill", 7, who + np.uint64(1))):
        assert abs(np.corrcoef(base, other)[0, 1]) < 4.0 / np.sqrt(who.size)


def test_one_more_firm_leaves_all_others_their_luck():
    who = np.array([11, 5, 99, 7], dtype=np.uint64)
    fewer = np.delete(who, 1)
    all_draws, left = Luck(4).normal("skill", 3, who), Luck(4).normal("skill", 3, fewer)
    assert np.delete(all_draws, 1).tolist() == left.tolist()


def test_a_newborn_is_named_after_the_cause_of_its_birth_only():
    causes = np.arange(50_000, dtype=np.uint64)
    names = Luck(1).identities("child", 5, causes)
    assert np.unique(names).size == causes.size
    assert names[[3, 8]].tolist() == Luck(1).identities("child", 5, causes[[3, 8]]).tolist()
    assert names[3] != Luck(1).identities("child", 6, causes)[3]


def test_poisson_counts_have_mean_and_variance_of_their_rate():
    who = np.arange(40_000, dtype=np.uint64)
    for rate in (0.3, 4.0, 90.0):
        counts = Luck(2).poisson("newcomers", 1, who, np.full(who.size, rate))
        assert counts.mean() == pytest.approx(rate, abs=4.0 * np.sqrt(rate / who.size))
        assert counts.var() == pytest.approx(rate, rel=0.05)
    assert Luck(2).poisson("newcomers", 1, who[:9], np.zeros(9)).tolist() == [0] * 9


def test_quarters_before_the_start_are_words_too():
    assert as_word(-1) == np.uint64(ALL)
    assert stream("skill") != stream("standing")
