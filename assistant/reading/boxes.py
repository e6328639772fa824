"""Boxes that stand beside the text (`Finanzielle Auswirkungen`, `Klimarelevanz`), and its end.

A box must never stick to an answer, and neither must signatures, attachments or a resolution that
stand below the last one.
"""

import re
from collections.abc import Sequence

from assistant.reading.rows import Row

_BOX = re.compile(
    r"(?:finanzielle auswirkung(?:en)?|(?:auswirkung(?:en)? auf (?:das |den )?)(?:klima|umwelt"
    r"|haushalt|stellenplan)\w*|klima(?:relevanz|wirkung|check|schutz-?relevan\w*|auswirkung\w*)"
    r"|co2-?(?:relevanz|bilanz)|iq-?\s?relevan\w*|isek\b.{0,20}relevant"
    r"|personelle auswirkung(?:en)?|haushaltsrechtliche auswirkung(?:en)?|nachhaltigkeits(?:check"
    r"|relevanz)"
    r"|gleichstellungs?(?:relevanz|check)|familien(?:verträglichkeit|relevanz)"
    r"|demografie-?(?:check|relevanz)|barrierefreiheit(?=\s?(?::|\Z))|inklusions(?:check|relevanz)"
    r"|anhörung ortschaftsrat|abstimmung mit städtischen gesellschaften|korridorthema"
    r"|haushaltsmittel stehen|kontierungsobjekt|gesamtkosten der\s?(?:maßnahme|\Z)"
    r"|strategische ziele"
    r"|finanzierung gesichert|deckungsvorschlag)",
    re.IGNORECASE,
)
_TICKED = re.compile(
    r"(?:\b(?:ja|nein|keine|positiv|negativ|geringfügig|erheblich|neutral)\b|☐|☒|☑|\bx\b|\uf0a8|\uf0fe|:|\Z)",
    re.IGNORECASE,
)
_WITHIN = 14  # rows between two labels of one box
_PROSE = 60

_TAIL = re.compile(
    r"(?:gez\.|unterzeichnet von|unterschrift(?:en)?\b ?:?\Z|mit freundlichen grüßen|im auftrag\Z"
    r"|in vertretung\Z|i\. ?[av]\.(?: |\Z)|anlagen?(?: ?:|\Z|(?:\(n\)|/n) ?:?|n? ?\d? ?:)|anlagenverzeichnis"
    r"|hauptamt - ratsangelegenheiten|beschluss(?:vorschlag|antrag|empfehlung"
    r"|entwurf)?(?: an .{3,60})? ?:|(?:petitum ?/ ?)?beschlussvorschlag ?:?\Z|petitum ?:?\Z|antrag an den|verteiler ?:"
    r"|zur beurkundung|mit (?:freundliche[mn]|besten) gr(?:uß|üßen?)|(?:freundliche|beste|viele) grüße"
    r"|hochachtungsvoll)",
    re.IGNORECASE,
)
# Sentences that close an answering letter and answer nothing.
_FORMULA = re.compile(
    r"(?:für|bei) (?:weiteren? |etwaigen? )?(?:rück)?fragen steh\w+ .{3,80}verfügung\."
    r"|(?:die|diese) (?:stellungnahme|antwort|beantwortung) (?:ist|wurde) (?:mit|durch|im) .{3,90}abgestimmt\.",
    re.IGNORECASE,
)
_SIGNED_BY = re.compile(
    r"(?!(?:Ja|Nein|Keine?|Entfällt|Ohne|Unbekannt|Siehe)\Z)[A-ZÄÖÜ][a-zäöüß]{2,20}(?:-[A-ZÄÖÜ][a-zäöüß]+)?\Z"
)
_DATE_LINE = re.compile(r"(?:[A-ZÄÖÜ][\w-]+(?:, (?:den )?| / ))?\d{1,2}\. ?(?:\d{1,2}\.|[A-Za-zä]+) ?\d{4}\Z")
_NAME_LINE = re.compile(r"(?:(?:Dr\.|Prof\.|Dipl\.-\w+\.) )*[A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜ][\w.-]*){1,3}\Z")
_FOR_OFFICE = re.compile(r"(?:[Ii]m Auftrag|[Ii]n Vertretung) [A-ZÄÖÜ][\w-]+\Z")
_OFFICE = (
    r"(?:(?:ober)?bürgermeister(?:in)?|dezernent(?:in)?|(?:erster? )?(?:(?:kreis)?beigeordneter?|stadtrat"
    r"|stadträtin)|amtsleit(?:er(?:in)?|ung)|landr[aä]t(?:in)?|fachbereichsleit\w+|sachgebietsleit\w+)"
)
_OFFICE_LINE = re.compile(rf"(?:[\w.-]+(?: [\w.-]+){{0,3}}, )?(?:(?:der|die) )?{_OFFICE}(?: und {_OFFICE})?\Z", re.I)


_FOOTNOTE = re.compile(r"[¹²³⁴-⁹] ?[^\W_]|\*{1,3}\) ")


def footnotes(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The row ranges of notes below the text (`¹ Stand: …`), each up to the next paragraph or page."""
    found: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        if _FOOTNOTE.match(row.text) and (row.gap or row.cut or (found and found[-1][1] == index)):
            end = index + 1
            while end < len(rows) and not (rows[end].gap or rows[end].cut or _FOOTNOTE.match(rows[end].text)):
                end += 1
            found.append((index, end))
    return found


def boxes(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """The row ranges that are boxes, in order."""
    labels = [index for index, row in enumerate(rows) if _is_label(row)]
    found: list[tuple[int, int]] = []
    for index in labels:
        end = _box_end(rows, index)
        if (
            found
            and index - found[-1][1] <= _WITHIN
            and rows[index].page == rows[found[-1][0]].page
            and _small(rows, found[-1][1], index)
        ):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((index, end))
    return found


def _is_label(row: Row) -> bool:
    label = _BOX.match(row.text)
    return label is not None and len(row.text) < 140 and _TICKED.search(row.text, label.end()) is not None


def _small(rows: Sequence[Row], start: int, end: int) -> bool:
    """Whether what stands between two labels still belongs to the box, and asks nothing."""
    return not any("?" in row.text for row in rows[start:end])


def _box_end(rows: Sequence[Row], label: int) -> int:
    """Past the label's paragraph, and past the short rows of its form."""
    end = label + 1
    while end < len(rows):
        row = rows[end]
        if (
            "?" in row.text
            or rows[label].page != row.page
            or re.match(r"(?:zu |frage|\(?\d{1,2} ?[.)]\s)", row.text, re.IGNORECASE)
        ):
            return end
        form = len(row.text) < _PROSE and (not row.text.endswith(".") or row.text == "Keine.")
        if row.gap and not form and not _BOX.match(row.text):
            return end
        if row.gap and form and not _fits_form(row.text):
            return end
        end += 1
    return end


_FORM = re.compile(
    r"(?:\W|ja\b|nein\b|x\b|gesamtkosten|einzahlung|finanzierung|jährliche|haushalt|kontierung"
    r"|ergänzende erläuterungen ?:|handlungsfeld|maßnahme|\(|durchgeführt|abgestimmt|keine\b"
    r"|negativ|positiv|geringfügig|erheblich|städtisch|folgekosten|abzüg|betrag|aufwand|ertrag"
    r"|deckung|\d[\d.,]* ?(?:€|euro)?\Z)",
    re.IGNORECASE,
)


def _fits_form(text: str) -> bool:
    return _FORM.match(text) is not None or _BOX.match(text) is not None


def tail(rows: Sequence[Row], start: int, end: int) -> int:
    """The row from which on only signatures, attachments or a resolution follow."""
    cut = end
    for index in range(max(start + 1, end - 60), end):
        row = rows[index]
        if (
            len(row.text) < 120
            and _TAIL.match(row.text)
            and (row.gap or index == 0 or rows[index - 1].text[-1] in ".:!?")
        ):
            cut = index
            break
    if cut == end and cut > start + 1:
        cut -= _signs_alone(rows, cut - 1) or 2 * _signs_with_office(rows, cut - 1, start)
    while cut > start + 1 and _closes(rows, cut - 1):
        cut -= 1
    return cut


def _closes(rows: Sequence[Row], index: int) -> bool:
    """Whether a row belongs to the end of a letter, if nothing but that end follows it."""
    row = rows[index]
    if row.gap and _FORMULA.fullmatch(row.text):
        return True
    return _is_closing(row.text) and (row.gap or _is_closing(rows[index - 1].text))


def _signs_alone(rows: Sequence[Row], index: int) -> bool:
    """Whether the last row is a family name below the last sentence."""
    return rows[index].gap and rows[index - 1].text[-1] == "." and _SIGNED_BY.match(rows[index].text) is not None


def _signs_with_office(rows: Sequence[Row], index: int, start: int) -> bool:
    """Whether the last row is an office below such a name."""
    return index > start + 2 and _OFFICE_LINE.match(rows[index].text) is not None and _signs_alone(rows, index - 1)


def _is_closing(text: str) -> bool:
    return (
        len(text) < 60
        and text[-1] not in ".,;:?!"
        and bool(
            _DATE_LINE.match(text)
            or _OFFICE_LINE.match(text)
            or _FOR_OFFICE.match(text)
            or (_NAME_LINE.match(text) and len(text.split()) <= 4)
        )
    )
