"""Where a sentence divides into clauses and parts of clauses, each of which says something."""

import re
from collections.abc import Iterator

from assistant.drafting.verification.markers import FINITE, SEPARABLE, SPLIT, TOKEN, VERB
from assistant.german import STOP_WORDS, Mention


def pieces(sentence: str, found: list[Mention]) -> Iterator[tuple[int, int]]:
    """Where the sentence divides; never inside a mention, and only where both sides say something."""
    taken = [(m.start, m.end) for m in found]
    taken += [m.span() for m in _BETWEEN.finditer(sentence)]
    cuts = [m.start() for m in SPLIT.finditer(sentence) if not any(a <= m.start() < b for a, b in taken)]
    # `(2014: 48,2 %)` is one thing.
    cuts = [cut for cut in cuts if not (sentence[cut] == ":" and any(m.end == cut and m.kind == "date" for m in found))]
    cuts += [m.end for m in found if OF_WHOLE.match(sentence, m.end)]
    cuts += _from_to_cuts(sentence, found) + _partitive_cuts(sentence, found)
    gaps = _gapping_cuts(sentence)
    start = 0
    for cut in sorted({*cuts, *gaps}):
        if not sentence[start:cut].strip(" ,;"):
            continue
        if (
            sentence.startswith("sondern", cut)
            or cut in gaps
            or (
                _says_something(sentence[start:cut], found, start, cut)
                and _says_something(sentence[cut:], found, cut, len(sentence))
            )
        ):
            yield start, cut
            start = cut
    yield start, len(sentence)


# `zwischen 2016 und 2019` is one thing.
_BETWEEN = re.compile(r"\bzwischen\s[^,;]{1,40}?\sund\s", re.I)
# `62 von insgesamt 98 Haltestellen`
OF_WHOLE = re.compile(r"\s(?:der\s)?von\s(?:insgesamt\s|den\s)?(?=\d)")


def _from_to_cuts(sentence: str, found: list[Mention]) -> list[int]:
    """`von A im Jahr X auf B im Jahr Y` divides before `auf`."""
    values = [m for m in found if m.kind in ("figure", "amount")]
    particle = _PARTICLE_LAST.search(sentence)
    if particle and particle[1] in SEPARABLE:
        # `ging von 250 auf 200 zurück` is one verb.
        return []
    return [
        match.start()
        for match in re.finditer(r"\bauf\s", sentence)
        if any(m.end <= match.start() for m in values) and any(m.start == match.end() for m in values)
    ]


_PARTICLE_LAST = re.compile(r"\s(\w+)\W*$")
NAMED_AGAIN = re.compile(r",\s(?:und\s)?(?:(?:der|die|das|den|dem)\s)?(?P<noun>[A-ZÄÖÜ][^\W\d_]+)\s")
# `…, die Gewerbetreibenden nicht`: denied of these alone.
DENIED_OF = re.compile(
    r",\s(?:und\s|aber\s)?(?:die|der|das|dem|den)\s(?:[a-zäöüß]+e[nrsm]?\s){0,2}(?P<who>[A-ZÄÖÜ][\w-]+)"
    r"\s(?:jedoch\s|hingegen\s|dagegen\s|aber\s)?nicht\W*$"
)


def _gapping_cuts(sentence: str) -> list[int]:
    """`Die Kita Nord erhält einen Anbau, | die Kita Süd eine Heizung`: the verb is not said twice."""
    again = [
        match.start()
        for match in NAMED_AGAIN.finditer(sentence)
        if re.search(rf"\b{match['noun']}\b", sentence[: match.start()])
    ]
    denied = DENIED_OF.search(sentence)
    return [*again, denied.start()] if denied else again


def _partitive_cuts(sentence: str, found: list[Mention]) -> list[int]:
    """`Von den 11 Brunnen im Stadtgebiet | befinden sich 3 in der Innenstadt`: the whole, then the part."""
    values = [m for m in found if m.kind in ("figure", "amount")]
    opening = re.match(r"\W*(?:Von|Unter|Aus)\s", sentence)
    if not opening or len(values) < 2:
        return []
    between = re.compile(
        r"\s(?=(?:(?:sind|waren|wurden?|werden|haben|hatten?|konnten|entfallen)\s|[a-zäöüß]+(?:en|te|ten"
        r"|t)\s(?![A-ZÄÖÜ])))"
    )
    cut = between.search(sentence, values[0].end, values[1].start + 1)
    return [cut.start()] if cut else []


def _says_something(piece: str, found: list[Mention], start: int, end: int) -> bool:
    """A verb, a value, or the beginning of a clause: a bare list of nouns stays with its clause."""
    tokens = TOKEN.findall(piece)
    if any(start <= m.start < end and m.kind != "person" for m in found) or (VERB.search(piece) and len(tokens) > 1):
        return True
    return len(tokens) > 1 and any(FINITE.match(t) and t not in STOP_WORDS for t in tokens)
