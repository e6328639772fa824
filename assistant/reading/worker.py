"""The child process of the cage: reads jobs from its standard input until that closes."""

import datetime as dt
import json
import os
import shutil
import struct
import sys
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

from assistant.errors import BadInput
from assistant.model import Notice, PaperHead
from assistant.reading.cage import (
    ALIVE,
    ERROR,
    FAULT,
    FILE,
    FRAME,
    LAST_RESULT,
    LATE,
    READY,
    RESULT,
    TOO_LATE,
    Limits,
    TimedOut,
    shown,
)
from assistant.reading.confine import allow_seconds, confine
from assistant.reading.document import Document, FileMeta

Say = Callable[[bytes, bytes], None]


def main() -> None:
    """Take the pipes away from everybody else, give up all rights, then serve jobs."""
    jobs, say = _private_pipes()
    limits = Limits(**json.loads(sys.argv[2]))
    tesseract = shutil.which("tesseract")
    means = confine(limits.memory, int(sys.argv[3]), frozenset({tesseract} if tesseract else ()))
    say(READY, json.dumps(means).encode())
    if sys.argv[4] == "waiting":
        _load_everything()
    while (job := _next_job(jobs)) is not None:
        _serve(*job, limits, say)


def _load_everything() -> None:
    """What any file may need, loaded while there is time."""
    from assistant.reading import assemble, docx, pdf  # noqa: F401


def _private_pipes() -> tuple[BinaryIO, Say]:
    """Our pipes under numbers that no library knows; what one prints goes nowhere."""
    jobs = os.fdopen(os.dup(0), "rb")
    out = os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)

    def say(kind: bytes, payload: bytes) -> None:
        view = memoryview(FRAME.pack(kind, len(payload)) + payload)
        while view:
            view = view[os.write(out, view) :]

    return jobs, say


def _next_job(jobs: BinaryIO) -> tuple[dict[str, Any], list[bytes]] | None:
    size = jobs.read(4)
    if len(size) < 4:
        return None
    header = json.loads(jobs.read(struct.unpack("<I", size)[0]))
    return header, [jobs.read(size) for size in header["sizes"]]


def _serve(header: dict[str, Any], blobs: list[bytes], limits: Limits, say: Say) -> None:
    try:
        answer = _OPERATIONS[header["op"]](header, blobs, limits, say)
    except BadInput as error:
        say(TOO_LATE if isinstance(error, TimedOut) else ERROR, str(error).encode())
    except Exception as error:
        say(ERROR, _unread(header["files"][0]["name"], error, say).encode())
    else:
        if len(answer) > limits.output_bytes:
            say(
                ERROR, _broken(header["files"][0]["name"], "sie enthält mehr Text, als sich verarbeiten lässt").encode()
            )
        elif _resident() > limits.resident:
            say(LAST_RESULT, answer)
            sys.exit(0)
        else:
            say(RESULT, answer)


def _document(header: dict[str, Any], blobs: list[bytes], limits: Limits, say: Say) -> bytes:
    from pydantic import TypeAdapter

    return TypeAdapter(Document).dump_json(_read(0, blobs[0], header["files"][0]["name"], limits, say))


def _inquiry(header: dict[str, Any], blobs: list[bytes], limits: Limits, say: Say) -> bytes:
    from assistant.reading.assemble import assemble_inquiry

    name = header["files"][0]["name"]
    document = _read(0, blobs[0], name, limits, say)
    _must_have_text(name, [document], [])
    return assemble_inquiry(document, name).model_dump_json().encode()


def _paper(header: dict[str, Any], blobs: list[bytes], limits: Limits, say: Say) -> bytes:
    from assistant.reading.assemble import assemble_paper

    read, failures = [], []
    for at, (meta, data) in enumerate(zip(header["files"], blobs, strict=True)):
        try:
            document = _read_or_raise(at, data, meta["name"], header["unreadable"], limits, say)
        except BadInput as error:
            failures.append(str(error))
            document = Document((), (Notice(kind="unreadable", text="", message=str(error)),), "none")
        read.append((_file_meta(meta), document))
    _must_have_text(header["files"][0]["name"] if read else "", [document for _, document in read], failures)
    head = PaperHead.model_validate(header["head"]) if header["head"] else None
    allow_seconds(limits.cpu_seconds)
    reading = assemble_paper(read, head)
    if not reading.paper.text.strip():
        _must_have_text(header["files"][0]["name"], [], failures)
    return reading.model_dump_json().encode()


_OPERATIONS = {"document": _document, "inquiry": _inquiry, "paper": _paper}


def _must_have_text(name: str, documents: list[Document], failures: list[str]) -> None:
    """A paper of which nothing at all can be read is a failure, not an empty paper."""
    if any(line.text for document in documents for page in document.pages for line in page.lines):
        return
    if failures:
        raise BadInput(failures[0])
    notices = [notice for document in documents for notice in document.notices]
    why = notices[0].message if notices else "Bitte prüfen Sie, ob es die richtige Datei ist."
    late = any(notice.kind == LATE for notice in notices)
    raise (TimedOut if late else BadInput)(f"Die Datei „{shown(name)}“ enthält keinen lesbaren Text. {why}")


def _read_or_raise(at: int, data: bytes, name: str, unreadable: dict[str, str], limits: Limits, say: Say) -> Document:
    if why := unreadable.get(str(at)):
        raise BadInput(why)
    try:
        return _read(at, data, name, limits, say)
    except BadInput:
        raise
    except Exception as error:
        raise BadInput(_unread(name, error, say)) from error


def _read(at: int, data: bytes, name: str, limits: Limits, say: Say) -> Document:
    """Read one file, telling the parent that it begins and, page by page of OCR, that it goes on."""
    from assistant.reading.formats import document_from_bytes

    say(FILE, json.dumps({"file": at}).encode())
    allow_seconds(limits.cpu_seconds)

    def alive() -> None:
        allow_seconds(limits.cpu_seconds)
        say(ALIVE, b"")

    return document_from_bytes(data, name, alive)


def _file_meta(meta: dict[str, Any]) -> FileMeta:
    date = dt.date.fromisoformat(meta["date"]) if meta["date"] else None
    return FileMeta(meta["name"], meta["uri"], meta["sha256"], date)


def _unread(name: str, error: Exception, say: Say) -> str:
    """Why a file was not read, in words for a user; an error of ours is also told to the parent."""
    if isinstance(error, MemoryError):
        return _broken(name, "sie zu lesen braucht mehr Speicher, als eine Datei haben darf")
    if isinstance(error, RecursionError):
        return _broken(name, "ihr Inhalt ist zu tief verschachtelt")
    say(FAULT, json.dumps(_fault(error)).encode())
    return (
        f"Die Datei „{shown(name)}“ konnte nicht gelesen werden, weil das Programm an ihr einen Fehler hat "
        f"({type(error).__name__}). Bitte melden Sie ihn der Stelle, die das Programm betreut, "
        "oder speichern Sie die Datei neu als PDF oder DOCX."
    )


def _fault(error: Exception) -> dict[str, Any]:
    """Where the program went wrong. What the error says stays here: it may quote the document."""
    steps = traceback.extract_tb(error.__traceback__)[-20:]
    places = [f"{os.path.basename(step.filename)}:{step.lineno} in {step.name}" for step in steps]
    return {"kind": type(error).__name__, "places": places}


def _broken(name: str, why: str) -> str:
    return (
        f"Die Datei „{shown(name)}“ konnte nicht gelesen werden: {why}. "
        "Bitte öffnen Sie sie in ihrem Programm und speichern Sie sie neu als PDF oder DOCX."
    )


def _resident() -> int:
    try:
        with open("/proc/self/statm", "rb") as numbers:
            return int(numbers.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
