"""Which format a file is, told by its content; its name only serves the messages."""

import re
from collections.abc import Callable

from assistant.errors import BadInput
from assistant.reading.cage import shown
from assistant.reading.document import Document

Alive = Callable[[], None]

_EML_HEADER = re.compile(
    rb"(?:(?:from|to|cc|subject|date|message-id|mime-version|received|return-path|delivered-to|content-type"
    rb"|x-[a-z0-9-]+|dkim-signature|reply-to|sender|thread-[a-z]+|authentication-results|content-[a-z-]+):[^\r\n]*\r?\n"
    rb"(?:[ \t][^\r\n]*\r?\n)*){2,}",
    re.IGNORECASE,
)
_REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ist im alten Office-Format (.doc, .xls, .msg)"),
    (b"{\\rtf", "ist im RTF-Format"),
    (b"\x1f\x8b", "ist ein Archiv (gzip)"),
    (b"7z\xbc\xaf\x27\x1c", "ist ein Archiv (7z)"),
    (b"Rar!", "ist ein Archiv (RAR)"),
    (b"MZ", "ist ein Programm"),
    (b"\x7fELF", "ist ein Programm"),
    (b"%!PS", "ist im PostScript-Format"),
)
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8", b"BM")


def document_from_bytes(data: bytes, name: str, alive: Alive = lambda: None) -> Document:
    """Read a file of any format. Raises BadInput with what is wrong and what to do."""
    if not data.strip(b"\0 \t\r\n"):
        raise BadInput(f"Die Datei „{shown(name)}“ ist leer. Bitte prüfen Sie, ob sie vollständig übertragen wurde.")
    if b"%PDF-" in data[:1024]:
        from assistant.reading.pdf import document_from_pdf

        return document_from_pdf(data, name, alive)
    if data[:2] == b"PK":
        from assistant.reading.docx import document_from_docx

        return document_from_docx(data, name)
    _refuse_foreign(data, name)
    if _EML_HEADER.match(data.lstrip(b"\xef\xbb\xbf\r\n")[:20_000]):
        from assistant.reading.eml import document_from_eml

        return document_from_eml(data, name, alive)
    from assistant.reading.text import document_from_text_bytes

    return document_from_text_bytes(data, name)


def _refuse_foreign(data: bytes, name: str) -> None:
    for start, what in _REFUSED:
        if data.startswith(start):
            raise BadInput(f"Die Datei „{shown(name)}“ {what}. Bitte speichern Sie sie als PDF oder DOCX.")
    if data.startswith(_IMAGES):
        raise BadInput(
            f"Die Datei „{shown(name)}“ ist ein Bild. Bitte speichern Sie sie als PDF; darin wird der Text erkannt."
        )
