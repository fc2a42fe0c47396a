"""A folder that is written: held by one process at a time, and filled whole or not at all.

<name>/                  the folder; its manifests are written last
.<name>.lock             beside it, while somebody holds it; the system lets go of it however they end
.<name>.<word>.partial   beside it, what is being written; whoever holds the folder next clears what a kill left
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from simulation.keeping import manifest

PARTIAL = ".partial"
TRIES = 20
"""To take a lock whose file or folder another process removes at that moment."""

Fill = Callable[[Path], object]
"""Writes files into an empty folder."""


class BusyError(OSError):
    """Somebody else writes into this folder."""


@dataclass(frozen=True)
class Held:
    """A folder that this process alone may write into."""

    folder: Path
    """As it was asked for; it need not be there yet."""
    home: Path
    """The same, absolute, links followed."""

    def keep(self, kind: str, said: Mapping[str, Any], fill: Fill, inside: str = "") -> Path:
        """Put files and their manifest into the folder, or into one inside it: written beside it, durable, renamed.

        What an earlier manifest of this kind lists there goes; what nobody lists stays.
        """
        with self._partial() as partial:
            fill(partial)
            manifest.write(partial, kind, said)
            for path in [*manifest.files_below(partial), *_folders(partial)]:
                _make_durable(path)
            _put(partial, self.home / inside, kind)
        return self.folder / inside

    def write(self, name: str, raw: bytes) -> Path:
        """Put one file into the folder, whole or not at all."""
        place = self.home / name
        with self._partial() as partial:
            written = partial / place.name
            written.write_bytes(raw)
            _make_durable(written)
            place.parent.mkdir(parents=True, exist_ok=True)
            written.replace(place)
        return self.folder / name

    @contextmanager
    def _partial(self) -> Iterator[Path]:
        """A folder of a name of its own beside this one, gone at the end."""
        made = tempfile.mkdtemp(prefix=f".{self.home.name}.", suffix=PARTIAL, dir=beside(self.home))
        try:
            Path(made).chmod(0o755)
            yield Path(made)
        finally:
            shutil.rmtree(made, ignore_errors=True)

    def clear(self) -> None:
        """Remove what a killed process left half written: whoever began it held this folder, and does no more."""
        theirs = re.compile(rf"\.{re.escape(self.home.name)}\.[a-z0-9_]{{8}}{re.escape(PARTIAL)}")
        for path in list(beside(self.home).iterdir()):
            if theirs.fullmatch(path.name):
                shutil.rmtree(path, ignore_errors=True)


def beside(folder: Path) -> Path:
    """Where the lock and what is half written stand: the folder above; within a folder that is a disk of its own."""
    return folder if folder.is_mount() else folder.parent


def is_empty(folder: Path) -> bool:
    """Whether nothing is kept at this path: no folder, or nothing in it but its own lock and partial files."""
    own = f".{folder.resolve().name}."
    return not folder.exists() or all(path.name.startswith(own) for path in folder.iterdir())


@contextmanager
def held(folder: Path | Held) -> Iterator[Held]:
    """Hold a folder for writing; BusyError where another process does, OSError where it cannot be written.

    Folders above it are made, and go again if nothing came into them. One that is held already stays held.
    """
    if isinstance(folder, Held):
        yield folder
        return
    place = folder.resolve()
    for each in (place, *place.parents):
        if each.exists() and not each.is_dir():
            raise FileExistsError(f"{each} is a file; the path of a folder would be right")
    if place.exists() and not os.access(place, os.W_OK):
        raise PermissionError(13, "this folder cannot be written", str(place))
    with ExitStack() as ends:
        for above in [each for each in (place.parent, *place.parent.parents) if not each.exists()][::-1]:
            ends.callback(_remove_if_empty, above)
        lock = _lock_of(place)
        opened, certain = _taken(lock, folder)
        ends.callback(_let_go, opened, lock)
        taken = Held(folder, place)
        if certain:
            taken.clear()
        yield taken


def refuse_if_busy(folder: Path) -> None:
    """BusyError where another process writes into this folder now, so that what is read of it may go meanwhile."""
    place = folder.resolve()
    with suppress(FileNotFoundError, PermissionError), _lock_of(place).open("rb") as opened:
        _locked(opened, folder)


def _lock_of(place: Path) -> Path:
    return beside(place) / f".{place.name}.lock"


def _taken(path: Path, folder: Path) -> tuple[IO[bytes], bool]:
    """The lock's file, held; and whether nobody else can hold it, which some disks and systems cannot say."""
    for _ in range(TRIES):
        path.parent.mkdir(parents=True, exist_ok=True)
        with ExitStack() as unless_held:
            try:
                opened = unless_held.enter_context(path.open("ab"))
            except FileNotFoundError:  # another process removed the folder above, which it had made
                continue
            except OSError as error:
                raise type(error)(error.errno, error.strerror, str(path.parent)) from None
            certain = _locked(opened, folder)
            if _is_still(opened, path):  # else another process has let go of it, and removed it, meanwhile
                unless_held.pop_all()
                return opened, certain
    raise FileNotFoundError(2, "no file can be made in this folder", str(path.parent))


def _locked(opened: IO[bytes], folder: Path) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        return False
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise BusyError(11, "another sez writes into this folder now", str(folder)) from None
    except OSError:  # a disk without locks
        return False
    return True


def _is_still(opened: IO[bytes], path: Path) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(path.stat(), os.fstat(opened.fileno()))
    return False


def _let_go(opened: IO[bytes], path: Path) -> None:
    with opened, suppress(OSError):
        path.unlink()


def _remove_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _folders(partial: Path) -> list[Path]:
    return [partial, *(path for path in partial.rglob("*") if path.is_dir())]


def _make_durable(path: Path) -> None:
    """Ask the system to put a file or folder on the disk now."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _put(partial: Path, place: Path, kind: str) -> None:
    """Give the finished folder its name; into one with other things, file by file, the manifest last."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if not place.exists() or not any(place.iterdir()):
        partial.replace(place)
    else:
        for name in (manifest.named(kind), *_listed(place / manifest.named(kind))):
            (place / name).unlink(missing_ok=True)
        last = partial / manifest.named(kind)
        for path in [each for each in manifest.files_below(partial) if each != last] + [last]:
            (place / path.relative_to(partial)).parent.mkdir(parents=True, exist_ok=True)
            path.replace(place / path.relative_to(partial))
        _make_durable(place)
    _make_durable(place.parent)


def _listed(path: Path) -> list[str]:
    """Files that a manifest lists, of whichever format; none where it cannot be read."""
    with suppress(OSError, ValueError, RecursionError, AttributeError):
        return [name for name in json.loads(path.read_bytes()).get("files", {}) if manifest.is_inside(name)]
    return []
