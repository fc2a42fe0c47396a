"""Pages of HTML from template files beside the modules that fill them; every word is escaped."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("simulation", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def filled(template: str, **words: object) -> str:
    """The text of a template, named by its path in the package; a word it asks for and does not get is an error."""
    return _environment().get_template(template).render(words)


def own(text: str | Path) -> Markup:
    """Text of ours, such as a style sheet, which stands in a page as it is: never words of others."""
    # Not escaped on purpose: the callers hand over files of the package and what they have made safe themselves.
    return Markup(text.read_text(encoding="utf-8") if isinstance(text, Path) else text)  # noqa: S704
