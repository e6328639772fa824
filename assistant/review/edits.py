"""What an edit did to an answer: nothing, a matter of wording, or a matter of substance.

A substantive edit voids the signatures on the question; an editorial one keeps them and informs.
In doubt an edit is substantive: asking for a signature again costs a minute, publishing what nobody
signed costs more.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from rapidfuzz.distance import Indel, Opcode

from assistant.german import TextSpan, content_words, mentions, sentences, stem, words
from assistant.model import DraftItem, Sentence


class Edit(StrEnum):
    none = "none"
    editorial = "editorial"
    substantive = "substantive"


class Change(NamedTuple):
    """What happened to one answer, and in a clerk's words why that is so."""

    edit: Edit
    reasons: tuple[str, ...] = ()


# Words that turn a sentence round, or say how far it holds: small, and never editorial.
_TURNING = frozenset(
    words(
        "nicht nie niemals kein keine keinen keinem keiner keines nichts niemand weder ohne kaum"
        " alle allen sämtliche sämtlichen jede jeder jedes einige einzelne manche nur ausschließlich stets immer"
        " künftig bisher bislang bereits noch mehr weniger mindestens höchstens etwa rund"
        " muss müssen soll sollen sollte sollten kann können könnte könnten darf dürfen wird werden würde würden"
        " wurde wurden ist sind war waren"
    )
)
_OFFICE = re.compile(
    r"\b[A-ZÄÖÜ][\w-]*(?:(?<!ges)amt|dezernat|fachbereich|referat|stabsstelle|betrieb|betriebshof|stadtwerke)s?\b"
    r"|\b(?:Amt|Dezernat|Fachbereich|Referat|Stabsstelle|Betriebshof|Stadtwerke)\b"
)
# More than this share of the words that carry meaning exchanged is a new text, whatever the words.
_REWRITTEN = 0.3


def item_hash(item: DraftItem) -> str:
    """What a signature binds: the question, and every sentence with what it rests on."""
    bound = {
        "number": item.number,
        "question": item.question,
        "sentences": [
            {
                "text": s.text,
                "citations": [c.model_dump(mode="json") for c in s.citations],
                "statement": s.statement.model_dump(mode="json") if s.statement else None,
            }
            for s in item.sentences
        ],
    }
    return hashlib.sha256(json.dumps(bound, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def compare(before: DraftItem, after: DraftItem) -> Change:
    """What turned `before` into `after`."""
    if item_hash(before) == item_hash(after):
        return Change(Edit.none)
    reasons = tuple(reason for reason, differs in _SUBSTANCE if differs(before, after))
    return Change(Edit.substantive if reasons else Edit.editorial, reasons)


def _values(item: DraftItem, *kinds: str) -> Counter[tuple[str, str]]:
    return Counter((str(m.value), m.unit) for m in mentions(item.text) if m.kind in kinds)


def _differ(*kinds: str):
    return lambda before, after: _values(before, *kinds) != _values(after, *kinds)


def _turning(item: DraftItem) -> Counter[str]:
    return Counter(w for w in words(item.text) if w in _TURNING)


def _offices(item: DraftItem) -> Counter[str]:
    return Counter(match.group().removesuffix("s") for match in _OFFICE.finditer(item.text))


def _statements(item: DraftItem) -> Counter[str]:
    return Counter(s.statement.model_dump_json() for s in item.sentences if s.statement)


def _citations(item: DraftItem) -> Counter[tuple[str, int, int]]:
    return Counter((c.paper, c.start, c.end) for s in item.sentences for c in s.citations)


def _rewritten(before: DraftItem, after: DraftItem) -> bool:
    old, new = (Counter(stem(w) for w in content_words(item.text)) for item in (before, after))
    changed = sum((old - new).values()) + sum((new - old).values())
    return changed > _REWRITTEN * max(sum(old.values()) + sum(new.values()), 1)


def _sense(before: DraftItem, after: DraftItem) -> bool:
    return before.question != after.question


_SUBSTANCE = (
    ("eine Zahl oder ein Betrag", _differ("figure", "amount")),
    ("ein Datum", _differ("date")),
    ("ein Name", _differ("person")),
    ("eine Rechtsgrundlage", _differ("law")),
    ("eine Verneinung oder ein Wort, das die Aussage einschränkt", lambda a, b: _turning(a) != _turning(b)),
    ("eine Zuständigkeit", lambda a, b: _offices(a) != _offices(b) or _statements(a) != _statements(b)),
    ("ein Beleg", lambda a, b: _citations(a) != _citations(b)),
    ("die Frage selbst", _sense),
    ("der Wortlaut in weiten Teilen", _rewritten),
)


# --- Text edited as text -------------------------------------------------------------------------


def from_text(text: str, before: Sequence[Sentence], author: str) -> tuple[Sentence, ...]:
    """The sentences of an edited text: unchanged ones as they were, changed ones as the author's.

    A changed sentence keeps the evidence of the one it grew from; a new one has none yet.
    """
    texts = [" ".join(text[s.start : s.end].split()) for s in _spans(text)]
    kept = [s.text for s in before]
    made: list[Sentence] = []
    for op, i1, i2, j1, j2 in SequenceMatcher(None, kept, texts, autojunk=False).get_opcodes():
        if op == "equal":
            made.extend(before[i1:i2])
        else:
            made.extend(_grown(texts[j1:j2], before[i1:i2], author))
    return tuple(made)


def _spans(text: str) -> Iterable[TextSpan]:
    return sentences(text.replace("\r\n", "\n"))


def _grown(texts: Sequence[str], before: Sequence[Sentence], author: str) -> Iterable[Sentence]:
    left = list(before)
    for text in texts:
        origin = max(left, key=lambda s: _likeness(s.text, text), default=None)
        if origin is None or _likeness(origin.text, text) < 0.5:
            yield Sentence(text=text, author=author)
            continue
        left.remove(origin)
        yield origin.model_copy(update={"text": text, "author": author})


def _likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, a.split(), b.split(), autojunk=False).ratio()


# --- Differences to show -------------------------------------------------------------------------

_REMEMBERED = 256  # texts whose differences are kept: a page is opened again and again
_LONG_CHANGE = 3  # words on both sides of a lone one


class Piece(NamedTuple):
    """A run of text in a comparison: `same`, `removed` or `added`."""

    kind: str
    text: str


def word_differences(before: str, after: str) -> list[Piece]:
    """The two texts as one, word by word, with what was taken out and what was put in."""
    return list(_word_differences(before, after))


@lru_cache(_REMEMBERED)
def _word_differences(before: str, after: str) -> tuple[Piece, ...]:
    old, new = before.split(), after.split()
    pieces: list[Piece] = []
    for same, i1, i2, j1, j2 in _blocks(old, new):
        if same:
            pieces.append(Piece("same", " ".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("removed", " ".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("added", " ".join(new[j1:j2])))
    return tuple(pieces)


_Block = tuple[bool, int, int, int, int]


def _blocks(old: Sequence[str], new: Sequence[str]) -> list[_Block]:
    """Runs of words that are the same in both texts, and those between them that are not.

    A single word that happens to stand in both, between long changes, says nothing and is no run.
    """
    blocks: list[_Block] = []
    for code in (codes := list(Indel.opcodes(old, new))):
        same = code.tag == "equal" and not _by_chance(code, codes)
        i1, j1 = code.src_start, code.dest_start
        if blocks and blocks[-1][0] == same:
            _, i1, _, j1, _ = blocks.pop()
        blocks.append((same, i1, code.src_end, j1, code.dest_end))
    return blocks


def _by_chance(code: Opcode, codes: Sequence[Opcode]) -> bool:
    if code.src_end - code.src_start > 1:
        return False
    place = codes.index(code)
    before, after = codes[max(0, place - 2) : place], codes[place + 1 : place + 3]
    return min(_changed_beside(before[::-1]), _changed_beside(after)) >= _LONG_CHANGE


def _changed_beside(codes: Iterable[Opcode]) -> int:
    """How many words changed in the codes next to a run, up to the next run."""
    changed = takewhile(lambda code: code.tag != "equal", codes)
    return sum(code.src_end - code.src_start + code.dest_end - code.dest_start for code in changed)


class ValueChange(NamedTuple):
    """A figure, date, law or name that differs: in the earlier text `before`, in the later `after`.

    One of both is empty where the other text has nothing like it.
    """

    kind: str
    before: str
    after: str


class _Value(NamedTuple):
    key: tuple[str, str, str]
    text: str
    context: frozenset[str]


_SAME_MATTER = 0.34


def value_changes(before: str, after: str) -> list[ValueChange]:
    """The values that stand in only one of two texts; those said of the same matter beside each other."""
    old, new = _values_of(before), _values_of(after)
    gone = [v for v in old if v.key not in {n.key for n in new}]
    come = [v for v in new if v.key not in {o.key for o in old}]
    likely = sorted(
        ((_overlap(g, c), i, j) for i, g in enumerate(gone) for j, c in enumerate(come) if _comparable(g, c)),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    partner: dict[int, int] = {}
    for likeness, i, j in likely:
        if likeness >= _SAME_MATTER and i not in partner and j not in partner.values():
            partner[i] = j
    changed = [ValueChange(g.key[0], g.text, come[partner[i]].text) for i, g in enumerate(gone) if i in partner]
    only_new = [ValueChange(c.key[0], "", c.text) for j, c in enumerate(come) if j not in partner.values()]
    only_old = [ValueChange(g.key[0], g.text, "") for i, g in enumerate(gone) if i not in partner]
    return [*changed, *only_new, *only_old]


@lru_cache(_REMEMBERED)
def _values_of(text: str) -> tuple[_Value, ...]:
    """Each value once, with the words of its sentence that say what it is about."""
    found: dict[tuple[str, str, str], _Value] = {}
    for span in sentences(text):
        sentence = text[span.start : span.end]
        inside = list(mentions(sentence))
        about = sentence
        for mention in inside:
            about = about.replace(mention.text, " ")
        context = frozenset(stem(word) for word in content_words(about))
        for m in inside:
            key = (m.kind, str(m.value), m.unit)
            found.setdefault(key, _Value(key, m.text, context))
    return tuple(found.values())


def _comparable(a: _Value, b: _Value) -> bool:
    return a.key[0] == b.key[0] and a.key[2] == b.key[2]


def _overlap(a: _Value, b: _Value) -> float:
    return len(a.context & b.context) / max(len(a.context | b.context), 1)
