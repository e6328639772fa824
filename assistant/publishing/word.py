"""The paper as a Word file: a town's own template, or the one on board, filled by docxtpl.

A template names these values (see `word_template`, which makes the one on board):

    {{ briefkopf }} {{ vorlagenart }} {{ vermerk }} {{ vorlage_nr }} {{ datum }} {{ amt }} {{ bearbeitung }}
    {{ telefon }} {{ aktenzeichen }} {{ status }} {{ titel }}
    beratungsfolge: gremium, termin, zustaendigkeit, top
    antworten: nummer, frage, absaetze (each {{r absatz }}, or absatz.zeilen and {{r absatz.verweise }}), offen
    fruehere_antworten: frage, vorlage, datum, seite, wortlaut
    stationen: bezeichnung, zeichnung
"""

import io
import zipfile
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.errors import WrongUsage
from assistant.publishing.footnotes import add_footnotes, reference_run, repeated_run
from assistant.publishing.plain import bracketed
from assistant.publishing.sheet import Part, Sheet
from assistant.town import TownProfile

_EPOCH = (1980, 1, 1, 0, 0, 0)


class Runs(str):
    """Word runs; `{{r … }}` puts them in place unescaped, so whoever makes them escapes."""

    def __html__(self) -> str:
        return self


class Absatz(Runs):
    """A paragraph of an answer. Where it is a table, `zeilen` holds its cells, and `verweise` what
    the paragraph under it refers to; a template that knows no tables prints it with tabs."""

    zeilen: tuple[tuple[str, ...], ...]
    verweise: Runs

    @classmethod
    def of(cls, parts: tuple[Part, ...], printed: set[int]) -> "Absatz":
        marks = [_marks(part.notes, printed) for part in parts]
        written = [_text_run(part.text) + mark for part, mark in zip(parts, marks, strict=True)]
        absatz = cls(_text_run(" ").join(written))
        absatz.zeilen = parts[0].rows if len(parts) == 1 else ()
        absatz.verweise = Runs("".join(marks))
        return absatz


def _marks(notes: tuple[int, ...], printed: set[int]) -> str:
    """The footnote marks behind a part; a note already `printed` on the paper is only pointed to."""
    marks = []
    for number in notes:
        marks.append(repeated_run(str(number)) if number in printed else reference_run(number))
        printed.add(number)
    return repeated_run(", ").join(marks)


def _text_run(text: str) -> str:
    lines = ("<w:tab/>".join(map(_text, line.split("\t"))) for line in text.split("\n"))
    return f"<w:r>{'<w:br/>'.join(lines)}</w:r>"


def _text(plain: str) -> str:
    return f'<w:t xml:space="preserve">{escape(plain, quote=False)}</w:t>'


def docx(sheet: Sheet, town: TownProfile) -> bytes:
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    try:
        template = DocxTemplate(io.BytesIO(_template(town.word_template)))
        template.render(_values(sheet), jinja_env=SandboxedEnvironment(autoescape=True), autoescape=True)
    except (TemplateError, KeyError, ValueError, zipfile.BadZipFile) as error:
        if town.word_template is None:
            raise
        raise WrongUsage(
            f"Die Word-Vorlage {town.word_template} lässt sich nicht ausfüllen ({error}). Bitte die Platzhalter prüfen."
        ) from error
    filled = io.BytesIO()
    template.save(filled)
    return _packed(filled, sheet)


def _template(path: Path | None) -> bytes:
    if path is None:
        return files("assistant.publishing").joinpath("templates/vorlage.docx").read_bytes()
    return path.read_bytes()


def _values(sheet: Sheet) -> dict[str, Any]:
    printed: set[int] = set()
    return {
        "briefkopf": list(sheet.letterhead),
        "vorlagenart": sheet.paper_type,
        "vermerk": sheet.mark,
        "vorlage_nr": sheet.reference,
        "datum": sheet.date,
        "amt": sheet.department,
        "bearbeitung": sheet.clerk,
        "telefon": sheet.phone,
        "aktenzeichen": sheet.file_number,
        "status": sheet.published,
        "titel": sheet.title,
        "beratungsfolge": [
            dict(zip(("gremium", "termin", "zustaendigkeit", "top"), row, strict=True)) for row in sheet.consultations
        ],
        "antworten": [
            {
                "nummer": answered.label,
                "frage": answered.question,
                "absaetze": [Absatz.of(paragraph, printed) for paragraph in answered.paragraphs],
                "offen": [bracketed(mark) for mark in answered.marks],
            }
            for answered in sheet.answers
        ],
        "fruehere_antworten": [
            {
                "frage": row.question,
                "vorlage": row.reference,
                "datum": row.date,
                "seite": row.page,
                "wortlaut": row.quote,
            }
            for row in sheet.annex
        ],
        "stationen": [{"bezeichnung": label, "zeichnung": name} for label, name in sheet.signatures],
    }


def _packed(filled: io.BytesIO, sheet: Sheet) -> bytes:
    """The file with its footnotes, packed anew with fixed times so that the same draft gives the same bytes."""
    with zipfile.ZipFile(filled) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    if sheet.notes:
        parts = add_footnotes(parts, sheet.notes)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, data in parts.items():
            target.writestr(zipfile.ZipInfo(name, _EPOCH), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
