"""Counts and durations for an operator, by route and status; never an address, a name or a text."""

import time
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_TYPE = CONTENT_TYPE_LATEST
_REGISTRY = CollectorRegistry()
_REQUESTS = Counter("vorlagen_requests", "Anforderungen", ["method", "route", "status"], registry=_REGISTRY)
_SECONDS = Histogram("vorlagen_request_seconds", "Dauer der Anforderungen", ["route"], registry=_REGISTRY)


class Counting:
    """Counts each answer under the pattern of its route, so that no id ends up in a measure."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            route = _pattern(scope)
            _REQUESTS.labels(scope["method"] if scope["method"] in _METHODS else "OTHER", route, str(status)).inc()
            _SECONDS.labels(route).observe(time.perf_counter() - begun)


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def _pattern(scope: Scope) -> str:
    route: Any = scope.get("route")
    return getattr(route, "path", "other")


def exposition() -> bytes:
    return generate_latest(_REGISTRY)
