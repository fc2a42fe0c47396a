"""A checkpoint holds the whole state: everything reachable from a run comes back as it was, of the same kind."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation import load
from simulation.economy import Economy
from simulation.keeping.checkpoints import found, standing_of, write
from simulation.keeping.sheets import Layout, laid_out, taken_up
from simulation.keeping.standing import FROM_GIVEN, KEPT_APART, taken
from simulation.measures.recorder import Recorder
from simulation.run import Standing
from simulation.scenario.schema import Scenario


def parts_of(value: Any) -> list[tuple[str, Any]]:
    """What a value consists of, by name."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return list(zip(value._fields, value, strict=True))
    if isinstance(value, Mapping):
        return [(str(key), part) for key, part in value.items()]
    if isinstance(value, list | tuple):
        return [(str(number), part) for number, part in enumerate(value)]
    return list(vars(value).items()) if isinstance(value, Recorder) else []


def unlike(one: Any, other: Any, path: str) -> Iterator[str]:
    """Where two values differ in kind or in any bit."""
    if type(one) is not type(other):
        yield f"{path}: {type(one).__name__} and {type(other).__name__}"
    elif isinstance(one, np.ndarray):
        same = one.dtype == other.dtype and one.shape == other.shape and other.flags.writeable
        if not same or (one.tolist() != other.tolist() and one.tobytes() != other.tobytes()):
            yield f"{path}: {one.dtype}{one.shape} and {other.dtype}{other.shape}"
    elif parts_of(one) or parts_of(other):
        left, right = dict(parts_of(one)), dict(parts_of(other))
        if list(left) != list(right):
            yield f"{path}: {list(left)} and {list(right)}"
        for name in left.keys() & right.keys():
            yield from unlike(left[name], right[name], f"{path}.{name}")
    elif repr(one) != repr(other) and " at 0x" not in repr(one):
        yield f"{path}: {one!r} and {other!r}"


@pytest.fixture(scope="module")
def back(standing: Standing, tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """The run read from its checkpoint."""
    folder = tmp_path_factory.mktemp("kept")
    write(standing, folder, every=9)
    return standing_of(found(folder))


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Economy)])
def test_every_field_of_the_economy_comes_back(standing: Standing, back: Standing, field: str) -> None:
    assert list(unlike(getattr(standing.economy, field), getattr(back.economy, field), field)) == []


def test_what_the_run_was_given_is_made_again(standing: Standing, back: Standing) -> None:
    assert list(unlike(standing.given, back.given, "given")) == []
    assert standing.given.numbers == back.given.numbers


def test_the_recorder_comes_back(standing: Standing, back: Standing) -> None:
    assert list(unlike(standing.recorder, back.recorder, "recorder")) == []
    assert back.recorder.last.firms is back.economy.firms
    assert standing.watched == back.watched


def test_a_recorder_finds_out_again_what_is_not_kept(standing: Standing) -> None:
    fresh = Recorder(standing.given)
    for name in FROM_GIVEN:
        assert list(unlike(getattr(fresh, name), getattr(standing.recorder, name), name)) == []
    assert {*FROM_GIVEN, *KEPT_APART, *taken(standing).tree["recorder"]["mapping"]} == set(vars(standing.recorder))


def test_the_state_that_is_compared_is_full(standing: Standing) -> None:
    economy, recorder = standing.economy, standing.recorder
    assert all(len(rows) > 0 for rows in recorder.rows.values())
    assert any(account.came for account in economy.institutions.loans)
    assert recorder.lives
    assert economy.flows


def test_a_country_without_zones_comes_back(
    tmp_path: Path, checkout: Path, stopped: Callable[[Scenario, int], Standing]
) -> None:
    scenario = load(checkout / "scenarios/plain/marshall.toml").but(scale=0.02, quarters=6, run_in_quarters=2)
    was = stopped(scenario, 5)
    write(was, tmp_path, every=5)
    now = standing_of(found(tmp_path))
    assert list(unlike(was.economy, now.economy, "economy")) == []
    assert list(unlike(was.recorder, now.recorder, "recorder")) == []


def test_what_a_checkpoint_does_not_know_is_refused_by_its_name(standing: Standing) -> None:
    class New:
        pass

    with pytest.raises(TypeError, match=r"economy\.deaths\.new is of .*New, which a checkpoint does not know"):
        taken(dataclasses.replace(standing, economy=standing.economy.but(deaths={"new": New()})))


NUMBERS = st.one_of(
    st.floats(),
    st.integers(-(2**62), 2**62),
    st.booleans(),
    st.text(max_size=3),
    st.none(),
    st.floats().map(np.float64),
    st.integers(0, 255).map(np.uint8),
)
ROWS = st.dictionaries(st.sampled_from("abcd"), NUMBERS, max_size=4)


@st.composite
def columns(draw: st.DrawFn) -> dict[str, Any]:
    """Rows of one quarter, as columns."""
    size = draw(st.integers(0, 3))
    kinds = st.sampled_from([np.float64, np.int8, np.uint64, np.bool_, np.float32, "O"])
    words = st.sampled_from(["", "x", "long"])
    names = draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True))
    made = {}
    for name in names:
        kind = draw(kinds)
        values = draw(st.lists(words if kind == "O" else st.integers(0, 9), min_size=size, max_size=size))
        made[name] = np.array(values, dtype=kind)
    return made


@given(st.one_of(st.lists(ROWS, max_size=6), st.lists(columns(), max_size=5)))
def test_any_rows_come_back_with_their_kinds_and_the_order_of_their_keys(parts: list[dict[str, Any]]) -> None:
    table, layout = laid_out(parts)
    again = taken_up(table, Layout(**json.loads(json.dumps(layout._asdict()))))
    assert list(unlike(parts, again, "parts")) == []


def test_columns_of_different_lengths_are_no_part() -> None:
    with pytest.raises(TypeError, match="different lengths: a, b"):
        laid_out([{"a": np.zeros(2), "b": np.zeros(3)}])
