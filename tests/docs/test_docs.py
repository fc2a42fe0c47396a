"""The documentation: its links lead somewhere, and the generated reference says what the code says."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "results/README.md", "tests/README.md", "seeds/README.md")


@pytest.fixture(scope="module")
def generator(checkout: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", checkout / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pages(checkout: Path) -> list[Path]:
    return [*(checkout / page for page in PAGES), *sorted((checkout / "docs").rglob("*.md"))]


def test_every_relative_link_leads_to_a_file(checkout: Path) -> None:
    broken = [
        f"{page.relative_to(checkout)}: {link}"
        for page in pages(checkout)
        for link in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / link).exists()
    ]
    assert not broken


def test_the_index_names_every_page_of_the_documentation(checkout: Path) -> None:
    index = (checkout / "docs" / "index.md").read_text(encoding="utf-8")
    written = {path.relative_to(checkout / "docs").as_posix() for path in (checkout / "docs").rglob("*.md")}
    assert {page for page in written - {"index.md"} if f"({page})" not in index} == set()


def test_the_generated_reference_is_what_the_code_says(checkout: Path, generator: ModuleType) -> None:
    reference = checkout / "docs" / "reference"
    stale = [name for name, write in generator.PAGES.items() if (reference / name).read_text("utf-8") != write()]
    assert not stale, f"run `make docs` and commit what it writes: {', '.join(stale)}"


def test_every_column_of_the_books_has_a_meaning_of_its_own() -> None:
    from simulation.measures.listed import from_the_books
    from simulation.measures.schema_agents import SHEETS

    for name, columns in from_the_books().items():
        assert [c for c in columns if SHEETS[name].measure(c).meaning == c.replace("_", " ")] == []
