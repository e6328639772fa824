"""One statement against one quote: what is missing, bound otherwise, or said with another force."""

import re
from collections.abc import Iterator, Sequence

from assistant.drafting.verification.binding import arithmetic_in, dates_mixed, misbound, missing_values, parallel_mixed
from assistant.drafting.verification.clauses import Reading, Segment, predicate
from assistant.drafting.verification.force import other_force, other_roles
from assistant.drafting.verification.quantities import ratio_follows
from assistant.drafting.verification.statement import Defect, Statement, used_by
from assistant.drafting.verification.wording import covered
from assistant.german import fold


def check(statement: Statement, quote: Reading, question: Reading, every: Sequence[Reading]) -> list[Defect]:
    """All that keeps `statement` from following from `quote`; empty where it does."""
    segments = tuple(s for s in quote.segments if s.sentence not in quote.questions)
    if not segments:
        return [Defect("misattributed", "Das Zitat stellt nur eine Frage; es beantwortet sie nicht.", weight=5)]
    arithmetic = arithmetic_in(statement, every)
    used = used_by(statement, segments)
    return [
        *_missing_words(statement, segments, used, question, every, bool(arithmetic)),
        *missing_values(statement, segments, question, every, arithmetic),
        *misbound(statement, segments, arithmetic),
        *parallel_mixed(statement, used),
        *dates_mixed(statement, used),
        *other_force(statement, used, segments, bool(arithmetic)),
        *other_roles(statement, used),
    ]


# --- Words and values ------------------------------------------------------------------------------

_DERIVED_WORDS = re.compile(
    r"(?:ge)?(?:st[ie]+g|sank|sunk|sink)\w*|erhöh\w*|verringer\w*|rückgang|zunahme|abnahme|anstieg|differenz|höher"
    r"|niedriger|anteil\w*|hälfte|verbleib\w*|übrig\w*|restlich\w*"
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


def _missing_words(
    statement: Statement,
    segments: Sequence[Segment],
    used: Sequence[Segment],
    question: Reading,
    every: Sequence[Reading],
    arithmetic: bool,
) -> Iterator[Defect]:
    sources = [q for reading in every for q in reading.quantities]
    pool = tuple(word for segment in segments for word in segment.pool)
    verb = predicate(statement.segments)
    for word in statement.words:
        if (
            covered(word, pool)
            or _names_money(word, segments)
            or _spoken_person(word, segments)
            or (arithmetic and _DERIVED_WORDS.fullmatch(word))
        ):
            continue
        if ratio_follows(word, sources):
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


_MONEY = re.compile(r"(?:gesamt)?(?:kosten|betrag|summe|betrages)")
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
