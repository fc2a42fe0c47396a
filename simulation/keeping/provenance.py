"""What decides a run's numbers, and what made it: sources, seeds, versions, commit."""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from simulation.scenario.schema import Scenario
from simulation.seeding.reading import seeds_folder

NUMERIC = ("numpy", "numba", "llvmlite", "networkx", "mesa", "pyarrow")
"""Packages whose version may change a bit of the tables."""


def run_id(scenario: Scenario) -> str:
    """Seed, and hash of all else that decides the numbers: resolved scenario, sources and seeds, numeric packages."""
    told = json.dumps([scenario.digest, sources_digest(), versions()], sort_keys=True)
    return f"{scenario.seed}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


@cache
def sources_digest() -> str:
    """Hash of the package's sources and of the seeds."""
    package, digest = Path(__file__).parents[1], hashlib.sha256()
    for root, pattern in ((package, "*.py"), (seeds_folder(), "*.*")):
        for path in sorted(root.rglob(pattern)):
            if path.suffix in (".py", ".csv", ".geojson"):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def versions() -> dict[str, str]:
    """Versions of Python, of this package and of those that compute."""
    found = {"python": ".".join(platform.python_version_tuple()[:2])}
    for name in ("sez-clusters", *NUMERIC):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def made_by() -> dict[str, Any]:
    """What a manifest says of the sources, the commit and the packages that made its files."""
    return {"sources_sha256": sources_digest(), "commit": commit(), "versions": versions()}


def changed_since(told: Mapping[str, Any]) -> list[str]:
    """What is not as it was when a result was made that told its sources, commit and versions: sources, packages."""
    found = []
    if told["sources_sha256"] != sources_digest():
        found.append(f"the sources are others than then (commit {told['commit'] or 'unknown'}); there they agree")
    now = versions()
    found += [f"{name} was {was}, is {now.get(name)}" for name, was in told["versions"].items() if now.get(name) != was]
    return found


def commit() -> str:
    """The commit of the checkout, with `+` where it has been edited since; empty outside a checkout."""
    home = Path(__file__).resolve().parents[2]
    if not (home / ".git").exists():
        return ""
    try:
        head = _git(home, "rev-parse", "HEAD")
        return head + ("+" if _git(home, "status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.SubprocessError):
        return ""


def _git(home: Path, *words: str) -> str:
    asked = ["git", "-C", str(home), *words]
    done = subprocess.run(asked, capture_output=True, text=True, check=True, timeout=20)  # noqa: S603 - fixed words
    return done.stdout.strip()
