"""Set a manuscript as a Word file with python-docx, the same bytes at every build."""

import datetime as dt
import io
import zipfile
from typing import Any

from corpus.house import setting
from corpus.manuscript import Manuscript


def docx(manuscript: Manuscript) -> bytes:
    import docx as word

    data = setting(manuscript)
    document = word.Document()
    _page(document, data)
    _HEADS[data["house"]["head"]](document, data["head"])
    for block in data["blocks"]:
        _block(document, block)
    if data["house"]["foot"]:
        _signing_row(document, data["house"]["foot"])
    return _same_bytes(document)


def _page(document: Any, data: dict[str, Any]) -> None:
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    if data["house"]["running"]:
        section.header.paragraphs[0].text = data["house"]["running"].replace("Seite {page}", "").strip(" /–{page}")
    properties = document.core_properties
    properties.title, properties.author = data["head"].get("name", ""), "Stadt Auenrade"
    properties.created = properties.modified = dt.datetime(2000, 1, 1)
    properties.language = "de-DE"


def _line(document: Any, text: str, bold: bool = False, size: float | None = None, align: int | None = None) -> Any:
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold = bold
    if size:
        run.font.size = Pt(size)
    if align is not None:
        paragraph.alignment = align
    return paragraph


def _title(document: Any, text: str) -> None:
    from docx.shared import Pt, RGBColor

    heading = document.add_heading(text, level=1)
    for run in heading.runs:
        run.font.name, run.font.size, run.font.color.rgb = "Arial", Pt(12), RGBColor(0, 0, 0)


def _rows(document: Any, rows: list[list[str]], grid: bool = True, bold_first: bool = True) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Table Grid" if grid else "Normal Table"
    for number, row in enumerate(rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].add_run(text).bold = bold_first and number == 0
    document.add_paragraph()


def _published(head: dict[str, Any]) -> str:
    return "öffentlich" if head.get("public", True) else "nichtöffentlich"


def _new_head(document: Any, head: dict[str, Any]) -> None:
    _line(document, "Stadt Auenrade", True, 14, 2)
    _line(document, head["paper_type"].upper(), True, 13, 1)
    rows = [
        ["", "", f"Vorlage-Nr.: {head['reference']}"],
        [head.get("department", ""), "", f"Datum: {head['date']}"],
        [f"Bearb.: {head.get('clerk', '')}", f"Tel.: {head.get('phone', '')}", _published(head)],
        [f"Az.: {head.get('file_number', '')}", "", ""],
    ]
    _rows(document, rows, grid=False, bold_first=False)
    if head["consultations"]:
        with_item = any(row[3] for row in head["consultations"])
        titles = ["Beratungsfolge", "Sitzungstermin", "Zuständigkeit", "TOP"]
        _rows(document, [row[: 4 if with_item else 3] for row in [titles, *head["consultations"]]])
    _title(document, head["name"])


def _old_head(document: Any, head: dict[str, Any]) -> None:
    _line(document, "STADT AUENRADE", True)
    _line(document, head.get("signatory", "Der Oberbürgermeister"), size=9)
    rows = [
        [head["paper_type"].upper(), "Gremium:", head.get("organization", "")],
        [head.get("asker", ""), "Termin:", head.get("meeting", "")],
        [f"vom: {head['asked']}" if head.get("asked") else "", "Vorlage Nr.:", head["reference"]],
        [f"eingegangen: {head['received']}" if head.get("received") else "", "TOP:", str(head.get("agenda_item", ""))],
        ["", "", _published(head)],
        ["", "Datum:", head["date"]],
        ["", "Verantwortlich:", head.get("department", "")],
    ]
    _rows(document, rows, grid=False, bold_first=False)
    _title(document, head["name"])


def _group_head(document: Any, head: dict[str, Any]) -> None:
    _line(document, head["letterhead"], True, 14)
    _line(document, head.get("address", "Rathausallee 1, 24999 Auenrade"), size=9)
    _line(document, head.get("to", "An die Oberbürgermeisterin\nder Stadt Auenrade"))
    _line(document, f"Auenrade, den {head['date']}", align=2)
    if head.get("reference"):
        _line(document, f"Vorlage-Nr.: {head['reference']}", align=2)
    _title(document, f"{head.get('paper_type', 'Anfrage')}: {head['name']}")


def _minutes_head(document: Any, head: dict[str, Any]) -> None:
    _line(document, head.get("paper_type", "Niederschrift").upper(), True, 13, 1)
    _line(document, head["session"], align=1)
    rows = [
        ["Sitzungstermin:", head["meeting"]],
        ["Sitzungsort:", "Rathaus, Großer Sitzungssaal"],
        ["Vorlage-Nr.:", head["reference"]],
        ["Tagesordnungspunkt:", str(head.get("agenda_item", ""))],
        ["Status:", _published(head)],
    ]
    _rows(document, rows, grid=False, bold_first=False)
    _title(document, head["name"])


_HEADS = {"neu": _new_head, "alt": _old_head, "fraktion": _group_head, "niederschrift": _minutes_head}


def _block(document: Any, block: dict[str, Any]) -> None:
    if block["kind"] == "seite":
        document.add_page_break()
    elif block["kind"] == "kasten":
        text = "\n".join("".join(run["text"] for run in element["runs"]) for element in block["elements"])
        _rows(document, [[block["argument"]], [text]])
    else:
        for element in block["elements"]:
            _element(document, element, hidden=block["kind"] == "versteckt")


def _element(document: Any, element: dict[str, Any], hidden: bool) -> None:
    from docx.shared import Pt, RGBColor

    if element["kind"] == "table":
        return _rows(document, element["rows"])
    style = {"p": "Normal", "li": "List Bullet", "h": "Normal"}[element["kind"]]
    paragraph = document.add_paragraph(style=style)
    for run in element["runs"]:
        written = paragraph.add_run(run["text"])
        written.bold, written.italic = run["bold"] or element["kind"] == "h", run["italic"]
        if hidden:
            written.font.color.rgb, written.font.size = RGBColor(255, 255, 255), Pt(2)


def _signing_row(document: Any, stations: list[str]) -> None:
    from docx.shared import Pt

    document.add_paragraph()
    table = document.add_table(rows=2, cols=len(stations))
    table.style = "Table Grid"
    for cell, station in zip(table.rows[0].cells, stations, strict=True):
        cell.paragraphs[0].add_run(station).font.size = Pt(6)


def _same_bytes(document: Any) -> bytes:
    """The file packed anew with fixed times; python-docx stamps each part with the clock."""
    written, target = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
