"""The manifest of what is kept: its kind, what made it, and a checksum of every file and of the manifest itself.

A folder holds one manifest for each kind of thing that is kept in it, `run.json`, `comparison.json`, written last. So
what is not listed there is nobody's, and what is listed is there as it was written, or is told to be damaged.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

FORMAT = 2
"""Version of the layout of everything that is kept."""
OWN = "manifest_sha256"
"""Where a manifest keeps the checksum of all else that it says."""
A_MANIFEST = re.compile(r"(run|checkpoint|ensemble|comparison|ablation|sweep|sensitivity_\w+)\.json")

Told = dict[str, Any]
"""What a manifest says: plain data, as in JSON."""
Digest = Callable[[str], str]
"""SHA-256 of a file by its name; FileNotFoundError where there is none."""


class DamagedError(ValueError):
    """What is kept is not what was written."""


def named(kind: str) -> str:
    """The manifest's file for a kind of thing."""
    return f"{kind}.json"


def text(kind: str, said: Mapping[str, Any], files: Mapping[str, str]) -> str:
    """A manifest of files with their checksums, as it is written."""
    told = json.loads(json.dumps({"format": FORMAT, "kind": kind, **said, "files": dict(files)}))
    return json.dumps(told | {OWN: _own(told)}, indent=2) + "\n"


def _own(told: Told) -> str:
    others = {key: value for key, value in told.items() if key != OWN}
    return hashlib.sha256(json.dumps(others, sort_keys=True).encode()).hexdigest()


def parsed(raw: bytes, kind: str, place: str) -> Told:
    """What the manifest at a place says; DamagedError where it is none of this kind or not as it was written."""
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise DamagedError(f"{place} cannot be read: {error}") from None
    if not isinstance(told, dict) or not isinstance(told.get("files"), dict):
        raise DamagedError(f"{place} is not the manifest of {_a(kind)}")
    if told.get("format") != FORMAT:
        raise DamagedError(f"{place} has format {told.get('format')}; this version reads format {FORMAT}")
    if told.get("kind") != kind:
        raise DamagedError(f"{place} is the manifest of {_a(str(told.get('kind')))}, not of {_a(kind)}")
    if told.get(OWN) != _own(told):
        raise DamagedError(f"{place} has changed since it was written")
    if elsewhere := [name for name in told["files"] if not is_inside(name)]:
        raise DamagedError(f"{place} names {elsewhere[0]!r}, which is no file of its folder")
    return told


def _a(kind: str) -> str:
    return f"{'an' if kind[:1] in 'aeiou' else 'a'} {kind}"


def is_inside(name: str) -> bool:
    """Whether a name is a plain path below a folder."""
    path = PurePosixPath(name)
    return path.as_posix() == name != "." and not path.is_absolute() and ".." not in path.parts and "\\" not in name


def damage(files: Mapping[str, str], digest: Digest, place: Path) -> list[str]:
    """Files that are missing, changed or cannot be read, a sentence each."""
    return list(_damage(files, digest, place))


def _damage(files: Mapping[str, str], digest: Digest, place: Path) -> Iterator[str]:
    for name, written in files.items():
        try:
            found = digest(name)
        except FileNotFoundError:
            yield f"{place / name} is missing"
        except OSError as error:
            yield f"{place / name} cannot be read: {error.strerror or error}"
        else:
            if found != written:
                yield f"{place / name} has changed since it was written"


def sha256(path: Path) -> str:
    """Checksum of a file; FileNotFoundError where the path is none."""
    if not path.is_file():
        raise FileNotFoundError(path)
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def has(folder: Path, kind: str) -> bool:
    """Whether a folder holds a thing of this kind."""
    return (folder / named(kind)).is_file()


def read(folder: Path, kind: str) -> Told:
    """What the manifest of a folder says, its files unchecked; DamagedError says what is wrong."""
    path = folder / named(kind)
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise DamagedError(f"{folder} holds no {kind}: there is no {path.name} in it") from None
    except OSError as error:
        raise DamagedError(f"{path} cannot be read: {error.strerror or error}") from None
    return parsed(raw, kind, str(path))


def whole(folder: Path, kind: str) -> Told:
    """What the manifest says, every file checked against its checksum; DamagedError names all that is wrong."""
    told = read(folder, kind)
    if wrong := damage(told["files"], lambda name: sha256(folder / name), folder):
        raise DamagedError("; ".join(wrong))
    return told


def kinds_in(folder: Path) -> list[str]:
    """The kinds of things that a folder holds."""
    return sorted(path.stem for path in folder.glob("*.json") if A_MANIFEST.fullmatch(path.name))


def write(folder: Path, kind: str, said: Mapping[str, Any]) -> None:
    """The manifest of all files below a folder, where nothing else is."""
    files = {path.relative_to(folder).as_posix(): sha256(path) for path in files_below(folder)}
    (folder / named(kind)).write_text(text(kind, said, files), encoding="utf-8")


def files_below(folder: Path) -> list[Path]:
    """All files of a folder and of those in it."""
    return sorted(path for path in folder.rglob("*") if path.is_file())
