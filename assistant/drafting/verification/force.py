"""With which force it is said: negation, modality, condition, restriction, cause, whether it is said of now."""

import re
from collections.abc import Iterator, Sequence

from assistant.drafting.verification.markers import CLAIMS, EXPECTS, FINITE, NEGATION, NOW, OPINED, TOKEN, VERB
from assistant.drafting.verification.modality import other_modality
from assistant.drafting.verification.phrases import plainly
from assistant.drafting.verification.pieces import DENIED_OF
from assistant.drafting.verification.segments import Segment
from assistant.drafting.verification.statement import Defect, Statement, carries, core_of
from assistant.drafting.verification.wording import covered
from assistant.german import fold
from assistant.model import FlagKind


def other_force(
    statement: Statement, used: Sequence[Segment], segments: Sequence[Segment], arithmetic: bool
) -> Iterator[Defect]:
    if not used:
        return
    core = core_of(statement, used)
    own_modes = statement.around.union(*(_modes(s, statement) for s in statement.segments))
    if _attributed(statement, used):
        own_modes |= {"claim"}
    used = [s for s in used if s in core or not _only_names_the_subject(s, statement, core)]
    modes = frozenset().union(*(s.modes for s in core))
    sentences = {s.sentence for s in used}
    if OPINED.search(statement.text) and any(EXPECTS.search(s.text) for s in segments if s.sentence in sentences):
        own_modes |= {"plan"}
    yield from _polarity(statement, used, [s for s in segments if s.sentence in sentences], arithmetic)
    if arithmetic:
        return
    yield from other_modality(own_modes, modes, frozenset().union(*(s.modes for s in used)), statement, core)
    yield from _condition(own_modes, statement, sentences, segments)
    yield from _restriction(statement, used, sentences, segments)
    if any(s.now for s in statement.segments) and not any(s.now for s in segments if s.sentence in sentences):
        yield Defect(
            "misattributed",
            "Der Satz gibt als aktuell aus, was das Zitat nicht als aktuell bezeichnet.",
            next((word[0] for s in statement.segments if (word := NOW.search(s.text))), ""),
            FlagKind.stale,
        )


def _only_names_the_subject(segment: Segment, statement: Statement, core: Sequence[Segment]) -> bool:
    """`Die Stadt hat keinen Plan, will aber einen aufstellen`: the denial is not what the town wants."""
    if segment.modes & {"cause", "if", "whether", "claim"}:
        return False
    later = [s for s in core if s.sentence == segment.sentence and s.start > segment.start]
    drawn = [w for w in statement.words if covered(w, segment.pool) and not any(covered(w, s.pool) for s in core)]
    values = (*(("quantity", q) for q in statement.quantities), *(("date", d) for d in statement.dates))
    if not later or not drawn or any(carries(segment, *v) and not any(carries(s, *v) for s in core) for v in values):
        return False
    verb = next((m for m in TOKEN.finditer(segment.text) if VERB.fullmatch(m[0]) or FINITE.match(m[0])), None)
    head = tuple(fold(t) for t in TOKEN.findall(segment.text[: verb.start()])) if verb else ()
    return all(covered(word, head) for word in drawn)


_ACCORDING_TO = re.compile(
    r"\b(?:[Ll]aut|[Ss]eitens|[Nn]ach (?:de[rm] )?(?:Angaben?|Auskunft|Mitteilung|Einschätzung|Auffassung|Ansicht"
    r"|Darstellung|Aussage|Vorschlag|Empfehlung|Wunsch)(?: von)?)\s(?:de[rsmn]\s|einer?s?\s)?"
    r"(?:[a-zäöüß]+e[nrsm]\s)?(?P<who>[A-ZÄÖÜ][\w-]+)"
)


def _attributed(statement: Statement, used: Sequence[Segment]) -> bool:
    """`Laut Polizei` of `die Polizei teilte mit, …`: it is said whose word it is."""
    match = _ACCORDING_TO.search(statement.text)
    reporting = [w for s in used if "claim" not in s.modes or CLAIMS.search(s.text) for w in (*s.words, *s.light)]
    return bool(match) and covered(fold(match["who"]), reporting)


def _polarity(
    statement: Statement, used: Sequence[Segment], whole: Sequence[Segment], arithmetic: bool
) -> Iterator[Defect]:
    """Yes for no. Where the statement repeats the quote's sentence, each of its negations counts."""
    said = [s for s in used if not _denied_of_another(s, statement) and not _put_in_place_of(s, statement, whole)]
    own, theirs = (any(s.negated for s in part) for part in (statement.segments, said))
    repeats = next((part for part in (whole, used) if _nearly_verbatim(statement, part)), None)
    said_twice = _denials(statement.segments) == _denials(used) > 1
    if own != theirs and not arithmetic and not said_twice:
        given, taken = ("verneint", "bejaht") if theirs else ("bejaht", "verneint")
        message = f"Das Zitat {given}, was der Satz {taken}."
        yield Defect("misattributed", message, _negation_word(statement), weight=3)
    elif _denied_unevenly(statement, said, repeats):
        yield Defect("misattributed", "Satz und Zitat verneinen nicht dasselbe.", _negation_word(statement), weight=3)


def _denied_unevenly(statement: Statement, said: Sequence[Segment], repeats: Sequence[Segment] | None) -> bool:
    """Not as often, where that can be told: in a sentence repeated, or beside a denied attribute."""
    if repeats and _negations(statement.segments) != _negations(repeats):
        return True
    return _attribute_hides_it(said) and _denials(statement.segments) != _denials(said)


def _denied_of_another(segment: Segment, statement: Statement) -> bool:
    match = DENIED_OF.match(segment.text)
    return bool(match) and not covered(fold(match["who"]), statement.words)


_INSTEAD_OF = re.compile(r"\b(?:an)?statt\s(?P<what>[^,;]+)|\banstelle\s(?P<of>[^,;]+)")


def _put_in_place_of(segment: Segment, statement: Statement, whole: Sequence[Segment]) -> bool:
    """`Über die Nordstraße statt über den Markt` of `nicht über den Markt, sondern über die Nordstraße`"""
    instead = _INSTEAD_OF.search(statement.text)
    if not instead or not segment.negated or not any(s.text.lstrip(" ,").startswith("sondern") for s in whole):
        return False
    given_up = [fold(w) for w in re.findall(r"\b[A-ZÄÖÜ][\w-]+", instead["what"] or instead["of"])]
    return bool(given_up) and all(covered(w, segment.words) for w in given_up)


def _denials(segments: Sequence[Segment]) -> int:
    """How often it is denied; two denials in one clause are no less than one in each of two."""
    return sum(len(NEGATION.findall(plainly(segment.text))) for segment in segments)


_DENIED_ATTRIBUTE = re.compile(r"\bnicht [a-zäöüß]+e[nrsm]\s(?=[A-ZÄÖÜ])")


def _attribute_hides_it(segments: Sequence[Segment]) -> bool:
    """`Wegen unvollständiger Angaben nicht zugestimmt`: the two denials of a clause are not one another's."""
    clauses = [plainly(segment.text) for segment in segments]
    return any(_DENIED_ATTRIBUTE.search(clause) and len(NEGATION.findall(clause)) == 2 for clause in clauses)


_TENSES = frozenset({"done", "past", "present", "future"})


def _modes(segment: Segment, statement: Statement) -> frozenset[str]:
    """`…, wenn der Antrag gestellt wurde`: the tense of a condition says nothing of what depends on it."""
    if "if" in segment.modes and len(statement.segments) > 1:
        return segment.modes - _TENSES
    return segment.modes


def _negations(segments: Sequence[Segment]) -> int:
    """In how many clauses; one that only shares the denial of the clause before it is not counted again."""
    return sum(len(NEGATION.findall(plainly(segment.text))) % 2 for segment in segments)


def _nearly_verbatim(statement: Statement, used: Sequence[Segment]) -> bool:
    """Long sentences are compared negation by negation only where they are the same but for a word."""
    words = [w for s in used for w in s.words]
    return len(words) > 3 and sum(w in statement.words for w in words) >= 0.9 * len(words)


def _negation_word(statement: Statement) -> str:
    match = re.search(r"\b(?:nicht|kein\w*|weder|ohne|nie\w*)\b", statement.text, re.I)
    return match[0] if match else ""


_HEDGES = re.compile(r"\bsoweit möglich\b", re.I)


_PRESUPPOSED = re.compile(r"\bVoraussetzung|\bvoraus(?:gesetzt|zusetzen)?\b")
_ON_CONDITION = re.compile(r"\b(?:(?:erst|nur|frühestens) (?:nach|mit|bei|auf|ab)|bei(?:m)?|im Falle?|unter)\s", re.I)


def _said_with_a_noun(condition: Segment, statement: Statement) -> bool:
    """`Erst nach Abschluss der Planung` of `erst, wenn die Planung abgeschlossen ist`."""
    words = condition.words
    return (
        bool(words) and bool(_ON_CONDITION.search(statement.text)) and all(covered(w, statement.words) for w in words)
    )


def _condition(
    own: frozenset[str], statement: Statement, sentences: set[int], segments: Sequence[Segment]
) -> Iterator[Defect]:
    bound = [s for s in segments if s.sentence in sentences and "if" in s.modes and not _HEDGES.search(s.text)]
    if _PRESUPPOSED.search(statement.text):
        return
    if bound and "if" not in own and not all(_said_with_a_noun(s, statement) for s in bound):
        yield Defect("misattributed", "Das Zitat nennt eine Bedingung, die im Satz fehlt.", weight=2)


_RESTRICTIONS = {
    "only": "„nur“",
    "part": "eine Einschränkung („teilweise“, „in der Regel“ …)",
    "all": "„alle“",
    "then": "eine zeitliche Einschränkung („früher“, „vorläufig“ …)",
    "times": "die Tageszeit, zu der es gilt,",
    "except": "eine Ausnahme",
}


# `erlaubt, aber nur am Nordufer`
_BUT_ONLY = re.compile(r"^\W*(?:und|aber|jedoch|allerdings)?\s*nur\b", re.I)


_ONLY_THEN = re.compile(r"\bnur dann\b", re.I)
# `überwiegend …, nur ein Streifen gehört der Stadt`: what is mostly so already leaves the rest out.
_ONLY_SOME_OTHER = re.compile(
    r"^\W*nur\s(?:eine?|wenige|einzelne)\s(?:[a-zäöüß]+\s)?[A-ZÄÖÜ][\w-]+\s[a-zäöüß]+(?:t|en)\b"
)
_EACH = re.compile(r"\b(?:pro|je|jeweils)\b", re.I)
# What is a condition for it holds only for those who meet it.
_NEEDED = re.compile(
    r"\b(?:Voraussetzung|voraussetz\w+|setz(?:t|en)\b[^,]*\bvoraus|erforderlich|notwendig|Bedingung|bedarf|müssen"
    r"|muss)\b",
    re.I,
)
_WHOLLY = re.compile(r"\b(?:vollständig|komplett)\b", re.I)
_FINISHED = re.compile(r"\b(?:abzuschließen|abgeschlossen|Abschluss|fertiggestellt|beendet)\b")


def _restriction(
    statement: Statement, used: Sequence[Segment], sentences: set[int], segments: Sequence[Segment]
) -> Iterator[Defect]:
    own = frozenset().union(*(s.restrictors for s in statement.segments))
    if _ONLY_THEN.search(statement.text):
        own |= {"only"}
    theirs = frozenset().union(*(s.restrictors for s in used))
    whole = frozenset().union(*(s.restrictors for s in segments if s.sentence in sentences))
    after = frozenset().union(
        *(s.restrictors for s in segments if s.sentence in sentences and _BUT_ONLY.match(s.text) and not s.quantities)
    )
    if own & {"part"} and all(_ONLY_SOME_OTHER.match(s.text) for s in segments if _BUT_ONLY.match(s.text)):
        after -= {"only"}
    lost = (after & {"only"}) | (theirs & {"only", "part", "then", "times"}) | (whole & {"except"})
    if _NEEDED.search(statement.text):
        lost -= {"only"}
    if _names_its_days(statement, used):
        lost -= {"times"}
    if _named_among(statement, used):
        lost -= {"part"}
    for name in sorted(lost - own):
        yield Defect("misattributed", f"Im Satz fehlt {_RESTRICTIONS[name]} aus dem Zitat.", weight=2)
    yield from _degree(own, theirs)
    if own & {"all"} and any(_EACH.search(s.text) for s in used):
        own -= {"all"}
    if own & {"only"} and any(_NEEDED.search(s.text) for s in used):
        own -= {"only"}
    finished = any(_FINISHED.search(s.text) for s in used)
    for name in sorted(
        own
        - whole
        - {"except", "times", "most", "few"}
        - ({"only"} if _ONLY_THEN.search(statement.text) else set())
        - ({"all"} if finished and _WHOLLY.search(statement.text) else set())
    ):
        yield Defect("misattributed", f"Der Satz fügt {_RESTRICTIONS[name]} hinzu.", weight=2)


def _names_its_days(statement: Statement, used: Sequence[Segment]) -> bool:
    """`An Samstagen 94` of `werktags 62, an Samstagen 94`"""
    days = {d.key for d in statement.dates if d.key.startswith("wd")}
    place = next((s for s in used if days & {d.key for d in s.dates}), None)
    return bool(place) and all(carries(place, "quantity", q) for q in statement.quantities)


_AMONG = re.compile(r"\b(?:unter anderem|u\.\s?a\.|darunter|zum Beispiel|z\.\s?B\.|beispielsweise)(?P<named>\s.*)")
_FOREMOST = re.compile(r"\b(?:überwiegend|vorwiegend|vor allem|hauptsächlich|größtenteils)(?P<named>\s.*)")


def _named_among(statement: Statement, used: Sequence[Segment]) -> bool:
    """`Unter anderem Linden` of `überwiegend Linden und Buchen`: it claims no more than that."""
    own = _AMONG.search(statement.text)
    theirs = [m for s in used if (m := _FOREMOST.search(s.text))]
    named = [fold(w) for w in re.findall(r"\b[A-ZÄÖÜ][\w-]+", own["named"])] if own else []
    foremost = [fold(w) for m in theirs for w in re.findall(r"\b[A-ZÄÖÜ][\w-]+", m["named"])]
    return bool(named) and covered(named[0], foremost)


def _degree(own: frozenset[str], theirs: frozenset[str]) -> Iterator[Defect]:
    """`Die meisten` of `einige`: both say a part, and not as much of it."""
    more = "most" in own and "part" in theirs and "most" not in theirs
    fewer = "few" in own and "most" in theirs
    if more or fewer:
        yield Defect("misattributed", "Satz und Zitat meinen nicht gleich viele.", weight=2)
