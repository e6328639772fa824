"""PDF files. PDFium reads the pages; pypdf is asked where PDFium does not say: broken files, layers."""

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

from assistant.errors import BadInput
from assistant.model import Notice
from assistant.reading.cage import LATE, shown
from assistant.reading.concealed import hidden_notices, seen_and_hidden
from assistant.reading.document import Document, Line, Page, TextFrom
from assistant.reading.hidden import instructions, strip_hidden
from assistant.reading.layout import lines_of, mark_running
from assistant.reading.pdfium import Face, Sheet, sheet_of

_MOST_PAGES = 2000
_MOST_CHARACTERS = 8_000_000
_UNMAPPED_SHARE = 0.3
_CATALOG = re.compile(rb"(\d{1,9} \d{1,5}) obj\s{0,9}<<[^>]{0,200}/Type\s{0,9}/Catalog\b")
_MENDED = b"startxref\n0\n%%EOF\n%mended"


def document_from_pdf(data: bytes, name: str, alive: Callable[[], None]) -> Document:
    """Read a PDF page by page: its text, else (a scan) what OCR finds. Raises BadInput."""
    pdf = _opened(data, name)
    if pdf is None:
        return _read_by_pypdf(data, name)
    notices: list[Notice] = []
    if b"%%EOF" not in data[-4096:]:
        notices.append(_notice("damaged", "Das Ende der Datei fehlt; gelesen wurde, was da ist.", None))
    read: list[tuple[int, list[Line], TextFrom, float]] = []
    for number, lines, text_from, height in _pages(pdf, data, notices, alive):
        read.append((number, lines, text_from, height))
    marked = mark_running([lines for _, lines, _, _ in read], [height for *_, height in read])
    pages = tuple(
        _clean_page(number, lines, text_from, notices)
        for (number, _, text_from, _), lines in zip(read, marked, strict=True)
    )
    return Document(pages, tuple(notices), _text_from(pages))


def _opened(data: bytes, name: str) -> Any:
    """The file as PDFium opens it; None when only pypdf may still make something of it."""
    import pypdfium2 as pdfium

    try:
        pdf = pdfium.PdfDocument(data)
        return pdf if len(pdf) else None
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise BadInput(
                f"Die Datei „{shown(name)}“ ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Kennwort."
            ) from error
    catalogs = _CATALOG.findall(data)
    if not catalogs or data.endswith(_MENDED):
        return None
    # The end is missing, and with it the table of objects: told where to begin, PDFium looks for them.
    return _opened(data + b"\nendobj\ntrailer << /Root %s R >>\n" % catalogs[-1] + _MENDED, name)


def _pages(
    pdf: Any, data: bytes, notices: list[Notice], alive: Callable[[], None]
) -> Iterator[tuple[int, list[Line], TextFrom, float]]:
    faces: dict[int, Face] = {}
    layers: frozenset[str] | None = None
    characters, broken = 0, []
    for at in range(min(len(pdf), _MOST_PAGES)):
        try:
            page = pdf[at]
        except Exception:
            broken.append(at + 1)
            continue
        sheet = sheet_of(page, faces)
        if layers is None and any(piece.layer for piece in sheet.pieces):
            layers = _hidden_layers(data)
        lines, text_from = _page_lines(page, sheet, at + 1, layers or frozenset(), notices, alive)
        _annotations(page, at + 1, notices)
        page.close()
        yield at + 1, lines, text_from, sheet.height
        characters += sum(len(line.text) for line in lines)
        if characters > _MOST_CHARACTERS or sheet.cut:
            notices.append(
                _notice("unreadable", f"Ab Seite {at + 1} enthält die Datei zu viel, um alles zu lesen.", at + 1)
            )
        if characters > _MOST_CHARACTERS:
            return
    _tell_unread(len(pdf), broken, notices)


def _tell_unread(count: int, broken: list[int], notices: list[Notice]) -> None:
    if broken:
        which = ", ".join(map(str, broken[:10])) + (" …" if len(broken) > 10 else "")
        notices.append(_notice("unreadable", f"Beschädigt und nicht gelesen: Seite {which}.", broken[0]))
    if count > _MOST_PAGES:
        notices.append(
            _notice("unreadable", f"Nur die ersten {_MOST_PAGES} von {count} Seiten wurden gelesen.", _MOST_PAGES)
        )


def _page_lines(
    page: Any, sheet: Sheet, number: int, layers: frozenset[str], notices: list[Notice], alive: Callable[[], None]
) -> tuple[list[Line], TextFrom]:
    seen, hidden, of_scan = seen_and_hidden(sheet, layers)
    notices += hidden_notices(hidden, number)
    letters = sum(len(piece.text.strip()) for piece in seen)
    unmapped = sum(piece.unmapped for piece in seen)
    if letters > unmapped and unmapped <= _UNMAPPED_SHARE * letters:
        return lines_of(sheet, seen), "ocr" if of_scan else "text"
    if not sheet.images and not sheet.areas and not unmapped:
        return [], "text" if hidden else "none"  # an empty page
    return _recognised(page, number, notices, alive)


def _recognised(
    page: Any, number: int, notices: list[Notice], alive: Callable[[], None]
) -> tuple[list[Line], TextFrom]:
    from assistant.reading.ocr import can_recognise, recognise

    if not can_recognise():
        message = (
            f"Seite {number} ist ein Bild ohne Text, und die Texterkennung (Tesseract, deutsch) fehlt hier. "
            "Bitte lassen Sie sie installieren oder geben Sie eine Datei mit Text an."
        )
        notices.append(_notice("no_text", message, number))
        return [], "none"
    alive()
    try:
        lines = recognise(page)
    except TimeoutError:
        notices.append(_notice(LATE, f"Den Text von Seite {number} zu erkennen hat zu lange gedauert.", number))
        return [], "none"
    if not lines:
        notices.append(_notice("no_text", f"Auf Seite {number} ließ sich kein Text erkennen.", number))
    return lines, "ocr" if lines else "none"


def _annotations(page: Any, number: int, notices: list[Notice]) -> None:
    """What comments say is no content; what is filled into the fields of a form is."""
    import pypdfium2.raw as raw

    from assistant.reading.pdfium import annotation_text

    unread = (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_POPUP)
    for at in range(min(raw.FPDFPage_GetAnnotCount(page.raw), 500)):
        annotation = raw.FPDFPage_GetAnnot(page.raw, at)
        if not annotation:
            continue
        text = annotation_text(annotation, b"Contents").strip()
        if text and raw.FPDFAnnot_GetSubtype(annotation) not in unread:
            message = f"Seite {number} trägt eine Anmerkung; sie gehört nicht zum Text und wurde nicht gelesen."
            notices.append(Notice(kind="annotation", text=text[:500], message=message, page=number))
        raw.FPDFPage_CloseAnnot(annotation)


def _hidden_layers(data: bytes) -> frozenset[str]:
    """The names of the layers that are switched off when the file is opened."""
    import pypdf

    try:
        layers: Any = pypdf.PdfReader(io.BytesIO(data)).root_object["/OCProperties"].get_object()
        off = layers["/D"].get_object().get("/OFF", [])
        return frozenset(str(layer.get_object()["/Name"]) for layer in off)
    except Exception:
        return frozenset()


def _clean_page(number: int, lines: list[Line], text_from: TextFrom, notices: list[Notice]) -> Page:
    clean = []
    for line in lines:
        text, found = strip_hidden(line.text, number)
        notices += found
        if text != line.text:
            line = line._replace(text=text, cells=tuple(strip_hidden(cell)[0] for cell in line.cells))
        clean.append(line)
    notices += instructions("\n".join(line.text for line in clean), number)
    return Page(number, tuple(clean), text_from)


def _text_from(pages: tuple[Page, ...]) -> TextFrom:
    if not any(line.text for page in pages for line in page.lines):
        return "none"
    return "ocr" if any(page.text_from == "ocr" for page in pages) else "text"


def _read_by_pypdf(data: bytes, name: str) -> Document:
    """Files too broken for PDFium: plain lines without their looks, if pypdf still finds any."""
    import pypdf

    pages = []
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        for number, page in enumerate(reader.pages[:_MOST_PAGES], 1):
            text, _ = strip_hidden(page.extract_text())
            pages.append(Page(number, tuple(Line(line.strip()) for line in text.split("\n"))))
    except MemoryError:
        raise
    except Exception as error:
        if not any(line.text for page in pages for line in page.lines):
            raise _broken(name) from error
    if not any(line.text for page in pages for line in page.lines):
        raise _broken(name)
    notice = _notice("damaged", "Die Datei ist beschädigt; gelesen wurde, was zu retten war.", None)
    return Document(tuple(pages), (notice, *(instructions("\n".join(line.text for p in pages for line in p.lines)))))


def _broken(name: str) -> BadInput:
    return BadInput(
        f"Die PDF-Datei „{shown(name)}“ ist beschädigt und lässt sich nicht öffnen. "
        "Bitte speichern Sie sie neu oder lassen Sie sie sich noch einmal schicken."
    )


def _notice(kind: str, message: str, page: int | None) -> Notice:
    return Notice(kind=kind, text="", message=message, page=page)
