"""Whatever is killed, the ensemble ends with the tables it would have had."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulation.ensemble import records, store
from simulation.ensemble.crews import here
from simulation.ensemble.parts import Part
from simulation.ensemble.running import Silent, ensemble
from simulation.ensemble.work import Outcome
from simulation.keeping.folder import BusyError, Held, held
from simulation.keeping.manifest import DamagedError

DRIVER = """
import sys
sys.path.insert(0, {folder!r})
from pathlib import Path
from conftest import tiny_parts
from simulation.ensemble.crews import here
from simulation.ensemble.running import ensemble
print(ensemble(tiny_parts(Path({checkout!r})), Path(sys.argv[1]), here(2)).line())
"""


def same_tables(one: Path, other: Path) -> bool:
    """Whether all tables are equal byte for byte."""
    files = store.about(one)["files"]
    return bool(files) and files == store.about(other)["files"]


def children(pid: int) -> list[int]:
    """Processes that a process started, by what the system says."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return [int(each) for each in found]


class KillsAWorker(Silent):
    """Kills one worker after the first run."""

    def __init__(self) -> None:
        self.killed = 0

    def outcome(self, part: Part, outcome: Outcome) -> None:
        workers = [pid for pid in children(os.getpid()) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
        if not self.killed and workers:
            os.kill(workers[0], signal.SIGKILL)
            self.killed = workers[0]


def test_two_workers_and_a_second_call_change_no_byte(parts: list[Part], undisturbed: Path, tmp_path: Path) -> None:
    first = ensemble(parts[:3], tmp_path / "it", here(2))
    assert (first.kept, first.ran, first.failed) == (0, 3, {})
    whole = ensemble(parts, tmp_path / "it", here(2))
    assert (whole.kept, whole.ran, whole.failed) == (3, 3, {})
    assert same_tables(undisturbed, tmp_path / "it")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find a worker")
def test_a_killed_worker_loses_nothing(parts: list[Part], undisturbed: Path, tmp_path: Path) -> None:
    watcher = KillsAWorker()
    tally = ensemble(parts, tmp_path / "it", here(2), watcher)
    assert watcher.killed
    assert tally.failed == {}
    assert same_tables(undisturbed, tmp_path / "it")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to look for orphans")
def test_a_killed_driver_leaves_no_process_and_is_resumed(
    parts: list[Part], checkout: Path, undisturbed: Path, tmp_path: Path
) -> None:
    script = DRIVER.format(folder=str(Path(__file__).parent), checkout=str(checkout))
    driver = subprocess.Popen([sys.executable, "-c", script, str(tmp_path / "it")], cwd=checkout)
    until(lambda: list((tmp_path / "it").glob("runs/*.record")))
    workers = children(driver.pid)
    driver.kill()
    driver.wait()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))
    kept = len(list((tmp_path / "it").glob("runs/*.record")))
    (tmp_path / ".it.half_way.partial").mkdir()
    with pytest.raises(DamagedError, match="the command that began it resumes it"):
        store.about(tmp_path / "it")
    tally = ensemble(parts, tmp_path / "it", here(1))
    assert tally.kept >= kept > 0
    assert [path.name for path in tmp_path.iterdir()] == ["it"]
    assert same_tables(undisturbed, tmp_path / "it")


def until(it_is_so: object, seconds: float = 60.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not it_is_so():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_damaged_record_is_noticed_and_made_again(parts: list[Part], undisturbed: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(undisturbed, tmp_path / "it"))
    one, two = (records.path_of(folder / "runs", part.run_id) for part in parts[:2])
    raw = bytearray(one.read_bytes())
    raw[len(raw) // 2] ^= 1
    one.write_bytes(raw)
    two.write_bytes(records.path_of(folder / "runs", parts[2].run_id).read_bytes())
    told: list[str] = []

    class Listens(Silent):
        def begin(self, kept: int, missing: int, damaged: object) -> None:
            told.extend(damaged)  # type: ignore[call-overload]

    tally = ensemble(parts, folder, here(1), Listens())
    assert (tally.kept, tally.ran) == (4, 2)
    assert any("has changed" in text for text in told)
    assert any("another run's" in text for text in told)
    assert same_tables(undisturbed, folder)


def test_a_flipped_bit_of_a_record_never_becomes_a_number(parts: list[Part], undisturbed: Path) -> None:
    raw = records.path_of(undisturbed / "runs", parts[0].run_id).read_bytes()
    _, whole = records.unpacked(raw)
    noticed = 0
    for at in range(0, len(raw), max(1, len(raw) // 300)):
        try:
            told, files = records.unpacked(raw[:at] + bytes([raw[at] ^ 4]) + raw[at + 1 :])
        except DamagedError:
            noticed += 1
        else:  # the archive's own dates and flags, of which nothing is read
            assert (told["run_id"], files) == (parts[0].run_id, whole)
    assert noticed > 290


def test_a_changed_table_is_noticed_before_it_is_read(undisturbed: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(undisturbed, tmp_path / "it"))
    with (folder / "nation.parquet").open("r+b") as opened:
        opened.seek(200)
        opened.write(b"x")
    with pytest.raises(DamagedError, match=r"nation\.parquet has changed"):
        store.about(folder)


def test_a_full_disk_ends_the_ensemble_and_keeps_what_is_kept(
    parts: list[Part], undisturbed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written, true_write = [], store.keep_record

    def fills_up(place: Held, run_id: str, raw: bytes) -> None:
        if len(written) == 2:
            raise OSError(28, "No space left on device")
        written.append(run_id)
        true_write(place, run_id, raw)

    monkeypatch.setattr(store, "keep_record", fills_up)
    with pytest.raises(OSError, match="No space"):
        ensemble(parts, tmp_path / "it", here(1))
    monkeypatch.undo()
    assert ensemble(parts, tmp_path / "it", here(1)).kept == 2
    assert same_tables(undisturbed, tmp_path / "it")


def test_two_drivers_do_not_share_a_folder_and_strangers_are_left_alone(parts: list[Part], tmp_path: Path) -> None:
    with held(tmp_path / "it"), pytest.raises(BusyError, match="another sez"):
        ensemble(parts, tmp_path / "it", here(1))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileExistsError, match="holds no ensemble"):
        ensemble(parts, tmp_path / "mine", here(1))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to look for orphans")
def test_ctrl_c_ends_cleanly_and_says_how_to_resume(checkout: Path, tmp_path: Path) -> None:
    names = [str(checkout / f"scenarios/plain/{name}.toml") for name in ("marshall", "all_off")]
    words = ["compare", *names, "--scale", "0.02", "--quarters", "8", "--seeds", "500", "--workers", "2"]
    command = [sys.executable, "-m", "simulation", *words, "--out", str(tmp_path / "it")]
    running = subprocess.Popen(command, cwd=checkout, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until(lambda: list((tmp_path / "it").glob("runs/*.record")))
    workers = children(running.pid)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=20)
    assert running.returncode in (130, -signal.SIGINT)  # Python may end by the signal itself; a shell calls both 130
    assert "the same command resumes from here" in told
    assert "Traceback" not in told
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers), 5)
    assert list((tmp_path / "it").glob("runs/*.record"))
