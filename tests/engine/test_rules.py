"""Portable exp and log, and the loops made of rules."""

from __future__ import annotations

import gc

import mpmath
import numpy as np
import pytest

from simulation.agents.firms.producing import quoted_price, unit_cost
from simulation.agents.firms.settling import noise, rent_bill
from simulation.engine import rules
from simulation.engine.blocks import Each
from simulation.engine.compiling import inline
from simulation.engine.rules import Loop, exp_of, log_of
from simulation.engine.table import total_of_all
from simulation.engine.threads import use_threads

HALF_ULP_OF_NOTHING = 1e-300
COLUMNS = {
    name: np.random.default_rng(place).uniform(0.1, 2.0, 20_000)
    for place, name in enumerate(("factor_cost", "materials_share", "services_share", "power_cost"))
}
PRICING = Loop(unit_cost, quoted_price)


def worst_ulp(found, exact):
    """Largest error in units of the last place."""
    with mpmath.workprec(120):
        return max(
            float(abs(mpmath.mpf(float(f)) - e)) / float(np.spacing(abs(float(e)) or HALF_ULP_OF_NOTHING))
            for f, e in zip(found, exact, strict=True)
        )


def test_exp_is_within_one_unit_of_the_last_place():
    draw = np.random.default_rng(1)
    x = np.concatenate((draw.uniform(-700.0, 700.0, 2000), draw.uniform(-1.0, 1.0, 2000), draw.normal(0.0, 1e-5, 500)))
    with mpmath.workprec(120):
        assert worst_ulp(exp_of(x), [mpmath.exp(mpmath.mpf(float(v))) for v in x]) < 1.0


def test_log_is_within_one_unit_of_the_last_place():
    draw = np.random.default_rng(2)
    x = np.concatenate(
        (10.0 ** draw.uniform(-300.0, 300.0, 2000), draw.uniform(0.5, 2.0, 2000), 1.0 + draw.normal(0, 1e-6, 500))
    )
    with mpmath.workprec(120):
        assert worst_ulp(log_of(x), [mpmath.log(mpmath.mpf(float(v))) for v in x]) < 1.0


def test_exp_and_log_say_what_they_do_at_the_edges():
    assert exp_of(0.0) == 1.0
    assert log_of(1.0) == 0.0
    assert exp_of(1e9) == exp_of(700.0) < np.inf
    assert exp_of(-1e9) == exp_of(-700.0) > 0.0
    assert -710.0 < log_of(0.0) < -700.0
    assert log_of(np.nextafter(1.0, 2.0)) == pytest.approx(np.spacing(1.0), rel=4e-16)


def test_power_errs_by_no_more_than_it_says():
    for base, exponent in ((1.7, 0.35), (30.0, -3.0), (0.02, 0.05)):
        exact = mpmath.power(mpmath.mpf(base), mpmath.mpf(exponent))
        allowed = 2.0 + abs(exponent * np.log(base))
        assert worst_ulp([rules.power(base, exponent)], [exact]) < allowed


def test_interpreted_and_compiled_arithmetic_have_the_same_bits():
    x = np.random.default_rng(3).uniform(-30.0, 30.0, 400)
    assert [float(rules.exp.py_func(np.float64(v))) for v in x] == exp_of(x).tolist()
    y = np.abs(x) + 0.01
    assert [float(rules.log.py_func(np.float64(v))) for v in y] == log_of(y).tolist()


def test_a_loop_answers_what_its_rules_answer_one_by_one():
    found = PRICING(20_000, COLUMNS, {"markup": 1.25, "glut": 1.0, "input_price": 1.1})
    for i in (0, 511, 512, 19_999):
        factors, materials, services, power = (column[i] for column in COLUMNS.values())
        cost = unit_cost(factors, materials, 1.1, services, power)
        assert found["unit_cost"][i] == cost
        assert found["quoted_price"][i] == quoted_price(cost, 1.25, 1.0)


def test_threads_do_not_change_a_bit():
    asked = (20_000, COLUMNS, {"markup": 1.25, "glut": 1.0, "input_price": 1.1})
    alone = PRICING(*asked)
    use_threads(2)
    try:
        together = PRICING(*asked)
    finally:
        use_threads(1)
    assert all(alone[name].tobytes() == together[name].tobytes() for name in alone)


def test_what_a_loop_adds_up_has_the_bits_of_a_total():
    adding = Loop(unit_cost, quoted_price, keep=["quoted_price"], add=["unit_cost", "quoted_price"])
    columns = {name: np.tile(column, 2)[:30_001] for name, column in COLUMNS.items()}
    columns["weight"] = np.tile([1.0, 10.0, 3.0], 10_001)[:30_001]
    asked = (30_001, columns, {"markup": 1.25, "glut": 1.0, "input_price": 1.1})
    whole, found = PRICING(*asked), adding(*asked)
    assert list(found) == ["quoted_price"]
    assert found.totals == {
        name: total_of_all(whole[name], columns["weight"]) for name in ("unit_cost", "quoted_price")
    }
    use_threads(2)
    try:
        assert adding(*asked).totals == found.totals
    finally:
        use_threads(1)


def test_rows_in_rounds_are_not_added_up():
    with pytest.raises(ValueError, match="rounds"):
        Loop(rent_bill, add=["rent_bill"])(
            4, {"hired_workers": np.ones(4), "weight": np.ones(4)}, pair=(Each(2), {"rent": np.ones(2)})
        )


def test_the_search_for_garbage_goes_on_after_something_has_compiled():
    inline(lambda x: x + 1.0)(1.0)
    assert gc.isenabled()
    gc.disable()
    inline(lambda x: x - 1.0)(1.0)
    was = gc.isenabled()
    gc.enable()
    assert not was


def test_a_gathered_source_is_looked_up_through_its_index():
    loop = Loop(rent_bill)
    where = np.array([1, 0, 1], dtype=np.int64)
    bill = loop(3, {"hired_workers": np.array([1.0, 2.0, 3.0])}, site=(where, {"rent": np.array([10.0, 100.0])}))
    assert bill["rent_bill"].tolist() == [100.0, 20.0, 300.0]


def test_a_loop_names_what_is_missing():
    with pytest.raises(KeyError, match="noise asks for 'luck_of_profit'"):
        Loop(noise)(1, {"made_units": np.ones(1), "price": np.ones(1)}, {"profit_noise": 0.1})


def test_a_loop_refuses_a_name_that_two_sources_offer():
    rows, where = {"hired_workers": np.ones(1), "rent": np.ones(1)}, np.zeros(1, dtype=np.int64)
    with pytest.raises(ValueError, match="rent_bill asks for 'rent', which the rows and site offer"):
        Loop(rent_bill)(1, rows, site=(where, {"rent": np.ones(1)}))
    with pytest.raises(ValueError, match="the settings and the rows offer"):
        Loop(rent_bill)(1, rows, {"rent": 1.0})


def test_a_loop_refuses_a_name_that_hides_an_earlier_answer():
    rows = {name: column[:1] for name, column in COLUMNS.items()} | {"unit_cost": np.ones(1)}
    with pytest.raises(
        ValueError, match="quoted_price asks for 'unit_cost', which the rows and the answer of unit_cost"
    ):
        Loop(unit_cost, quoted_price)(1, rows, {"markup": 1.25, "glut": 1.0, "input_price": 1.1})


def test_what_no_rule_asks_for_may_be_offered_twice():
    rows = {"hired_workers": np.ones(1), "rent": np.full(1, 2.0), "cash": np.ones(1)}
    assert Loop(rent_bill)(1, rows, {"cash": 1.0})["rent_bill"].tolist() == [2.0]
