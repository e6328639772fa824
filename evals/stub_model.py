"""A server that speaks OpenAI's chat protocol on loopback and answers as badly as it is told to.

It streams server-sent events and takes `response_format`, as real servers do. `requests` keeps
what it was sent.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[[dict[str, Any]], Iterator[str]]


@dataclass
class Stub:
    """A running server: its address and the bodies it was sent."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def serving(behave: Behaviour, refuse_format: bool = False, finish: str = "stop", busy: int = 0) -> Iterator[Stub]:
    """Serve `behave`, which yields the pieces of the answer to one request body, and says `finish` at its end;
    the first `busy` requests are told that there is no time."""
    stub = Stub("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            stub.requests.append(body)
            if len(stub.requests) <= busy:
                return self._error(503, "no slot free")
            if refuse_format and "response_format" in body:
                return self._error(400, "response_format is not supported")
            try:
                self._stream(body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def _stream(self, body: dict[str, Any]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            for piece in behave(body):
                self._event({"role": "assistant", "content": piece}, None)
            self._event({}, finish)
            self.wfile.write(b"data: [DONE]\n\n")
            self.close_connection = True

        def _event(self, delta: dict[str, str], finish: str | None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            event = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "stub", "choices": [choice]}
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
            self.wfile.flush()

        def _error(self, status: int, message: str) -> None:
            data = json.dumps({"error": {"message": message, "type": "invalid_request_error"}}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()


def answering(answer: Any) -> Behaviour:
    """Always the same object, in three pieces."""
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)

    def behave(body: dict[str, Any]) -> Iterator[str]:
        third = max(1, len(text) // 3)
        yield from (text[:third], text[third : 2 * third], text[2 * third :])

    return behave


def endless(body: dict[str, Any]) -> Iterator[str]:
    while True:
        yield "und so weiter " * 50


def nothing(body: dict[str, Any]) -> Iterator[str]:
    return iter(())


def slow(body: dict[str, Any]) -> Iterator[str]:
    for _ in range(600):
        time.sleep(0.05)
        yield " "


def sources_of(body: dict[str, Any]) -> dict[int, str]:
    """The numbered sentences that the server was sent."""
    user = body["messages"][-1]["content"]
    return {int(n): text for n, text in re.findall(r"^\[(\d+)\] \([^)]*\) (.+)$", user, re.M)}
