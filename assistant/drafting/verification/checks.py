"""One statement against one quote: what is missing, bound otherwise, or said with another force."""

import re
from collections.abc import Iterator, Sequence

from assistant.drafting.verification.binding import (
    arithmetic_in,
    dates_mixed,
    dates_of_another,
    edges_exchanged,
    misbound,
    missing_values,
    parallel_mixed,
)
from assistant.drafting.verification.clauses import Reading, Segment, predicate
from assistant.drafting.verification.force import other_force, other_roles
from assistant.drafting.verification.markers import FINITE, VERB
from assistant.drafting.verification.quantities import ratio_follows
from assistant.drafting.verification.statement import Defect, Statement, carries, used_by
from assistant.drafting.verification.wording import covered, is_listed, opposed, turns
from assistant.german import STOP_WORDS, fold, words


def check(statement: Statement, quote: Reading, question: Reading, every: Sequence[Reading]) -> list[Defect]:
    """All that keeps `statement` from following from `quote`; empty where it does."""
    segments = tuple(s for s in quote.segments if s.sentence not in quote.questions)
    if not segments:
        return [Defect("misattributed", "Das Zitat stellt nur eine Frage; es beantwortet sie nicht.", weight=5)]
    arithmetic = arithmetic_in(statement, every)
    used = used_by(statement, segments)
    if not arithmetic and not _about_the_same(statement, used, segments):
        unheld = missing_values(statement, segments, question, every, arithmetic)
        return [Defect("misattributed", "Das Zitat handelt von etwas anderem.", weight=9), *unheld]
    return [
        *_missing_words(statement, segments, used, question, every, bool(arithmetic)),
        *missing_values(statement, segments, question, every, arithmetic),
        *misbound(statement, segments, arithmetic),
        *parallel_mixed(statement, used),
        *dates_mixed(statement, used),
        *dates_of_another(statement, used),
        *edges_exchanged(statement, used),
        *other_force(statement, used, segments, bool(arithmetic)),
        *other_roles(statement, used),
    ]


# --- Words and values ------------------------------------------------------------------------------

_DERIVED_WORDS = re.compile(
    r"(?:ge)?(?:st[ie]+g|sank|sunk|sink)\w*|erhöh\w*|verringer\w*|rückgang|zunahme|abnahme|anstieg|differenz|höher"
    r"|niedriger|anteil\w*|vorjahr\w*|beiden?|hälfte|verbleib\w*|übrig\w*|restlich\w*"
)
# Who speaks may be named without a quote saying so; the administration answers for itself.
_FRAME = re.compile(
    r"^(?:nach (?:auskunft|angaben|mitteilung|kenntnis) der (?:verwaltung|stadt)|die verwaltung teilt mit,? dass"
    r"|aus sicht der verwaltung)\b,?\s*",
    re.I,
)


def without_frame(sentence: str) -> str:
    """The sentence without `Nach Auskunft der Verwaltung`, blanked so that offsets stay."""
    match = _FRAME.match(sentence)
    return " " * match.end() + sentence[match.end() :] if match else sentence


def _about_the_same(statement: Statement, used: Sequence[Segment], segments: Sequence[Segment]) -> bool:
    """Half of what is said must come from the quote, however much the question says; a value of it counts as that."""
    values = [q for q in statement.quantities if any(carries(s, "quantity", q) for s in used)]
    if not statement.words:
        plain = [w for w in words(statement.text) if w not in STOP_WORDS]
        said = {w for s in segments for w in words(s.text)}
        dated = any(carries(s, "date", date) for s in used for date in statement.dates)
        return bool(values) or dated or sum(w in said for w in plain) >= 0.6 * max(1, len(plain))
    pool = tuple(word for segment in used for word in segment.pool)
    return bool(values) or sum(covered(w, pool) for w in statement.words) >= 0.5 * len(statement.words)


def _missing_words(
    statement: Statement,
    segments: Sequence[Segment],
    used: Sequence[Segment],
    question: Reading,
    every: Sequence[Reading],
    arithmetic: bool,
) -> Iterator[Defect]:
    sources = [q for reading in every for q in reading.quantities]
    said_otherwise = _said_otherwise(statement, segments, used, question)
    pool = _pool(segments)
    verb = predicate(statement.segments)
    for word in statement.words:
        if (
            covered(word, pool)
            or (len(word) > 8 and not covered(word, question.words) and covered(word, (*pool, *question.words)))
            or (arithmetic and covered(word, (*pool, "anteil", "quote")))
            or _names_money(word, segments)
            or _spoken_person(word, segments)
            or (arithmetic and _DERIVED_WORDS.fullmatch(word))
            or word == said_otherwise
            or _says_how_far(word, used)
            or _goes_without_saying(word, segments, question)
            or ratio_follows(word, sources)
        ):
            continue
        turned = opposed(word, pool)
        if turned:
            yield Defect("misattributed", f"Das Zitat sagt „{turned}“, der Satz „{word}“.", word, weight=3)
            continue
        if word != verb and not word[0].isdigit() and covered(word, question.words):
            other = _instead(statement, used, question)
            if other:
                yield Defect(
                    "misattributed", f"Das Zitat handelt von „{other}“, der Satz von „{word}“.", word, weight=2
                )
            continue
        in_question = covered(word, question.words)
        yield Defect(
            "misattributed" if in_question else "fabricated",
            f"„{word}“ wird von keinem Zitat getragen.",
            word,
            weight=2,
        )


def _pool(segments: Sequence[Segment]) -> tuple[str, ...]:
    return tuple(word for segment in segments for word in (*segment.pool, *segment.light))


_FINISHED = re.compile(r"abgeschlossen|beendet|vollendet|fertiggestellt|vollzogen|abschluss|ausgeführt")
_THERE = re.compile(r"\b(?:gibt|gab|bestehen|vorhanden|stehen|befinden|verfügt|verfügen)\b")
_IN_PLACE = re.compile(r"installiert|aufgestellt|angebracht|eingerichtet|aufgehängt|montiert")
_WHO = re.compile(r"^\W*(?:wer|welche\w* (?:amt|stelle|behörde|ausschuss|gremium)|wem)\b|zuständig", re.I)


def _goes_without_saying(word: str, segments: Sequence[Segment], question: Reading) -> bool:
    """Words that another way to put it brings along: a share of a percentage, who is in charge of what one does."""
    if _IN_PLACE.fullmatch(word):
        return any(_THERE.search(s.text) and not s.negated for s in segments)
    if word in ("anteil", "anteile", "quote"):
        return any(q.base[0] == "%" for s in segments for q in s.quantities)
    if word == "jahresende":
        return any(d.end and d.end.month == 12 and d.key.count("-") for s in segments for d in s.dates)
    return (
        word in ("zuständig", "zuständigkeit")
        and bool(_WHO.search(question.text))
        and not any(s.negated for s in segments)
    )


_FOUNDED = re.compile(r"(?:be|ge)gründet|eingerichtet|eingeführt|geschaffen|entstanden")
_UNDER_WAY = re.compile(r"l(?:ä|ae|a)uf(?:t|en)|laufend\w*|gange")


def _says_how_far(word: str, used: Sequence[Segment]) -> bool:
    """`Der Umbau ist abgeschlossen` of what `wurde umgebaut`; `die Ausschreibung läuft` of `wird ausgeschrieben`."""
    modes = frozenset().union(*(s.modes for s in used))
    if _FINISHED.fullmatch(word):
        return "done" in modes and not modes & {"plan", "future"}
    if _FOUNDED.fullmatch(word):
        return any(re.search(r"\bseit\b", s.text, re.I) for s in used) and not modes & {"done", "plan"}
    return bool(_UNDER_WAY.fullmatch(word)) and bool(modes & {"future", "present"}) and "plan" not in modes


def _said_otherwise(
    statement: Statement, segments: Sequence[Segment], used: Sequence[Segment], question: Reading
) -> str | None:
    """A verb with another for it in the quote, where all else is carried.

    Not where a list knows both verbs (then they say different things), nor where one of them turns a statement around
    (grant and refuse, rise and fall, ...).
    """
    pool = _pool(segments)
    missing = [word for word in statement.words if not covered(word, pool) and not _names_money(word, segments)]
    if len(missing) != 1 or not used or not _is_verb(missing[0], statement.text):
        return None
    word = missing[0]
    replaced = [w for s in used for w in s.words if _is_verb(w, s.text) and not covered(w, statement.words)]
    if any(map(turns, (word, *replaced))) or (is_listed(word) and any(map(is_listed, replaced))):
        return None
    return word if replaced or any(VERB.search(s.text) or s.light for s in used) else None


_NO_VERB_AFTER = re.compile(
    r"\b(?:der|die|das|den|dem|des|ein\w*|kein\w*|mit|von|für|an|in|im|am|zu[mr]?|bei|und)\s$", re.I
)


def _is_verb(word: str, text: str) -> bool:
    """In lower case, shaped like a verb, and no adjective before a noun."""
    for place, match in enumerate(re.finditer(r"[^\W\d_]+", text)):
        if fold(match[0]) == word or (match[0].islower() and word.endswith(fold(match[0]))):
            second = place == 1 and not _NO_VERB_AFTER.search(text[: match.start()])
            ending = match[0].endswith(("e", "en", "er", "es", "em")) and re.match(r"\s+[A-ZÄÖÜ]", text[match.end() :])
            return match[0][0].islower() and bool(FINITE.match(match[0])) and (second or not ending)
    return False


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


def _instead(statement: Statement, used: Sequence[Segment], question: Reading) -> str | None:
    """What the quote names in place of a thing that only the question names."""
    for segment in used:
        for token in re.findall(r"\b[A-ZÄÖÜ][^\W\d_]+", segment.text):
            word = fold(token)
            if word in segment.words and not covered(word, statement.words) and not covered(word, question.words):
                return token
    return None
