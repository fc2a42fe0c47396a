"""Portable exp and log, and the loops made of rules."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import sys
from pathlib import Path

import mpmath
import numpy as np
import pytest

from simulation.agents.firms.producing import quoted_price, unit_cost
from simulation.agents.firms.settling import noise, rent_bill
from simulation.engine import compiling, rules
from simulation.engine.blocks import Each
from simulation.engine.compiling import inline
from simulation.engine.rules import Loop, exp_of, log_of
from simulation.engine.table import total
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
    found = PRICING(20_000, COLUMNS, {"markup": 1.25, "input_price": 1.1})
    for i in (0, 511, 512, 19_999):
        factors, materials, services, power = (column[i] for column in COLUMNS.values())
        cost = unit_cost(factors, materials, 1.1, services, power)
        assert found["unit_cost"][i] == cost
        assert found["quoted_price"][i] == quoted_price(cost, 1.25)


def test_threads_do_not_change_a_bit():
    asked = (20_000, COLUMNS, {"markup": 1.25, "input_price": 1.1})
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
    asked = (30_001, columns, {"markup": 1.25, "input_price": 1.1})
    whole, found = PRICING(*asked), adding(*asked)
    assert list(found) == ["quoted_price"]
    assert found.totals == {name: total(whole[name]) for name in ("unit_cost", "quoted_price")}
    use_threads(2)
    try:
        assert adding(*asked).totals == found.totals
    finally:
        use_threads(1)


def test_rows_in_rounds_are_not_added_up():
    with pytest.raises(ValueError, match="rounds"):
        Loop(rent_bill, add=["rent_bill"])(4, {"hired_workers": np.ones(4)}, pair=(Each(2), {"rent": np.ones(2)}))


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


def test_only_our_own_old_compilations_are_forgotten(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    others = [tmp_path / name for name in ("their_project", "0123456789abcdef0123", "more")]
    ours = [compiling.cache_folder() / f"{number:020x}" for number in range(compiling.STAMPS_KEPT + 3)]
    beside = compiling.cache_folder() / "notes"
    for age, folder in enumerate([*others, beside, *ours]):
        folder.mkdir(parents=True)
        os.utime(folder, (age, age))
    compiling.forget_old_compilations()
    assert all(folder.is_dir() for folder in [*others, beside])
    assert [folder.is_dir() for folder in ours] == [False] * 3 + [True] * compiling.STAMPS_KEPT


SCRIPT = """
import numpy as np
from simulation.agents.firms.producing import quoted_price
from simulation.agents.firms.settling import rent_bill
from simulation.engine.rules import Loop
loop = Loop(quoted_price, rent_bill)
rows = {name: np.array([3.0]) for name in ("unit_cost", "hired_workers", "rent")}
answer = loop(1, rows, {"markup": 2.0})["rent_bill"][0]
made = next(iter(loop._compiled.values()))
print(answer, sum(made.stats.cache_hits.values()))
"""


def played(package: Path) -> str:
    """What a fresh Python says of one rule in a loop that another module gives its name to."""
    place = {"PYTHONPATH": str(package), "NUMBA_CACHE_DIR": str(package / "kept"), "PYTHONDONTWRITEBYTECODE": "1"}
    asked = [sys.executable, "-c", SCRIPT]
    ran = subprocess.run(asked, cwd=package, env={**os.environ, **place}, capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def test_compiled_code_is_kept_and_never_stale_when_a_callee_changes(tmp_path: Path, checkout: Path) -> None:
    shutil.copytree(checkout / "simulation", tmp_path / "simulation", ignore=shutil.ignore_patterns("__pycache__"))
    assert played(tmp_path) == "9.0 0"
    assert played(tmp_path) == "9.0 1"
    callee = tmp_path / "simulation" / "agents" / "firms" / "settling.py"
    text = callee.read_text(encoding="utf-8")
    assert text.count("return hired_workers * rent\n") == 1
    callee.write_text(
        text.replace("return hired_workers * rent\n", "return hired_workers * rent + 1.0\n"), encoding="utf-8"
    )
    assert played(tmp_path) == "10.0 0"
