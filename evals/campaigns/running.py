"""Programs that campaigns start: `vorlagen` on a data directory, its service, any other server."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

VORLAGEN = (sys.executable, "-c", "from assistant.cli import main; main()")
_PATIENCE = 240.0


def environment(data: Path) -> dict[str, str]:
    return {**os.environ, "VORLAGEN_DATA_DIR": str(data)}


@contextmanager
def service(data: Path) -> Iterator[str]:
    """The address of `vorlagen serve --demo` over the data directory, for as long as the block."""
    with server([*VORLAGEN, "serve", "--demo", "--port"], "/readyz", environment(data)) as address:
        yield address


@contextmanager
def server(command: Sequence[str], ready: str, environ: dict[str, str]) -> Iterator[str]:
    """The address of a program that takes a port as its last argument; it is there when `ready` answers with 200.

    Raises RuntimeError with the end of its log when it does not come up or is gone before the block has ended.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen([*command, str(port)], env=environ, stdout=log, stderr=log)  # noqa: S603 - ours
        try:
            end = time.monotonic() + _PATIENCE
            while status(f"{address}{ready}") != 200:
                if process.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"the service does not come up: {_tail(log)}")
                time.sleep(0.2)
            yield address
            if process.poll() is not None:
                raise RuntimeError(f"the service ended by itself: {_tail(log)}")
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def status(url: str) -> int:
    """The answer's status; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own service
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def _tail(log) -> str:
    log.seek(0)
    return log.read()[-800:]
