"""One file of a paper: its rows, its kind, its head, and which of its rows say what.

A row belongs to a `Section`: whose voice it is, and whether it is body, box, table or vote.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.model import Outcome, PassageKind, Voice
from assistant.reading.boxes import boxes, footnotes, tail
from assistant.reading.document import Document, FileMeta
from assistant.reading.exchanges import find_pairs
from assistant.reading.head import Head, read_head
from assistant.reading.pairs import Asked, Pair
from assistant.reading.rows import Row, Sheet, sheet_of
from assistant.reading.splitting import Range
from assistant.reading.voices import HEAD_ROWS, VOICES, Kind, is_replacement, kind_of, names_inquiry, outcome_of

_BODY = (Voice.administration, PassageKind.body)
_DECIDES = re.compile(
    r"beschluss(?:text|fassung)? ?:|beschluss\Z|(?:antrag|beschlussantrag) an den "
    r"|beschlussvorschlag\b|beschlussempfehlung\b|(?:der|die) (?:gemeinderat|stadtrat|rat"
    r"|hauptausschuss|stadtverordnetenversammlung|\w*ausschuss) beschließt",
    re.I,
)
_VOTES = re.compile(r"abstimmungsergebnis(?:se)?\b|abstimmung ?:|ja(?:-stimmen)? ?:? ?\d", re.IGNORECASE)
_SPEAKS = re.compile(
    r"(?:(?:stadtr[aä]t(?:in)?|(?:ober|erster? )?bürgermeister(?:in)?|der vorsitzende"
    r"|die vorsitzende|herrn?|frau|ratsherr|ratsfrau|stadtverordneter?"
    r"|einwohner(?:in)?) ?[^:]{0,70}:)",
    re.I,
)
_FOR_TOWN = re.compile(r"[^:]{0,70}\((?:verwaltung|stadtverwaltung|amtsleit\w+|dezernent\w*)\) ?:", re.IGNORECASE)
_THIRD = re.compile(
    r"bürgerverein|bürgerinitiative|\bverein\b|e\. ?v\.|petition|gutachten|schreiben (?:von"
    r"|de[rs])|offener brief|leserbrief|presse(?:artikel|mitteilung|bericht)|\bihk\b|regierungspräsidium|gmbh"
    r"|arbeitsgemeinschaft|ministeri(?:um|ums|en)\b|(?:landes|bundes)(?:amt|anstalt|zentrale)\b"
    r"|polizei(?!verordnung|gesetz)|\bquelle ?:|\bauszug aus (?:(?:dem|der|den) )?"
    r"(?:sozialgesetzbuch|\w*gesetz|\w*richtlinie|\w*erlass)"
    r"|universität|hochschule|institut\b|verband\b|verbandes\b",
    re.IGNORECASE,
)
# What a town itself enacts may name laws, offices and associations as much as it likes.
_ENACTED = re.compile(
    r"(?<!verbands)\bsatzung\b|polizeiverordnung|(?:richtlinien?|grundsätze) der (?:stadt|gemeinde)", re.IGNORECASE
)
_GIVES_ANSWER = re.compile(
    r"(?:antwort(?:en)?|stellungnahme|beantwortung)"
    r"(?: (?:der|des) [\w-]{3,30})?(?: zu (?:frage )?\(?\d{1,2}\)?\.?| vom [\d. ]{6,12})? ?(?::|\Z)",
    re.IGNORECASE,
)
_GIVES_POSITION = re.compile(
    r"stellungnahme (?:des bürgermeisteramte?s|der (?:stadt)?verwaltung)\b(?!.{30})[^.?]*\Z", re.IGNORECASE
)
_TO_THE_MAYOR = re.compile(
    r"(?:an )?(?:(?:den |die )?(?:herrn?|frau) |den |die )?(?:ober)?bürgermeister(?:in)?\b[^.:]{0,40}\Z"
    r"|sehr geehrte[rs]? (?:herr|frau) (?:ober)?bürgermeister",
    re.IGNORECASE,
)
_IS_LETTER = re.compile(
    r"A N T R A G|A N F R A G E|(?:(?:ÄNDERUNGS|ERGÄNZUNGS)?ANTRAG|ANFRAGE)(?: Zu TOP.*)?\Z|Antrag zum Thema\Z"
)
_WANTS = re.compile(
    r"(?:\w+ )?(?:antrag|anfrage)\b|(?:hiermit )?(?:wir|ich|die fraktion) (?:beantrag|bitte|frage|stell)", re.IGNORECASE
)
_ANSWERS = re.compile(r"stellungnahme\b|antwort\b|beantwortung\b", re.IGNORECASE)
_LETTERHEAD = 12  # rows of a letter above its address
_WITHIN_LETTER = 24  # rows below it in which the letter says what it wants


@dataclass(frozen=True)
class Part:
    """A file with all that can be said about it by itself."""

    meta: FileMeta
    document: Document
    sheet: Sheet
    kind: Kind
    head: Head

    @property
    def rows(self) -> Sequence[Row]:
        return self.sheet.rows

    @cached_property
    def replaced(self) -> bool:
        return is_replacement(self.rows)

    @cached_property
    def outcome(self) -> Outcome | None:
        return outcome_of(self.rows) if self.kind in (Kind.minutes, Kind.vote, Kind.decision) else None

    @cached_property
    def boxes(self) -> list[tuple[int, int]]:
        return boxes(self.rows) if self.kind in (Kind.answer, Kind.template) else []

    @cached_property
    def footnotes(self) -> list[tuple[int, int]]:
        return footnotes(self.rows)

    @cached_property
    def letters(self) -> list[tuple[int, int]]:
        """The row ranges where an answer prints the letter that it answers: words of the asker."""
        return letters_in(self.rows, self.head.body) if self.kind in (Kind.answer, Kind.template) else []

    @cached_property
    def end(self) -> int:
        """Where the text ends and signatures, attachments or the asker's letter follow."""
        last = next((start for start, end in self.letters if end == len(self.rows)), len(self.rows))
        return tail(self.rows, self.head.body, last)

    @cached_property
    def voice(self) -> Voice:
        if self.kind is Kind.attachment:
            said = " ".join([self.meta.name, *(row.text for row in self.rows[:8])])
            return Voice.third if _THIRD.search(said) and not _ENACTED.search(said) else Voice.administration
        return VOICES[self.kind]

    def pairs(self, asked: Sequence[Asked]) -> list[Pair]:
        """The exchanges of this file, in places of its rows; boxes, notes and letters are left out of them."""
        apart = [*self.boxes, *self.footnotes, *self.letters]
        kept = [index for index in range(self.end) if not any(start <= index < end for start, end in apart)]
        start = sum(1 for index in kept if index < self.head.body)
        plain = [self.rows[index] for index in kept]
        found = find_pairs(plain, start, len(plain), self.sheet.width, asked)
        return [
            Pair(pair.number, _places(pair.question, kept), _places(pair.answer, kept), pair.asked, pair.joint_with)
            for pair in found
        ]


def part_of(meta: FileMeta, document: Document, title: str | None) -> Part:
    sheet = sheet_of(document)
    kind = kind_of(sheet.rows, meta.name)
    asked = kind is Kind.inquiry or (kind is Kind.template and names_inquiry(sheet.rows))
    if asked and _gives_answer(sheet.rows):
        kind = Kind.answer
    if kind is Kind.motion and any(_GIVES_POSITION.match(row.text) for row in sheet.rows[:HEAD_ROWS]):
        kind = Kind.answer
    return Part(meta, document, sheet, kind, read_head(sheet.rows, sheet.margins, title))


def _gives_answer(rows: Sequence[Row]) -> bool:
    """Whether a label `Antwort:` stands before words; a form's empty field of that name answers nothing."""
    return any(
        _GIVES_ANSWER.match(row.text) and sum(len(after.text) for after in rows[index : index + 4]) > len(row.text) + 2
        for index, row in enumerate(rows)
    )


def letters_in(rows: Sequence[Row], body: int) -> list[tuple[int, int]]:
    """From the top of a page with a letter to the mayor to the next page that answers."""
    found: list[tuple[int, int]] = []
    index = body
    while index < len(rows):
        start = _page_top(rows, index)
        if start > body and _is_letter(rows, start, index):
            end = next((at for at in range(index + 1, len(rows)) if _answer_begins(rows, at)), len(rows))
            found.append((start, end))
            index = end
        index += 1
    return found


def _is_letter(rows: Sequence[Row], start: int, index: int) -> bool:
    if _IS_LETTER.match(rows[index].text):
        return start < index or rows[index].gap or rows[index].cut
    if not _TO_THE_MAYOR.match(rows[index].text):
        return False
    return any(_WANTS.match(row.text) for row in rows[start : index + _WITHIN_LETTER])


def _page_top(rows: Sequence[Row], index: int) -> int:
    """The first row of a page, if the row at `index` still stands in a letter's head; else that row."""
    for start in range(index, max(0, index - _LETTERHEAD), -1):
        if rows[start - 1].page != rows[start].page:
            return start
    return index


def _answer_begins(rows: Sequence[Row], index: int) -> bool:
    """Whether an answer begins here: a label of its own, or its name on top of a page."""
    text = rows[index].text
    if not _ANSWERS.match(text):
        return False
    first_rows = range(max(1, index - 2), index + 1)
    return text.endswith(":") or any(rows[at - 1].page != rows[at].page for at in first_rows)


def _places(ranges: Sequence[Range], kept: Sequence[int]) -> tuple[Range, ...]:
    """Ranges in the rows without boxes as ranges in all rows, parted where a box stood."""
    found: list[Range] = []
    for (row, column), (last, last_column) in ranges:
        stop = last if last_column == 0 else last + 1
        begin = (kept[row], column)
        for index in range(row, stop):
            end = (kept[index] + 1, 0) if index < stop - 1 or last_column == 0 else (kept[index], last_column)
            if index + 1 >= stop or kept[index + 1] != kept[index] + 1:
                found.append((begin, end))
                begin = (kept[index + 1], 0) if index + 1 < stop else begin
    return tuple(found)


# --- Whose words each row holds -------------------------------------------------------------------

Section = tuple[Voice, PassageKind]


def sections(part: Part, outcome: Outcome | None) -> list[Section]:
    """Voice and kind of every row; `outcome` is what became of the whole paper."""
    decided = (part.outcome or outcome) in (Outcome.adopted, Outcome.amended)
    if part.kind is Kind.vote:
        return [(part.voice, PassageKind.vote)] * len(part.rows)
    found = [(part.voice, PassageKind.table if row.kind == "table_row" else PassageKind.body) for row in part.rows]
    for start, end in part.boxes:
        found[start:end] = [(part.voice, PassageKind.box)] * (end - start)
    for start, end in part.letters:
        found[start:end] = [(Voice.asker, kind) for _, kind in found[start:end]]
    if part.kind is Kind.minutes:
        _minutes(part.rows, found, decided)
    elif part.kind is Kind.template and decided:
        _resolution(part.rows, found)
    elif part.kind is Kind.decision and not decided and part.outcome is not None:
        found = [(Voice.asker, kind) for _, kind in found]
    return found


def _minutes(rows: Sequence[Row], found: list[Section], decided: bool) -> None:
    current: Section = (Voice.speaker, PassageKind.body)
    for index, row in enumerate(rows):
        text = row.text
        if _DECIDES.match(text):
            current = (Voice.decision if decided else Voice.asker, PassageKind.body)
        elif _VOTES.match(text):
            current = (Voice.decision, PassageKind.vote)
        elif _FOR_TOWN.match(text):
            current = _BODY
        elif _SPEAKS.match(text) or (
            current[0] is not Voice.administration and row.gap and _ends_resolution(current, text)
        ):
            current = (Voice.speaker, PassageKind.body)
        found[index] = current


def _ends_resolution(current: Section, text: str) -> bool:
    """After a vote its result stands in one paragraph; a resolution lasts until someone speaks."""
    return current[1] is PassageKind.vote or text.startswith(("Der Vorsitzende", "Die Vorsitzende", "Zur Beurkundung"))


def _resolution(rows: Sequence[Row], found: list[Section]) -> None:
    """The text that was put to the vote in a Vorlage: from its label to the next one."""
    deciding = False
    for index, row in enumerate(rows):
        if _DECIDES.match(row.text):
            deciding = True
        elif (
            deciding
            and row.gap
            and (
                found[index][1] is PassageKind.box
                or re.match(r"(?:begründung|sachverhalt|erläuterung|anlage|hauptamt)", row.text, re.I)
            )
        ):
            deciding = False
        if deciding and found[index][1] is PassageKind.body:
            found[index] = (Voice.decision, PassageKind.body)
