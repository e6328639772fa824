"""One statement against one quote: what is missing, bound otherwise, or said with another force."""

import re
from collections.abc import Sequence

from assistant.drafting.verification.binding import (
    arithmetic_in,
    misbound,
    missing_values,
    parallel_mixed,
)
from assistant.drafting.verification.causes import other_causes
from assistant.drafting.verification.coverage import missing_words
from assistant.drafting.verification.dating import (
    dates_mixed,
    dates_of_another,
    edges_exchanged,
    edges_swapped,
    hours_exchanged,
    hours_of_other_days,
)
from assistant.drafting.verification.force import other_force
from assistant.drafting.verification.roles import other_roles
from assistant.drafting.verification.scope import wider_than_said
from assistant.drafting.verification.segments import Reading, Segment
from assistant.drafting.verification.statement import Defect, Statement, carries, used_by
from assistant.drafting.verification.subjects import of_another_subject
from assistant.drafting.verification.superlatives import invented_grades, invented_superlatives
from assistant.drafting.verification.wholes import kind_for_all, kind_left_out, part_for_whole, part_of_another
from assistant.drafting.verification.wording import covered
from assistant.german import STOP_WORDS, words


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
        *missing_words(statement, segments, used, question, every, bool(arithmetic)),
        *missing_values(statement, segments, question, every, arithmetic),
        *misbound(statement, segments, arithmetic),
        *parallel_mixed(statement, used),
        *dates_mixed(statement, used),
        *dates_of_another(statement, used),
        *edges_exchanged(statement, used),
        *edges_swapped(statement, used),
        *hours_exchanged(statement, used),
        *hours_of_other_days(statement, used),
        *other_force(statement, used, segments, bool(arithmetic)),
        *other_roles(statement, used),
        *other_causes(statement, used, segments, question),
        *of_another_subject(statement, used, segments),
        *invented_superlatives(statement, segments),
        *invented_grades(statement, segments),
        *part_for_whole(statement, used, segments),
        *part_of_another(statement, segments),
        *kind_for_all(statement, used, question),
        *kind_left_out(statement, used, question),
        *wider_than_said(statement, used, question),
    ]


# --- Words and values ------------------------------------------------------------------------------

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
