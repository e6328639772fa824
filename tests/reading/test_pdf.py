"""What is read from PDF files: lines in order, their looks, tables, running heads, scans."""

import io
import random

import pypdf
import pytest
import typst

from assistant.errors import BadInput
from assistant.reading.assemble import assemble_paper
from assistant.reading.document import Document, FileMeta, Line
from assistant.reading.pdf import document_from_pdf
from evals.campaigns.hostile import small_pdf, sound_pdf


def read(data: bytes) -> Document:
    return document_from_pdf(data, "probe.pdf", lambda: None)


def made(source: str, page: str = 'paper: "a4"') -> Document:
    return read(typst.compile(f'#set page({page})\n#set text(lang: "de", size: 11pt)\n{source}'.encode()))


def shown(document: Document) -> list[Line]:
    return [line for page in document.pages for line in page.lines if line.text]


def texts(document: Document) -> list[str]:
    return [line.text for line in shown(document)]


def test_fonts_tell_italics_and_bold_apart() -> None:
    lines = shown(made("Aufrecht.\n\n_Kursiv gesetzt._\n\n*Fett gesetzt.*\n\nHalb _schräg_"))
    assert [(line.italic, line.bold) for line in lines[:3]] == [(0, 0), (1, 0), (0, 1)]
    assert 0.5 < lines[3].italic < 0.7


def test_letters_slanted_by_their_matrix_are_italic() -> None:
    lines = shown(read(small_pdf(b"BT /F1 12 Tf 1 0 0.21 1 72 700 Tm (Antwort) Tj 1 0 0 1 72 650 Tm (Frage) Tj ET")))
    assert [(line.text, line.italic) for line in lines] == [("Antwort", 1.0), ("Frage", 0.0)]


def test_a_wide_gap_parts_columns_and_a_number_stays_with_its_text() -> None:
    content = b"BT /F1 11 Tf 72 700 Td (Amt 20) Tj 300 0 Td (Az. 4) Tj -300 -40 Td (1.) Tj 36 0 Td (Warum?) Tj ET"
    first, second = shown(read(small_pdf(content)))
    assert (first.kind, first.cells) == ("table_row", ("Amt 20", "Az. 4"))
    assert (second.kind, second.text) == ("text", "1. Warum?")
    assert (first.x0, round(first.top)) == (72.0, 133)


def test_a_ruled_table_keeps_its_cells_together() -> None:
    rows = shown(made("#table(columns: (3cm, 4cm), [Jahr], [Zahl der Bäume in der ganzen Innenstadt], [2023], [17])"))
    assert [row.cells for row in rows] == [("Jahr", "Zahl der Bäume in der ganzen Innenstadt"), ("2023", "17")]


def _letters(x: int, y: int, text: str) -> bytes:
    """Each letter by itself, as browsers print."""
    return b"".join(b"BT /F1 10 Tf %d %d Td (%c) Tj ET\n" % (x + 6 * at, y, ord(one)) for at, one in enumerate(text))


def test_a_cell_over_several_columns_keeps_its_words_whole() -> None:
    lines = ((72, 700, 372, 700), (72, 670, 372, 670), (72, 640, 372, 640), (72, 640, 72, 700), (372, 640, 372, 700))
    inner = ((172, 670, 172, 700), (272, 640, 272, 700))  # the first two columns are one in the second row
    drawn = b"".join(b"%d %d m %d %d l S\n" % line for line in lines + inner)
    above = _letters(76, 682, "Haus") + _letters(176, 682, "Bad") + _letters(276, 682, "Ende")
    rows = shown(
        read(small_pdf(drawn + above + _letters(76, 652, "Anhangenhausendepunge") + _letters(276, 652, "Aue")))
    )
    assert [row.cells for row in rows] == [("Haus", "Bad", "Ende"), ("Anhangenhausendepunge", "", "Aue")]


def test_a_frame_around_running_text_is_no_table() -> None:
    text = " ".join(["Die Verwaltung prüft das Anliegen und berichtet im Ausschuss."] * 30)
    lines = shown(made(f"#table(columns: (2cm, 10cm), [Sachverhalt], [{text}])"))
    assert {line.kind for line in lines} <= {"text", "table_row"}
    assert len(lines) > 20


def test_a_table_of_long_answers_goes_on_over_the_page() -> None:
    counted = " ".join(
        f"Die Gemeinde hat Haus {number} geprüft und berichtet darüber im Ausschuss." for number in range(34)
    )
    answers = [counted, "Ja.", counted, "Keine."]
    asked = ["Was wurde geprüft?", "Eilt es?", "Was folgt daraus?", "Gibt es Kosten?"]
    cells = ", ".join(
        f"[{number}], [{ask}], [{say}]" for number, (ask, say) in enumerate(zip(asked, answers, strict=True), 1)
    )
    head = "table.header([Nr.], [Frage], [Antwort der Verwaltung])"
    document = made(f"Fragen der UWG zu den Häusern\n\n#table(columns: (1cm, 3cm, 10cm), {head}, {cells})")
    assert len(document.pages) > 1
    paper = assemble_paper([(FileMeta("Antwort.pdf"), document)]).paper
    assert [one.number for one in paper.exchanges] == ["1", "2", "3", "4"]
    assert [one.question for one in paper.exchanges] == asked
    assert [" ".join(one.answer.split()) for one in paper.exchanges] == answers


def test_two_columns_of_running_text_are_read_one_after_the_other() -> None:
    left, right = (
        "Links " + "steht der erste Teil des Textes " * 12,
        "Rechts " + "geht es mit dem Rest davon weiter " * 12,
    )
    joined = " ".join(texts(made(f"#columns(2)[{left} #colbreak() {right}]")))
    assert joined.index("Rechts") > joined.rindex("erste Teil")


def test_paragraphs_are_parted_by_an_empty_line() -> None:
    text = "Ein Satz, der so lang ist, dass er in der Zeile keinen Platz hat und darum umbrochen werden muss. " * 3
    lines = made(f"{text}\n\n{text}").pages[0].lines
    assert [bool(line.text) for line in lines] == [True, True, True, False, True, True, True]


def test_running_heads_and_page_numbers_are_marked() -> None:
    source = "#set page(header: [Stadt Probenau], footer: context [Seite #counter(page).display()])\n"
    lines = shown(made(source + "Anfang\n#pagebreak()\nMitte\n#pagebreak()\nEnde"))
    assert [line.text for line in lines if line.kind == "header"] == ["Stadt Probenau"] * 3
    assert [line.text for line in lines if line.kind == "footer"] == ["Seite 1", "Seite 2", "Seite 3"]
    assert [line.text for line in lines if line.kind == "text"] == ["Anfang", "Mitte", "Ende"]


def test_text_that_stands_in_the_margin_once_is_no_running_head() -> None:
    lines = shown(made("Vorlage-Nr. 7\n#pagebreak()\nWeiter", 'paper: "a4", margin: 1cm'))
    assert [line.kind for line in lines] == ["text", "text"]


def test_superscripts_stay_in_their_line() -> None:
    content = b"BT /F1 12 Tf 72 700 Td (Auf 40 m) Tj /F1 7 Tf 48 5 Td (2) Tj /F1 12 Tf 8 -5 Td (wird gebaut.) Tj ET"
    assert texts(read(small_pdf(content))) == ["Auf 40 m² wird gebaut."]


def test_text_along_the_margin_stands_apart() -> None:
    content = b"BT /F1 12 Tf 72 700 Td (Der Inhalt) Tj /F1 8 Tf 0 1 -1 0 30 300 Tm (Gedruckt auf Papier) Tj ET"
    assert [(line.text, line.kind) for line in shown(read(small_pdf(content)))] == [
        ("Der Inhalt", "text"),
        ("Gedruckt auf Papier", "textbox"),
    ]


@pytest.mark.parametrize("page", [b"/Rotate 90", b""])
def test_a_page_printed_sideways_is_read_upright(page: bytes) -> None:
    content = b"BT /F1 12 Tf 0 1 -1 0 100 100 Tm (Erste Zeile) Tj 0 1 -1 0 120 100 Tm (Zweite Zeile) Tj ET"
    assert texts(read(small_pdf(content, page=page))) == ["Erste Zeile", "Zweite Zeile"]


@pytest.mark.parametrize("shift", [b"0.3", b"1.5"])
def test_a_text_printed_twice_in_place_is_not_doubled(shift: bytes) -> None:
    content = b"BT /F1 12 Tf 72 700 Td (Achtung) Tj %s 0 Td (Achtung) Tj ET" % shift
    assert texts(read(small_pdf(content))) == ["Achtung"]


def test_every_hyphen_of_typst_is_a_hyphen() -> None:
    document = made("Die Geschwister-Scholl-Straße und der Rad- und Fußweg.")
    assert texts(document) == ["Die Geschwister-Scholl-Straße und der Rad- und Fußweg."]
    assert not document.notices


def test_filled_in_fields_of_a_form_are_read() -> None:
    field = b"/Annots [<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /V (Warum so teuer?) /Rect [72 600 300 620] >>]"
    assert "Warum so teuer?" in texts(read(small_pdf(b"BT /F1 12 Tf 72 700 Td (Frage:) Tj ET", page=field)))


def test_a_file_with_a_password_says_so() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(sound_pdf()))
    writer.encrypt("geheim", algorithm="AES-256")
    stream = io.BytesIO()
    writer.write(stream)
    with pytest.raises(BadInput, match=r"probe\.pdf.*Kennwort"):
        read(stream.getvalue())


def test_a_file_that_only_forbids_copying_is_read() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(sound_pdf()))
    writer.encrypt("", "nur der Besitzer", algorithm="AES-128")
    stream = io.BytesIO()
    writer.write(stream)
    assert "MITTEILUNGSVORLAGE" in " ".join(texts(read(stream.getvalue()))).upper()


def test_a_file_without_its_table_of_objects_is_still_read() -> None:
    data = small_pdf(b"BT /F1 12 Tf 72 700 Td (Hallo) Tj ET")
    document = read(data[: data.rindex(b"xref\n0")])
    assert texts(document) == ["Hallo"]
    assert [notice.kind for notice in document.notices] == ["damaged"]


def test_what_is_no_pdf_inside_is_refused_in_one_sentence() -> None:
    with pytest.raises(BadInput, match="beschädigt"):
        read(b"%PDF-1.7\nnichts davon")


def test_an_empty_page_is_empty_without_complaint() -> None:
    document = read(small_pdf(b""))
    assert (document.text_from, document.notices, len(document.pages)) == ("none", (), 1)


@pytest.mark.parametrize(("columns", "marked"), [("[x], []", True), ("[], [x]", False)])
def test_a_cross_stands_in_its_column_also_in_a_table_without_lines(columns: str, marked: bool) -> None:
    head = "[Gremium], [Termin], [TOP], [ö], [nö], [Gemeinderat], [26.07.2016], [5]"
    source = (
        '#set page(paper: "a4")\nStadt Uferland\n\nBESCHLUSSVORLAGE\n\n'
        f"#grid(columns: (3fr, 2fr, 1fr, 1fr, 1fr), row-gutter: 6pt, {head}, {columns})\n\n"
        "*Grundstückskauf am Hafen*\n\nDie Verwaltung empfiehlt den Kauf des Grundstücks, weil die Lage günstig ist."
    )
    document = document_from_pdf(typst.compile(source.encode()), "vorlage.pdf", lambda: None)
    assert assemble_paper([(FileMeta("vorlage.pdf"), document)]).marked is marked


def test_a_short_line_on_top_of_one_of_two_columns_stays_in_its_column() -> None:
    words = ["Bänke", "Park", "werden", "regelmäßig", "geprüft", "und", "im", "Frühjahr", "sowie", "neu", "gestrichen"]
    chance = random.Random(4)
    text = "\n\n".join(" ".join(chance.choice(words) for _ in range(60)) + "." for _ in range(11))
    lines = [
        line
        for page in made(f"STELLUNGNAHME zur Anfrage\n\n{text}", 'paper: "a4", columns: 2').pages
        for line in page.lines
        if line.text
    ]
    assert lines[0].text == "STELLUNGNAHME zur Anfrage"
    assert not [line for line in lines if line.kind == "table_row"]
