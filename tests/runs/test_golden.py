"""Small golden curves: a run of today is the run that was kept, to eight digits.

A change that is meant to change results makes them anew: `python -m tests.runs.golden`, with a line in CHANGELOG.md.
"""

from __future__ import annotations

import golden
import pytest


@pytest.mark.parametrize("name", list(golden.CURVES))
def test_a_run_is_the_run_that_was_kept(name):
    played, before = golden.curve(golden.CURVES[name]), golden.kept(name)
    assert len(played) == len(before) == golden.QUARTERS // golden.EVERY
    for now, then in zip(played, before, strict=True):
        # the state path has the same bits on every processor; the last digits are those that the file does not keep
        assert now == pytest.approx(then, rel=1e-8, abs=1e-9), f"{name}, quarter {then['quarter']:.0f}"


def test_the_kept_runs_differ_by_policy_and_only_once_it_starts():
    base, policy = golden.kept("baseline"), golden.kept("policy")
    same = [one == other for one, other in zip(base, policy, strict=True)]
    assert same == [one["quarter"] < 40 for one in base]
