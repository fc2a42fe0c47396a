"""Compiled code is kept under what it depends on: never stale, and not made again for an edit that it cannot see."""

from __future__ import annotations

import cProfile
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from numba import typeof

from simulation.agents.firms.settling import rent_bill
from simulation.engine import compiling, stamps
from simulation.engine.compiling import fields_of, inline
from simulation.engine.stamps import stamp_of
from simulation.engine.table import added

SCRIPT = """
import numpy as np
from simulation import phases, run
from simulation.agents.firms.producing import quoted_price
from simulation.agents.firms.settling import rent_bill
from simulation.geography.kernel import _fade
from simulation.engine.rules import Loop
loop = Loop(quoted_price, rent_bill)
rows = {name: np.array([3.0]) for name in ("unit_cost", "hired_workers", "rent")}
bill = loop(1, rows, {"markup": 2.0, "glut": 1.0})["rent_bill"][0]
made = next(iter(loop._compiled.values()))
faded = np.array([0.0])
_fade(np.array([-3.0]), 1.0, faded)
print(bill, sum(made.stats.cache_hits.values()), round(faded[0], 2), sum(_fade.stats.cache_hits.values()))
"""
"""A loop over rules of two modules, and a plain loop that calls `exp` of a third one, which reads a constant there."""
OUT_OF_REACH = {
    "policy/plot_subsidy.py": "\nUNHEARD_OF = 1.0\n",
    "report/palette.py": "\nUNSEEN = 1.0\n",
    "telling/summary.py": "\nUNSAID = 'nothing'\n",
    "phases/bills.py": "\n\ndef unpaid() -> float:\n    return 0.0\n",
}


def playing(package: Path) -> subprocess.Popen[str]:
    place = {"PYTHONPATH": str(package), "NUMBA_CACHE_DIR": str(package / "kept"), "PYTHONDONTWRITEBYTECODE": "1"}
    asked, said = [sys.executable, "-c", SCRIPT], subprocess.PIPE
    return subprocess.Popen(asked, cwd=package, env={**os.environ, **place}, stdout=said, stderr=said, text=True)


def played(package: Path) -> str:
    """What a fresh Python says: each loop's answer, and whether its code was there already."""
    fresh = playing(package)
    said, complaint = fresh.communicate()
    assert not fresh.returncode, complaint
    return said.strip()


def edited(package: Path, file: str, was: str, now: str) -> None:
    path = package / "simulation" / file
    text = path.read_text(encoding="utf-8")
    assert text.count(was) == 1
    path.write_text(text.replace(was, now), encoding="utf-8")


@pytest.fixture(scope="module")
def package(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package whose loops have been compiled once."""
    folder = tmp_path_factory.mktemp("edited")
    shutil.copytree(checkout / "simulation", folder / "simulation", ignore=shutil.ignore_patterns("__pycache__"))
    assert played(folder) == "9.0 0 20.09 0"
    return folder


def test_an_edit_that_no_loop_can_reach_compiles_nothing_again(package: Path) -> None:
    for file, more in OUT_OF_REACH.items():
        with (package / "simulation" / file).open("a", encoding="utf-8") as source:
            source.write(more)
    edited(package, "agents/firms/settling.py", "from __future__", "# lines move, words change\n\nfrom __future__")
    assert played(package) == "9.0 1 20.09 1"


def test_an_edited_rule_compiles_its_loops_again_and_no_others(package: Path) -> None:
    rule = "return hired_workers * rent\n"
    edited(package, "agents/firms/settling.py", rule, rule.replace("\n", " + 1.0\n"))
    assert played(package) == "10.0 0 20.09 1"
    edited(package, "agents/firms/settling.py", rule.replace("\n", " + 1.0\n"), rule)
    assert played(package) == "9.0 1 20.09 1"


def test_an_edited_constant_of_a_callee_in_another_module_compiles_again(package: Path) -> None:
    edited(package, "engine/rules.py", "EXP_LIMIT = 700.0", "EXP_LIMIT = 1.0")
    assert played(package) == "9.0 1 2.72 0"
    edited(package, "engine/rules.py", "EXP_LIMIT = 1.0", "EXP_LIMIT = 700.0")


def test_an_edited_callee_in_another_module_compiles_again(package: Path) -> None:
    was, now = "    x = min(max(x, -EXP_LIMIT), EXP_LIMIT)\n", "    x = min(max(x, -EXP_LIMIT), EXP_LIMIT) - 3.0\n"
    edited(package, "engine/rules.py", was, now)
    assert played(package) == "9.0 1 1.0 0"
    edited(package, "engine/rules.py", now, was)


def test_two_processes_compile_at_once_while_a_third_removes_what_they_keep(package: Path) -> None:
    folder = package / "kept" / "sez-clusters" / "compiled"
    for path in folder.iterdir():
        path.unlink()
    both = [playing(package), playing(package)]
    while any(one.poll() is None for one in both):
        for path in folder.glob("*.nb?"):
            path.unlink(missing_ok=True)
    assert all(one.communicate()[0].startswith("9.0 0 20.09") for one in both)


def test_only_our_own_old_compilations_are_forgotten(monkeypatch, tmp_path):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(compiling, "FILES_KEPT", 4)
    compiling.forget_old_compilations()  # there is no folder yet
    ours = [compiling.cache_folder() / f"luck.draw-{number:020x}.py311.1.nbc" for number in range(7)]
    others = [tmp_path / "theirs-00000000000000000000.py311.nbi", compiling.cache_folder() / "notes.nbi"]
    compiling.cache_folder().mkdir(parents=True)
    for age, path in enumerate([*others, *ours]):
        path.touch()
        os.utime(path, (age, age))
    compiling.forget_old_compilations()
    assert all(path.exists() for path in others)
    assert [path.exists() for path in ours] == [False] * 3 + [True] * 4


def test_what_another_process_has_removed_was_never_used():
    assert compiling.last_use(Path("nowhere") / "gone.nbi") == 0.0


def written(text, **known):
    """Stamp of the function f that a text defines among known names."""
    space = {"__name__": "simulation.written", **known}
    exec(text, space)  # noqa: S102
    return stamp_of(space["f"], {})


READS = "def f(x):\n    return x + rate\n"


def test_a_stamp_changes_with_a_constant_and_its_type():
    rates = (1.0, 1, 2.0, True, (1.0,), (1.0, 2.0), np.float32(1.0), np.ones(1), np.ones(2), np.zeros(2), "1.0", None)
    assert len({written(READS, rate=rate) for rate in rates}) == len(rates)
    assert written(READS, rate=np.ones(2)) == written(READS, rate=np.ones(2))


def test_a_stamp_does_not_change_with_lines_and_docstrings():
    told = READS.replace(":\n", ':\n    """Adds the rate."""\n')
    assert written("\n\n" + told, rate=1.0) == written(told.replace("Adds", "Still adds"), rate=1.0)


def test_a_stamp_does_not_change_with_what_the_function_does_not_read():
    assert written(READS, rate=1.0, other=1.0) == written(READS, rate=1.0, other=2.0)


def test_a_stamp_changes_with_options_and_with_a_callee_and_its_options():
    plain, calls = rent_bill.plain, "def f(x):\n    return callee(x, x)\n"
    assert stamp_of(plain, {}) != stamp_of(plain, {"fastmath": True})
    callees = plain, inline(plain), inline(lambda a, b: a * b), inline(lambda a, b: a + b)
    assert len({written(calls, callee=callee) for callee in callees}) == len(callees)


def test_a_stamp_changes_with_what_is_read_within_an_inner_function():
    inner = "def f(x):\n    return [y + rate for y in x]\n"
    assert written(inner, rate=1.0) != written(inner, rate=2.0)


def test_a_stamp_changes_with_closures():
    def adding(rate):
        return lambda x: x + rate

    assert stamp_of(adding(1.0), {}) != stamp_of(adding(2.0), {})


def test_a_stamp_does_not_change_while_a_profiler_watches():
    added(np.ones(2))
    function = added.py_func
    before = stamp_of(function, {})
    cProfile.Profile().runcall(added, np.ones(2))
    stamps._code.cache_clear()
    assert stamp_of(function, {}) == before


def test_functions_that_call_each_other_have_a_stamp():
    both = "def f(x):\n    return g(x)\ndef g(x):\n    return f(x - {})\n"
    assert written(both.format(1)) == written(both.format(1)) != written(both.format(2))


def test_a_name_not_yet_defined_is_named():
    with pytest.raises(NameError, match="f reads 'rate', which is not defined yet: define it before"):
        written(READS)


def test_what_no_hash_can_stand_for_is_refused():
    with pytest.raises(TypeError, match=r"f reads an object of simulation\.engine\.rules\.Rule"):
        written(READS, rate=rent_bill)


class Terms(NamedTuple):
    """Terms of some loan."""

    rate: float
    grace: float


class Turned(NamedTuple):
    """The same in another order."""

    grace: float
    rate: float


def test_fields_of_an_argument_count_since_code_finds_them_by_place():
    known, turned = typeof((Terms(1.0, 2.0), 1)), typeof((Turned(2.0, 1.0), 1))
    assert fields_of(known) != fields_of(turned)
    assert fields_of(typeof(1.0)) is None
