"""A film shows the map at every date at which the run looked for clusters, and stands still on the last."""

from __future__ import annotations

import builtins
import itertools
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from simulation import load, run
from simulation.cli import app
from simulation.keeping import results
from simulation.report.animation import NoEncoderError, animate, dates_of


@pytest.fixture(scope="module")
def kept(tmp_path_factory) -> results.Kept:
    base = load("plain-marshall").but(scale=0.02, quarters=10, run_in_quarters=0)
    return results.read(results.save(run(base), tmp_path_factory.mktemp("film") / "run"))


def test_there_is_a_picture_for_the_first_quarter_each_year_and_the_last(kept):
    frames = {name: kept.tables[name].to_pandas() for name in ("nation", "clusters")}
    assert dates_of(frames) == ["2015Q1", "2015Q4", "2016Q4", "2017Q2"]
    assert set(frames["clusters"].quarter) <= set(dates_of(frames))


def test_a_gif_changes_with_the_years_and_holds_its_last_picture(kept, tmp_path):
    pictures, durations = [], []
    with Image.open(animate(kept, tmp_path / "map.gif", 2)) as film:
        for number in range(film.n_frames):
            film.seek(number)
            pictures.append(np.asarray(film.convert("RGB")))
            durations.append(film.info["duration"])
    assert len(pictures) == 4
    assert all((one != other).any() for one, other in itertools.pairwise(pictures))
    assert durations[0] == 500
    assert durations[-1] >= 3000
    assert [path.name for path in tmp_path.iterdir()] == ["map.gif"], "nothing half written is left"


def test_an_mp4_plays_everywhere(kept, tmp_path):
    ffmpeg = pytest.importorskip("imageio_ffmpeg", reason="MP4 needs the extra `page`: make page")
    told = next(ffmpeg.read_frames(str(animate(kept, tmp_path / "map.mp4", 2))))
    assert told["codec"] == "h264"
    assert told["pix_fmt"].startswith("yuv420p")
    assert told["fps"] == 2
    assert told["duration"] == pytest.approx((4 + 6) / 2, abs=0.6)


def test_without_an_encoder_it_is_said_what_would_do(kept, tmp_path, monkeypatch):
    real = builtins.__import__

    def without(name, *rest):
        if name == "imageio_ffmpeg":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NoEncoderError, match=r"make page.*\.gif needs nothing"):
        animate(kept, tmp_path / "map.mp4", 2)
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_makes_a_film_beside_the_run(kept, tmp_path):
    made = CliRunner().invoke(app, ["animate", str(kept.folder), "--out", str(tmp_path / "a" / "film.gif")])
    assert made.exit_code == 0, made.output
    assert Path(made.stdout.strip()).is_file()
    wrong = CliRunner().invoke(app, ["animate", str(kept.folder), "--out", str(tmp_path / "film.avi")])
    assert wrong.exit_code == 2
    assert "ending in .mp4 or .gif would be right" in wrong.output
    nothing = CliRunner().invoke(app, ["animate", str(tmp_path)])
    assert nothing.exit_code == 2
    assert "holds no run" in nothing.output
