"""Scanned pages: recognised where Tesseract is installed, and said so where it is not."""

import zlib

import pypdf
import pypdfium2
import pytest
import typst

from assistant.reading import Cage, TimedOut, ocr
from assistant.reading.cage import LATE
from assistant.reading.document import Document
from assistant.reading.pdf import document_from_pdf
from assistant.reading.worker import _must_have_text
from evals.campaigns.hostile import small_pdf, stream_of

SOURCE = """#set page(paper: "a5")\n#set text(lang: "de", size: 13pt)
Die Größe des Spielplatzes beträgt vierhundert Quadratmeter.

Über den Ausbau wird später entschieden."""
needs_tesseract = pytest.mark.skipif(not ocr.can_recognise(), reason="Tesseract with German is not installed")


def scan() -> bytes:
    """A picture of a page, as a scanner gives it."""
    with pypdfium2.PdfDocument(typst.compile(SOURCE.encode())) as pdf:
        bitmap = pdf[0].render(scale=3, grayscale=True)
        rows = memoryview(bitmap.buffer)
        pixels = b"".join(rows[at * bitmap.stride :][: bitmap.width] for at in range(bitmap.height))
        size = b"/Width %d /Height %d" % (bitmap.width, bitmap.height)
    picture = b"/Subtype /Image %s /BitsPerComponent 8 /ColorSpace /DeviceGray /Filter /FlateDecode" % size
    image = stream_of(zlib.compress(pixels), picture)
    return small_pdf(b"q 595 0 0 842 0 0 cm /I Do Q", b"/XObject << /I 6 0 R >>", more=(image,))


def texts(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines if line.text]


@needs_tesseract
def test_a_scan_is_recognised_in_german_inside_the_cage() -> None:
    with Cage(workers=1) as cage:
        document = cage.document(scan(), "scan.pdf")
    joined = " ".join(texts(document))
    assert "Größe des Spielplatzes" in joined
    assert "Über den Ausbau wird später entschieden." in joined
    assert document.text_from == "ocr"
    assert any(not line.text for line in document.pages[0].lines)


@needs_tesseract
def test_a_mixed_document_is_told_apart_page_by_page() -> None:
    import io

    writer = pypdf.PdfWriter()
    for data in (small_pdf(b"BT /F1 12 Tf 72 700 Td (Getippt) Tj ET"), scan()):
        writer.append(io.BytesIO(data))
    stream = io.BytesIO()
    writer.write(stream)
    document = document_from_pdf(stream.getvalue(), "gemischt.pdf", lambda: None)
    assert [page.text_from for page in document.pages] == ["text", "ocr"]
    assert document.text_from == "ocr"


def test_without_recognition_a_scan_is_said_to_be_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    ocr.can_recognise.cache_clear()
    document = document_from_pdf(scan(), "scan.pdf", lambda: None)
    ocr.can_recognise.cache_clear()
    assert (texts(document), document.text_from) == ([], "none")
    (notice,) = document.notices
    assert (notice.kind, notice.page) == ("no_text", 1)
    assert "Tesseract" in notice.message


@needs_tesseract
def test_a_page_whose_recognition_takes_too_long_is_read_again_another_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_SECONDS", 0.001)
    document = document_from_pdf(scan(), "scan.pdf", lambda: None)
    (notice,) = document.notices
    assert notice.kind == LATE
    assert "zu lange gedauert" in notice.message
    with pytest.raises(TimedOut, match=r"scan\.pdf.*zu lange gedauert"):
        _must_have_text("scan.pdf", [document], [])
