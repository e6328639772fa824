"""The numbers that questions and answers carry: `1)`, `Zu Frage 2:`, `A.1`, `Antwort zu 1. und 2.`

A marker is only a candidate: whether it numbers a question, an answer or a list inside an answer
is decided in `chains`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.reading.rows import Row
from assistant.reading.turns import labels_take_turns

Family = Literal["decimal", "dotted", "upper", "lower", "roman"]
Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the beginning of a row; the text it numbers begins at (`row`, `column`).

    `named`: a word says what is numbered (`Frage 1`). `answering`: it says that an answer follows
    (`Zu 1`, `Antwort zu Frage 1`). `numbers` are as printed, without punctuation.
    """

    row: int
    column: int
    numbers: tuple[str, ...]
    keys: tuple[Key, ...]
    family: Family
    named: bool = False
    answering: bool = False
    bare: bool = False

    @property
    def first(self) -> Key:
        return self.keys[0]

    @property
    def last(self) -> Key:
        return self.keys[-1]


_NUM = r"(?:[A-H]\.?\d{1,2}(?:\.\d{1,2})?|\d{1,2}(?:\.\d{1,2}){0,2}|[IVX]{1,5}|[A-Ha-h])"
_LIST = (
    rf"{_NUM}(?: ?[.)])*(?: ?(?:,|;|und|u\.|sowie|bis|[-–/&+]) ?(?:zu )?(?:Fragen? |Ziffern? "
    rf"|Nr\. )?{_NUM}(?![\w%€])(?: ?[.)])*){{0,12}}"
)
_NAMED = re.compile(
    r"(?P<lead>(?:(?:die |gemeinsame |unsere )?(?:antwort(?:en)?|stellungnahme|beantwortung"
    r"|erläuterung(?:en)?|ausführungen)"
    r"(?: der (?:stadt)?verwaltung| des \w+)? )?(?:(?:zu|auf|zur|zum|ad)(?: (?:der|den|dem|die|ihren?|ihrer))? ?)?)"
    r"(?P<noun>(?:teil|unter|einzel)?fragen?|(?:frage-?)?ziffern?|ziff\.|punkte?n?|pkt\.|nrn?\."
    r"|nummern?|anfragepunkte?n?|absatz)?"
    rf"\s?(?:nr\. ?|nummer )?(?P<nums>\(?{_LIST}\)?)(?P<end>\s?[:.)–—-]+(?=\s|\Z|[A-ZÄÖÜ])|\s*\Z|\s(?=[A-ZÄÖÜ„\"(]))",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?P<open>[„\"»“]?\(?)(?P<num>[A-Ha-h]\.?\d{1,2}(?:\.\d{1,2})?|\d{1,2}(?:\.\d{1,2}){0,2}|[IVX]{1,5}|[A-Za-h])"
    r"(?P<end> ?[.):]{1,2}[-–]?(?=\s|\Z|[A-ZÄÖÜ„\"])|\s?[-–](?=\s)|\s(?=[A-ZÄÖÜ„\"]))"
)
# A sentence that answers several questions at once; it is the beginning of their answer.
_JOINTLY = re.compile(
    rf"(?:(?:aus|wegen) [^.?!:]{{5,80}} werden )?(?:die |ihre )?fragen (?P<nums>{_LIST}) "
    r"(?:werden|wird|sind|können|beantworte)"
    r"[^.?!:]{0,90}(?:gemeinsam|zusammen\w*|im zusammenhang|einheitlich|im block)",
    re.IGNORECASE,
)
# `Zu 1a)`: a part of an answer, which keeps its label; the first one begins the answer to 1.
_IN_PARTS = re.compile(r"(?:antwort )?(?:zu|auf)(?: frage)? (?P<num>\d{1,2}) ?[a-h]\b ?[.):]*", re.IGNORECASE)
_NUMBER = re.compile(rf"(?<![^\W\d_]){_NUM}(?![^\W\d_])")
_RANGE = re.compile(r"bis|[-–]")
# What follows a number that is no question's number: a month, a period, a unit.
_NOT_NUMBERED = re.compile(
    r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|bauabschnitt|quartal|halbjahr"
    r"|plenarsitzung|sitzung|bürgermeister|obergeschoss|og\b|stock|änderung|nachtrag|uhr|euro|€|%|prozent|mio|lesung"
    r"|klasse|schuljahr|jahrgang|stufe|kategorie|bundesliga|preis|platz|rang|satz|absatz|abs\.)",
    re.IGNORECASE,
)
_NUMBER_BEGINS = frozenset('0123456789(„"»“ABCDEFGHIVXabcdefgh')
_MAY_BEGIN = _NUMBER_BEGINS | frozenset("ZzFfPpNnSsUuGgTtEWw")
# `1. Frage: …`, `1. Antwort: …`: the word behind the number says what it numbers.
_NOUN_BEHIND = re.compile(r"(frage|antwort)(?:\s?:\s*|\Z)", re.IGNORECASE)
_QUESTION_LETTER = re.compile(r"[FQ](\d{1,2}) ?[:.)]+\s*")
_ANSWER_LETTER = re.compile(r"A(\d{1,2}) ?[:.)]+\s*")
_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}


def markers(rows: Sequence[Row], start: int = 0, end: int | None = None) -> list[Marker]:
    """Every candidate between two rows, in order; an ambiguous letter gives one for each reading."""
    last = len(rows) if end is None else end
    able = [
        index for index in range(start, last) if rows[index].text[0] in _MAY_BEGIN and rows[index].kind != "table_row"
    ]
    if labels_take_turns(rows[start:last]):  # `F:` and `A:` are no letters that count
        able = [index for index in able if not rows[index].text.startswith(("F:", "A:"))]
    lettered = any(_QUESTION_LETTER.match(rows[index].text) for index in able)
    found: list[Marker] = []
    for index in able:
        text = rows[index].text
        if lettered and (letter := _QUESTION_LETTER.match(text) or _ANSWER_LETTER.match(text)):
            found.append(_lettered(letter, index))
        elif text.isdigit() and _asks_below(rows, index, last):
            found.append(Marker(index, len(text), (text,), ((int(text),),), "decimal"))
        else:
            found.extend(_markers_of(text, index))
    return found


def _lettered(match: re.Match[str], row: int) -> Marker:
    """`F1:` asks and `A1:` answers, where a text numbers so."""
    number = match[1]
    return Marker(row, match.end(), (number,), ((int(number),),), "decimal", named=True, answering=match[0][0] == "A")


def _asks_below(rows: Sequence[Row], index: int, end: int) -> bool:
    """Whether a number alone in its line, without any punctuation, stands above a question."""
    below = rows[index + 1 : min(index + 4, end)]
    return len(rows[index].text) < 3 and rows[index].gap and any("?" in row.text for row in below)


def _markers_of(text: str, row: int) -> Iterator[Marker]:
    if text[0] in _NUMBER_BEGINS and (plain := _PLAIN.match(text)):
        yield from _plain(plain, text, row)
    elif jointly := _JOINTLY.match(text):
        yield from _answering(_NUMBER.findall(jointly["nums"]), jointly["nums"], row)
    elif part := _IN_PARTS.match(text):
        yield from _answering([part["num"]], "", row)
    elif text[0].isalpha() and (named := _NAMED.match(text)):
        yield from _named(named, text, row)


def _answering(printed: list[str], text: str, row: int) -> Iterator[Marker]:
    """A row whose own words belong to the answer that they announce."""
    if printed and all(number.isdigit() for number in printed):
        numbers, keys = _filled(printed, [(int(number),) for number in printed], text)
        yield Marker(row, 0, numbers, keys, "decimal", named=True, answering=True)


def _plain(match: re.Match[str], text: str, row: int) -> Iterator[Marker]:
    number, end, rest = match["num"], match["end"], text[match.end() :].lstrip()
    bare = not end.strip()
    if bare and not (number.isdigit() or "." in number):
        return
    if _NOT_NUMBERED.match(rest) or (number.isdigit() and int(number) > 60):
        return
    noun = _NOUN_BEHIND.match(rest)
    column = len(text) - len(rest) + (noun.end() if noun else 0)
    answering = noun is not None and noun[1].lower() == "antwort"
    for family, key in readings(number):
        yield Marker(row, column, (number,), (key,), family, noun is not None, answering, bare and family == "decimal")


def _named(match: re.Match[str], text: str, row: int) -> Iterator[Marker]:
    lead, noun = match["lead"].strip().lower(), match["noun"]
    if not lead and not noun:
        return
    rest = text[match.end() :].lstrip()
    printed = _NUMBER.findall(match["nums"])
    punctuated = match["end"].strip() or match["nums"].rstrip()[-1] in ".)"
    if not punctuated and rest and not ((noun or rest[0] == "(") and (rest[0].isupper() or rest[0] == "(")):
        return
    if _NOT_NUMBERED.match(rest) or not printed:
        return
    counted = [readings(number) for number in printed]
    for family, _ in counted[0]:
        keys = [dict(reading).get(family) for reading in counted]
        if all(key is not None for key in keys):
            numbers, whole = _filled(printed, [key for key in keys if key is not None], match["nums"])
            yield Marker(row, len(text) - len(rest), numbers, whole, family, named=True, answering=bool(lead))


def _filled(printed: list[str], keys: list[Key], text: str) -> tuple[tuple[str, ...], tuple[Key, ...]]:
    """`1 bis 3` means 1, 2 and 3."""
    if len(printed) == 2 and _RANGE.search(text) and printed[0].isdigit() and printed[1].isdigit():
        whole = range(keys[0][0], min(keys[1][0], keys[0][0] + 30) + 1)
        if len(whole) > 1:
            return tuple(map(str, whole)), tuple((number,) for number in whole)
    return tuple(printed), tuple(keys)


def readings(number: str) -> list[tuple[Family, Key]]:
    """How a printed number can be counted: `I` is a Roman one and a ninth letter."""
    if number.isdigit():
        return [("decimal", (int(number),))]
    parts = [part for part in re.split(r"\.|(?<=[A-Za-z])(?=\d)", number) if part]
    if len(parts) > 1:
        return [("dotted", tuple(int(part) if part.isdigit() else ord(part.upper()) - 64 for part in parts))]
    found: list[tuple[Family, Key]] = []
    if number in _ROMAN:
        found.append(("roman", (_ROMAN[number],)))
    if len(number) == 1:
        upper = number.isupper()
        found.append(("upper" if upper else "lower", (ord(number.upper()) - 64,)))
    return found


def follows(before: Key, key: Key) -> int:
    """How many numbers `key` lies after `before`; 0 when it does not come after it."""
    if before[:-1] == key[:-1] and key[-1] > before[-1]:
        return key[-1] - before[-1]
    if len(before) == len(key) > 1 and key[:-1] > before[:-1] and key[-1] == 1:
        return follows(before[:-1], key[:-1])
    return 0
