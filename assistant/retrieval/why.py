"""Why something was found, in a clerk's words."""

import re

from assistant.library import Unit
from assistant.library.terms import stem, terms
from assistant.library.units import reference_key
from assistant.retrieval.likeness import coverage, likeness, term_set
from assistant.retrieval.query import Query

SAME_QUESTION = 0.6
_ALIKE = 0.4
_SAME_SUBJECT = 0.75
_TELLING = 2.5
_MOST_WORDS = 4
_WORD = re.compile(r"[^\W\d_]{3,}")


def why(query: Query, unit: Unit, cited_in: tuple[str, ...] = ()) -> str:
    """One sentence: the question asked before, the subject, the words in common, who refers to it."""
    named = reference_key(unit.paper.reference) in query.references
    reasons = [
        "mit ihrer Nummer genannt" if named else "",
        _question(query, unit),
        _subject(query, unit),
        _words(query, unit),
        _cited(cited_in),
    ]
    said = "; ".join(filter(None, reasons)) or "dem Sinn nach verwandt"
    return f"{said[0].upper()}{said[1:]}."


def _question(query: Query, unit: Unit) -> str:
    alike = likeness(query.own, term_set(unit.question), query.idf) if unit.question else 0.0
    when = f" {unit.date.year}" if unit.date else " früher"
    if alike >= SAME_QUESTION:
        return f"gleiche Frage{when} beantwortet"
    return f"ähnliche Frage{when} beantwortet" if alike >= _ALIKE else ""


def _subject(query: Query, unit: Unit) -> str:
    subject, name = term_set(query.subject), term_set(unit.title)
    close = min(coverage(subject, name, query.idf), likeness(subject, name, query.idf)) if subject else 0.0
    return "gleicher Betreff" if close >= _SAME_SUBJECT else ""


def _words(query: Query, unit: Unit) -> str:
    """The words in common that tell most, as the earlier paper prints them."""
    printed: dict[str, str] = {}
    for word in _WORD.findall(f"{unit.title} {unit.question} {unit.text}"):
        root = stem(word.lower())
        if root in query.weights and query.idf[root] >= _TELLING:
            printed[root] = _better(printed.get(root), word)
    best = sorted(printed, key=lambda root: (-query.mass[root], root))[:_MOST_WORDS]
    if best:
        return f"gemeinsame Stichworte: {', '.join(printed[root] for root in best)}"
    parts = [term for term in terms(unit.title) if term in query.weights and query.idf[term] >= _TELLING]
    return "verwandte Begriffe im Betreff" if parts else ""


def _better(known: str | None, word: str) -> str:
    """A noun before another word, the shorter form before the longer."""
    return word if known is None or (word[:1].isupper(), -len(word)) > (known[:1].isupper(), -len(known)) else known


def _cited(cited_in: tuple[str, ...]) -> str:
    if not cited_in:
        return ""
    first, *others = dict.fromkeys(cited_in)
    more = f" und {len(others)} weiteren" if others else ""
    return f"angeführt in Vorlage {first}{more}"
