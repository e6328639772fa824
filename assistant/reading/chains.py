"""Which of the numbers in a text count its questions: the best chain 1, 2, 3, … through them.

Answers hold lists of their own, and lists restart at 1. A chain is worth the more, the more what
it numbers looks like questions, so the lists lose.
"""

import re
from collections.abc import Sequence

from assistant.reading.markers import Family, Key, Marker, follows
from assistant.reading.rows import Row
from assistant.reading.similarity import resemblance

# Small letters count sub-questions before they count questions; a tie goes to the first.
_WORTH: dict[Family, float] = {"decimal": 1.0, "dotted": 1.0, "upper": 0.95, "roman": 0.9, "lower": 0.4}
_WINDOW = 40  # rows after a number in which its question must show itself
_REQUEST = re.compile(
    r"(?:wir|ich) (?:bitte|frage|möchte)|bitte\b|die (?:stadt)?verwaltung (?:wird|möge|soll)"
    r"|es wird (?:um|gebeten)|um .{1,80} wird gebeten"
    r"|(?:auf)?listung|aufstellung|darstellung|angaben?\b|erläuter|nennung|nennen sie|sachstand"
    r"|wie\b|welche|wann\b|was\b|wer\b|wo\b|warum"
    r"|weshalb|wieso|wozu|inwie|(?:auf|in|mit|zu|bis|seit|für|aus|bei|nach|von|durch|unter|an|über"
    r"|um) (?:we(?:lche|r|m|n|ssen)|was)\w?\b|wieviel"
    r"|wor(?:an|auf|in|über|um|aus)|wo(?:für|durch|mit|von|zu|her|hin|bei|ran|rauf)|wem\b|wen\b|wessen|ob\b",
    re.IGNORECASE,
)

_BRACKETED = re.compile(r"\([^()]{5,400}\) ?:")  # `Zu Punkt 1 (Zahl der Wahllokale): …`
_ANNOUNCED = re.compile(
    r"\b(?:bitte[nt]?\b[^.?!:]{0,120}\b(?:auskunft|beantwort\w+|antwort\w*|angaben|mitteilung|information\w*)\b"
    r"|(?:frage[nt]?|möchten?) (?:wir|ich|sie|die \w+)\b|(?:wir|ich) (?:frage[nt]?|möchten?)\b)[^.?!:]{0,120}:\Z",
    re.IGNORECASE,
)


def is_request(text: str) -> bool:
    """Whether a text without a question mark still asks: `Wir bitten um …`, `Auflistung der …`."""
    return _REQUEST.match(text) is not None


def question_chain(rows: Sequence[Row], found: Sequence[Marker], end: int, hints: dict[str, str]) -> list[Marker]:
    """The markers that number this text's questions, in order; none when nothing looks like one."""
    scores = [_question_score(rows, found, index, end, hints) for index in range(len(found))]
    chains = [_best_chain(found, scores, family) for family in _WORTH]
    chains = [chain for chain in chains if chain and max(scores[index] for index in chain) >= 0.7]
    worth = [_WORTH[found[chain[0]].family] * sum(scores[index] for index in chain) for chain in chains]
    return [found[index] for index in chains[worth.index(max(worth))]] if chains else []


def answer_chain(found: Sequence[Marker], known: Sequence[Key]) -> list[Marker]:
    """The markers that number answers, in order, all of them among the numbers of questions."""
    numbers = set(known)
    able = [marker for marker in found if not numbers or any(key in numbers for key in marker.keys)]
    scores = [1.0 if marker.named else 0.8 for marker in able]
    chains = [_best_chain(able, scores, family) for family in _WORTH]
    best = max(chains, key=len, default=[])
    return [able[index] for index in best]


def _question_score(rows: Sequence[Row], found: Sequence[Marker], index: int, end: int, hints: dict[str, str]) -> float:
    """How much what a marker numbers looks like a question, 0 to 3."""
    marker = found[index]
    stop = min(end, marker.row + _WINDOW, _next_row(found, index, end))
    first, whole = _window(rows, marker, stop)
    score = 0.1
    if "?" in first:
        score = 1.0
    elif is_request(first) or _BRACKETED.match(first):
        score = 0.75
    elif "?" in whole:
        score = 0.6
    elif marker.first[-1] == 1 and _announced(rows, marker.row):
        score = 0.75
    if _in_a_sentence(rows, marker.row):
        score *= 0.3
    if marker.bare:
        score *= 0.4
    hint = hints.get(marker.numbers[0])
    return score + (2 * resemblance(hint, whole[: len(hint) + 40]) if hint else 0.0)


def _next_row(found: Sequence[Marker], index: int, end: int) -> int:
    marker = found[index]
    return next(
        (other.row for other in found[index + 1 :] if other.family == marker.family and other.row > marker.row), end
    )


def _window(rows: Sequence[Row], marker: Marker, stop: int) -> tuple[str, str]:
    """The marked paragraph, and all that follows up to `stop`."""
    parts = [rows[marker.row].text[marker.column :]]
    first = ""
    for index in range(marker.row + 1, stop):
        if rows[index].gap and not first and parts[0]:
            first = " ".join(parts)
        parts.append(rows[index].text)
    whole = " ".join(parts)
    return first or whole, whole


def _announced(rows: Sequence[Row], row: int) -> bool:
    """Whether the line above says that questions follow, so that the list needs no question marks."""
    above = " ".join(one.text for one in rows[max(0, row - 2) : row])
    return _ANNOUNCED.search(above) is not None


def _in_a_sentence(rows: Sequence[Row], row: int) -> bool:
    """Whether the row goes on a sentence, so that its number is only part of that."""
    if row == 0 or rows[row].gap:
        return False
    before = rows[row - 1].text
    return before[-1].isalpha() and len(before) > 60 and rows[row - 1].bold == rows[row].bold


def _best_chain(found: Sequence[Marker], scores: Sequence[float], family: Family) -> list[int]:
    """Indices of the chain in one family with the highest sum; linear in the number of markers."""
    best: dict[Key, tuple[float, int]] = {}
    back: dict[int, int | None] = {}
    total: dict[int, float] = {}
    top: tuple[float, int] | None = None
    for index, marker in enumerate(found):
        if marker.family != family:
            continue
        value, before = _best_before(best, marker, scores[index], top)
        total[index] = value + scores[index]
        back[index] = before
        for key in _passed(marker):
            if key not in best or total[index] > best[key][0]:
                best[key] = (total[index], index)
        if top is None or total[index] > top[0]:
            top = (total[index], index)
    return _walk_back(back, top[1]) if top else []


def _passed(marker: Marker) -> Sequence[Key]:
    """The numbers after which a chain may go on: the last one; after `1 und 3` the first, too, for `2` comes yet."""
    leaves_out = len(marker.keys) > 1 and follows(marker.first, marker.last) >= len(marker.keys)
    return (marker.first, marker.last) if leaves_out else (marker.last,)


def _best_before(
    best: dict[Key, tuple[float, int]], marker: Marker, score: float, top: tuple[float, int] | None
) -> tuple[float, int | None]:
    """The best way to come to `marker`: from the number before, past a missing one, or anew."""
    start = 0.0 if marker.first[-1] == 1 else -0.3 * min(marker.first[-1], 5)
    ways: list[tuple[float, int | None]] = [(start, None)]
    for step in (1, 2, 3):
        previous = (*marker.first[:-1], marker.first[-1] - step)
        if previous in best:
            ways.append((best[previous][0] - 0.5 * (step - 1), best[previous][1]))
    if marker.family == "dotted" and marker.first[-1] == 1:
        ways += [(value, index) for key, (value, index) in best.items() if follows(key, marker.first) == 1]
    if top and marker.first[-1] == 1 and score >= 0.9:
        ways.append((top[0] - 1.2, top[1]))
    return max(ways, key=lambda way: way[0])


def _walk_back(back: dict[int, int | None], index: int | None) -> list[int]:
    chain: list[int] = []
    while index is not None:
        chain.append(index)
        index = back[index]
    return chain[::-1]
