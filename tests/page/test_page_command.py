"""`sez page` says in a sentence why it cannot serve."""

from __future__ import annotations

import socket
import sys

import pytest
from typer.testing import CliRunner

from simulation.cli import app


def refused(*arguments: str) -> str:
    told = CliRunner().invoke(app, ["page", "--no-browser", *arguments])
    assert told.exit_code == 2, told.output
    assert "Traceback" not in told.output
    return told.output


def test_without_its_extra_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "nicegui", None)
    for name in [name for name in sys.modules if name.startswith("simulation.page.live.serve")]:
        monkeypatch.delitem(sys.modules, name)
    assert "make page" in refused()


def test_a_taken_port_an_unknown_scenario_and_an_unknown_language_are_refused():
    pytest.importorskip("nicegui", reason="no nicegui; `make extras` adds it")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert f"127.0.0.1:{port} found" in refused("--port", port)
    assert "no such file or scenario" in refused("--scenario", "nonsense", "--port", port)
    assert "one of en" in refused("--language", "xx", "--port", port)
