"""The server: the page to this machine's own browser, or to those that a teacher lets in by `--host`."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

from nicegui import Client, app, core, ui

from simulation.country.default import BASELINE
from simulation.engine.threads import cores
from simulation.page.lesson.lessons import shipped_lessons
from simulation.page.lesson.texts import texts
from simulation.page.live.door import Door
from simulation.page.live.hands import Offered
from simulation.page.live.keyboard import hear
from simulation.page.live.reels import Studio
from simulation.page.live.session import CLASS_SCALE, Session
from simulation.page.live.view import View
from simulation.page.live.wording import ENGLISH, Wording, wording
from simulation.scenario.loading import load, shipped

BROWSER = Path(__file__).parent / "browser"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def presets() -> dict[str, str]:
    """Shipped scenarios by name, with their titles."""
    return {name: load(path).title or name for name, path in shipped().items()}


def lessons() -> dict[str, str]:
    """Shipped lessons by name, with their titles, in the order of teaching."""
    told = texts().lessons
    return {name: told[name].title for name in shipped_lessons() if name in told}


def serve(host: str, port: int, open_browser: bool, first: str = BASELINE, language: str = ENGLISH) -> None:
    """Serve the page until it is stopped; ScenarioFaults where `first` is wrong, KeyError for an unknown language."""
    asked, said = load(first).but(scale=CLASS_SCALE), wording(language)
    studio = Studio(cores())
    offered = Offered(presets(), lessons())
    let_in(host, port)
    app.add_static_files("/sez", str(BROWSER), max_cache_age=0)
    app.on_startup(lambda: studio.reel(asked).want(1))
    app.on_shutdown(studio.close)

    @ui.page("/")
    async def page(client: Client) -> None:
        await show(client, Session(studio, first), offered, studio, said)

    ui.run(
        host=host, port=port, show=open_browser, reload=False, title=said.page["title"], tailwind=False,
        show_welcome_message=False, language="en-US", binding_refresh_interval=None, favicon="🏘",
    )  # fmt: skip


def refusal(host: str, port: int) -> str:
    """Why the page cannot listen at an address, or nothing."""
    try:
        with socket.create_server((host, port)):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def let_in(host: str, port: int) -> None:
    """Answer only requests to the page's own address, and sockets only from the page itself."""
    own = f"[{host.lower()}]" if ":" in host else host.lower()
    names = tuple(dict.fromkeys((*LOOPBACK, own)))
    app.add_middleware(Door, names=names)
    core.sio.eio.cors_allowed_origins = [f"http://{name}:{port}" for name in names]


async def show(client: Client, session: Session, offered: Offered, studio: Studio, said: Wording) -> None:
    """Build the page for one visitor, then let time pass."""
    ui.add_head_html('<link rel="stylesheet" href="/sez/page.css"><script src="/sez/page.js" defer></script>')
    ui.context.client.content.classes(remove="nicegui-content")
    view = View(session, said, offered, studio)
    ui.on("sez-key", lambda event: hear(view, event.args["key"], event.args["shift"]))
    ui.on("sez-size", lambda event: view.measured(event.args))
    await client.connected(timeout=30)
    with suppress(TimeoutError):
        told: dict[str, Any] = await ui.run_javascript("sez.measure()", timeout=10)
        if told["still"]:
            session.hold()
        view.measured(told)
    view.parts.page.props.pop("inert")
    view.parts.timer.interval = 1.0 / session.speed
    view.parts.timer.activate()
