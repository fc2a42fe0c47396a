"""Budgets, to notice drift: how long functions and modules are. Run with -s to see the table."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median, quantiles

MEDIAN_LINES, NINTH_DECILE_LINES, LONGEST_FUNCTION, LONGEST_MODULE = 8, 20, 40, 250


def functions(checkout: Path) -> list[tuple[str, ast.FunctionDef]]:
    """Every function of the package with where it stands."""
    found = []
    for path in sorted((checkout / "simulation").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                found.append((f"{path.relative_to(checkout)}:{node.lineno} {node.name}", node))
    return found


def lines_of(function: ast.FunctionDef) -> int:
    """Lines of a function without its docstring."""
    first = function.body[0]
    told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if told else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def test_functions_are_short(checkout: Path) -> None:
    lengths = {name: lines_of(node) for name, node in functions(checkout)}
    ninth = quantiles(lengths.values(), n=10)[-1]
    print(f"\n{len(lengths)} functions: median {median(lengths.values())}, ninth decile {ninth:.0f} lines")
    long = {name: n for name, n in lengths.items() if n > LONGEST_FUNCTION}
    assert long == {}
    assert median(lengths.values()) <= MEDIAN_LINES
    assert ninth <= NINTH_DECILE_LINES


def test_modules_are_short(checkout: Path) -> None:
    lengths = {
        path: len(path.read_text(encoding="utf-8").splitlines()) for path in (checkout / "simulation").rglob("*.py")
    }
    print(f"\n{len(lengths)} modules: median {median(lengths.values())}, longest {max(lengths.values())} lines")
    assert {str(path): n for path, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_no_module_is_called_utils(checkout: Path) -> None:
    vague = {"utils", "util", "common", "core", "helpers", "base", "misc"}
    names = {
        part
        for path in (checkout / "simulation").rglob("*.py")
        for part in path.relative_to(checkout).with_suffix("").parts
    }
    assert names & vague == set()


def test_locks_and_sources_name_no_registry(checkout: Path) -> None:
    locks = [(checkout / "requirements" / name).read_text(encoding="utf-8") for name in ("core.txt", "all.txt")]
    for lock in locks:
        assert "://" not in lock
        assert "--hash=sha256:" in lock
    assert all(name in locks[1] for name in ("nicegui", "dask", "esda", "salib"))


def test_both_mesa_lines_are_locked(checkout: Path) -> None:
    lock = (checkout / "requirements" / "core.txt").read_text(encoding="utf-8")
    assert "mesa==3.3" in lock
    assert "mesa==3.5" in lock
