"""What keys do; the browser sends only those that are meant for the page (page.js)."""

from __future__ import annotations

from collections.abc import Callable

from nicegui import ui

from simulation.page.live.view import View
from simulation.units import QUARTERS_PER_YEAR

ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}


def hear(view: View, key: str, shift: bool) -> None:
    """Do what a key asks."""
    session = view.session
    if view.pointing and key in ARROWS:
        session.point(*ARROWS[key])
        view.redraw(spoken=False)
        return
    plain: dict[str, Callable[[], object]] = {
        " ": view.play,
        "ArrowRight": lambda: view.step(QUARTERS_PER_YEAR if shift else 1),
        "ArrowLeft": lambda: view.step(-QUARTERS_PER_YEAR if shift else -1),
        "Home": lambda: view.go(0),
        "End": lambda: view.go(session.last),
        "[": lambda: view.faster(-1),
        "]": lambda: view.faster(1),
        "1": lambda: view.watch("A"),
        "2": lambda: view.watch("B"),
        "d": lambda: ui.run_javascript("sez.focus('difference-of')"),
        "m": lambda: point(view),
        "Enter": lambda: enter(view),
        "Escape": lambda: back(view),
        "l": lambda: view.parts.open_drawer("levers"),
        "k": lambda: view.parts.open_drawer("aside"),
        "t": view.turn_theme,
        "?": lambda: ui.run_javascript("document.getElementById('keys').showModal()"),
    }
    act = plain.get(key if len(key) > 1 else key.lower())
    if act:
        act()


def point(view: View) -> None:
    """Point at the largest cluster; arrows lead on from there."""
    view.pointing = True
    view.session.point(0, 0)
    view.redraw(spoken=False)


def enter(view: View) -> None:
    """The story of the cluster that is pointed at."""
    frame = view.session.frame(view.session.watched)
    for cluster in frame.named if frame else ():
        if cluster.key == view.session.pointed:
            view.lead_on("cell", str(cluster.cell))


def back(view: View) -> None:
    """Let go of what is pointed at, and close what is open."""
    view.pointing, view.session.pointed = False, ""
    view.parts.open_drawer("")
    view.parts.clear_story(view.said)
    view.redraw(spoken=False)
