"""The paper as text: Markdown, an HTML fragment, and plain text to be pasted into the RIS."""

import re
from html import escape

from assistant.publishing.sheet import Answered, Earlier, Part, Sheet


def bracketed(mark: str) -> str:
    """How a gap or a proposal shows in every format; nobody can overlook it in a printed page."""
    return f"[{mark}]"


def head_lines(sheet: Sheet) -> list[tuple[str, str]]:
    """The head as labels and values; what is not known yet is left out."""
    lines = [
        ("Vorlage-Nr.", sheet.reference),
        ("Datum", sheet.date),
        ("Amt", sheet.department),
        ("Bearb.", sheet.clerk),
        ("Tel.", sheet.phone),
        ("Az.", sheet.file_number),
        ("Status", sheet.published),
    ]
    return [(label, value) for label, value in lines if value]


def _signed(sheet: Sheet) -> list[str]:
    return [f"{label}: {name}" for label, name in sheet.signatures if name]


# --- plain text ---------------------------------------------------------------------------------


def text(sheet: Sheet) -> str:
    """For the RIS. Question and answer carry their words, for there is no bold to tell them apart."""
    blocks = [sheet.mark, sheet.paper_type.upper()] if sheet.mark else [sheet.paper_type.upper()]
    blocks.append("\n".join(f"{label}: {value}" for label, value in head_lines(sheet)))
    if sheet.consultations:
        rows = ["\t".join(filter(None, row)) for row in sheet.consultations]
        blocks.append("\n".join(["Beratungsfolge\tSitzungstermin\tZuständigkeit", *rows]))
    blocks += [sheet.title, "Sachverhalt:"]
    for answered in sheet.answers:
        blocks += _text_answer(answered)
    blocks += [f"{number}) {note}" for number, note in enumerate(sheet.notes, start=1)]
    if sheet.annex:
        blocks += ["Frühere Antworten", *(" | ".join(filter(None, _annex_row(row))) for row in sheet.annex)]
    blocks += ["\n".join(_signed(sheet))] if _signed(sheet) else []
    return "\n\n".join(blocks) + "\n"


def _annex_row(row: Earlier) -> tuple[str, ...]:
    page = f"S. {row.page}" if row.page else ""
    return (f"Frage {row.question}", f"Vorlage {row.reference}", row.date, page, f"„{row.quote}“")


def _text_answer(answered: Answered) -> list[str]:
    written = [" ".join(map(_text_part, paragraph)) for paragraph in answered.paragraphs]
    first, *others = [*written, *map(bracketed, answered.marks)]
    return [f"Frage {answered.label.removesuffix('.')}: {answered.question}", f"Antwort: {first}", *others]


def _text_part(part: Part) -> str:
    plain = "\n".join("\t".join(row) for row in part.rows) or part.text
    return plain + "".join(f" ({n})" for n in part.notes)


# --- Markdown -----------------------------------------------------------------------------------

_MARKUP = re.compile(r"([\\`*_\[\]<>#|~!$])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"^[ \t]*(?:([-+=:])|(\d+)(?=[.)]))", re.MULTILINE)


def escape_markdown(plain: str) -> str:
    """The text so that Markdown shows it as it is inside a line: no link, no emphasis, no HTML."""
    return _ENTITY.sub("&amp;", _MARKUP.sub(r"\\\1", plain))


def _own_lines(plain: str) -> str:
    """The same for a paragraph of its own, whose lines must not begin a list or a heading either."""
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\", escape_markdown(plain))


def markdown(sheet: Sheet) -> str:
    md = escape_markdown
    blocks = [f"**{md(sheet.mark)}**"] if sheet.mark else []
    blocks.append(f"# {md(sheet.title)}")
    lines = [("Vorlagenart", sheet.paper_type), *head_lines(sheet)]
    blocks.append("\n".join(f"- **{label}:** {md(value)}" for label, value in lines))
    if sheet.consultations:
        rows = [("Beratungsfolge", "Sitzungstermin", "Zuständigkeit", "TOP"), *sheet.consultations]
        blocks.append(_md_table(rows))
    blocks.append("## Sachverhalt")
    for answered in sheet.answers:
        blocks.append(f"**{md(answered.label)} {md(answered.question)}**")
        blocks += [_md_paragraph(paragraph) for paragraph in answered.paragraphs]
        blocks += [f"**{bracketed(md(mark))}**" for mark in answered.marks]
    if sheet.annex:
        rows = [("Frage", "Vorlage", "Datum", "Seite", "Wortlaut")]
        rows += [(row.question, row.reference, row.date, row.page, f"„{row.quote}“") for row in sheet.annex]
        blocks += ["## Frühere Antworten", _md_table(rows)]
    blocks += ["\n".join(f"- {md(line)}" for line in _signed(sheet))] if _signed(sheet) else []
    blocks += [f"[^{number}]: {md(note)}" for number, note in enumerate(sheet.notes, start=1)]
    return "\n\n".join(blocks) + "\n"


def _md_paragraph(paragraph: tuple[Part, ...]) -> str:
    if len(paragraph) == 1 and paragraph[0].rows:
        return _md_table(list(paragraph[0].rows)) + "".join(f"\n\n[^{n}]" for n in paragraph[0].notes)
    return " ".join(_own_lines(part.text) + "".join(f"[^{n}]" for n in part.notes) for part in paragraph)


def _md_table(rows: list[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(map(escape_markdown, row)) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


# --- HTML ---------------------------------------------------------------------------------------


def html(sheet: Sheet) -> str:
    """A fragment for the clipboard: headings and paragraphs only, so that the RIS keeps its own style."""
    parts = ['<article lang="de">']
    parts += [f"<p><strong>{escape(sheet.mark)}</strong></p>"] if sheet.mark else []
    parts += [f"<h1>{escape(sheet.title)}</h1>", "<h2>Sachverhalt</h2>"]
    for answered in sheet.answers:
        parts.append(f"<p><strong>{escape(answered.label)} {escape(answered.question)}</strong></p>")
        parts += [_html_paragraph(paragraph) for paragraph in answered.paragraphs]
        parts += [f"<p><strong>{escape(bracketed(mark))}</strong></p>" for mark in answered.marks]
    if sheet.notes:
        parts += ["<h2>Quellen</h2>", "<ol>", *(f"<li>{escape(note)}</li>" for note in sheet.notes), "</ol>"]
    if sheet.annex:
        parts += ["<h2>Frühere Antworten</h2>", "<ul>"]
        parts += [f"<li>{escape(', '.join(filter(None, _annex_row(row))))}</li>" for row in sheet.annex]
        parts.append("</ul>")
    return "\n".join([*parts, "</article>"]) + "\n"


def _html_paragraph(paragraph: tuple[Part, ...]) -> str:
    if len(paragraph) == 1 and paragraph[0].rows:
        rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in paragraph[0].rows)
        return f"<table><tbody>{rows}</tbody></table>{_raised(paragraph[0].notes)}"
    written = (escape(part.text).replace("\n", "<br>") + _raised(part.notes) for part in paragraph)
    return f"<p>{' '.join(written)}</p>"


def _raised(notes: tuple[int, ...]) -> str:
    return f"<sup>{', '.join(map(str, notes))}</sup>" if notes else ""
