"""The exchanges of a file: each question with the rows that answer it.

    numbers → the chain that counts questions → items → question | answer → answers given elsewhere
    (all questions first, jointly, by pointing) → Pairs

Questions that the file does not repeat come from the Anfrage (`asked`).
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from rapidfuzz import fuzz

from assistant.reading.chains import answer_chain, question_chain
from assistant.reading.markers import Marker, markers, readings
from assistant.reading.pairs import Asked, Pair
from assistant.reading.rows import Row
from assistant.reading.similarity import letters, resemblance
from assistant.reading.splitting import (
    Item,
    Range,
    Split,
    Style,
    chapter_end,
    headings_before,
    is_answer_label,
    is_sub_item,
    split_item,
    style_of,
)
from assistant.reading.tabled import side_by_side
from assistant.reading.turns import speaker_label
from assistant.reading.unnumbered import paragraph_starts, unnumbered

_JOINT = re.compile(
    r"(?:fragen?|ziffern?|punkte|nrn?\.) ((?:\d{1,2}|[A-H])(?:\.|\))?(?: ?(?:,|und|bis|u\.|sowie"
    r"|[-–/]) ?(?:frage )?(?:\d{1,2}|[A-H])(?:\.|\))?)+)"
    r"[^.?!]{0,80}?(?:gemeinsam|zusammen|im zusammenhang|einheitlich|gesamthaft|im block)",
    re.IGNORECASE,
)
_ALL_JOINT = re.compile(
    r"(?:die|alle|sämtliche)n? (?:\w+ )?fragen[^.?!\d]{0,60}?(?:gemeinsam|zusammen) (?:be)?antwort", re.IGNORECASE
)
_ONE = r"(?:[A-H]\.?\d{1,2}|\d{1,2}(?:\.\d{1,2})?|[A-H])\b(?:[.)](?!\d))?"
_POINTER = re.compile(
    r"\b(?:(?:antwort(?:en)?|beantwortung|ausführungen|stellungnahme|erläuterungen"
    r"|angaben)(?: (?:der verwaltung|oben))?(?: (?:zu|auf|unter|in|bei|zur|der|den))*"
    r"(?: (?:fragen?|ziffern?|ziff\.|punkte?n?|pkt\.|nrn?\.))?"
    r"|(?:siehe|vgl\.|vergleiche|s\.|wie|unter|auf)(?: (?:auch|bereits|hierzu|dazu|oben"
    r"|bitte|die|der|den|zu|unter|bei|in))*(?: (?:fragen?|ziffern?|ziff\.|punkte?n?|pkt\.))"
    r"|(?:siehe|vgl\.)(?: (?:auch|hierzu|zu|unter|oben))*)"
    rf" (?P<numbers>{_ONE}(?: ?(?:,|und|bis|u\.|sowie|[-–/]) ?(?:frage |zu )?{_ONE})*)(?!\s?(?:%|€"
    rf"|euro|prozent|mio|uhr|km|m\b|go|abs|satz|[A-Z]\w+gesetz"
    rf"|(?:(?:in|aus|auf|zu) )?(?:de[rms]|einer|ihrer|unserer|zur) (?:[\w-]+ )?"
    rf"\w*(?:anfrage|vorlage|drucksache|antrag)))",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[A-Ha-h]\.?\d{1,2}|\d{1,2}(?:\.\d{1,2})?|[A-H]\b")


def find_pairs(rows: Sequence[Row], start: int, end: int, width: int, asked: Sequence[Asked] = ()) -> list[Pair]:
    """The exchanges in the rows from `start` to `end`, in the order of their questions."""
    if beside := side_by_side(rows, start, end):
        return [Pair(one.number, (one.question,), one.answer) for one in beside]
    hints = {question.number or str(index): question.text for index, question in enumerate(asked, 1)}
    found = _with_unnumbered(markers(rows, start, end), rows, start, end, hints)
    chain = question_chain(rows, found, end, hints)
    pairs = _numbered(rows, found, chain, end, width, hints) if chain else []
    if not any(pair.answer for pair in pairs) and asked:
        pairs = _answers_by_number(found, end, asked, hints) or pairs
    if not pairs:
        pairs = _shared(unnumbered(rows, start, end, width), rows)
    pairs = _without_speaker([pair for pair in pairs if pair.answer], rows)
    return _all_asked(pairs, asked, rows, start, end)


def _without_speaker(pairs: list[Pair], rows: Sequence[Row]) -> list[Pair]:
    """`Dezernat III: …` before every answer says who speaks and is no part of what is said."""
    places = {pair.answer[0][0] for pair in pairs}
    labels = {speaker_label(rows[row].text[column:]) for row, column in places}
    skip = len(next(iter(labels))) if len(labels) == 1 else 0
    if not skip or len(places) < 2:
        return pairs
    cut = []
    for pair in pairs:
        ((row, column), stop), *rest = pair.answer
        begin = (row, column + skip) if column + skip < len(rows[row].text) else (row + 1, 0)
        cut.append(replace(pair, answer=((begin, stop), *rest)))
    return cut


def _with_unnumbered(
    found: list[Marker], rows: Sequence[Row], start: int, end: int, hints: dict[str, str]
) -> list[Marker]:
    """Markers also where a question of the Anfrage is repeated without its number."""
    marked = {marker.row for marker in found}
    extra = []
    for index in paragraph_starts(rows, start, end) if hints else ():
        begin = letters(rows[index].text)[:60]
        if index in marked or len(begin) < 12:
            continue
        for number, hint in hints.items():
            if fuzz.ratio(begin, letters(hint)[: len(begin)]) >= 90:
                extra += [Marker(index, 0, (number,), (key,), family) for family, key in readings(number)]
    return sorted([*found, *extra], key=lambda marker: marker.row)


# --- Numbered questions ---------------------------------------------------------------------------


def _numbered(
    rows: Sequence[Row], found: Sequence[Marker], chain: Sequence[Marker], end: int, width: int, hints: dict[str, str]
) -> list[Pair]:
    style = style_of(rows, [marker.row for marker in chain], end)
    answers = _answers_apart(rows, found, chain, end, width, style)
    marked = [marker.row for marker in [*chain, *answers, *_sections(found, chain)]]
    stops = sorted({*marked, *headings_before(rows, marked), chapter_end(rows, [chain[-1].row], end), end})
    pairs: list[Pair] = []
    for marker in chain:
        stop = next(row for row in stops if row > marker.row)
        item = Item(rows, (marker.row, marker.column), (stop, 0), width)
        split = split_item(item, style, hints.get(marker.numbers[0], ""), marker.answering)
        pairs += _pairs_of(marker, split, hints)
    for marker in answers:
        stop = next(row for row in stops if row > marker.row)
        pairs = _with_answer(rows, pairs, marker, _after_label(rows, marker, stop, width))
    return _shared(_without_repeats(pairs, rows), rows)


def _sections(found: Sequence[Marker], chain: Sequence[Marker]) -> list[Marker]:
    """`A.`, `B.` over questions that are counted from 1 under each: they end the item before them.

    So do `1.`, `2.` over questions that are counted from a) under each.
    """
    restarts = sum(later.first <= before.first for before, later in pairwise(chain))
    if chain[0].family == "lower" and restarts:
        asking = {marker.row for marker in chain}
        return [one for one in found if one.family == "decimal" and not one.bare and one.row + 1 in asking]
    if chain[0].family != "dotted" and (not restarts or chain[0].family != "decimal"):
        return []
    letters_found = [marker for marker in found if marker.family == "upper" and not marker.bare]
    sections = answer_chain(letters_found, [])
    return sections if len(sections) > restarts else []


def _pairs_of(marker: Marker, split: Split, hints: dict[str, str]) -> list[Pair]:
    """One pair for each number before an item: a joint answer belongs to each of its questions."""
    return [
        Pair(
            number,
            split.question,
            split.answer,
            "" if split.question else hints.get(number, ""),
            tuple(other for other in marker.numbers if other != number),
        )
        for number in marker.numbers
    ]


def _answers_apart(
    rows: Sequence[Row], found: Sequence[Marker], chain: Sequence[Marker], end: int, width: int, style: Style
) -> list[Marker]:
    """Markers of answers beside those of questions: `Zu 1:`, or 1. 2. 3. after all the questions."""
    keys = [key for marker in chain for key in marker.keys]
    taken = {marker.row for marker in chain}
    able = [marker for marker in found if marker.answering and marker.row not in taken]
    named = [marker for marker in able if _is_awaited(rows, marker, able, chain, width, style)]
    answers = answer_chain([*named, *_behind_a_remark(named, able, chain)], keys)
    if len(answers) > 1 or (answers and len(chain) == 1):
        return answers
    if answers and len(answers[0].keys) > 1:
        return answers
    later = _after_questions(rows, chain, end, width, style)
    if later is None:
        return []
    rest = [marker for marker in found if marker.row >= later and marker.row not in taken]
    answers = answer_chain(rest, keys)
    return answers if len({key for marker in answers for key in marker.keys}) * 2 > len(set(keys)) else []


def _is_awaited(
    rows: Sequence[Row], marker: Marker, able: Sequence[Marker], chain: Sequence[Marker], width: int, style: Style
) -> bool:
    """Whether a question with this number still waits for its answer; else the text only points back."""
    asked = [other for other in chain if other.row < marker.row and set(other.numbers) & set(marker.numbers)]
    if not asked:
        return False
    first = asked[0]
    stop = min(other.row for other in [*chain, *able] if other.row > first.row)
    item = Item(rows, (first.row, first.column), (stop, 0), width)
    answer = " ".join(item.text(*one) for one in split_item(item, style).answer)
    heading = len(answer) < 60 and answer[-1:] not in (".", "!")
    return not answer or heading or (len(answer) < 200 and answer.endswith(":"))


def _behind_a_remark(named: Sequence[Marker], able: Sequence[Marker], chain: Sequence[Marker]) -> list[Marker]:
    """The answer to the last question where all others wait for theirs, too.

    What stands between that question and the first answer is a remark before all of them.
    """
    awaited = {key for marker in named for key in marker.keys}
    if not named or awaited != {key for marker in chain[:-1] for key in marker.keys}:
        return []
    last = set(chain[-1].keys)
    return [marker for marker in able if marker.row > named[-1].row and set(marker.keys) == last][:1]


def _after_questions(rows: Sequence[Row], chain: Sequence[Marker], end: int, width: int, style: Style) -> int | None:
    """The row behind the last question, if the questions before it stand without answers."""
    stops = [marker.row for marker in chain[1:]]
    empty = 0
    for marker, stop in zip(chain, stops, strict=False):
        split = split_item(Item(rows, (marker.row, marker.column), (stop, 0), width), style)
        empty += not split.answer
    if len(chain) < 2 or empty < len(stops):
        return None
    last = chain[-1]
    split = split_item(Item(rows, (last.row, last.column), (end, 0), width), style)
    return split.answer[0][0][0] if split.answer else None


def _after_label(rows: Sequence[Row], marker: Marker, stop: int, width: int) -> tuple[Range, ...]:
    """What a marker of an answer stands before; a question that it repeats is no part of it."""
    item = Item(rows, (marker.row, marker.column), (stop, 0), width)
    return split_item(item, "none", answering=True).answer


def _with_answer(rows: Sequence[Row], pairs: list[Pair], marker: Marker, answer: tuple[Range, ...]) -> list[Pair]:
    """The answer goes to the last question of each of its numbers that was asked before it."""
    before = [pair for pair in pairs if pair.question and pair.question[0][0][0] < marker.row]
    latest = {pair.number: pair for pair in before}
    changed = []
    for pair in pairs:
        if pair.number in marker.numbers and latest.get(pair.number) is pair:
            joint = tuple(number for number in marker.numbers if number != pair.number)
            question = (*pair.question, *pair.answer) if _goes_on_asking(rows, pair) else pair.question
            changed.append(replace(pair, question=question, answer=answer, joint_with=joint or pair.joint_with))
        else:
            changed.append(pair)
    return changed


def _goes_on_asking(rows: Sequence[Row], pair: Pair) -> bool:
    """Whether what stands behind a question is its list (`a) an den Grundschulen`): the answer comes elsewhere."""
    return bool(pair.answer) and is_sub_item(_text(rows, pair.answer[:1]))


def _without_repeats(pairs: list[Pair], rows: Sequence[Row]) -> list[Pair]:
    """A list of all questions before the answers repeats them; the unanswered copies go."""
    answered = {pair.number: pair for pair in pairs if pair.answer}
    kept = []
    for pair in pairs:
        twin = answered.get(pair.number)
        if pair.answer or twin is None or resemblance(_text(rows, pair.question), _text(rows, twin.question)) < 0.8:
            kept.append(pair)
    return kept


def _shared(pairs: list[Pair], rows: Sequence[Row]) -> list[Pair]:
    """Joint answers: said so in the text, or given once after several questions."""
    pairs = list(pairs)
    for index in range(len(pairs) - 2, -1, -1):
        if not pairs[index].answer and pairs[index].question and pairs[index + 1].answer:
            pairs[index] = replace(pairs[index], answer=pairs[index + 1].answer)
    for group in _joint_groups(pairs, rows):
        pairs = [_joined(pair, group) for pair in pairs]
    return [_sharing(pair, pairs) for pair in pairs]


def _joint_groups(pairs: Sequence[Pair], rows: Sequence[Row]) -> list[tuple[str, ...]]:
    groups = []
    for pair in pairs:
        begin = _text(rows, pair.answer)[:400]
        if match := _JOINT.search(begin):
            groups.append(numbers_in(match[1]))
        elif _ALL_JOINT.search(begin):
            groups.append(tuple(other.number for other in pairs))
    return groups


def _joined(pair: Pair, group: tuple[str, ...]) -> Pair:
    if pair.number not in group:
        return pair
    others = tuple(dict.fromkeys([*pair.joint_with, *(number for number in group if number != pair.number)]))
    return replace(pair, joint_with=others)


def _sharing(pair: Pair, pairs: Sequence[Pair]) -> Pair:
    same = [other.number for other in pairs if other is not pair and other.answer == pair.answer and pair.answer]
    return _joined(pair, (pair.number, *same)) if same else pair


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers that a phrase names; `1 bis 3` names three."""
    named = _NUMBER.findall(text)
    if len(named) == 2 and re.search(r"bis|\d ?[-–] ?\d", text) and all(map(str.isdigit, named)):
        return tuple(map(str, range(int(named[0]), int(named[1]) + 1)))
    return tuple(dict.fromkeys(named))


# --- Answers to questions that are not repeated ---------------------------------------------------


def _answers_by_number(found: Sequence[Marker], end: int, asked: Sequence[Asked], hints: dict[str, str]) -> list[Pair]:
    if len(asked) == 1 and not asked[0].number:  # nobody answers `Zu 1`: a number in the text counts something else
        return []
    chain = [marker for marker in answer_chain(found, []) if any(number in hints for number in marker.numbers)]
    pairs: list[Pair] = []
    stops = [marker.row for marker in chain[1:]] + [end]
    for marker, stop in zip(chain, stops, strict=False):
        answer = ((marker.row, marker.column), (stop, 0))
        pairs += [
            replace(pair, question=(), asked=hints[pair.number])
            for pair in _pairs_of(marker, Split((), (answer,)), hints)
            if pair.number in hints
        ]
    return pairs if len(pairs) * 2 > len(asked) else []


def _all_asked(pairs: list[Pair], asked: Sequence[Asked], rows: Sequence[Row], start: int, end: int) -> list[Pair]:
    """Each question of the Anfrage has a pair: the running text answers those without one."""
    if pairs or not asked or start >= end:
        return pairs
    numbers = tuple(question.number for question in asked)
    whole = (((_behind_label(rows, start, end), 0), (end, 0)),)
    return [
        Pair(one.number, (), whole, one.text, tuple(n for i, n in enumerate(numbers) if i != index and n))
        for index, one in enumerate(asked)
    ]


def _behind_label(rows: Sequence[Row], start: int, end: int) -> int:
    """The row behind a heading `Stellungnahme der Verwaltung:`, if one stands above the text."""
    label = next((row for row in range(start, min(start + 6, end - 1)) if is_answer_label(rows[row].text)), None)
    return start if label is None else label + 1


def refers_to(answer: str, own: str, numbers: Sequence[str]) -> tuple[str, ...]:
    """The other questions that an answer points to."""
    known = set(numbers) - {own, ""}
    found = [number for match in _POINTER.finditer(answer) for number in numbers_in(match["numbers"])]
    return tuple(dict.fromkeys(number for number in found if number in known))


def _text(rows: Sequence[Row], ranges: Sequence[Range]) -> str:
    return " ".join(Item(rows, start, end, 0).text() for start, end in ranges)
