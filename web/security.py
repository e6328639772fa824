"""What every request goes through before a route sees it, and every answer before it leaves.

Plain ASGI, so that streams pass unbuffered.
"""

import ipaddress
import json
import time
from collections import OrderedDict
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 25 * 1024 * 1024
_SAFE = ("GET", "HEAD", "OPTIONS")
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "x-frame-options": "DENY",
}


class Guard:
    """Foreign pages, foreign hosts (in the demo), too much and too big are turned away here."""

    def __init__(self, app: ASGIApp, demo: bool, per_minute: int = 1200) -> None:
        self.app, self.demo = app, demo
        self.pace = Pace(per_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refused = self._refusal(scope)
        if refused:
            await _problem(send, *refused)
            return
        await self.app(scope, _limited(receive), _with_headers(scope, send))

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if self.demo and not is_loopback(urlsplit(f"//{headers.get('host', '')}").hostname or ""):
            return 421, "Der Beispielbetrieb antwortet nur unter der Adresse dieses Rechners."
        if scope["method"] not in _SAFE and not _from_here(headers):
            return 403, "Die Anforderung kam von einer fremden Seite und wurde nicht ausgeführt."
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return (
                413,
                f"Mehr als {LARGEST_BODY // 1024 // 1024} MB nimmt die Anwendung nicht an. Bitte die Datei teilen.",
            )
        if not self.pace.allows(_caller(scope, headers)):
            return 429, "Zu viele Anforderungen in kurzer Zeit. Bitte eine Minute warten."
        return None


class Pace:
    """At most so many requests a minute from one caller, with a burst of as many."""

    def __init__(self, per_minute: int, callers: int = 10_000) -> None:
        self.rate, self.burst, self.callers = per_minute / 60, per_minute, callers
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def allows(self, caller: str, now: float | None = None) -> bool:
        now = time.monotonic() if now is None else now
        left, then = self._left.pop(caller, (float(self.burst), now))
        left = min(self.burst, left + (now - then) * self.rate)
        allowed = left >= 1
        self._left[caller] = (left - allowed, now)
        if len(self._left) > self.callers:
            self._left.popitem(last=False)
        return allowed


def is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _from_here(headers: Headers) -> bool:
    """Whether a changing request came from our own pages, or from no page at all."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _caller(scope: Scope, headers: Headers) -> str:
    """A session or key counts for itself; everybody else by address."""
    known = headers.get("authorization") or headers.get("cookie")
    return known or (scope.get("client") or ("",))[0]


def _limited(receive: Receive) -> Receive:
    """A body without a declared length is cut off at the same limit."""
    seen = 0

    async def read() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > LARGEST_BODY else message

    return read


def _with_headers(scope: Scope, send: Send) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if not scope["path"].startswith("/static/"):
                headers.setdefault("cache-control", "no-store")
        await send(message)

    return answer


async def _problem(send: Send, status: int, detail: str) -> None:
    body = json.dumps({"type": "about:blank", "status": status, "title": "Abgelehnt", "detail": detail}).encode()
    headers = [(b"content-type", b"application/problem+json"), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
