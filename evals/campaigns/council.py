"""A council system on the loopback for campaigns: each file of a folder is a paper."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

_SCHEMA = "https://schema.oparl.org/1.1/"


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of the System while the block lasts."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            base = f"http://127.0.0.1:{self.server.server_address[1]}"  # type: ignore[index]
            body = _answer(folder, base, unquote(self.path.partition("?")[0]))
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: Any) -> None:
            return

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/system"
        server.shutdown()


def _answer(folder: Path, base: str, path: str) -> bytes | None:
    if path == "/system":
        return _json({"id": f"{base}/system", "type": f"{_SCHEMA}System", "body": f"{base}/bodies"})
    if path == "/bodies":
        return _json({"data": [{"id": f"{base}/body", "type": f"{_SCHEMA}Body", "paper": f"{base}/papers"}]})
    if path == "/papers":
        return _json({"data": [_paper(base, file) for file in sorted(folder.rglob("*")) if file.is_file()]})
    file = folder / path.removeprefix("/files/")
    return file.read_bytes() if file.is_file() else None


def _paper(base: str, file: Path) -> dict:
    place = f"{base}/files/{quote(file.name)}"
    main = {"id": f"{place}#file", "type": f"{_SCHEMA}File", "name": file.name, "downloadUrl": place}
    return {"id": f"{base}/papers/{quote(file.stem)}", "type": f"{_SCHEMA}Paper", "name": file.stem, "mainFile": main}


def _json(value: dict) -> bytes:
    return json.dumps(value).encode()
