"""The page answers to its own addresses alone, and stands in nobody's frame."""

from __future__ import annotations

import asyncio

import pytest

pytest.importorskip("nicegui")
httpx = pytest.importorskip("httpx")

from simulation.page.live.door import Door, host_of  # noqa: E402 - of the extra
from simulation.page.live.serve import LOOPBACK  # noqa: E402


def asked(host: str) -> tuple[int, str, str | None]:
    """Status, text and frame header of an answer of a small page to somebody who asks for this host."""
    from starlette.responses import PlainTextResponse

    transport = httpx.ASGITransport(app=Door(PlainTextResponse("clusters"), LOOPBACK))

    async def ask() -> tuple[int, str, str | None]:
        async with httpx.AsyncClient(transport=transport) as client:
            answer = await client.get("http://page/", headers={"host": host})
            return answer.status_code, answer.text, answer.headers.get("x-frame-options")

    return asyncio.run(ask())


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:8080", "[::1]", "LOCALHOST:1"])
def test_the_pages_own_names_are_answered_and_never_in_a_frame(host: str) -> None:
    assert asked(host) == (200, "clusters", "DENY")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "[::2]:8080", "[::1", "", "::1"])
def test_other_names_are_refused(host: str) -> None:
    status, _, framed = asked(host)
    assert (status, framed) == (400, "DENY")


def test_a_port_is_no_part_of_a_host() -> None:
    assert [host_of(text) for text in ("a:80", "[fe80::1]:80", "A")] == ["a", "[fe80::1]", "a"]
