"""From a file to plain data: bytes weighed before they are parsed, `extends` followed, the place of each key kept."""

from __future__ import annotations

import os
import re
import stat
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from simulation.scenario.faults import Fault, ScenarioFaults, did_you_mean, shown
from simulation.scenario.lines import NESTING_ALLOWED, lines_of, too_deep
from simulation.scenario.shipped import beside, plain_name, shipped

BYTES_ALLOWED = 256_000
CHAIN_ALLOWED = 8
PART_ALLOWED = 200
OWN = ("name", "title", "summary", "extends")
"""Keys that a scenario does not inherit."""

Key = tuple[str, ...]


class Source(NamedTuple):
    """Plain data and the FILE:LINE of each key; `file` is the one that was asked for."""

    file: str
    data: dict[str, Any]
    places: dict[Key, str]

    def place(self, key: Key) -> str:
        """Where a key stands, or the nearest table above it, or the file."""
        for length in range(len(key), 0, -1):
            if key[:length] in self.places:
                return self.places[key[:length]]
        return self.file


def read(path: Path, chain: tuple[Path, ...] = ()) -> Source:
    """A scenario file over the files it extends; raises ScenarioFaults."""
    own = read_one(path)
    if "extends" not in own.data:
        return own
    parent = _parent(own, path, (*chain, path.resolve()))
    inherited = {key: value for key, value in parent.data.items() if key not in OWN}
    places = {key: place for key, place in parent.places.items() if key[0] not in OWN}
    data = merged(inherited, {key: value for key, value in own.data.items() if key != "extends"})
    return Source(own.file, data, places | own.places)


def _parent(own: Source, path: Path, chain: tuple[Path, ...]) -> Source:
    wish, place = own.data["extends"], own.place(("extends",))
    if not isinstance(wish, str) or not wish or "\0" in wish:
        right = "the path of a scenario file or the name of a shipped one, in quotes, would be right"
        raise _fault(place, "extends", f"{shown(wish)} found; {right}")
    parent = beside(path.parent, wish)
    if parent.resolve() in chain:
        raise _fault(place, "extends", f"{shown(wish)} found, which extends this file in turn; a chain ends somewhere")
    if len(chain) >= CHAIN_ALLOWED:
        raise _fault(
            place, "extends", f"a chain longer than {CHAIN_ALLOWED} files found; extend a file nearer the root"
        )
    try:
        return read(parent, chain)
    except ScenarioFaults as faults:
        if os.path.lexists(parent):
            raise ScenarioFaults(extended_by(fault, own.file) for fault in faults.faults) from None
        close = did_you_mean(plain_name(wish), shipped())
        raise _fault(place, "extends", f"{shown(wish)} found; {faults.faults[0].text}{close}") from None


def extended_by(fault: Fault, file: str) -> Fault:
    """A fault of a file that another extends, which says so: whoever asked named the other."""
    return fault._replace(text=f"{fault.text} (extended by {file})")


def merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Tables merged key by key, all else replaced; a policy that changes its instrument is replaced whole."""
    result = dict(under)
    for key, value in over.items():
        result[key] = merged(result[key], value) if _one_table(result.get(key), value) else value
    return result


def _one_table(before: Any, value: Any) -> bool:
    if not (isinstance(before, dict) and isinstance(value, dict)):
        return False
    return "instrument" not in value or value["instrument"] == before.get("instrument")


def read_one(path: Path) -> Source:
    """One file as plain data with the place of each key; raises ScenarioFaults."""
    file = str(path)
    text = _text(path)
    line = too_deep(text)
    if line is not None:
        raise _fault(
            f"{file}:{line}", "", f"brackets or a key deeper than {NESTING_ALLOWED} found; a flatter table would do"
        )
    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise _syntax(file, text, error) from None
    places = {key: f"{file}:{line}" for key, line in lines_of(text).items()}
    long = [key for key in places if len(key[-1]) > PART_ALLOWED]
    if long:
        raise ScenarioFaults(
            Fault(places[key], "", f"a key of {len(key[-1])} letters found; at most {PART_ALLOWED}") for key in long
        )
    return Source(file, data, places)


def _text(path: Path) -> str:
    file = str(path)
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "no ordinary file"
            raise _fault(file, "", f"this is {kind}; the path of a scenario file (.toml) would be right")
        with path.open("rb") as opened:
            raw = opened.read(BYTES_ALLOWED + 1)
    except (OSError, ValueError) as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else getattr(error, "strerror", None)
        if isinstance(error, ScenarioFaults):
            raise
        raise _fault(
            file, "", f"{reason or 'this is no path'}; the path of a scenario file (.toml) would be right"
        ) from None
    if len(raw) > BYTES_ALLOWED:
        raise _fault(file, "", f"more than {BYTES_ALLOWED:,} bytes found; scenarios are a few kilobytes")
    return _decoded(file, raw)


def _decoded(file: str, raw: bytes) -> str:
    if b"\0" in raw:
        raise _fault(file, "", "a binary file found; a text file in UTF-8 would be right")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _fault(
            f"{file}:{line}", "", f"the byte 0x{raw[error.start]:02x} found; text in UTF-8 would be right"
        ) from None


def _syntax(file: str, text: str, error: Exception) -> ScenarioFaults:
    message = str(error) or "brackets nested too deeply"
    found = re.search(r"\s*\(at line (\d+), column (\d+)\)|\s*\(at end of document\)", message)
    line = found[1] if found and found[1] else str(text.count("\n") + 1)
    said = (message[: found.start()] if found else message).rstrip(".")
    if again := re.search(r"Cannot declare \((.*)\) twice", said):
        name = ".".join(part.strip(" '") for part in again[1].split(",") if part)
        return _fault(f"{file}:{line}", name, f"[{name}] found a second time; its keys below the first would be right")
    if said == "Cannot overwrite a value":
        return _fault(f"{file}:{line}", "", "a key found that has a value above; one of the two would be right")
    column = f" at column {found[2]}" if found and found[2] else ""
    return _fault(
        f"{file}:{line}", "", f"this is not TOML: {said}{column}; `key = value` lines and [tables] would be right"
    )


def _fault(place: str, key: str, text: str) -> ScenarioFaults:
    return ScenarioFaults([Fault(place, key, text)])
