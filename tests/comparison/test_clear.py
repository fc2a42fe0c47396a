"""Where scenarios clearly differ is said at a rate of false discoveries, and for what a scenario touches."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest

from simulation.comparison import clear, statistics
from simulation.comparison.touching import touched
from simulation.measures.asking import Known, known_in
from simulation.scenario.loading import load

SEEDS = 20


def tables(effects: dict[str, float]) -> tuple[pa.Table, pa.Table]:
    """Levels and differences of one quarter: noise of its own for each measure, and an effect in some."""
    luck, levels, changes = np.random.default_rng(1), [], []
    for measure, effect in effects.items():
        base = luck.normal(100.0, 5.0, (SEEDS, 1))
        runs = base + luck.normal(effect, 1.0, (SEEDS, 1)) if np.isfinite(effect) else base
        found = statistics.differences(runs, base)
        key = {"measure": measure, "quarter": "2055Q4"}
        levels.append({"scenario": "a", **key, "mean": float(base.mean())})
        told = {name: column[0].item() for name, column in found._asdict().items()}
        changes.append({"scenario": "b", "base": "a", **key, **told})
    return pa.Table.from_pylist(levels), pa.Table.from_pylist(changes)


def test_among_many_measures_without_effect_hardly_one_is_called_clear() -> None:
    rows = clear.tested(*tables({f"m{n}": 0.0 for n in range(300)}))
    assert ((rows.low > 0) | (rows.high < 0)).sum() > 15
    assert (rows.q <= clear.RATE).sum() <= 2


def test_the_clear_ones_come_with_their_rate_the_largest_first() -> None:
    effects = {f"m{n}": 0.0 for n in range(100)} | {"zones.bostan.workers": -6.0, "loans.dhabeji.arrears_usd_mn": 3.0}
    told = clear.lines(clear.tested(*tables(effects)))
    assert "among 102 that differ at all (false-discovery rate 10 %, Benjamini-Hochberg)" in told[0]
    assert told[1].startswith("b: workers of Bostan: −")
    assert told[2].startswith("b: arrears of loan dhabeji: +")
    assert "% of the base) at 2055 Q4" in told[1]


def test_what_is_the_same_in_every_pair_is_no_test_and_may_be_all_there_is() -> None:
    rows = clear.tested(*tables({"same": float("nan")}))
    assert rows.empty
    assert clear.lines(rows) == ["no measure that several pairs tell differs"]


@pytest.fixture(scope="module")
def known() -> Known:
    """What the baseline's measures may name."""
    return known_in([load("pakistan-baseline")])


@pytest.fixture(scope="module")
def parts(known: Known) -> Callable[..., set[str]]:
    """What a change of the baseline touches: zones.bostan."""
    base = load("pakistan-baseline")

    def of(changes: dict[str, object], **point: object) -> set[str]:
        return {name.rpartition(".")[0] for name in touched(base, base.but(changes), point, known)}

    return of


def test_a_zone_a_loan_and_a_specialty_are_touched_where_settings_name_them(parts: Callable[..., set[str]]) -> None:
    assert parts({"zones.bostan.delay_quarters": 8}) == {"zones.bostan"}
    assert parts({"loans.dhabeji.grace_quarters": 12}) == {"zones.dhabeji", "loans.dhabeji"}
    focus = {"instrument": "focus_specialty", "where": "sialkot", "specialty": "sports_goods", "start": "2020Q1"}
    assert "specialties.sports_goods" in parts({"policy.focus": focus | {"where": "rashakai"}})
    assert (
        len(parts({"zones.cpec.tax_share_pct": 5.0}) - {"loans.rashakai", "loans.allama_iqbal", "loans.dhabeji"}) == 9
    )


def test_what_the_whole_country_feels_touches_no_place(parts: Callable[..., set[str]]) -> None:
    assert parts({"mechanisms.spin_offs": False}) == set()
    assert parts({"zones.all.delay_quarters": 4}) == set()


def test_a_point_of_a_design_touches_what_it_sets(known: Known) -> None:
    base = load("pakistan-baseline")
    assert "zones.bostan.workers" in touched(base, base, {"zones.bostan.delay_quarters": 8}, known)
