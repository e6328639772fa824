"""One paper of a fictional town, made as PDF, Word file and text: what is read must be the same."""

import io
from dataclasses import dataclass

import docx
import typst
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

HEAD = (("Amt für Grünflächen", "Vorlage-Nr.: M 24/0077"), ("Bearb.: Lindholm, Tilda", "Datum: 12.03.2024"))
ORDER = (("Beratungsfolge", "Sitzungstermin", "Zuständigkeit"), ("Umweltausschuss", "21.03.2024", "Kenntnisnahme"))
TITLE = "Beantwortung der Anfrage von Herrn Okonkwo zum Thema Bänke im Stadtpark vom 5. Februar 2024"


@dataclass(frozen=True)
class Asked:
    number: str
    question: tuple[str, ...]
    answer: tuple[str, ...]


ASKED = (
    Asked(
        "1",
        ("Wie viele Bänke stehen im Stadtpark, und wie viele davon sind für Menschen mit Gehhilfen geeignet?",),
        (
            "Im Stadtpark stehen 64 Bänke. Davon haben 22 eine erhöhte Sitzfläche und beidseitige Armlehnen. "
            "Die Verwaltung erfasst den Bestand jährlich im Grünflächeninformationssystem und ergänzt ihn um die "
            "Meldungen der Bürgerschaft.",
        ),
    ),
    Asked(
        "2",
        ("Im vergangenen Herbst wurden an der Teichseite mehrere Bänke abgebaut. Warum ist das geschehen?",),
        (
            "Die Bänke an der Teichseite waren nach dem Hochwasser nicht mehr standsicher.",
            "Sie werden voraussichtlich im zweiten Halbjahr ersetzt. Grundlage ist die Rad- und Fußwegeplanung, "
            "die der Ausschuss am 14.11.2023 zur Kenntnis genommen hat; die Kosten betragen 18.400 € und sind im "
            "Haushalt veranschlagt.",
        ),
    ),
    Asked(
        "3",
        (
            "Die Spielplatzkommission hat im Jahr 2022 eine Liste wünschenswerter Standorte vorgelegt.",
            "Warum wurde diese Liste bisher nicht umgesetzt?",
        ),
        ("Die Liste wird schrittweise umgesetzt. Von den neun Standorten sind vier eingerichtet.",),
    ),
    Asked(
        "4",
        ("Wer entscheidet über die Aufstellung weiterer Bänke?",),
        ("Über die Aufstellung entscheidet das Amt für Grünflächen im Rahmen der verfügbaren Mittel.",),
    ),
)


def as_text() -> str:
    parts = [
        "# MITTEILUNGSVORLAGE",
        "\n".join("\t".join(row) for row in HEAD),
        "\n".join("\t".join(row) for row in ORDER),
    ]
    parts += [f"**{TITLE}**", "**Sachverhalt:**"]
    for asked in ASKED:
        parts += [f"{asked.number}) {asked.question[0]}", *asked.question[1:]]
        parts += [f"*{paragraph}*" for paragraph in asked.answer]
    return "\n\n".join(parts) + "\n"


def as_pdf() -> bytes:
    rows = ", ".join(f"[{cell}]" for row in HEAD for cell in row)
    order = ", ".join(f"[{cell}]" for row in ORDER for cell in row)
    body = "\n\n".join(_typst(asked) for asked in ASKED)
    source = f"""
#set page(paper: "a4", margin: 2.5cm, header: align(right)[Stadt Wiesenthal])
#set page(footer: context align(center)[Seite #counter(page).display()])
#set text(lang: "de", size: 14pt, hyphenate: true)
#set par(justify: true)
*MITTEILUNGSVORLAGE*

#grid(columns: (1fr, 1fr), row-gutter: 6pt, {rows})

#table(columns: 3, {order})

*{TITLE}*

*Sachverhalt:*

{body}
"""
    return typst.compile(source.encode())


def _typst(asked: Asked) -> str:
    question = "\n\n".join((f"{asked.number}\\) {asked.question[0]}", *asked.question[1:]))
    return question + "\n\n" + "\n\n".join(f"_{paragraph}_" for paragraph in asked.answer)


def as_docx(computed_numbers: bool = False) -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Stadt Wiesenthal"
    document.add_paragraph().add_run("MITTEILUNGSVORLAGE").bold = True
    for rows in (HEAD, ORDER):
        table = document.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    for text in (TITLE, "Sachverhalt:"):
        document.add_paragraph().add_run(text).bold = True
    number = numbered(document, "%1)") if computed_numbers else ""
    for asked in ASKED:
        if computed_numbers:
            number_paragraph(document.add_paragraph(asked.question[0]), number)
        else:
            document.add_paragraph(f"{asked.number})\t{asked.question[0]}")
        for text in asked.question[1:]:
            document.add_paragraph(text)
        for text in asked.answer:
            document.add_paragraph().add_run(text).italic = True
    return saved(document)


def saved(document: WordDocument) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def numbered(document: WordDocument, *texts: str, formats: tuple[str, ...] = (), restart: str = "") -> str:
    """Add a list with these level texts to the document; the id to number paragraphs with."""
    numbering = document.part.numbering_part.element
    key = str(900 + len(numbering))
    if not restart:
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), key)
        for at, text in enumerate(texts):
            level = _child(abstract, "lvl", ilvl=str(at))
            _child(level, "start", val="1")
            _child(level, "numFmt", val=formats[at] if formats else "decimal")
            _child(level, "lvlText", val=text)
        numbering.insert(0, abstract)
    number = _child(numbering, "num", numId=key)
    _child(number, "abstractNumId", val=restart or key)
    if restart:
        override = _child(number, "lvlOverride", ilvl="0")
        _child(override, "startOverride", val="1")
    return key


def number_paragraph(paragraph, number: str, level: int = 0) -> None:
    properties = paragraph._p.get_or_add_pPr()
    found = _child(properties, "numPr")
    _child(found, "ilvl", val=str(level))
    _child(found, "numId", val=number)


def _child(parent, name: str, **values: str):
    child = OxmlElement(f"w:{name}")
    for key, value in values.items():
        child.set(qn(f"w:{key}"), value)
    parent.append(child)
    return child
