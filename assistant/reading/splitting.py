"""Where in a numbered item the question ends and the answer begins.

Five cues, the surest first: the word `Antwort:`, brackets around the question, the question as the Anfrage
asks it, a change of font, and the question marks with the line breaks around them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from assistant.reading.chains import is_request
from assistant.reading.rows import Place, Row, begins_item
from assistant.reading.similarity import letters
from assistant.reading.turns import only_gives_the_floor

Range = tuple[Place, Place]
Style = Literal["italic answers", "italic questions", "bold questions", "none"]

_LABEL = re.compile(
    r"(?:(?:zu )?\d{1,2}[.)]? )?(?:antwort(?:en)?|antw\.|stellungnahme|beantwortung|erläuterung)"
    r"(?: (?:der|durch die|des|dr)\.? [\w. ]{3,40}?)?(?: (?:zu|auf) [\w .]{1,20}?)? ?:+(?=\s|\Z)"
    r"|antwort(?: der (?:stadt)?verwaltung)?\Z|A: |[→⇒►➔] ?|=> ?",
    re.IGNORECASE,
)
_INNER_LABEL = re.compile(r"(?<=[?.!:)] )(?:Antwort(?:en)?|Stellungnahme)(?: der (?:Stadt)?[Vv]erwaltung)? ?: ?")
_ASKED = re.compile(r"\?[\"'“”»«’)\]]*(?=\s|\Z)")
_SENTENCE_END = re.compile(r"[.?!][\"'“”»«’)\]]*(?=\s+[A-ZÄÖÜ„\"(\d•–-]|\s*\Z)")
_ABBREVIATION = re.compile(
    r"(?:\b\w|\d|bzw|etc|usw|ggf|evtl|inkl|exkl|str|nr|abs|art|vgl|sog|gem|lfd|mio|mrd|tel|dez|jan"
    r"|feb|aug|sept?|okt|nov|ca|dr|prof"
    r"|st|min|max|einschl|ziff|vorl|std|tsd|rd|gez|bspw|insb|ehem|städt)\Z",
    re.IGNORECASE,
)
_SUB_ITEM = re.compile(r"\(?[a-z]\)|\(?[a-z]\. |[-–•*▪●○\uf0b7] ?|\d{1,2}\.\d{1,2}\.? |\(?[ivx]{1,4}\)")
_STATEMENT_CHARS = 900  # a statement before the question itself is no longer than this
_SAME_QUESTION = 85.0


@dataclass(frozen=True, slots=True)
class Split:
    """The ranges of an item that ask and those that answer."""

    question: tuple[Range, ...]
    answer: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What one number stands before: from `start` to `end` in the rows of a file."""

    rows: Sequence[Row]
    start: Place
    end: Place
    width: int

    def text(self, start: Place | None = None, end: Place | None = None) -> str:
        return " ".join(part for _, part in self.lines(start, end))

    def lines(self, start: Place | None = None, end: Place | None = None) -> list[tuple[Place, str]]:
        """The item's lines with their places, the first and the last one cut to size."""
        first, last = start or self.start, end or self.end
        found = []
        for index in range(first[0], min(last[0] + 1, len(self.rows))):
            begin = first[1] if index == first[0] else 0
            stop = last[1] if index == last[0] else len(self.rows[index].text)
            if part := self.rows[index].text[begin:stop].strip():
                found.append(((index, begin), part))
        return found


def split_item(item: Item, style: Style, hint: str = "", answering: bool = False) -> Split:
    """The question and the answer of one item; `answering`: its number announced an answer."""
    if item.start >= item.end:
        return Split((), ())
    for cue in (_by_label, _by_brackets, _by_hint, _by_style):
        if (found := cue(item, style, hint)) is not None:
            return found
    return _by_question_marks(item, answering)


def _two(item: Item, end: Place, begin: Place | None = None) -> Split:
    """The item cut in two at `end`; the answer begins at `begin` where a label stands between."""
    begin = begin or end
    question = ((item.start, end),) if item.text(end=end) else ()
    answer = ((begin, item.end),) if item.text(start=begin) else ()
    return Split(question, answer)


_SECTION = re.compile(
    r"(?:[IVX]{1,4}|[A-Z])[.)] ?(?=[A-ZÄÖÜ])|(?i:teil|abschnitt|block|themen(?:block|bereich|feld)|kapitel|komplex)"
    r" ?(?:[IVX]{1,4}|[A-Z]|\d{1,2})\b"
)


def headings_before(rows: Sequence[Row], marked: Sequence[int]) -> list[int]:
    """The rows right before marked ones that head what follows (`II. Hitzeschutz`, a word in bold) and end what
    stands above."""
    return [row - 1 for row in marked if row > 1 and row - 1 not in marked and _heads(rows, row - 1)]


def chapter_end(rows: Sequence[Row], marked: Sequence[int], end: int) -> int:
    """Where a chapter of its own begins below the last question, if the questions are headings themselves."""
    if not marked or any(rows[row].kind != "heading" for row in marked):
        return end
    size = rows[marked[-1]].size
    below = range(marked[-1] + 1, end)
    return next((row for row in below if rows[row].kind == "heading" and rows[row].size >= size > 0), end)


_ASKER = re.compile(r"(?:anfragen? |fragen )?(?:de[rs] )?(?:\w*fraktion|\w*gruppe)\b[^.?!:]{0,50}:\Z", re.IGNORECASE)


def _heads(rows: Sequence[Row], index: int) -> bool:
    row = rows[index]
    if row.gap and _ASKER.match(row.text):
        return True
    if row.kind == "table_row" or len(row.text) > 90 or row.text[-1] in ".?!;,":
        return False
    if row.kind == "heading" or (row.gap and _SECTION.match(row.text) is not None):
        return True
    set_apart = row.gap and row.bold > 0.9 and rows[index + 1].gap and rows[index + 1].bold < 0.5
    return set_apart and not is_answer_label(row.text)


# --- Cue 1: a label -------------------------------------------------------------------------------


def _by_label(item: Item, _style: Style, _hint: str) -> Split | None:
    for (row, column), line in item.lines():
        if (label := _LABEL.match(line)) and ((row, column) > item.start or label.end() < len(line)):
            return _two(item, (row, column), _next_place(item, row, column + label.end()))
        if (line.startswith("->") or only_gives_the_floor(line)) and item.text(end=(row, column)).endswith("?"):
            return _two(item, (row, column), _next_place(item, row, column + (2 if line[0] == "-" else len(line))))
        if (label := _INNER_LABEL.search(line)) is not None:
            return _two(item, (row, column + label.start()), _next_place(item, row, column + label.end()))
    return None


def is_answer_label(text: str) -> bool:
    """Whether a line only says that an answer follows."""
    label = _LABEL.match(text)
    return label is not None and label.end() == len(text)


def begins_answer(text: str) -> bool:
    """Whether a line begins with a word that says that an answer follows, and goes on."""
    label = _LABEL.match(text)
    return label is not None and label.end() < len(text) and text[0].isalpha()


def is_sub_item(text: str) -> bool:
    """Whether a text begins as a part of a question or an answer does: `a)`, a dash, `1.1`."""
    return _SUB_ITEM.match(text) is not None


def _next_place(item: Item, row: int, column: int) -> Place:
    """(row, column) with blanks skipped; the next row when nothing follows in this one."""
    text = item.rows[row].text
    while column < len(text) and text[column] == " ":
        column += 1
    return (row + 1, 0) if column >= len(text) else (row, column)


_IN_BRACKETS = re.compile(r"\((?P<question>[^()]{5,400}(?:\?(?=\) ?:?)|(?=\) ?:)))\) ?:?\s*")


def _by_brackets(item: Item, _style: Style, _hint: str) -> Split | None:
    """`Zu Frage 1 (Was kostet das?): …` repeats the question in brackets."""
    row, column = item.start
    bracket = _IN_BRACKETS.match(item.rows[row].text, column)
    if bracket is None:
        return None
    question = ((row, bracket.start("question")), (row, bracket.end("question")))
    begin = _next_place(item, row, bracket.end())
    return Split((question,), ((begin, item.end),) if item.text(start=begin) else ())


# --- Cue 2: the question as it was asked ----------------------------------------------------------


def _by_hint(item: Item, _style: Style, hint: str) -> Split | None:
    asked = letters(hint)
    if len(asked) < 12:
        return None
    best, best_end = _SAME_QUESTION, None
    read = ""
    for place, line in item.lines():
        for stop in _stops(line):
            value = fuzz.ratio(asked, read + letters(line[:stop]))
            if value >= best:
                best, best_end = value, _next_place(item, place[0], place[1] + stop)
        read += letters(line)
        if len(read) > 1.5 * len(asked) + 80:
            break
    if best_end is None:
        return None
    asked_rest = _questions_from(item, best_end)
    return _two(item, asked_rest)


def _stops(line: str) -> list[int]:
    return [match.end() for match in _SENTENCE_END.finditer(line)] + [len(line)]


def _questions_from(item: Item, place: Place) -> Place:
    """Past whole question sentences that follow `place` in its paragraph, if any do."""
    if place[0] < len(item.rows) and (item.rows[place[0]].gap or place[1] == 0):
        return place
    return _end_of_asking(item, place, _paragraph_end(item, place))


# --- Cue 3: the font ------------------------------------------------------------------------------


def style_of(rows: Sequence[Row], starts: Sequence[int], end: int) -> Style:
    """How the file sets its questions apart, judged by the rows in which they start."""
    if not starts:
        return "none"
    others = [row for row in rows[starts[0] : end] if row.kind == "text" or row.kind == "list"]
    marked = [rows[index] for index in starts]
    if _mostly(marked, "italic") and not _mostly(others, "italic", 0.95):
        return "italic questions"
    if _mostly(marked, "bold") and not _mostly(others, "bold", 0.95):
        return "bold questions"
    letters_set = sum(len(row.text) * row.italic for row in others)
    if not any(row.italic > 0.5 for row in marked) and letters_set > 0.25 * sum(len(row.text) for row in others):
        return "italic answers"
    return "none"


def _mostly(rows: Sequence[Row], style: Literal["italic", "bold"], share: float = 0.75) -> bool:
    return sum((row.italic if style == "italic" else row.bold) > 0.5 for row in rows) > share * len(rows)


def _by_style(item: Item, style: Style, _hint: str) -> Split | None:
    """Alternating runs of rows set as question and as answer; a statement may stand between."""
    if style == "none":
        return None
    runs = _runs(item, style)
    if len(runs) < 2 or not runs[0][0]:
        return None
    if style == "bold questions":
        runs = _headings_to_answers(item, runs)
    question = tuple(place for asks, place in runs if asks)
    answer = tuple(place for asks, place in runs if not asks)
    return Split(question, answer) if answer else None


def _runs(item: Item, style: Style) -> list[tuple[bool, Range]]:
    runs: list[tuple[bool, Range]] = []
    for place, line in item.lines():
        row = item.rows[place[0]]
        asks = row.italic <= 0.5 if style == "italic answers" else (row.italic if "italic" in style else row.bold) > 0.5
        asks = asks and not (runs and style == "italic answers" and not _asks_or_states(line, runs))
        stop = (place[0], place[1] + len(line)) if place[0] == item.end[0] else (place[0] + 1, 0)
        if runs and runs[-1][0] == asks:
            runs[-1] = (asks, (runs[-1][1][0], stop))
        else:
            runs.append((asks, (place, stop)))
    return runs


def _asks_or_states(line: str, runs: Sequence[tuple[bool, Range]]) -> bool:
    """After an answer began, only what asks interrupts it: a web address in roman type does not."""
    return runs[-1][0] or "?" in line or is_request(line)


def _headings_to_answers(item: Item, runs: Sequence[tuple[bool, Range]]) -> list[tuple[bool, Range]]:
    """Bold rows inside an answer that ask nothing are its subheadings."""
    first, *rest = runs
    merged = [first]
    for asks, (start, end) in rest:
        asks = asks and "?" in item.text(start, end)
        if merged[-1][0] == asks:
            merged[-1] = (asks, (merged[-1][1][0], end))
        else:
            merged.append((asks, (start, end)))
    return merged


# --- Cue 4: question marks and line breaks --------------------------------------------------------


def _by_question_marks(item: Item, answering: bool) -> Split:
    paragraphs = _paragraphs(item)
    asking = _asking_paragraph(item, paragraphs)
    if asking is None:
        return _without_question_mark(item, paragraphs, answering)
    start, end = paragraphs[asking]
    place = _end_of_asking(item, _after_first_mark(item, start, end), end)
    if place >= end:
        place = _more_questions(item, paragraphs, asking)
    return _two(item, place)


def _paragraphs(item: Item) -> list[Range]:
    """What the eye takes for paragraphs: parted by a gap, a short last line, or a new list item."""
    starts = [item.start]
    for (row, column), line in item.lines():
        if column == 0 and row > item.start[0] and _new_paragraph(item, row, line):
            starts.append((row, 0))
    return list(zip(starts, [*starts[1:], item.end], strict=True))


def _new_paragraph(item: Item, row: int, line: str) -> bool:
    if item.rows[row].gap or item.width > 130:
        return True
    before = item.rows[row - 1].text
    ended = before[-1] in ".?!:" or before[-2:] in ('?"', "?“", "?)", ".)")
    return ended and (len(before) < 0.75 * item.width or _SUB_ITEM.match(line) is not None)


def _asking_paragraph(item: Item, paragraphs: Sequence[Range]) -> int | None:
    """The first paragraph that asks, if only a short statement stands before it."""
    read = 0
    for index, (start, end) in enumerate(paragraphs[:4]):
        text = item.text(start, end)
        if _ASKED.search(text):
            return index
        read += len(text)
        if read > _STATEMENT_CHARS or (index == 0 and is_request(text) and not _sub_questions(item, paragraphs[1:])):
            return None
    return None


def _sub_questions(item: Item, paragraphs: Sequence[Range]) -> bool:
    """Whether a list that asks follows at once."""
    text = item.text(*paragraphs[0]) if paragraphs else ""
    return _SUB_ITEM.match(text) is not None and text.endswith("?")


def _after_first_mark(item: Item, start: Place, end: Place) -> Place:
    for (row, column), line in item.lines(start, end):
        if mark := _ASKED.search(line):
            return _next_place(item, row, column + mark.end())
    return end


def _end_of_asking(item: Item, place: Place, end: Place) -> Place:
    """From behind a question mark to where its paragraph stops asking."""
    while place < end:
        sentence_end, sentence = _sentence(item, place, end)
        if not _still_asks(item, place, sentence_end, sentence, end):
            return place
        place = sentence_end
    return place


def _still_asks(item: Item, place: Place, sentence_end: Place, sentence: str, end: Place) -> bool:
    if sentence.rstrip("\"'“”»«’)]").endswith("?") and len(sentence) < 700:
        return True
    if sentence.startswith("(") and sentence.endswith(")") and len(sentence) < 400:
        return True
    if place[1] == 0:
        return False
    # In the middle of a line the asker goes on, if the answer can still begin on a line of its own.
    rest = item.text(sentence_end, end)
    return len(sentence) < 400 and ("?" in rest[:400] or (end < item.end and len(rest) < 200))


def _sentence(item: Item, place: Place, end: Place) -> tuple[Place, str]:
    """The end of the sentence that begins at `place`, and its words."""
    words: list[str] = []
    for (row, column), line in item.lines(place, end):
        for stop in _SENTENCE_END.finditer(line):
            if line[stop.start()] == "." and _ABBREVIATION.search(line[max(0, stop.start() - 8) : stop.start()]):
                continue
            words.append(line[: stop.end()])
            return _next_place(item, row, column + stop.end()), " ".join(words)
        words.append(line)
    return end, " ".join(words)


def _more_questions(item: Item, paragraphs: Sequence[Range], asking: int) -> Place:
    """Past the paragraphs after the asking one that only ask, too."""
    for index in range(asking + 1, len(paragraphs)):
        start, end = paragraphs[index]
        text = item.text(start, end)
        sub = _SUB_ITEM.match(text) is not None
        if text.endswith(":") and len(text) < 60 and _sub_questions(item, paragraphs[index + 1 :]):
            continue
        if not text.endswith("?") and not (text.startswith("(") and text.endswith(")")):
            return start
        if not sub and len(_ASKED.findall(text)) < len(_SENTENCE_END.findall(text)):
            return start
    return item.end


def _without_question_mark(item: Item, paragraphs: Sequence[Range], answering: bool) -> Split:
    """A request asks with its first paragraph or sentence; anything else only answers."""
    start, end = paragraphs[0]
    text = item.text(start, end)
    if answering or not is_request(text):
        return Split((), ((item.start, item.end),)) if answering else _two(item, end)
    if end < item.end:
        return _two(item, _list_end(item, paragraphs))
    place, _ = _sentence(item, start, end)
    return _two(item, place)


def _list_end(item: Item, paragraphs: Sequence[Range]) -> Place:
    """A request that ends in a colon asks with the list after it, too."""
    if not item.text(*paragraphs[0]).endswith(":"):
        return paragraphs[0][1]
    for start, end in paragraphs[1:]:
        if not begins_item(item.text(start, end)):
            return start
    return paragraphs[0][1]


def _paragraph_end(item: Item, place: Place) -> Place:
    return next((end for start, end in _paragraphs(item) if start <= place < end), item.end)
