"""The map of a run year by year as a film for slides: GIF by Pillow, MP4 by the ffmpeg of the extra `page`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib
import pandas as pd
from matplotlib import animation
from matplotlib.figure import Figure

from simulation.introducing import Result
from simulation.report import canvas
from simulation.report.drawing import about_run, height_of_map, put_map
from simulation.report.own_zones import placed_by
from simulation.report.palette import QUIET

KINDS = (".mp4", ".gif")
DPI = {".mp4": 160, ".gif": 100}
"""A film of slides' size; a GIF holds every picture whole, so it is smaller."""
LAST_HELD_S = 3
"""How long the last picture stands [s]."""
YEAR_PT = 19.0
KBIT_A_SECOND = 2500

Progress = Callable[[list[str]], Iterable[str]]
"""Stands around the dates of a film and shows how many are drawn."""


class NoEncoderError(ImportError):
    """No ffmpeg for an MP4."""


def animate(run: Result, path: Path, fps: int, shown: Progress = iter) -> Path:
    """Draw the map at every date at which the run looked for clusters, `fps` of them a second, into a GIF or MP4.

    `shown` is laid around the dates, to show progress. ValueError for another suffix, NoEncoderError without ffmpeg.
    """
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise ValueError(f"{path} found; a file ending in {' or '.join(KINDS)} would be right")
    frames = {name: run.tables[name].to_pandas() for name in ("nation", "clusters")}
    scenario = run.scenario
    about = about_run(scenario)
    with (
        _writer(kind, fps) as writer,
        _whole(path) as partial,
        canvas.sheet(height_of_map(scenario.plain)) as figure,
        writer.saving(figure, partial, DPI[kind]),
    ):
        for date in shown(dates_of(frames)):
            figure.clear()
            put_map(figure, frames, about, date, scenario.plain, placed_by(scenario.zones, about.country))
            _year(figure, date)
            writer.grab_frame()
        for _ in range(LAST_HELD_S * fps):
            writer.grab_frame()
    return path


def dates_of(frames: dict[str, pd.DataFrame]) -> list[str]:
    """Quarters at which clusters were looked for: the first, and the last of each year."""
    quarters = list(frames["nation"].quarter.astype(str))
    looked = {quarters[0], quarters[-1], *(q for q in quarters if q.endswith("Q4"))}
    return [quarter for quarter in quarters if quarter in looked]


def _year(figure: Figure, date: str) -> None:
    """The year, large, where a class reads it."""
    high = figure.get_size_inches()[1] / canvas.MM
    right = 1 - canvas.MARGIN_MM / canvas.WIDTH_MM
    figure.text(right, 1 - 1.0 / high, date[:4], size=YEAR_PT, weight="bold", color=QUIET, ha="right", va="top")


@contextmanager
def _writer(kind: str, fps: int) -> Iterator[animation.AbstractMovieWriter]:
    if kind == ".gif":
        yield animation.PillowWriter(fps=fps)
        return
    try:
        import imageio_ffmpeg
    except ImportError:
        raise NoEncoderError(
            "an MP4 needs the extra `page`: `make page`; a file ending in .gif needs nothing"
        ) from None
    with matplotlib.rc_context({"animation.ffmpeg_path": imageio_ffmpeg.get_ffmpeg_exe()}):
        yield animation.FFMpegWriter(fps=fps, bitrate=KBIT_A_SECOND, extra_args=["-pix_fmt", "yuv420p"])


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A place to write a file that takes its name only when it is finished."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.stem}.partial{path.suffix}")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
