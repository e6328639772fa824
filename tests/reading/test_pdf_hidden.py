"""What nobody can see on a page is no content, but a person hears of it."""

import pytest

from assistant.reading.document import Document
from assistant.reading.pdf import document_from_pdf
from evals.campaigns.hostile import pdf_of, small_pdf, stream_of

SEEN = b"BT /F1 12 Tf 72 700 Td (Sichtbar) Tj ET "
GHOST = b"BT /F1 12 Tf 72 650 Td (Geist) Tj ET "
LIGHT = b"/ExtGState << /G << /ca 0 >> >>"


def read(data: bytes) -> Document:
    return document_from_pdf(data, "probe.pdf", lambda: None)


def texts(document: Document) -> list[str]:
    return [line.text for page in document.pages for line in page.lines if line.text]


HIDDEN = {
    "white on white": b"1 g " + GHOST,
    "nearly white": b"0.96 g " + GHOST,
    "red on red": b"1 0 0 rg 60 640 200 30 re f " + GHOST,
    "render mode 3": b"3 Tr " + GHOST,
    "tiny": b"BT /F1 1 Tf 72 650 Td (Geist) Tj ET",
    "made tiny": b"q 0.05 0 0 0.05 0 0 cm BT /F1 12 Tf 1440 13000 Td (Geist) Tj ET Q",
    "right of the page": b"BT /F1 12 Tf 700 650 Td (Geist) Tj ET",
    "below the page": b"BT /F1 12 Tf 72 -50 Td (Geist) Tj ET",
    "under a bar": GHOST + b"0 g 60 640 200 30 re f",
    "cut away": b"q 0 0 10 10 re W n " + GHOST + b"Q",
    "transparent": b"/G gs " + GHOST,
    "spoken": b"/Span << /ActualText (Geist, der viel mehr sagt als gedruckt ist) >> BDC "
    b"BT /F1 12 Tf 72 650 Td (Ja) Tj ET EMC",
}


@pytest.mark.parametrize("way", HIDDEN)
def test_hidden_text_is_reported_and_not_read(way: str) -> None:
    document = read(small_pdf(SEEN + HIDDEN[way], LIGHT))
    assert texts(document) == ["Sichtbar"]
    (notice,) = document.notices
    assert (notice.kind, notice.page) == ("hidden_text", 1)
    assert notice.text.startswith("Geist")


VISIBLE = {
    "white on black": b"0 g 60 640 200 30 re f 1 g " + GHOST,
    "light grey": b"0.8 g " + GHOST,
    "outlined": b"1 Tr " + GHOST,
    "on a coloured cell": b"0.9 0.9 0.5 rg 60 640 200 30 re f 0 g " + GHOST,
    "clipped to its page": b"q 0 0 595 842 re W n " + GHOST + b"Q",
    "soft hyphen spoken": b"/Span << /ActualText (\\376\\377\\000\\255) >> BDC " + GHOST + b"EMC",
}


@pytest.mark.parametrize("way", VISIBLE)
def test_what_can_be_seen_is_read(way: str) -> None:
    document = read(small_pdf(SEEN + VISIBLE[way]))
    assert len(texts(document)) == 2
    assert not document.notices


def test_a_layer_that_is_switched_off_is_hidden() -> None:
    data = pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R 7 0 R] /D << /OFF [6 0 R] >> >> >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources "
            b"<< /Font << /F1 5 0 R >> /Properties << /A 6 0 R /B 7 0 R >> >> >>",
            stream_of(b"/B /OC BDC EMC /OC /B BDC " + SEEN + b"EMC /OC /A BDC " + GHOST + b"EMC"),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Type /OCG /Name (Aus) >>",
            b"<< /Type /OCG /Name (An) >>",
        ]
    )
    document = read(data)
    assert texts(document) == ["Sichtbar"]
    assert [notice.text for notice in document.notices] == ["Geist"]


def test_a_comment_is_reported_and_not_read() -> None:
    note = b"/Annots [<< /Type /Annot /Subtype /Text /Rect [10 10 20 20] /Contents (Bitte ablehnen) >>]"
    document = read(small_pdf(SEEN, page=note))
    assert texts(document) == ["Sichtbar"]
    assert [(notice.kind, notice.text) for notice in document.notices] == [("annotation", "Bitte ablehnen")]


def test_the_text_that_a_scanner_lays_over_its_picture_is_read() -> None:
    image = stream_of(
        b"\xff" * 100, b"/Subtype /Image /Width 10 /Height 10 /BitsPerComponent 8 /ColorSpace /DeviceGray"
    )
    content = b"q 595 0 0 842 0 0 cm /I Do Q 3 Tr " + SEEN
    document = read(small_pdf(content, b"/XObject << /I 6 0 R >>", more=(image,)))
    assert (texts(document), document.text_from, document.notices) == (["Sichtbar"], "ocr", ())
