"""From a file, or a shipped scenario's name, to a checked scenario; all faults at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from simulation.scenario import checking
from simulation.scenario.faults import Fault, ScenarioFaults, did_you_mean
from simulation.scenario.reading import Source, is_there, read
from simulation.scenario.schema import Scenario, unfit

OTHER_FOLDERS, LESSON = ("experiments", "texts"), "lesson.toml"


def scenarios_folder() -> Path:
    """The shipped scenarios: the checkout's `scenarios/`, else the copy inside the installed package."""
    package = Path(__file__).resolve().parents[1]
    beside = package.parent / "scenarios"
    return (
        beside if beside.is_dir() and (package.parent / "pyproject.toml").is_file() else package / "_data" / "scenarios"
    )


def shipped() -> dict[str, Path]:
    """The shipped scenarios by name; experiments, lessons and their texts are files of another kind."""
    files = sorted(scenarios_folder().rglob("*.toml"))
    return {name_of(path): path for path in files if path.parent.name not in OTHER_FOLDERS and path.name != LESSON}


def name_of(path: Path) -> str:
    """A scenario's name: its path below a folder `scenarios` with `/` as `-`, else its stem."""
    parts = (*path.resolve().parent.parts, path.name.removesuffix(".toml"))
    below = parts[len(parts) - parts[::-1].index("scenarios") :] if "scenarios" in parts[:-1] else parts[-1:]
    return re.sub(r"[^\w.\-]+", "-", "-".join(below)).strip("-.")[:100] or "unnamed"


def load(path_or_name: str | Path) -> Scenario:
    """The scenario of a file, or of a shipped name such as `pakistan-baseline`.

    Raises ScenarioFaults, which holds every fault at once.
    """
    path = found(path_or_name)
    source = read(path)
    source.data.setdefault("name", name_of(path))
    return checked(source)


def found(path_or_name: str | Path) -> Path:
    """The file of a path, or of a shipped scenario's name."""
    path = Path(path_or_name)
    if is_there(path) or "\0" in str(path_or_name):
        return path
    known = shipped()
    name = str(path_or_name).removesuffix(".toml").removeprefix("scenarios/").replace("/", "-")
    if name in known:
        return known[name]
    close = did_you_mean(name, known)
    if close or "/" not in str(path_or_name):
        text = f"there is no such file or scenario; see `sez list scenarios`{close}"
        raise ScenarioFaults([Fault(str(path_or_name), "", text)])
    return path


def checked(source: Source) -> Scenario:
    """Plain data as a scenario; raises ScenarioFaults with every fault, in the order of the file."""
    return checking.checked(Scenario, source, unfit)


def differences(a: Scenario, b: Scenario) -> Iterator[tuple[str, Any, Any]]:
    """Every setting in which two scenarios differ: dotted key, value in each, None where it is not said."""
    left, right = _flat(a.resolved()), _flat(b.resolved())
    for key in [*left, *(key for key in right if key not in left)]:
        if left.get(key) != right.get(key):
            yield key, left.get(key), right.get(key)


def _flat(data: dict[str, Any], above: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in data.items():
        flat |= _flat(value, f"{above}{key}.") if isinstance(value, dict) else {above + key: value}
    return flat
