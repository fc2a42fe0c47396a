"""Who is answered: only requests that name the page itself, and no other page shows it in a frame."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

ANSWERED = ("http", "websocket")


class Door:
    """Stands before the server: a host that is not the page's own is refused with 400.

    Starlette's TrustedHostMiddleware cuts a host at its first colon, so that it refuses every address such as [::1].
    """

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self.app, self.names = app, frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""

        async def unframed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["x-frame-options"] = "DENY"
                headers["content-security-policy"] = "frame-ancestors 'none'"
            await send(message)

        if scope["type"] not in ANSWERED or host_of(Headers(scope=scope).get("host", "")) in self.names:
            await self.app(scope, receive, unframed)
        else:
            await PlainTextResponse("this is not an address of the page", status_code=400)(scope, receive, unframed)


def host_of(header: str) -> str:
    """The host of `host` or `host:port`, in small letters; an address of six colons stands in brackets."""
    host = header.strip().lower()
    return host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]
