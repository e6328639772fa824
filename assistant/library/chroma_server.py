"""The local Chroma server: a child process, one at a time for a data directory.

Two processes on one Chroma directory lose vectors without an error, and a damaged segment ends the
process that reads it. So Chroma runs by itself; whoever starts it holds a lock that the child
inherits: as long as either lives, nobody starts a second one. A child that outlived its parent is
ended by the next owner.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from assistant.library.files import write_atomically
from assistant.library.locks import FileLock

_START = "import sys, chromadb_rust_bindings as chroma; chroma.cli(['chroma', *sys.argv[1:]])"
_PATIENCE = 30.0
_NO_TELEMETRY = {"ANONYMIZED_TELEMETRY": "False", "CHROMA_TELEMETRY": "False", "DO_NOT_TRACK": "1"}


class ChromaServer:
    """`chroma run` on a port of the loopback, over `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = FileLock(folder.parent / "chroma.lock")
        self._process: subprocess.Popen | None = None
        self.port = 0

    def start(self) -> bool:
        """True when the server runs and is ours; False when another process has one."""
        if not self._lock.acquire(wait=False) and not (self._end_orphan() and self._lock.acquire(wait=False)):
            return False
        try:
            self._launch()
        except BaseException:
            self.stop()
            raise
        return True

    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        self._end()
        self._lock.release()

    @property
    def note(self) -> Path:
        """Where the owner writes who and where its server is."""
        return self.folder.parent / "chroma.json"

    def elsewhere(self) -> int | None:
        """The port of the server that another process owns; None when there is none."""
        try:
            told = json.loads(self.note.read_bytes())
            return int(told["port"]) if _is_ours(int(told["child"]), self.folder) else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _launch(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = _free_port()
        arguments = ["run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own arguments
            [sys.executable, "-c", _START, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=os.environ | _NO_TELEMETRY,
            pass_fds=(self._lock.fd,),
            cwd=self.folder,
        )
        told = {"owner": os.getpid(), "child": self._process.pid, "port": self.port}
        write_atomically(self.note, json.dumps(told).encode())
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + _PATIENCE
        while self.alive() and time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.05)
        raise RuntimeError("the Chroma server does not start")

    def _end(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
        self.note.unlink(missing_ok=True)

    def _end_orphan(self) -> bool:
        """End a server whose owner is gone; True when there was one."""
        try:
            told = json.loads(self.note.read_bytes())
            owner, child = int(told["owner"]), int(told["child"])
        except (OSError, ValueError, KeyError, TypeError):
            return False
        if Path(f"/proc/{owner}").exists() or not _is_ours(child, self.folder):
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        for _ in range(100):
            if not Path(f"/proc/{child}").exists():
                return True
            time.sleep(0.05)
        return False


def _is_ours(process: int, folder: Path) -> bool:
    """Whether this process is a Chroma server over this folder; numbers of processes are used again."""
    try:
        arguments = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return str(folder).encode() in arguments


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
