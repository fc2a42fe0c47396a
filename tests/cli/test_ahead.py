"""What is compiled ahead is what a run needs; it is found without compiling, and begun only where nothing is kept."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from numba.core.dispatcher import Dispatcher

from simulation.commands import ahead
from simulation.engine import compiling
from simulation.engine.stamps import stamp_of
from simulation.markets.places import first_to_ring

PLAYED_TINY = """
import json
from simulation.commands.ahead import calls_of_a_run, named
print(json.dumps([named(call) for call in calls_of_a_run()]))
"""
PLAYED = """
import json
from simulation import load, run
from simulation.commands.ahead import named
from simulation.benchmark.doors import _compiled_in_package, _loops
run(load("pakistan-baseline").but(scale=0.002, quarters=4, run_in_quarters=1))
loops = [each for _, _, each in _compiled_in_package()]
loops += [call for loop in _loops() for call in loop._compiled.values()]
print(json.dumps([named((loop, types)) for loop in loops for types in loop.signatures]))
"""


def said_by(script):
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return {tuple(name) for name in json.loads(done.stdout)}


def test_nearly_all_loops_of_pakistan_are_known_from_a_tiny_country():
    known, needed = said_by(PLAYED_TINY), said_by(PLAYED)
    assert len(needed) > 60
    assert len(needed & known) > 0.9 * len(needed), sorted(needed - known)


def test_what_plays_interpreted_compiles_nothing_and_leaves_numba_as_it_was():
    compiles = Dispatcher._compile_for_args
    with ahead.interpreted():
        assert Dispatcher._compile_for_args is not compiles
    assert Dispatcher._compile_for_args is compiles


class Started(Exception):
    """The helper would have been started."""


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """An empty folder for compiled code, two cores, and a helper that only says that it was started."""

    def started(*_, **__):
        raise Started

    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(ahead, "cores", lambda: 2)
    monkeypatch.setattr(ahead.subprocess, "Popen", started)
    folder = compiling.cache_folder()
    folder.mkdir(parents=True)
    return folder


def test_the_helper_starts_where_nothing_is_kept(kept):
    with pytest.raises(Started):
        ahead.begin()


def test_the_helper_stays_away_where_code_is_kept_or_one_core_is_all(kept, monkeypatch):
    stamp = stamp_of(first_to_ring.py_func, compiling.KEPT)
    (kept / f"places.first_to_ring-{stamp}.py311.nbi").touch()
    assert ahead.compiled_already()
    ahead.begin()
    (kept / f"places.first_to_ring-{stamp}.py311.nbi").unlink()
    monkeypatch.setattr(ahead, "cores", lambda: 1)
    ahead.begin()


def test_loops_are_compiled_from_the_last_until_one_is_met_that_is_kept(monkeypatch):
    class Loop:
        def __init__(self, kept):
            self.types, self.stats = [], type("Stats", (), {"cache_hits": {"types": 1} if kept else {}})

        def compile(self, types):
            self.types.append(types)

    loops = [Loop(False), Loop(True), Loop(False), Loop(False)]
    monkeypatch.setattr(ahead, "calls_of_a_run", lambda: [(loop, ("float64",)) for loop in loops])
    ahead.compile_from_the_end()
    assert [len(loop.types) for loop in loops] == [0, 1, 1, 1]
