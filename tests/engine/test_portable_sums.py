"""Python 3.12 made the builtin sum of floats compensated: a table that used it would differ between versions."""

from __future__ import annotations

import ast
from pathlib import Path

STATE_PATH = ("finance", "agents", "markets", "phases", "quarter_zero", "geography", "policy", "measures")


def builtin_sums(path: Path) -> list[int]:
    """Lines that call the builtin sum on something other than a count of ones."""
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "sum" and not _counts(call.args[0])
    ]


def _counts(summed: ast.expr) -> bool:
    return isinstance(summed, ast.GeneratorExp) and isinstance(summed.elt, ast.Constant) and summed.elt.value == 1


def test_no_number_of_the_state_is_a_builtin_sum_of_floats(checkout: Path) -> None:
    package = checkout / "simulation"
    files = [path for part in STATE_PATH for path in (package / part).rglob("*.py")] + [*package.glob("*.py")]
    assert {str(path): lines for path in files if (lines := builtin_sums(path))} == {}
