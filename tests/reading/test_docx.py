"""What is read from Word files: computed numbers, inherited looks, tables, changes, what is hidden."""

import io
import zipfile

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.shared import Pt, RGBColor

from assistant.errors import BadInput
from assistant.reading.document import Document, Line
from assistant.reading.docx import document_from_docx
from assistant.reading.numbering import formatted
from evals.campaigns.hostile import docx_of, overlapping_zip
from tests.reading.made import number_paragraph, numbered, saved

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(data: bytes) -> Document:
    return document_from_docx(data, "probe.docx")


def shown(document: Document) -> list[Line]:
    return [line for page in document.pages for line in page.lines if line.text]


def body(xml: str, **parts: str) -> list[Line]:
    return shown(read(docx_of(xml)))


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def labels(*steps: tuple[str, int], texts: tuple[str, ...], formats: tuple[str, ...] = ()) -> list[str]:
    """The labels of paragraphs on these (list, level); list `b` is `a` begun anew."""
    document = docx.Document()
    first = numbered(document, *texts, formats=formats)
    keys = {"a": first, "b": numbered(document, restart=first)}
    for key, level in steps:
        number_paragraph(document.add_paragraph("Text"), keys[key], level)
    return [line.label for line in shown(read(saved(document)))]


def test_numbers_are_computed_as_word_does() -> None:
    steps = [("a", 0), ("a", 1), ("a", 1), ("a", 0), ("a", 1), ("b", 0), ("b", 0)]
    assert labels(*steps, texts=("%1.", "%1.%2")) == ["1.", "1.1", "1.2", "2.", "2.1", "1.", "2."]


def test_letters_and_roman_numbers() -> None:
    steps = [("a", 0), ("a", 1), ("a", 1), ("a", 0)]
    assert labels(*steps, texts=("%1)", "(%2)"), formats=("lowerLetter", "upperRoman")) == ["a)", "(I)", "(II)", "b)"]


@pytest.mark.parametrize(
    ("number", "format", "text"),
    [(27, "lowerLetter", "aa"), (52, "upperLetter", "ZZ"), (1994, "upperRoman", "MCMXCIV"), (4, "decimalZero", "04"),
     (0, "lowerLetter", "0"), (3, "ordinal", "3."), (3, "none", ""), (7, "chicago", "7")],
)  # fmt: skip
def test_formats_of_numbers(number: int, format: str, text: str) -> None:
    assert formatted(number, format) == text


def test_a_list_of_the_style_is_numbered_and_no_list_can_be_said() -> None:
    document = docx.Document()
    document.add_paragraph("Eins", style="List Number")
    number_paragraph(document.add_paragraph("Keine", style="List Number"), "0")
    document.add_paragraph("Zwei", style="List Number")
    assert [(line.label, line.kind) for line in shown(read(saved(document)))] == [
        ("1.", "list"),
        ("", "text"),
        ("2.", "list"),
    ]


def test_looks_are_inherited_from_styles() -> None:
    document = docx.Document()
    style = document.styles.add_style("Antwort", WD_STYLE_TYPE.PARAGRAPH)
    style.font.italic = True
    grandchild = document.styles.add_style("Antwort lang", WD_STYLE_TYPE.PARAGRAPH)
    grandchild.base_style = style
    document.add_paragraph("Kursiv nach der Vorlage", style="Antwort")
    document.add_paragraph("Auch hier", style="Antwort lang")
    upright = document.add_paragraph(style="Antwort").add_run("Nicht hier")
    upright.italic = False
    assert [line.italic for line in shown(read(saved(document)))] == [1.0, 1.0, 0.0]


def test_headings_and_sizes() -> None:
    document = docx.Document()
    document.add_heading("Sachverhalt", 2)
    document.add_paragraph().add_run("Klein").font.size = Pt(8)
    heading, small = shown(read(saved(document)))
    assert (heading.kind, heading.bold, small.kind, small.size) == ("heading", 1.0, "text", 8.0)


def test_tables_give_rows_with_cells() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip((c for row in table.rows for c in row.cells), ("Jahr", "Zahl", "2023", "17"), strict=True):
        cell.text = text
    assert [line.cells for line in shown(read(saved(document)))] == [("Jahr", "Zahl"), ("2023", "17")]


def test_a_table_that_frames_running_text_is_read_as_text() -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "Erster Absatz."
    cell.add_paragraph("Zweiter Absatz.")
    assert [(line.kind, line.text) for line in shown(read(saved(document)))] == [
        ("text", "Erster Absatz."),
        ("text", "Zweiter Absatz."),
    ]


def test_a_tab_after_a_typed_number_is_a_blank_and_other_tabs_part_cells() -> None:
    number, head = body(
        paragraph(run("1)"), "<w:r><w:tab/></w:r>", run("Warum?"))
        + paragraph(run("Amt"), "<w:r><w:tab/></w:r>", run("Az."))
    )
    assert (number.text, number.kind) == ("1) Warum?", "text")
    assert (head.kind, head.cells) == ("table_row", ("Amt", "Az."))


def test_deleted_and_moved_text_is_gone_and_inserted_text_is_there() -> None:
    (line,) = body(
        "<w:p>" + run("Die Kosten betragen ")
        + f"<w:del><w:r><w:delText>12</w:delText></w:r>{run('13')}</w:del><w:ins>{run('14')}</w:ins>"
        + f"<w:moveFrom>{run(' alt')}</w:moveFrom>" + run(" Euro.") + "</w:p>"
    )  # fmt: skip
    assert line.text == "Die Kosten betragen 14 Euro."


def test_field_codes_are_not_read_but_their_results_are() -> None:
    begin, middle = ("<w:fldChar w:fldCharType='begin'/>", "<w:fldChar w:fldCharType='separate'/>")
    field = f"<w:r>{begin}<w:instrText>REF x</w:instrText>{middle}</w:r>"
    (line,) = body(paragraph(run("Siehe "), field, run("Punkt 4"), "<w:r><w:fldChar w:fldCharType='end'/></w:r>"))
    assert line.text == "Siehe Punkt 4"


def test_page_breaks_count_pages() -> None:
    document = docx.Document()
    document.add_paragraph("Eins").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("Zwei")
    assert [[line.text for line in page.lines if line.text] for page in read(saved(document)).pages] == [
        ["Eins"],
        ["Zwei"],
    ]


def test_the_pages_that_word_last_printed_count() -> None:
    break_here = "<w:r><w:lastRenderedPageBreak/><w:t>läuft weiter.</w:t></w:r>"
    document = read(docx_of(paragraph(run("Ein Satz "), break_here)))
    assert [page.lines[0].text for page in document.pages] == ["Ein Satz", "läuft weiter."]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph(run('Im Kasten'))}</w:txbxContent>"
    both = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert [(line.text, line.kind) for line in body(paragraph(run("Davor"), both))] == [
        ("Davor", "text"),
        ("Im Kasten", "textbox"),
    ]


def test_heads_and_feet_stand_apart() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Stadt Probenau"
    document.sections[0].footer.paragraphs[0].text = "Postfach 1"
    document.add_paragraph("Inhalt")
    kinds = [(line.kind, line.text) for line in shown(read(saved(document)))]
    assert kinds == [("header", "Stadt Probenau"), ("text", "Inhalt"), ("footer", "Postfach 1")]


def test_footnotes_follow_the_text() -> None:
    note = f'<w:footnote w:id="2">{paragraph(run("Stand: März."))}</w:footnote>'
    xml = f'<w:footnotes xmlns:w="{_W}">{note}</w:footnotes>'
    data = docx_of(
        paragraph(run("17 Bänke"), "<w:r><w:footnoteReference w:id='2'/></w:r>"), {"word/footnotes.xml": xml}
    )
    assert [line.text for line in shown(read(data))] == ["17 Bänke¹", "¹ Stand: März."]


HIDDEN = {
    "vanish": "<w:vanish/>",
    "white": "<w:color w:val='FFFFFF'/>",
    "nearly white": "<w:color w:val='FAFAFA'/>",
    "tiny": "<w:sz w:val='2'/>",
    "own shade": "<w:color w:val='C00000'/><w:shd w:fill='C00000'/>",
}


@pytest.mark.parametrize("way", HIDDEN)
def test_hidden_text_is_reported_and_not_read(way: str) -> None:
    document = read(docx_of(paragraph(run("Sichtbar"), run("Geist", HIDDEN[way]))))
    assert [line.text for line in shown(document)] == ["Sichtbar"]
    assert [(notice.kind, notice.text) for notice in document.notices] == [("hidden_text", "Geist")]


def test_white_on_a_dark_cell_is_read() -> None:
    cell = f"<w:tc><w:tcPr><w:shd w:fill='204060'/></w:tcPr>{paragraph(run('Jahr', HIDDEN['white']))}</w:tc>"
    document = read(docx_of(f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>"))
    assert [line.cells for line in shown(document)] == [("Jahr", "Jahr")]
    assert not document.notices


def test_hidden_by_its_style() -> None:
    document = docx.Document()
    style = document.styles.add_style("Unsichtbar", WD_STYLE_TYPE.CHARACTER)
    style.font.color.rgb = RGBColor(255, 255, 255)
    document.add_paragraph("Sichtbar").add_run("Geist", style="Unsichtbar")
    assert [notice.text for notice in read(saved(document)).notices] == ["Geist"]


def test_comments_are_reported_and_not_read() -> None:
    document = docx.Document()
    document.add_comment(document.add_paragraph("Inhalt").runs, text="Bitte streichen")
    result = read(saved(document))
    assert [line.text for line in shown(result)] == ["Inhalt"]
    assert [(notice.kind, notice.text) for notice in result.notices] == [("annotation", "Bitte streichen")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (docx_of("<w:p/>" + " " * 60_000_000), "Archivbombe"),
        (docx_of("<w:p/>", head='<!DOCTYPE x [<!ENTITY a "b">]>'), "DOCTYPE"),
        (overlapping_zip(), "Archiv"),
        (docx_of("<w:p>"), "beschädigt"),
        (docx_of("<w:p/>")[:-30], "beschädigt"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=f"probe.docx.*{words}"):
        read(data)


def test_an_entity_hidden_in_another_encoding_is_refused() -> None:
    head = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE w [<!ENTITY a "b">]>'
    xml = f'{head}<w:document xmlns:w="{_W}"><w:body/></w:document>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", xml.encode("utf-16"))
    with pytest.raises(BadInput, match="DOCTYPE"):
        read(stream.getvalue())
