"""Of whom or what a clause says it: the antecedent of a relative clause, the noun that a participle stands before."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.drafting.verification.clauses import predicate
from assistant.drafting.verification.markers import FINITE, VERB
from assistant.drafting.verification.segments import Segment
from assistant.drafting.verification.statement import Defect, Statement
from assistant.drafting.verification.wording import covered, related, root
from assistant.german import STOP_WORDS, fold

_NOUN = r"[A-ZÄÖÜ][\w-]*\w"
# What a sentence opens with, up to its verb: `Das neue Feuerwehrhaus wurde`, `Der Beirat und die Anwohner haben`.
_OPENING = re.compile(
    rf"^\W*(?:(?:Der|Die|Das|Eine?)\s)?(?:[a-zäöüß]+e[nrsm]?\s){{0,2}}(?P<first>{_NOUN})"
    rf"(?:\s(?:und|sowie)\s(?:(?:der|die|das|eine?)\s)?(?:[a-zäöüß]+e[nrsm]?\s)?(?P<second>{_NOUN}))?\s(?P<verb>[a-zäöüß]+)\b"
)
_RELATIVE = re.compile(r"^\s*,\s*(?:der|die|das|dem|den|deren|dessen|welche[rsnm]?)\s(?!\w+\sund\b)", re.I)

_INFINITIVE = re.compile(r"\bzu [a-zäöüß]+n\W*$|\b[a-zäöü]+zu[a-zäöüß]+en\W*$")


def of_another_subject(statement: Statement, used: Sequence[Segment], segments: Sequence[Segment]) -> Iterator[Defect]:
    """What the quote says of one thing, said of another that it only names beside it."""
    opening, verb = _OPENING.match(statement.text), predicate(statement.segments)
    if not opening or not verb or not (VERB.match(opening["verb"]) or FINITE.match(opening["verb"])):
        return
    subjects = [fold(name) for name in (opening["first"], opening["second"]) if name]
    if subjects[0] in STOP_WORDS or _attributive(verb, statement.text):
        return
    core = [s for s in used if any(root(verb) == root(w) for w in s.words)] or [
        s for s in used if covered(verb, s.words)
    ]
    for subject in subjects:
        if core and not any(_names(s, subject) for s in core):
            strange = _antecedent(subject, core, segments) or _own_subject(subject, core, used)
        else:
            strange = _owner(verb, subject, core)
        if strange:
            yield Defect("misattributed", f"Das Zitat sagt das von „{strange}“.", verb, weight=3)
            return


def _attributive(verb: str, text: str) -> bool:
    """`auf den ausgewiesenen Flächen`: no predicate, but an adjective."""
    return any(fold(m[1]) == verb for m in re.finditer(r"\b([a-zäöüß]+)\s[A-ZÄÖÜ]", text))


def _names(segment: Segment, subject: str) -> bool:
    return covered(subject, (*segment.words, *segment.light, *(q.noun for q in segment.quantities if q.noun)))


def _antecedent(subject: str, core: Sequence[Segment], segments: Sequence[Segment]) -> str | None:
    """What a relative clause in the core is said of: the noun before it, unless the subject reaches up to it."""
    for before, segment in pairwise(segments):
        relative = _RELATIVE.match(segment.text) and not _INFINITIVE.search(segment.text)
        if segment in core and segment.sentence == before.sentence and relative:
            nouns = list(re.finditer(rf"\b{_NOUN}", before.text))
            places = [m for m in nouns if _same(fold(m[0]), subject)]
            if places and places[-1] is not nouns[-1] and _has_verb(before.text[places[-1].end() : nouns[-1].start()]):
                return nouns[-1][0]
    return None


def _has_verb(text: str) -> bool:
    words = re.findall(r"\b[a-zäöüß]{3,}\b", text)
    return bool(VERB.search(text)) or any(FINITE.match(t) and fold(t) not in STOP_WORDS for t in words)


def _same(one: str, other: str) -> bool:
    return related(one, other) or covered(other, (one,))


def _own_subject(subject: str, core: Sequence[Segment], used: Sequence[Segment]) -> str | None:
    """`Der Beirat hat zugestimmt, die Anwohner wurden informiert`: two clauses, each with its subject."""
    others = [_CLAUSE_SUBJECT.match(s.text) for s in used if s not in core]
    if not any(m and _same(fold(m["who"]), subject) for m in others):
        return None
    named = [m["who"] if (m := _CLAUSE_SUBJECT.match(s.text)) else "" for s in core]
    return named[0] if all(named) and not any(_same(fold(who), subject) for who in named) else None


_CLAUSE_SUBJECT = re.compile(
    rf"^\W*(?:(?:und|aber|während)\s)?(?:[Dd]er|[Dd]ie|[Dd]as|[Ee]ine?)\s(?:[a-zäöüß]+e[nrsm]?\s){{0,2}}(?P<who>{_NOUN})"
    r"\s(?:wird|werden|wurden?|ist|sind|hat|haben|hatten?|war|waren|soll|sollen|kann|können|muss|müssen)\b"
)


def _owner(verb: str, subject: str, core: Sequence[Segment]) -> str | None:
    """`neben der 1974 gebauten Schule`: the participle belongs to the noun after it."""
    owners = []
    for segment in core:
        for match in re.finditer(rf"\b(?P<word>[a-zäöüß]{{4,}}(?:t|n)e[nrsm]?)\s(?P<noun>{_NOUN})", segment.text):
            if root(fold(match["word"])) == root(verb):
                owners.append(match["noun"])
    return owners[0] if owners and not any(_same(fold(o), subject) for o in owners) else None
