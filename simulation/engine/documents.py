"""Documents as their format leaves them: JSON, TOML and a command line's values before a schema has read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Any
"""Whatever a JSON or TOML document may hold at a place; a schema, not the type checker, says what is right there."""

Document = dict[str, Json]
"""A table of a document by key."""

DocumentView = Mapping[str, Json]
"""A table of a document that is only read."""
