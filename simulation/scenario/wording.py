"""What the schema found, in words: pydantic's errors as faults that say what would be right."""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from simulation.scenario.faults import did_you_mean, one_of, shown, unknown

KINDS = {float: "a number", int: "a whole number", str: "text in quotes", bool: "true or false"}
SIGNS = {"ge": "at least", "gt": "more than", "le": "at most", "lt": "less than"}
QUARTER = "a quarter such as 2031Q2"

Key = tuple[str, ...]


def worded(root: type[BaseModel], data: Mapping[str, Any], error: ErrorDetails) -> tuple[Key, str]:
    """The key and the text of one error of the schema."""
    key = key_of(error["loc"], data)
    table, below = table_of(root, key, data)
    field = table.model_fields.get(key[-1]) if table and key else None
    kind = error["type"]
    if kind == "extra_forbidden":
        return key, unknown("key", key[-1], table.model_fields if table else below)
    if kind == "missing":
        return key, f"nothing found; {expected(field)} would be right"
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        return (*key, "instrument"), _instrument(error)
    if kind == "value_error":
        found = "" if isinstance(error["input"], dict) else f"{shown(error['input'])} found; "
        return key, found + str(error["ctx"]["error"])
    if kind == "string_pattern_mismatch" and "Q[1-4]" in str(error["ctx"]["pattern"]):
        return key, f"{shown(error['input'])} found; {QUARTER} would be right"
    if kind == "string_pattern_mismatch" and field is not None and field.description:
        return key, f"{shown(error['input'])} found; {field.description} would be right"
    if kind == "string_pattern_mismatch":
        return key, f"{shown(error['input'])} found; text of the form {error['ctx']['pattern']} would be right"
    right = expected(field) if field else error["msg"].removeprefix("Input should be ").lower()
    return key, f"{shown(error['input'])} found; {right} would be right{_suggestion(error, field)}"


def _instrument(error: ErrorDetails) -> str:
    names = [name.strip(" '") for name in str(error.get("ctx", {}).get("expected_tags", "")).split(",") if name]
    if not names:
        return "nothing found; the name of an instrument would be right, see `sez list instruments`"
    return unknown("instrument", error["ctx"]["tag"], names)


def _suggestion(error: ErrorDetails, field: FieldInfo | None) -> str:
    words = choices(field.annotation) if field else ()
    return did_you_mean(error["input"], words) if isinstance(error["input"], str) else ""


def key_of(loc: Iterable[str | int], data: Any) -> Key:
    """The dotted key of an error: its location without the tags that tell instruments apart."""
    key: list[str] = []
    for part in loc:
        if part == "[key]" or (isinstance(data, Mapping) and part not in data and data.get("instrument") == part):
            continue
        key.append(str(part))
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list) and isinstance(part, int):
            data = data[part]
    return tuple(key)


def table_of(root: type[BaseModel], key: Key, data: Any) -> tuple[type[BaseModel] | None, list[str]]:
    """The class of the table in which the last part of a key stands, and that table's keys in the data."""
    here: Any = root
    for part in key[:-1]:
        here = _below(here, part)
        data = data.get(part) if isinstance(data, Mapping) else None
        here = _chosen(here, data)
    is_class = isinstance(here, type) and issubclass(here, BaseModel)
    return (here if is_class else None), list(data) if isinstance(data, Mapping) else []


def _below(annotation: Any, part: str) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        field = annotation.model_fields.get(part)
        return _bare(field.annotation) if field else None
    arguments = get_args(annotation)
    return _bare(arguments[-1]) if arguments else None


def _bare(annotation: Any) -> Any:
    """An annotation without its metadata."""
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _chosen(annotation: Any, data: Any) -> Any:
    """The member of a union that the data mean."""
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation
    members = [_bare(member) for member in get_args(annotation) if member is not type(None)]
    if len(members) == 1:
        return members[0]
    name = data.get("instrument") if isinstance(data, Mapping) else None
    return next((each for each in members if name in choices(each.model_fields["instrument"].annotation)), None)


def choices(annotation: Any) -> tuple[str, ...]:
    """The words a field may hold, where they are listed."""
    if get_origin(annotation) is Literal:
        return tuple(str(word) for word in get_args(annotation))
    found: tuple[str, ...] = ()
    for member in get_args(annotation):
        found += choices(member)
    return found


def expected(field: FieldInfo | None) -> str:
    """What a field takes, with its bounds and meaning: `a number, at least 0, at most 100 (share of ...)`."""
    if field is None:
        return "another value"
    words = choices(field.annotation)
    if words:
        return one_of(words)
    bounds = [
        f"{SIGNS[name]} {limit:{'d' if isinstance(limit, int) else 'g'}}"
        for item in field.metadata
        for name, limit in _limits(item)
    ]
    kind = next((text for each, text in KINDS.items() if _takes(field.annotation, each)), "a table")
    kind = QUARTER if kind == KINDS[str] and any("Q[1-4]" in str(item) for item in field.metadata) else kind
    meaning = f" ({field.description})" if field.description else ""
    return ", ".join([kind, *bounds]) + meaning


def _limits(item: Any) -> list[tuple[str, float]]:
    return [(name, getattr(item, name)) for name in SIGNS if isinstance(getattr(item, name, None), int | float)]


def _takes(annotation: Any, kind: type) -> bool:
    return annotation is kind or any(_takes(member, kind) for member in get_args(annotation))
