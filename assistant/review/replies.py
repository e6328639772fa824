"""What another office sent back: our form filled in, or an e-mail. Only their answer goes into the draft.

From the form come the answer, the filled cells of its table, the day, the source and the person; from an
e-mail the text without its head, its greeting, its signature and what it quotes of our request.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from assistant.german import parse_date
from assistant.model import Value

ANSWER, AS_OF, SOURCE, PERSON = LABELS = ("Antwort:", "Stand (Datum):", "Quelle:", "Ansprechperson:")
NEW_COLUMN = "aktuell"
_EMPTY = ("", "…", "...")
_SECTION = re.compile(r"^Frage\s*(?P<number>\S*)$")
_GREETING = re.compile(r"^(Sehr geehrte|Guten (Tag|Morgen|Abend)|Hallo|Liebe[rs]?|Moin|Grüß Gott)\b.{0,80}$")
_CLOSING = re.compile(r"^(Mit (freundlich|best|herzlich|vielen)\w* Gr|(Viele|Beste|Freundliche|Herzliche|Schöne) Gr)")
_QUOTED = re.compile(r"^(>|-{3,}|_{5,}|Am .{4,80} schrieb\b|Von: )")
_HEAD = re.compile(r"^(Von|An|Datum|Betreff|Cc|Kopie):\s*(?P<value>.*)$")


class Reply(Value):
    """One office's answer to one question, with what it says of itself."""

    text: str
    informant: str = ""
    as_of: dt.date | None = None
    source: str = ""


def read_reply(data: bytes, name: str, number: str = "") -> Reply:
    """The reply in a file (mail, Word, PDF, text) to the question `number`; read in the cage like every document."""
    from assistant.reading import read_document

    document = read_document(data, name)
    return reply_in("\n".join(line.text for page in document.pages for line in page.lines), number)


def reply_in(text: str, number: str = "") -> Reply:
    """The reply in the text of a file."""
    lines = [line.rstrip() for line in text.splitlines()]
    if any(line.startswith(ANSWER) for line in lines) and any(line.startswith(AS_OF) for line in lines):
        return _from_form(lines, number)
    return _from_mail(lines)


def _from_form(lines: Sequence[str], number: str) -> Reply:
    section = _section(lines, number)
    filled = _fields(section)
    said = [filled[ANSWER], *_filled_cells(section)]
    return Reply(
        text="\n".join(part for part in said if part),
        informant=filled[PERSON],
        as_of=parse_date(filled[AS_OF]) if filled[AS_OF] else None,
        source=filled[SOURCE],
    )


def _section(lines: Sequence[str], number: str) -> Sequence[str]:
    """The part of the form that is about this question; a form with one question is about it in any case."""
    begins = [(place, found["number"]) for place, line in enumerate(lines) if (found := _SECTION.match(line))]
    ends = [place for place, _ in begins[1:]] + [len(lines)]
    parts = {name: lines[start:end] for (start, name), end in zip(begins, ends, strict=True)}
    return parts.get(number, next(iter(parts.values()))) if parts else lines


def _fields(lines: Sequence[str]) -> dict[str, str]:
    """What stands behind each label, on its line or on those below."""
    found: dict[str, list[str]] = {label: [] for label in LABELS}
    current: str | None = None
    for line in lines:
        label = next((one for one in LABELS if line.startswith(one)), None)
        current = label or current
        if current:
            found[current].append(line.removeprefix(label or "").strip())
    return {label: "\n".join(part for part in parts if part) for label, parts in found.items()}


def _filled_cells(lines: Sequence[str]) -> Iterable[str]:
    """The cells that were filled in beside the old table, each with what its row is about."""
    rows = [[cell.strip() for cell in line.split("\t")] for line in lines if "\t" in line]
    if not rows or not rows[0][-1].startswith(NEW_COLUMN):
        return
    for row in rows[1:]:
        if len(row) == len(rows[0]) and row[-1] not in _EMPTY:
            yield f"{row[0]}: {row[-1]}."


def _from_mail(lines: Sequence[str]) -> Reply:
    head, body = _without_head(lines)
    kept: list[str] = []
    signature: list[str] = []
    for line in body:
        if _QUOTED.match(line):
            break
        (signature if signature or _CLOSING.match(line) else kept).append(line)
    while kept and (not kept[0] or _GREETING.match(kept[0])):
        kept.pop(0)
    signed = [line for line in signature[1:] if line]
    sent = parse_date(head["Datum"]) if head.get("Datum") else None
    return Reply(text="\n".join(kept).strip(), informant=signed[0] if signed else "", as_of=sent)


def _without_head(lines: Sequence[str]) -> tuple[dict[str, str], Sequence[str]]:
    """The lines of the mail's head by their name, and the rest."""
    head: dict[str, str] = {}
    for place, line in enumerate(lines):
        found = _HEAD.match(line)
        if found is None:
            return head, lines[place:]
        head[found[1]] = found["value"]
    return head, ()
