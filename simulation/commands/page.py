"""`sez page`: the live class page."""

from __future__ import annotations

from typing import Annotated

import typer

from simulation.country.default import BASELINE
from simulation.telling.answers import WRONG, plainly, stop


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(page)


def page(
    port: Annotated[int, typer.Option(min=1, max=65535, help="port of the page")] = 8080,
    host: Annotated[str, typer.Option(help="address to listen at; another than this machine's own lets others in")] = (
        "127.0.0.1"
    ),
    scenario: Annotated[str, typer.Option(help="what is shown first: a shipped scenario or a file")] = BASELINE,
    language: Annotated[str, typer.Option(help="language of the page's words, such as en")] = "en",
    browser: Annotated[bool, typer.Option(help="open the page in the browser")] = True,
) -> None:
    """Serve the live class page on this machine and open it (needs the extra `page`)."""
    try:
        from simulation.page.live.serve import refusal, serve
        from simulation.page.live.wording import languages
        from simulation.scenario.faults import unknown
    except ModuleNotFoundError as missing:
        if missing.name and missing.name.startswith("simulation"):
            raise
        stop(f"{missing.name} is missing: the page needs the extra `page`; `make page` sets it up and starts it", WRONG)
    with plainly("stopped"):
        if language not in languages():
            stop(unknown("language", language, languages()), WRONG)
        if refused := refusal(host, port):
            stop(f"{host}:{port} found, which cannot be listened at: {refused}; another --port would be right", WRONG)
        serve(host, port, browser, scenario, language)
