"""A kept folder: one writer at a time, whole or not at all, and every damage is told."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from simulation.keeping import manifest
from simulation.keeping.folder import BusyError, Held, held, is_empty
from simulation.keeping.manifest import DamagedError

HOLDER = """
import sys, time
from pathlib import Path
from simulation.keeping.folder import held
with held(Path(sys.argv[1])) as place:
    def fill(partial):
        (partial / "half.txt").write_text("half")
        print("writing", flush=True)
        time.sleep(600)
    place.keep("run", {}, fill)
"""


def two_files(partial: Path) -> None:
    """Fills a folder."""
    (partial / "a.txt").write_text("a", encoding="utf-8")
    (partial / "more").mkdir()
    (partial / "more/b.txt").write_text("b", encoding="utf-8")


def one_file(partial: Path) -> None:
    """Fills a folder with less."""
    (partial / "a.txt").write_text("A", encoding="utf-8")


def names(folder: Path) -> list[str]:
    """All files below a folder."""
    return [path.relative_to(folder).as_posix() for path in manifest.files_below(folder)]


def writer(folder: Path) -> subprocess.Popen[str]:
    """Another process that is in the middle of writing a folder."""
    process = subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    return process


def test_what_is_kept_is_listed_and_nothing_else_is_left(tmp_path: Path) -> None:
    with held(tmp_path / "new/it") as place:
        place.keep("run", {"seed": 7}, two_files)
    assert names(tmp_path) == ["new/it/a.txt", "new/it/more/b.txt", "new/it/run.json"]
    told = manifest.whole(tmp_path / "new/it", "run")
    assert told["seed"] == 7
    assert list(told["files"]) == ["a.txt", "more/b.txt"]


def test_several_kinds_share_a_folder_and_each_replaces_only_its_own(tmp_path: Path) -> None:
    with held(tmp_path / "it") as place:
        place.keep("run", {}, two_files)
        place.write("notes.txt", b"mine")
        place.keep("comparison", {}, lambda partial: (partial / "c.txt").write_text("c"))
        place.keep("run", {}, one_file)
    assert names(tmp_path / "it") == ["a.txt", "c.txt", "comparison.json", "notes.txt", "run.json"]
    assert manifest.kinds_in(tmp_path / "it") == ["comparison", "run"]
    assert (tmp_path / "it/a.txt").read_text() == "A"


def test_a_folder_has_one_writer_and_the_second_changes_nothing(tmp_path: Path) -> None:
    first = writer(tmp_path / "it")
    before = names(tmp_path)
    with pytest.raises(BusyError, match="another sez writes into this folder now"), held(tmp_path / "it"):
        pass
    assert names(tmp_path) == before
    with held(tmp_path / "it.old"), held(tmp_path / "i"):  # neighbours whose names begin alike
        assert set(before) < set(names(tmp_path))
    first.kill()
    first.communicate()


def test_what_a_killed_writer_left_is_cleared_by_the_next_into_that_place(tmp_path: Path) -> None:
    killed, going_on = writer(tmp_path / "it"), writer(tmp_path / "it.more")
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert len(list(tmp_path.glob(".it.*.partial"))) == 2
    with held(tmp_path / "it") as place:
        assert [path.name.split(".")[1:3] for path in tmp_path.glob(".it.*.partial")] == [["it", "more"]]
        place.keep("run", {}, one_file)
    going_on.kill()
    going_on.communicate()
    assert manifest.whole(tmp_path / "it", "run")


def test_a_held_folder_stays_held_inside(tmp_path: Path) -> None:
    with held(tmp_path / "it") as place, held(place) as inner:
        assert inner is place
        with pytest.raises(BusyError), held(tmp_path / "it"):
            pass


def test_a_failure_leaves_nothing_not_even_the_folders_above(tmp_path: Path) -> None:
    def fails(partial: Path) -> None:
        one_file(partial)
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"), held(tmp_path / "a/b/it") as place:
        place.keep("run", {}, fails)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for place in (tmp_path / "file", tmp_path / "file/below"):
        with pytest.raises(FileExistsError, match="is a file; the path of a folder would be right"), held(place):
            pass


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody can write")
def test_a_folder_that_cannot_be_written_is_told_at_once() -> None:
    with pytest.raises(OSError, match="/proc"), held(Path("/proc/it")):
        pass


def test_a_link_is_the_folder_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with held(tmp_path / "link") as place:
        with pytest.raises(BusyError), held(tmp_path / "real"):
            pass
        place.keep("run", {}, one_file)
    assert names(tmp_path / "real") == ["a.txt", "run.json"]
    assert (tmp_path / "link").is_symlink()


def test_a_lock_is_nothing_kept(tmp_path: Path) -> None:
    assert is_empty(tmp_path / "none")
    (tmp_path / f".{tmp_path.name}.lock").touch()  # in a folder that is a disk of its own
    assert is_empty(tmp_path)


def spoil(name: str, raw: bytes | None) -> Callable[[Path], None]:
    """Damages a file."""

    def spoil(folder: Path) -> None:
        (folder / name).unlink()
        if raw is not None:
            (folder / name).write_bytes(raw)

    return spoil


@pytest.mark.parametrize(
    ("damages", "said"),
    [
        (spoil("a.txt", b"b"), r"a\.txt has changed since it was written"),
        (spoil("more/b.txt", None), r"more/b\.txt is missing"),
        (spoil("run.json", None), r"holds no run: there is no run\.json in it"),
        (spoil("run.json", b"{"), r"run\.json cannot be read"),
        (spoil("run.json", b"\xff"), r"run\.json cannot be read"),
        (spoil("run.json", b"[" * 100_000), r"run\.json cannot be read"),
        (spoil("run.json", b"[]"), r"run\.json is not the manifest of a run"),
        (spoil("run.json", b'{"format": 1, "files": {}}'), "has format 1; this version reads format 2"),
        (spoil("run.json", manifest.text("ensemble", {}, {}).encode()), "is the manifest of an ensemble, not of a run"),
        (spoil("run.json", manifest.text("run", {"seed": 7}, {}).replace("7", "8").encode()), "has changed"),
    ],
)
def test_every_damage_is_a_sentence(tmp_path: Path, damages: Callable[[Path], None], said: str) -> None:
    with held(tmp_path / "it") as place:
        place.keep("run", {}, two_files)
    damages(tmp_path / "it")
    with pytest.raises(DamagedError, match=said):
        manifest.whole(tmp_path / "it", "run")


def test_all_that_is_damaged_is_told_together(tmp_path: Path) -> None:
    with held(tmp_path / "it") as place:
        place.keep("run", {}, two_files)
    for name in ("a.txt", "more/b.txt"):
        (tmp_path / "it" / name).write_bytes(b"")
    with pytest.raises(DamagedError, match=r"a\.txt has changed .*; .*b\.txt has changed"):
        manifest.whole(tmp_path / "it", "run")


def test_files_written_alone_are_whole_too(tmp_path: Path) -> None:
    with held(tmp_path / "it") as place:
        assert isinstance(place, Held)
        assert place.write("runs/one.record", b"x").read_bytes() == b"x"
    assert names(tmp_path) == ["it/runs/one.record"]
