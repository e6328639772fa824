"""Files that want to hurt: bombs, loops, nonsense, and broken copies of sound ones. All made here."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from email.message import EmailMessage

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPST = """
#set document(title: "Probe")
#set page(paper: "a4", header: [Stadt Probenau], footer: context [Seite #counter(page).display()])
#set text(lang: "de", size: 11pt)
= Mitteilungsvorlage
#table(columns: 3, [Beratungsfolge], [Sitzungstermin], [Zuständigkeit], [Hauptausschuss], [04.03.2024], [Anhörung])
#for at in range(1, 12) [
  #at) Wie viele Bänke stehen im Park Nummer #at, und wer pflegt sie?

  _Im Park Nummer #at stehen #(at * 3) Bänke. Der Betriebshof pflegt sie nach Bedarf._
]
"""
_TEXT = "\n\n".join(f"{at}) Wie viele Bänke gibt es?\n\n*Es gibt {at} Bänke.*" for at in range(1, 12))


def sound_pdf() -> bytes:
    import typst

    return typst.compile(_TYPST.encode())


def sound_docx() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading("Mitteilungsvorlage", 1)
    table = document.add_table(rows=2, cols=3)
    for at, text in enumerate(
        ["Beratungsfolge", "Termin", "Zuständigkeit", "Hauptausschuss", "04.03.2024", "Anhörung"]
    ):
        table.cell(at // 3, at % 3).text = text
    for at in range(1, 12):
        document.add_paragraph(f"Wie viele Bänke stehen im Park Nummer {at}?", style="List Number")
        document.add_paragraph().add_run(f"Es stehen dort {at * 3} Bänke.").italic = True
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def sound_eml() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "Eva Probe <eva@probenau.example>", "Anfrage zu Bänken"
    message.set_content(_TEXT)
    message.add_attachment(sound_pdf(), maintype="application", subtype="pdf", filename="Anfrage.pdf")
    return message.as_bytes()


def broken_copies(count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """`count` broken copies of our own sound files; a seed always does the same damage."""
    sound = (("pdf", sound_pdf()), ("docx", sound_docx()), ("eml", sound_eml()), ("txt", _TEXT.encode()))
    sound += (("pdf", _uncompressed_pdf()), ("docx", _stored(sound[1][1])))
    chance = random.Random(seed)  # noqa: S311 - no secret depends on it
    for at in range(count):
        kind, data = sound[at % len(sound)]
        yield f"kaputt-{at}.{kind}", _broken(data, chance)


def _broken(data: bytes, chance: random.Random) -> bytes:
    ways = (_truncated, _flipped, _flipped, _zeroed, _doubled, _swapped, _numbers, _cut_out)
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice(ways)(data, chance)
    return data


def _truncated(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 5, 50, 500))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _range(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randrange(2000))


def _zeroed(data: bytes, chance: random.Random) -> bytes:
    start, end = _range(data, chance)
    return data[:start] + bytes(end - start) + data[end:]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    start, end = _range(data, chance)
    return data[:end] + data[start:]


def _cut_out(data: bytes, chance: random.Random) -> bytes:
    start, end = _range(data, chance)
    return data[:start] + data[end:]


def _swapped(data: bytes, chance: random.Random) -> bytes:
    (a, b), (c, d) = sorted((_range(data, chance), _range(data, chance)))
    b = min(b, c)
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _numbers(data: bytes, chance: random.Random) -> bytes:
    """Digits are lengths, offsets and counts: wrong ones hurt most."""
    changed = bytearray(data)
    places = [at for at, byte in enumerate(changed) if 48 <= byte <= 57]
    for at in chance.sample(places, min(len(places), chance.choice((1, 5, 50)))):
        changed[at] = chance.choice(b"0123456789")
    return bytes(changed)


def _uncompressed_pdf() -> bytes:
    return small_pdf(b"BT /F1 12 Tf 72 700 Td (1. Wie viele B\\344nke gibt es?) Tj 0 -20 Td (Es gibt drei.) Tj ET")


def _stored(docx: bytes) -> bytes:
    source, stream = zipfile.ZipFile(io.BytesIO(docx)), io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name))
    return stream.getvalue()


# --- Files made by hand ---------------------------------------------------------------------------


def pdf_of(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects, the first being the catalogue."""
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, len(data))
    return data + head + table + end


def stream_of(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def small_pdf(content: bytes, resources: bytes = b"", page: bytes = b"", more: tuple[bytes, ...] = ()) -> bytes:
    """One page that paints `content`; object 5 is Helvetica as /F1, `more` begins at object 6."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> %s >> %s >>" % (resources, page),
            stream_of(content),
            font,
            *more,
        ]
    )


def docx_of(body: str, parts: dict[str, str | bytes] | None = None, head: str = "") -> bytes:
    """A Word file whose document holds `body`; `parts` are further files of the archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        package = "http://schemas.openxmlformats.org/package/2006/relationships"
        main = f'<Relationship Id="r1" Type="{relation}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{package}">{main}</Relationships>')
        others = "".join(
            f'<Relationship Id="r{at}" Type="{relation}/{name.split("/")[-1].split(".")[0].rstrip("123")}" '
            f'Target="{name.split("/")[-1]}"/>'
            for at, name in enumerate(parts or {})
        )
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{package}">{others}</Relationships>')
        archive.writestr("word/document.xml", f'{head}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>')
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return stream.getvalue()


def bombs() -> Iterator[tuple[str, bytes]]:
    """Each is small and wants much: memory, time, recursion."""
    yield from quick_bombs()
    yield from _heavy_pdfs()
    yield from _heavy_words()
    yield from _heavy_texts()


def quick_bombs() -> Iterator[tuple[str, bytes]]:
    """Those that cost little to make and are seen through at once."""
    sound = small_pdf(b"BT /F1 12 Tf 72 700 Td (Hallo) Tj ET")
    yield "xref-kreis.pdf", sound.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev %d" % sound.rindex(b"xref\n0"))
    yield "nur-kopf.pdf", b"%PDF-1.7\n"
    yield "laenge.pdf", sound.replace(b"/Length ", b"/Length 99999999")
    yield "riesenseite.pdf", sound.replace(b"[0 0 595 842]", b"[0 0 1e9 1e9]")
    catalog = b"<< /Type /Catalog /Pages 2 0 R >>"
    yield "seiten-kreis.pdf", pdf_of([catalog, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 >>"])
    deep = b"<< /Type /Catalog /Pages 2 0 R /X " + b"[" * 300_000 + b"]" * 300_000 + b" >>"
    yield "tiefe.pdf", pdf_of([deep, b"<< /Type /Pages /Kids [] /Count 0 >>"])
    yield from _quick_words()
    yield "verschachtelt.eml", _nested_mail()


def _heavy_pdfs() -> Iterator[tuple[str, bytes]]:
    once = zlib.compress(b"BT /F1 9 Tf (a) Tj ET " * 10_000_000, 9)
    yield "flate.pdf", _with_content(once, b"/Filter /FlateDecode")
    twice = zlib.compress(zlib.compress(bytes(400_000_000), 9), 9)
    yield "flate-doppelt.pdf", _with_content(twice, b"/Filter [/FlateDecode /FlateDecode]")
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"
    pages = b"<< /Type /Pages /Kids [%s] /Count 200000 >>" % (b"3 0 R " * 200_000)
    yield "viele-seiten.pdf", pdf_of([b"<< /Type /Catalog /Pages 2 0 R >>", pages, page])
    itself = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    yield "form-kreis.pdf", small_pdf(b"/X Do", b"/XObject << /X 6 0 R >>", more=(stream_of(b"/X Do /X Do", itself),))
    leaf = stream_of(b"BT /F1 9 Tf (lach) Tj ET", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    forms = (*(_form_of_forms(at + 7) for at in range(9)), leaf)
    yield "form-lachen.pdf", small_pdf(b"/X Do", b"/XObject << /X 6 0 R >>", more=forms)
    size = (
        b"/Subtype /Image /Width 40000 /Height 40000 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /FlateDecode"
    )
    image = stream_of(zlib.compress(bytes(200_000_000), 9), size)
    yield "riesenbild.pdf", small_pdf(b"q 595 0 0 842 0 0 cm /I Do Q", b"/XObject << /I 6 0 R >>", more=(image,))
    yield "viel-text.pdf", small_pdf(b"BT /F1 1 Tf " + b"(abc def) Tj 1 0 Td " * 400_000 + b"ET")
    strokes = (b"%d 0 m %d 842 l S 0 %d m 595 %d l S " % (at, at, at, at) for at in range(60_000))
    yield "viele-striche.pdf", small_pdf(b"".join(strokes))


def _form_of_forms(child: int) -> bytes:
    resources = b"/Resources << /XObject << /X %d 0 R >> >>" % child
    return stream_of(b"/X Do " * 10, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources)


def _with_content(content: bytes, filters: bytes) -> bytes:
    return pdf_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            stream_of(content, filters),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def _heavy_words() -> Iterator[tuple[str, bytes]]:
    yield "nullen.docx", docx_of("<w:p/>" + " " * 300_000_000)
    yield "viele-absaetze.docx", docx_of("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 900_000)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for at in range(30_000):
            archive.writestr(f"word/{at}.xml", "")
    yield "viele-teile.docx", stream.getvalue()


def _quick_words() -> Iterator[tuple[str, bytes]]:
    entities = "".join(f'<!ENTITY a{at + 1} "{f"&a{at};" * 10}">' for at in range(9))
    laughs = f'<!DOCTYPE x [<!ENTITY a0 "lach">{entities}]>'
    yield "lachen.docx", docx_of("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", head=laughs)
    outside = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    yield "xxe.docx", docx_of("<w:p><w:r><w:t>&x;</w:t></w:r></w:p>", head=outside)
    yield "tiefe.docx", docx_of("<w:sdt><w:sdtContent>" * 50_000 + "</w:sdtContent></w:sdt>" * 50_000)
    yield "tabellen.docx", docx_of("<w:tbl><w:tr><w:tc>" * 60 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 60)
    yield "ueberlappend.docx", overlapping_zip()
    nested = sound_docx()
    for _ in range(5):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("word/document.docx", nested)
        nested = stream.getvalue()
    yield "archiv-im-archiv.docx", nested
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="s{at}"><w:basedOn w:val="s{(at + 1) % 50}"/></w:style>'
        for at in range(50)
    )
    yield (
        "vorlagen-kreis.docx",
        docx_of(
            '<w:p><w:pPr><w:pStyle w:val="s1"/></w:pPr><w:r><w:t>Text</w:t></w:r></w:p>',
            {"word/styles.xml": f'<w:styles xmlns:w="{_W}">{styles}</w:styles>'},
        ),
    )


def overlapping_zip() -> bytes:
    """Many entries of the directory that all point to the same bytes (after D. Fifield's bomb)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"x" * 1_000_000)
    data = stream.getvalue()
    start = data.index(b"PK\x01\x02")
    entry = data[start : data.index(b"PK\x05\x06")]
    end = bytearray(data[data.index(b"PK\x05\x06") :])
    struct.pack_into("<HHI", end, 8, 100, 100, len(entry) * 100)
    return data[:start] + entry * 100 + bytes(end)


def _heavy_texts() -> Iterator[tuple[str, bytes]]:
    yield "sterne.txt", b"*a " * 700_000
    yield "eine-zeile.txt", b"a" * 5_000_000
    yield "fragen.txt", b"1. Warum? " * 300_000
    yield "nummern.txt", b"\n".join(b"%d. a" % at for at in range(200_000))
    yield "klammern.txt", b"[" * 200_000 + b"](" * 200_000
    yield "zeilen.txt", b"\n" * 5_000_000 + b"a"
    yield "html.txt", b"<html>" + b"<div>" * 300_000 + b"Text"
    yield "kopf.eml", b"From: a\nSubject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nText?"


def _nested_mail() -> bytes:
    head = b"From: a@b\nSubject: c\nMIME-Version: 1.0\n"
    body = b""
    for at in range(3000):
        body += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (at, at)
    return head + body + b"Content-Type: text/plain\n\nHallo?"
