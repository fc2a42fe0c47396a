"""The scenarios that come with the package: where they are, what they are called, and from a name to its file."""

from __future__ import annotations

import os
import re
from pathlib import Path

from simulation.scenario.faults import Fault, ScenarioFaults, did_you_mean

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


def is_there(path: str | Path) -> bool:
    """Whether a file or folder is there; a name that none can have, such as one of 300 letters, is of none."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises for such a name


def plain_name(wish: str) -> str:
    """What is written of a shipped scenario as its name: `scenarios/pakistan/baseline.toml` is pakistan-baseline."""
    return wish.removesuffix(".toml").removeprefix("scenarios/").replace("/", "-")


def found(path_or_name: str | Path) -> Path:
    """The file of a path, or of a shipped scenario's name."""
    path = Path(path_or_name)
    if is_there(path) or "\0" in str(path_or_name):
        return path
    known = shipped()
    name = plain_name(str(path_or_name))
    if name in known:
        return known[name]
    close = did_you_mean(name, known)
    if close or "/" not in str(path_or_name):
        text = f"there is no such file or scenario; see `sez list scenarios`{close}"
        raise ScenarioFaults([Fault(str(path_or_name), "", text)])
    return path


def beside(folder: Path, wish: str) -> Path:
    """What a file in this folder means by a path or a name: the file there, else the shipped scenario of that name."""
    path = folder / wish
    return path if is_there(path) else shipped().get(plain_name(wish), path)
