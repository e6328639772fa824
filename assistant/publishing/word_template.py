"""Make the Word template on board: `python -m assistant.publishing.word_template`.

A town that wants its own takes `templates/vorlage.docx` as a pattern, changes it in Word, and names
it in its profile (`word_template`).
"""

import datetime as dt
import io
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).parent / "templates" / "vorlage.docx"


def make() -> bytes:
    import docx

    document = docx.Document()
    _page(document)
    _head(document)
    _consultations(document)
    _answers(document)
    _annex(document)
    _signatures(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _page(document: Any) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = (
        Cm(2.5),
        Cm(2),
        Cm(2.4),
        Cm(2),
    )
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    normal.element.get_or_add_rPr().append(_element("w:lang", val="de-DE", eastAsia="de-DE"))
    for level, size in ((1, 13), (2, 11.5), (3, 10.5)):
        style = document.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.bold = "Arial", Pt(size), True
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.element.rPr.rFonts.attrib.clear()
        style.element.rPr.rFonts.set(qn("w:ascii"), "Arial")
        style.element.rPr.rFonts.set(qn("w:hAnsi"), "Arial")
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(12), Pt(4)
    section.header.paragraphs[0].add_run("{{ vermerk }}").bold = True
    _page_numbers(section.footer.paragraphs[0])
    properties = document.core_properties
    properties.title, properties.author, properties.language = "{{ titel }}", "{{ briefkopf[0] }}", "de-DE"
    properties.created = properties.modified = dt.datetime(2000, 1, 1)


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _page_numbers(paragraph: Any) -> None:
    paragraph.alignment = 2
    for text, field in (("Seite ", "PAGE"), (" von ", "NUMPAGES")):
        paragraph.add_run(text)
        simple = _element("w:fldSimple", instr=field)
        run = _element("w:r")
        run.append(_element("w:t"))
        run[0].text = "1"
        simple.append(run)
        paragraph._p.append(simple)


def _paragraph(holder: Any, text: str, bold: bool = False, size: float | None = None, style: str | None = None) -> Any:
    from docx.shared import Pt

    paragraph = holder.add_paragraph(style=style)
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    return paragraph


def _head(document: Any) -> None:
    from docx.shared import Cm

    _paragraph(document, "{{ briefkopf[0] }}", bold=True, size=14).paragraph_format.space_after = 0
    _paragraph(document, "{%p for zeile in briefkopf[1:] %}")
    _paragraph(document, "{{ zeile }}", size=9).paragraph_format.space_after = 0
    _paragraph(document, "{%p endfor %}")
    ruled = _paragraph(document, "{{ vorlagenart|upper }}", bold=True, size=14)
    border = _element("w:pBdr")
    border.append(_element("w:top", val="single", sz="8", space="6", color="auto"))
    ruled.paragraph_format.element.get_or_add_pPr().append(border)
    ruled.paragraph_format.space_before = 100000
    rows = [
        ("{{ amt }}", "Vorlage-Nr.: {{ vorlage_nr }}"),
        ("{% if bearbeitung %}Bearb.: {{ bearbeitung }}{% endif %}{% if telefon %}   Tel.: {{ telefon }}{% endif %}",
         "Datum: {{ datum }}"),
        ("{% if aktenzeichen %}Az.: {{ aktenzeichen }}{% endif %}", "{{ status }}"),
    ]  # fmt: skip
    table = document.add_table(rows=0, cols=2)
    for left, right in rows:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = Cm(9), Cm(7.5)
        cells[0].paragraphs[0].add_run(left)
        cells[1].paragraphs[0].add_run(right).bold = True
    document.add_paragraph()


def _grid(document: Any, titles: tuple[str, ...], loop: str, cells: tuple[str, ...], widths: tuple[float, ...]) -> None:
    """A table with a head that repeats on each page and one row for each turn of the loop."""
    from docx.shared import Cm

    table = document.add_table(rows=4, cols=len(titles))
    table.style, table.autofit = "Table Grid", False
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    table.rows[1].cells[0].text, table.rows[3].cells[0].text = f"{{%tr for {loop} %}}", "{%tr endfor %}"
    for column, width in enumerate(widths):
        table.columns[column].width = Cm(width)
        table.rows[0].cells[column].paragraphs[0].add_run(titles[column]).bold = True
        table.rows[2].cells[column].text = cells[column]
        for row in table.rows:
            row.cells[column].width = Cm(width)


def _cells(document: Any, rows: str, cells: str, value: str) -> None:
    """A table with as many rows and columns as the loops turn."""
    table = document.add_table(rows=3, cols=3)
    table.style = "Table Grid"
    table.rows[0].cells[0].text, table.rows[2].cells[0].text = f"{{%tr for {rows} %}}", "{%tr endfor %}"
    for cell, text in zip(
        table.rows[1].cells, (f"{{%tc for {cells} %}}", f"{{{{ {value} }}}}", "{%tc endfor %}"), strict=True
    ):
        cell.text = text


def _consultations(document: Any) -> None:
    _paragraph(document, "{%p if beratungsfolge %}")
    _grid(
        document,
        ("Beratungsfolge", "Sitzungstermin", "Zuständigkeit", "TOP"),
        "zeile in beratungsfolge",
        ("{{ zeile.gremium }}", "{{ zeile.termin }}", "{{ zeile.zustaendigkeit }}", "{{ zeile.top }}"),
        (7.4, 3.5, 3.9, 1.7),
    )
    _paragraph(document, "{%p endif %}")


def _answers(document: Any) -> None:
    _paragraph(document, "{{ titel }}", style="Heading 1")
    _paragraph(document, "Sachverhalt", style="Heading 2")
    _paragraph(document, "{%p for antwort in antworten %}")
    _paragraph(document, "{{ antwort.nummer }} {{ antwort.frage }}", style="Heading 3")
    _paragraph(document, "{%p for absatz in antwort.absaetze %}")
    _paragraph(document, "{%p if absatz.zeilen %}")
    _cells(document, "zeile in absatz.zeilen", "zelle in zeile", "zelle")
    _paragraph(document, "{{r absatz.verweise }}")
    _paragraph(document, "{%p else %}")
    _paragraph(document, "{{r absatz }}")
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "{%p endfor %}")
    _paragraph(document, "{%p for punkt in antwort.offen %}")
    marked = _paragraph(document, "{{ punkt }}", bold=True)
    marked.paragraph_format.element.get_or_add_pPr().append(_element("w:shd", val="clear", fill="FFF3CD"))
    _paragraph(document, "{%p endfor %}")
    _paragraph(document, "{%p endfor %}")


def _annex(document: Any) -> None:
    _paragraph(document, "{%p if fruehere_antworten %}")
    _paragraph(document, "Frühere Antworten", style="Heading 2")
    _grid(
        document,
        ("Frage", "Vorlage", "Datum", "Seite", "Wortlaut"),
        "zeile in fruehere_antworten",
        (
            "{{ zeile.frage }}",
            "{{ zeile.vorlage }}",
            "{{ zeile.datum }}",
            "{{ zeile.seite }}",
            "„{{ zeile.wortlaut }}“",
        ),
        (1.4, 2.4, 2.3, 1.4, 9),
    )
    _paragraph(document, "{%p endif %}")


def _signatures(document: Any) -> None:
    from docx.shared import Pt

    document.add_paragraph()
    table = document.add_table(rows=2, cols=3)
    table.style = "Table Grid"
    for row, value in zip(table.rows, ("bezeichnung", "zeichnung"), strict=True):
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        row.cells[0].text = "{%tc for station in stationen %}"
        run = row.cells[1].paragraphs[0].add_run(f"{{{{ station.{value} }}}}")
        run.font.size, run.bold = Pt(8), value == "bezeichnung"
        row.cells[2].text = "{%tc endfor %}"


if __name__ == "__main__":
    TEMPLATE.write_bytes(make())
