"""Whether a quote carries what a statement says, word by word, and how much of it may be said in other words.

A paraphrase uses words that no list knows. So a word without support speaks against a statement only as far as it
weighs: wholly where it is a name, where the quote says the opposite or names another thing of its kind, where another
quote holds it; a noun more than a verb, and more where the quote has nothing that it could stand for. What weighs
less than a share of what is carried is let pass.
"""

import re
from collections.abc import Iterator, Sequence

from assistant.drafting.verification.agents import actors
from assistant.drafting.verification.arithmetic import ratio_follows
from assistant.drafting.verification.clauses import predicate
from assistant.drafting.verification.comparison import compared_by_values, same_comparison
from assistant.drafting.verification.contrast import other_of_its_kind, shares_a_part
from assistant.drafting.verification.converse import told_from_the_other_side
from assistant.drafting.verification.markers import EXPECTS, FINITE
from assistant.drafting.verification.segments import Reading, Segment
from assistant.drafting.verification.statement import Defect, Statement, carries
from assistant.drafting.verification.wording import covered, opposed
from assistant.german import fold

# How much may be said in other words, of what is carried.
ALLOWED = 0.3
# In a long sentence too.
MOST = 2.0
_NOUN, _NOUN_FOR_NOTHING, _PART_OF_COMPOUND, _QUALITY, _VERB, _PREDICATE = 1.4, 2.0, 0.5, 1.0, 0.6, 2.1


def missing_words(
    statement: Statement,
    segments: Sequence[Segment],
    used: Sequence[Segment],
    question: Reading,
    every: Sequence[Reading],
    arithmetic: bool,
) -> Iterator[Defect]:
    sources = [q for reading in every for q in reading.quantities]
    pool = _pool(segments)
    missing = [
        word
        for word in dict.fromkeys(statement.words)
        if not _held(word, pool, question)
        and not (arithmetic and (_DERIVED_WORDS.fullmatch(word) or covered(word, (*pool, "anteil", "quote"))))
        and not _names_money(word, segments)
        and not (word in _TOWN and _goes_for_the_town(statement, used))
        and not _spoken_person(word, segments)
        and not _says_how_far(word, used, pool)
        and not _goes_without_saying(word, segments, question)
        and not ratio_follows(word, sources)
        and not same_comparison(word, statement, used)
        and not compared_by_values(word, statement, segments)
        and not (_MEASURED.fullmatch(word) and statement.quantities)
    ]
    against = [(word, _against(word, statement, used, pool, question, every)) for word in missing]
    wrong = [defect for _, defect in against if defect]
    open_words = [word for word, defect in against if not defect]
    allowed = min(MOST, ALLOWED * _carried(statement, used, pool))
    if wrong or _added_clause(statement, open_words) or _weight(open_words, statement, used, question) > allowed:
        yield from wrong
        yield from (_unsupported(word, question) for word in open_words)


# `100 Jahre alt`, `3 m breit`: the unit says it.
_MEASURED = re.compile(r"alt|lang|hoch|breit|tief|gross|schwer|weit|stark")
_TOWN = frozenset({"stadt", "verwaltung", "stadtverwaltung", "gemeinde"})
# Whose `die Fahrzeuge der Stadt` are, and whom it costs, goes without saying where the town answers.
_OF_THE_TOWN = re.compile(r"[a-zäöüß] (?:in )?der Stadt\b|\bdie Stadt\b.*\bgekostet\b|\bkostete?t?\b.*\bdie Stadt\b")


def _goes_for_the_town(statement: Statement, used: Sequence[Segment]) -> bool:
    """Where the quote names nobody who acts, the town speaks of what it does itself."""
    if any(_another_subject(s.text, statement) for s in used):
        return False
    return bool(_OF_THE_TOWN.search(statement.text)) or not any(
        actors(s.text) or _ACTIVE.search(s.text) or not _AGENTLESS.search(s.text) for s in used if s.words
    )


_SUBJECT = re.compile(r"^\W*(?:Der|Die|Das|Eine?)\s(?P<who>[A-ZÄÖÜ][\w-]+)\s(?!(?:wird|werden|wurden?|ist|sind)\b)")


def _another_subject(clause: str, statement: Statement) -> bool:
    """`Der Verein kann die Kosten tragen`: someone acts whom the statement does not name."""
    match = _SUBJECT.match(clause)
    return bool(match) and not covered(fold(match["who"]), statement.words)


_ACTIVE = re.compile(r"\b(?:hat|haben|hatten?)\b")
_AGENTLESS = re.compile(
    r"\b(?:wird|werden|wurden?|worden|ist|sind|waren?|soll(?:en)?|kann|können|muss|müssen|besteht|l(?:ä|a)sst|lassen"
    r"|läuft|laufen"
    r"|erfolg\w+|unterbl\w+|kommt|kommen|gibt|gab|zu [a-zäöüß]+n|[a-zäöüß]+zu[a-zäöüß]+n)\b"
)


def _added_clause(statement: Statement, missing: Sequence[str]) -> bool:
    """A clause of which the quote carries nothing, beside others that it carries."""
    return len(statement.segments) > 1 and any(
        len(s.words) > 1 and not s.quantities and not s.dates and all(w in missing for w in s.words)
        for s in statement.segments
    )


def _pool(segments: Sequence[Segment]) -> tuple[str, ...]:
    return tuple(word for segment in segments for word in (*segment.pool, *segment.light))


def _held(word: str, pool: tuple[str, ...], question: Reading) -> bool:
    """By the quote; a compound also by quote and question together."""
    return covered(word, pool) or (
        len(word) > 8 and not covered(word, question.words) and covered(word, (*pool, *question.words))
    )


def _asked(word: str, statement: Statement, question: Reading) -> bool:
    """A thing that the question names need not be named again; what happens to it is the quote's to say."""
    return word != predicate(statement.segments) and not word[0].isdigit() and covered(word, question.words)


def _unsupported(word: str, question: Reading) -> Defect:
    outcome = "misattributed" if covered(word, question.words) else "fabricated"
    return Defect(outcome, f"„{word}“ wird von keinem Zitat getragen.", word, weight=2)


# --- What speaks against a word --------------------------------------------------------------------


def _against(
    word: str,
    statement: Statement,
    used: Sequence[Segment],
    pool: tuple[str, ...],
    question: Reading,
    every: Sequence[Reading],
) -> Defect | None:
    """The quote says the opposite or names another thing; or the word is a name; or another quote holds it."""
    turned = opposed(word, pool)
    if turned and not told_from_the_other_side(statement, used):
        return Defect("misattributed", f"Das Zitat sagt „{turned}“, der Satz „{word}“.", word, weight=3)
    left = [w for s in used for w in s.pool if not covered(w, statement.words)]
    other = other_of_its_kind(word, left)
    if other and not told_from_the_other_side(statement, used):
        return Defect("misattributed", f"Das Zitat handelt von „{other}“, der Satz von „{word}“.", word, weight=3)
    elsewhere = len(every) > 1 and any(covered(word, reading.words) for reading in every)
    if elsewhere and left:
        return _unsupported(word, question)
    if not _asked(word, statement, question) and (word[0].isdigit() or _is_name(word, statement.text)):
        return _unsupported(word, question)
    return None


_APPOSED = re.compile(r"(?<![.:!?]\s)\b([A-ZÄÖÜ][^\W\d_]{2,}|[A-ZÄÖÜ][\w-]+-[A-Z][\w-]*)\s([A-ZÄÖÜ][\w-]*[^\W\d_])")
_MEASURES = re.compile(r"(?:Euro|Prozent|Meter|Kilometer|Liter|Tonnen|Uhr|Ende|Anfang|Mitte|Millionen|Mio|Stück)$")


def _is_name(word: str, text: str) -> bool:
    """`Kita Sonnenhügel`, `Parkhaus Ost`: a noun set beside another."""
    return any(fold(m[2]) == word and not _MEASURES.search(m[1]) for m in _APPOSED.finditer(text))


# --- How much it weighs ----------------------------------------------------------------------------


def _weight(missing: Sequence[str], statement: Statement, used: Sequence[Segment], question: Reading) -> float:
    """A thing that the question names weighs only where the quote names another one that the question does not."""
    left = [w for s in used for w in (*s.words, *s.light) if not covered(w, statement.words)]
    nouns = [w for w in left if any(_is_noun(w, s.text) for s in used)]
    foreign = [w for w in nouns if not covered(w, question.words) and not shares_a_part(w, statement.words)]
    whole = [w for s in used for w in s.pool]
    verb = _claim(statement, used, left)
    return sum(
        _PREDICATE if word == verb else _word_weight(word, statement, whole, nouns)
        for word in missing
        if not _asked(word, statement, question) or (foreign and not shares_a_part(word, whole))
    )


def _claim(statement: Statement, used: Sequence[Segment], left: Sequence[str]) -> str | None:
    """The predicate, where it is what the statement claims and the quote has another one.

    Beside a value that the quote holds, the value is the claim (`zählt 84 Mitglieder` of `hat 84 Mitglieder`).
    """
    if any(carries(s, "quantity", q) for s in used for q in statement.quantities):
        return None
    content = {w for s in used for w in s.words}
    others = [w for w in left if w in content and any(_is_verb(w, s.text) for s in used)]
    return predicate(statement.segments) if others and not told_from_the_other_side(statement, used) else None


_TOKEN = re.compile(r"[^\W\d_]+")


def _word_weight(word: str, statement: Statement, whole: Sequence[str], nouns: Sequence[str]) -> float:
    if not _is_noun(word, statement.text):
        return _VERB if _is_verb(word, statement.text) else _QUALITY
    if shares_a_part(word, whole):
        return _PART_OF_COMPOUND
    return _NOUN if nouns else _NOUN_FOR_NOTHING


def _carried(statement: Statement, used: Sequence[Segment], pool: tuple[str, ...]) -> float:
    values = [q for q in statement.quantities if any(carries(s, "quantity", q) for s in used)]
    dates = [d for d in statement.dates if any(carries(s, "date", d) for s in used)]
    return sum(covered(word, pool) for word in set(statement.words)) + len(values) + len(dates)


def _is_noun(word: str, text: str) -> bool:
    """With a capital; at the beginning, where all have one, unless it looks like a verb or an adjective."""
    for place, match in enumerate(_TOKEN.finditer(text)):
        if fold(match[0]) == word and match[0][0].isupper():
            adjective = match[0].endswith(("e", "en", "er", "es")) and re.match(r"\s+[A-ZÄÖÜ]", text[match.end() :])
            return bool(place) or not (adjective or _PARTICIPLE.match(word))
    return False


_PARTICIPLE = re.compile(r"(?:ge|be|ver|er|ent|zer)\w+t$|\w+iert$|\w*ge\w{3,}en$")
_NO_VERB_AFTER = re.compile(
    r"\b(?:der|die|das|den|dem|des|ein\w*|kein\w*|mit|von|für|an|in|im|am|zu[mr]?|bei|und)\s$", re.I
)


def _is_verb(word: str, text: str) -> bool:
    """In lower case, shaped like a verb, and no adjective before a noun."""
    for place, match in enumerate(_TOKEN.finditer(text)):
        if fold(match[0]) == word or (match[0].islower() and word.endswith(fold(match[0]))):
            second = place == 1 and not _NO_VERB_AFTER.search(text[: match.start()])
            ending = match[0].endswith(("e", "en", "er", "es", "em")) and re.match(r"\s+[A-ZÄÖÜ]", text[match.end() :])
            opening = place == 0 and not ending and bool(_PARTICIPLE.match(word))
            return opening or (match[0][0].islower() and bool(FINITE.match(match[0])) and (second or not ending))
    return False


# --- What needs no word of the quote ---------------------------------------------------------------

_DERIVED_WORDS = re.compile(
    r"(?:ge)?(?:st[ie]+g|sank|sunk|sink)\w*|erhöh\w*|verringer\w*|rückgang|zunahme|abnahme|anstieg|differenz|höher"
    r"|niedriger|anteil\w*|vorjahr\w*|beiden?|hälfte|zurückg(?:ing|eh|egang)\w*|verbleib\w*|übrig\w*|restlich\w*"
)
_FINISHED = re.compile(r"abgeschlossen|beendet|vollendet|fertiggestellt|vollzogen|abschluss|ausgeführt")
_THERE = re.compile(r"\b(?:gibt|gab|bestehen|vorhanden|stehen|befinden|verfügt|verfügen)\b")
_IN_PLACE = re.compile(r"installiert|aufgestellt|angebracht|eingerichtet|aufgehängt|montiert")
_BEGINS_OR_ENDS = re.compile(
    r"beg(?:i|a)nn\w*|begonnen|start\w*|gestartet|end(?:en|et|ete|eten)|beendet|lauf(?:en|t)|läuft|dauer\w*"
)
_SPAN = re.compile(r"\bvo[nm]\b.*\bbis\b|\bQuartal\b")
_OF_NO_KNOWLEDGE = re.compile(
    r"angaben?|erkenntnisse?|daten|informationen|auskünfte|bekannt|gemacht|kenntnis(?:se)?|erfasst|statistik"
    r"|sagen|angeben|nennen|beziffern|beantworten"
)
_OPINION = re.compile(r"(?:ein)?schätzung|erwartung|annahme|prognose")
_WHO = re.compile(r"^\W*(?:wer|welche\w* (?:amt|stelle|behörde|ausschuss|gremium)|wem)\b|zuständig", re.I)


def _goes_without_saying(word: str, segments: Sequence[Segment], question: Reading) -> bool:
    """Words that another way to put it brings along: a share of a percentage, who is in charge of what one does."""
    if _IN_PLACE.fullmatch(word):
        return any(_THERE.search(s.text) and not s.negated for s in segments)
    if _OF_NO_KNOWLEDGE.fullmatch(word):
        return any("unknown" in s.modes for s in segments)
    if _OPINION.fullmatch(word):
        return any(EXPECTS.search(s.text) for s in segments)
    if word in ("anteil", "anteile", "quote"):
        return any(q.base[0] == "%" for s in segments for q in s.quantities)
    if _BEGINS_OR_ENDS.fullmatch(word):
        # Where a span stands, it begins and ends there; which is which is looked at with its dates.
        return any("/" in d.key for s in segments for d in s.dates) or any(_SPAN.search(s.text) for s in segments)
    if word == "jahresende":
        return any(d.end and d.end.month == 12 and d.key.count("-") for s in segments for d in s.dates)
    return (
        word in ("zuständig", "zuständigkeit")
        and bool(_WHO.search(question.text))
        and not any(s.negated for s in segments)
    )


_FOUNDED = re.compile(
    r"(?:be|ge)gründet|eingerichtet|eingeführt|geschaffen|entstanden|begann|begonnen|gestartet|eröffnet"
)
_UNDER_WAY = re.compile(r"l(?:ä|ae|a)uf(?:t|en)|laufend\w*|gange")


def _says_how_far(word: str, used: Sequence[Segment], pool: tuple[str, ...]) -> bool:
    """`Der Umbau ist abgeschlossen` of what `wurde umgebaut`; `die Ausschreibung läuft` of `wird ausgeschrieben`."""
    modes = frozenset().union(*(s.modes for s in used))
    if opposed(word, pool):
        return False
    if _FINISHED.fullmatch(word):
        return "done" in modes and not modes & {"plan", "future"}
    if _FOUNDED.fullmatch(word):
        return any(re.search(r"\bseit\b", s.text, re.I) for s in used) and not modes & {"done", "plan"}
    return bool(_UNDER_WAY.fullmatch(word)) and bool(modes & {"future", "present"}) and "plan" not in modes


_MONEY = re.compile(r"(?:gesamt)?(?:kosten|betrag|summe|betrages)|verursach\w+|entst\w+|an(?:fall|fäll|fiel)\w*")
_INCOME = re.compile(r"einnahm|erlös|ertrag|zuschuss|zuschüss|förder|spende|gewinn", re.I)


def _names_money(word: str, segments: Sequence[Segment]) -> bool:
    """`Kosten` may stand for an amount that the quote gives, unless it is income there."""
    return bool(_MONEY.fullmatch(word)) and any(
        q.kind == "amount" and not _INCOME.search(s.text) for s in segments for q in s.quantities
    )


def _spoken_person(word: str, segments: Sequence[Segment]) -> bool:
    """A word of an office that the quote holds inside a person's mention (`Bürgermeister Dr. Stein`)."""
    return any(word in fold(m.text) for s in segments for m in s.mentions if m.kind == "person")
