"""The cage: files are read in child processes that can neither reach the network nor write.

    parent  ── job: a JSON header, then the bytes of the files ──→  child
    parent  ←── frames: ready, next file, still at it (OCR), result or error ──  child

What comes back is JSON of bounded length, validated before it is used; nothing a child sends is
ever unpickled. A child that dies, hangs or grows costs the file it was reading: the paper is read
again without that file, by a fresh child. `Limits` are per file. The rights that a child gives up
are listed in `confine`.

A `single_use` cage lends each child to one job alone and keeps as many others waiting, so that no
file meets another and none waits for a start.
"""

import hashlib
import json
import os
import selectors
import signal
import struct
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import PurePath
from queue import Empty, LifoQueue
from threading import Lock
from types import TracebackType
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from assistant.errors import BadInput, VorlagenError
from assistant.model import Inquiry, PaperHead, PaperReading
from assistant.reading.document import Document, FileMeta

READY, FILE, ALIVE, RESULT, LAST_RESULT, ERROR, TOO_LATE, FAULT = b"S", b"F", b"A", b"R", b"L", b"E", b"T", b"P"
FRAME = struct.Struct("<cI")
LATE = "late"  # the kind of notice that says: try again, it only took too long
_KEPT_FROM_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX", "LD_LIBRARY_PATH", "SYSTEMROOT")
_START_SECONDS = 60.0
_AHEAD, _AHEAD_BYTES = 64, 16 << 20

Key = TypeVar("Key")
Files = Sequence[tuple[FileMeta, bytes]]


@dataclass(frozen=True)
class Limits:
    """What one file may cost. A scanned file gets `ocr_seconds`, as long as pages keep coming."""

    seconds: float = 20.0
    cpu_seconds: int = 20
    ocr_seconds: float = 900.0
    memory: int = 1 << 30
    resident: int = 400 << 20
    file_bytes: int = 100 << 20
    output_bytes: int = 48 << 20


class _Died(Exception):
    """The child is gone; `file` is the index of the file it was reading, None before the first."""

    def __init__(self, file: int | None, why: str):
        super().__init__(why)
        self.file, self.why = file, why


class _Late(_Died):
    """It took too long: on a machine that is less busy it may not."""


class TimedOut(BadInput):
    """The file was not read in time; another time it may be."""


class _Refused(Exception):
    """The child answered with a German sentence why it cannot; `late`: it only took too long."""

    def __init__(self, why: str, late: bool):
        super().__init__(why)
        self.late = late


class _Frame(BaseModel):
    """What a child may send between the start and the end of a job."""

    file: int = 0


class _Fault(BaseModel):
    """An error of our own in the child: its kind, and the places of the code, without any of its values."""

    kind: str
    places: tuple[str, ...]


class Cage:
    """Persistent reading processes for bulk; a context manager. Workers start when first needed."""

    def __init__(self, workers: int | None = None, limits: Limits | None = None, single_use: bool = False):
        self.limits = limits or Limits()
        self.workers = workers or os.cpu_count() or 1
        self.single_use = single_use
        # Children are started by these threads and by no other: the kernel kills a child when the
        # *thread* that started it ends, and a web server's threads come and go.
        self._threads = ThreadPoolExecutor(self.workers, thread_name_prefix="cage")
        self._idle: LifoQueue[_Worker] = LifoQueue()
        self._filling = Lock()

    def __enter__(self) -> "Cage":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._threads.shutdown(cancel_futures=True)
        while not self._idle.empty():
            self._idle.get().end()

    def prepare(self) -> None:
        """Start children that wait for jobs, in the background."""
        for _ in range(self.workers):
            self._threads.submit(self._refill)

    def _refill(self) -> None:
        with self._filling:  # a child takes a while to start: two at a time would both see the same gap
            if self._idle.qsize() < self.workers:
                self._idle.put(_Worker(self.limits, waiting=True))

    def papers(
        self, jobs: Iterable[tuple[Key, Files, PaperHead | None]]
    ) -> Iterator[tuple[Key, PaperReading | BadInput]]:
        """Read whole papers; results come in the order of `jobs`, of which some are pulled ahead: enough to
        go on reading while whoever takes them is busy, not more than memory should hold."""
        waiting: deque[tuple[Key, int, Future[PaperReading | BadInput]]] = deque()
        held = 0
        for key, files, head in jobs:
            size = sum(len(data) for _, data in files)
            waiting.append((key, size, self._threads.submit(self._paper_or_error, files, head)))
            held += size
            del files
            while len(waiting) > (_AHEAD if held < _AHEAD_BYTES else 2 * self.workers):
                done, size, result = waiting.popleft()
                held -= size
                yield done, result.result()
        while waiting:
            done, _, result = waiting.popleft()
            yield done, result.result()

    def paper(self, files: Files, head: PaperHead | None = None) -> PaperReading:
        return self._threads.submit(self._paper, files, head).result()

    def document(self, data: bytes, name: str) -> Document:
        return self._threads.submit(self._single, "document", data, name, _DOCUMENT).result()

    def inquiry(self, data: bytes, name: str) -> Inquiry:
        return self._threads.submit(self._single, "inquiry", data, name, _INQUIRY).result()

    def means(self) -> frozenset[str]:
        """The means of confinement in force, as the children report them (see `confine`)."""
        return self._threads.submit(self._means).result()

    def _means(self) -> frozenset[str]:
        worker = self._take()
        self._idle.put(worker)
        return worker.means

    def _paper_or_error(self, files: Files, head: PaperHead | None) -> PaperReading | BadInput:
        try:
            return self._paper(files, head)
        except BadInput as error:
            return error

    def _paper(self, files: Files, head: PaperHead | None) -> PaperReading:
        """Read a paper; a file that kills its reader is left out and noted."""
        unreadable = {at: why for at, file in enumerate(files) if (why := self._too_big(file[1], file[0].name))}
        metas = [replace(meta, sha256=meta.sha256 or hashlib.sha256(data).hexdigest()) for meta, data in files]
        late = ""
        while True:
            header = {
                "op": "paper",
                "files": [_meta_json(meta) for meta in metas],
                "head": head.model_dump(mode="json") if head else None,
                "unreadable": unreadable,
            }
            blobs = [b"" if at in unreadable else file[1] for at, file in enumerate(files)]
            try:
                reading = _validated(_PAPER, self._ask(header, blobs), _names(metas))
                late = late or next((one.message for one in reading.notices if one.kind == LATE), "")
                return reading.model_copy(update={"late": late})
            except _Died as death:
                if death.file is None or death.file in unreadable or not 0 <= death.file < len(files):
                    raise _unread(_names(metas), death) from death
                unreadable[death.file] = _sentence(metas[death.file].name, death.why)
                late = late or (unreadable[death.file] if isinstance(death, _Late) else "")
            except BadInput as error:
                if late:
                    raise TimedOut(late) from error
                raise

    def _single(self, op: str, data: bytes, name: str, kind: TypeAdapter[Any]) -> Any:
        if why := self._too_big(data, name):
            raise BadInput(why)
        header = {"op": op, "files": [_meta_json(FileMeta(name, sha256=hashlib.sha256(data).hexdigest()))]}
        try:
            return _validated(kind, self._ask(header, [data]), name)
        except _Died as death:
            raise _unread(name, death) from death

    def _too_big(self, data: bytes, name: str) -> str:
        most = self.limits.file_bytes
        if len(data) <= most:
            return ""
        return (
            f"Die Datei „{shown(name)}“ ist mit {len(data) >> 20} MB zu groß (höchstens {most >> 20} MB). "
            "Bitte teilen oder verkleinern Sie sie."
        )

    def _ask(self, header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
        try:
            return self._ask_worker(self._take(), header, blobs)
        except _Died as death:
            if death.file is not None:
                raise
            # No file was begun: the child had died while it waited, and the job deserves another.
            return self._ask_worker(_Worker(self.limits), header, blobs)

    def _ask_worker(self, worker: "_Worker", header: dict[str, Any], blobs: Sequence[bytes]) -> bytes:
        refusal, last = None, True
        try:
            answer, last = worker.ask(header, blobs)
        except _Refused as error:
            answer, refusal, last = b"", error, False
        finally:
            self._give_back(worker, last)
        if refusal is not None:
            raise (TimedOut if refusal.late else BadInput)(str(refusal))
        return answer

    def _give_back(self, worker: "_Worker", last: bool) -> None:
        if last or self.single_use:
            worker.end()
        else:
            self._idle.put(worker)
        if self.single_use:
            try:
                self._threads.submit(self._refill)
            except RuntimeError:
                return  # the cage is being closed

    def _take(self) -> "_Worker":
        while True:
            try:
                worker = self._idle.get_nowait()
            except Empty:
                return _Worker(self.limits)
            if worker.process.poll() is None:
                return worker
            worker.end()


class _Worker:
    """One child process and the pipe to it."""

    def __init__(self, limits: Limits, waiting: bool = False):
        self.limits = limits
        paths = [path or os.getcwd() for path in sys.path]
        start = (
            "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from assistant.reading.worker import main; main()"
        )
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
            [
                *(sys.executable, "-I", "-c", start, json.dumps(paths), json.dumps(asdict(limits)), str(os.getpid())),
                "waiting" if waiting else "",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=os.path.dirname(sys.executable) or None,
            env={name: os.environ[name] for name in _KEPT_FROM_ENVIRONMENT if name in os.environ}
            | {"OMP_THREAD_LIMIT": "1"},
        )
        stdin, stdout = self.process.stdin, self.process.stdout
        self.to_child, self.from_child = stdin.fileno() if stdin else -1, stdout.fileno() if stdout else -1
        os.set_blocking(self.to_child, False)
        os.set_blocking(self.from_child, False)
        self._buffer = bytearray()
        self.means = self._started()

    def _started(self) -> frozenset[str]:
        try:
            kind, payload = self._frame(time.monotonic() + _START_SECONDS)
        except (_Died, TimeoutError) as error:
            self.end()
            raise VorlagenError(
                "Der Leseprozess startet nicht. Bitte prüfen Sie die Installation von vorlagen-assistent."
            ) from error
        return frozenset(json.loads(payload)) if kind == READY else frozenset()

    def ask(self, header: dict[str, Any], blobs: Sequence[bytes]) -> tuple[bytes, bool]:
        """The JSON answer, and whether the child ends itself after it."""
        file: int | None = None
        deadline = limit = time.monotonic() + self.limits.seconds
        try:
            self._send(header, blobs, deadline)
            while True:
                kind, payload = self._frame(min(deadline, limit))
                if kind in (RESULT, LAST_RESULT):
                    return payload, kind == LAST_RESULT
                if kind in (ERROR, TOO_LATE):
                    raise _Refused(shown(payload.decode("utf-8", "replace"), 2000), kind == TOO_LATE)
                if kind == FAULT:
                    _log_fault(_Fault.model_validate_json(payload))
                deadline = time.monotonic() + self.limits.seconds
                if kind == FILE:
                    file = _Frame.model_validate_json(payload).file
                    limit = time.monotonic() + self.limits.ocr_seconds
        except TimeoutError:
            raise _Late(file, "sie zu lesen dauert zu lange") from None
        except _Died as death:
            raise _Died(file, death.why) from None
        except ValidationError:
            raise _Died(file, "das Leseprogramm antwortet Unsinn") from None

    def _send(self, header: dict[str, Any], blobs: Sequence[bytes], deadline: float) -> None:
        head = json.dumps(header | {"sizes": [len(blob) for blob in blobs]}).encode()
        with selectors.DefaultSelector() as ready:
            ready.register(self.to_child, selectors.EVENT_WRITE)
            for part in (struct.pack("<I", len(head)) + head, *blobs):
                view = memoryview(part)
                while view:
                    _wait(ready, deadline)
                    try:
                        view = view[os.write(self.to_child, view[: 1 << 20]) :]
                    except BlockingIOError:
                        continue
                    except BrokenPipeError:
                        raise _Died(None, self._why()) from None

    def _frame(self, deadline: float) -> tuple[bytes, bytes]:
        kind, size = FRAME.unpack(self._read(FRAME.size, deadline))
        if size > self.limits.output_bytes:
            raise _Died(None, "sie enthält mehr Text, als sich verarbeiten lässt")
        return kind, self._read(size, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        with selectors.DefaultSelector() as ready:
            ready.register(self.from_child, selectors.EVENT_READ)
            while len(self._buffer) < size:
                _wait(ready, deadline)
                try:
                    part = os.read(self.from_child, 1 << 18)
                except BlockingIOError:
                    continue
                if not part:
                    raise _Died(None, self._why())
                self._buffer += part
        result = bytes(self._buffer[:size])
        del self._buffer[:size]
        return result

    def _why(self) -> str:
        """Why the child is gone, in words for a user."""
        try:
            code = self.process.wait(5)
        except subprocess.TimeoutExpired:
            return "das Leseprogramm antwortet nicht mehr"
        if code == -signal.SIGXCPU:
            return "sie zu lesen braucht zu viel Rechenzeit"
        if code in (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGILL, -signal.SIGKILL):
            return "sie zu lesen braucht mehr Speicher, als eine Datei haben darf"
        return "das Leseprogramm ist an ihr abgestürzt"

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                # Closing flushes; there is nothing to flush, but a broken pipe may say so.
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue


_DOCUMENT: TypeAdapter[Document] = TypeAdapter(Document)
_PAPER: TypeAdapter[PaperReading] = TypeAdapter(PaperReading)
_INQUIRY: TypeAdapter[Inquiry] = TypeAdapter(Inquiry)
_Value = TypeVar("_Value")


def _validated(kind: TypeAdapter[_Value], answer: bytes, name: str) -> _Value:
    try:
        return kind.validate_json(answer)
    except ValidationError as error:
        raise BadInput(_sentence(name, "das Leseprogramm antwortet Unsinn")) from error


def _log_fault(fault: _Fault) -> None:
    """Who runs the program must see where it went wrong; who gave the file sees only that it did."""
    import structlog

    places = [shown(place) for place in fault.places[-20:]]
    structlog.get_logger().error("reading failed by a fault of the program", error=shown(fault.kind), places=places)


def _wait(ready: selectors.BaseSelector, deadline: float) -> None:
    if not ready.select(max(0.0, deadline - time.monotonic())) and time.monotonic() >= deadline:
        raise TimeoutError


def _meta_json(meta: FileMeta) -> dict[str, Any]:
    return asdict(meta) | {"date": meta.date.isoformat() if meta.date else None}


def _unread(name: str, death: _Died) -> BadInput:
    return (TimedOut if isinstance(death, _Late) else BadInput)(_sentence(name, death.why))


def _names(metas: Sequence[FileMeta]) -> str:
    return ", ".join(shown(meta.name) for meta in metas[:3]) or "ohne Namen"


def _sentence(name: str, why: str) -> str:
    return (
        f"Die Datei „{shown(name)}“ konnte nicht gelesen werden: {why}. "
        "Bitte öffnen Sie sie in ihrem Programm und speichern Sie sie neu als PDF oder DOCX."
    )


def shown(name: str, most: int = 120) -> str:
    """A name from outside, safe to print: one line, no control characters, not too long."""
    printable = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)
    return printable if len(printable) <= most else printable[: most - 1] + "…"


def file_name(name: str) -> str:
    """The last part of a path, as messages name it."""
    return PurePath(name).name or name
