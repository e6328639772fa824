"""Whether a statement gives as planned, possible, due, open, claimed, under way or done what its quote gives as that."""

import re
from collections.abc import Iterator, Sequence

from assistant.drafting.verification.clauses import Segment, predicate
from assistant.drafting.verification.markers import NEGATION
from assistant.drafting.verification.statement import Defect, Statement
from assistant.drafting.verification.wording import LIGHT, covered, related, root
from assistant.german import STOP_WORDS, fold

_FORCE = {
    "plan": "eine Planung oder Erwartung",
    "possible": "eine Möglichkeit",
    "must": "eine Notwendigkeit",
    "whether": "eine offene Frage",
    "open": "eine offene Frage",
    "claim": "die Meinung oder Forderung Dritter",
    "if": "eine Bedingung",
}
# Where statement and quote agree in these, nothing finer needs to be asked.
_STRONG = frozenset({"plan", "possible", "must", "open", "claim"})
_LOOK_UP = re.compile(r"\b(?:entnommen|eingesehen|abgerufen|nachgelesen|entnehmen)\b")


_ENDED = re.compile(r"\bbis\s(?:zum\s|Ende\s|Anfang\s)?(?:Jahre?s?\s)?(?:\d\d?\.\s?\w+\s?)?(?:19|20)\d\d\b")


def other_modality(
    own: frozenset[str], theirs: frozenset[str], anywhere: frozenset[str], statement: Statement, core: Sequence[Segment]
) -> Iterator[Defect]:
    denied = bool(NEGATION.search(statement.text)) and any(NEGATION.search(s.text) for s in core)
    agreed = _STRONG & own if _STRONG & own == _STRONG & theirs else frozenset()
    for mode in ("open", "plan", "possible", "must", "whether", "claim"):
        if mode in theirs - own - agreed and not _excused(mode, own, statement, core):
            yield Defect("misattributed", f"Das Zitat gibt nur {_FORCE[mode]} wieder.", weight=2)
            return
    if "open" in own - theirs and not theirs & {"whether", "plan"} and not _EXAMINES.search(_text(core)):
        yield Defect("misattributed", "Der Satz lässt offen, was das Zitat feststellt.", weight=2)
        return
    for mode in ("possible", "must"):
        # What holds in general may also be done (`ist unentgeltlich`: `kann unentgeltlich …`).
        general = mode == "possible" and not theirs & {"done", "future"}
        duty = mode == "must" and any(_DEADLINE.search(s.text) for s in core)
        if mode in own - theirs and not general and not duty and not ({"possible", "must", "plan"} & anywhere):
            yield Defect("misattributed", f"Der Satz macht aus einer Feststellung {_FORCE[mode]}.", weight=2)
            return
    if "open" in agreed:
        return
    if "done" in theirs and "done" not in own and any(_ENDED.search(s.text) for s in core) and not statement.dates:
        yield Defect("misattributed", "Im Zitat ist es vorbei; der Satz sagt es von heute.", weight=2)
        return
    since = any(re.search(r"\bseit\b", s.text, re.I) for s in core) and not any(s.negated for s in core)
    if "done" in own and "present" in theirs and not since and not theirs & {"done", "plan", "future"}:
        yield Defect("misattributed", "Der Satz sagt, dass es geschehen ist; das Zitat sagt das nicht.", weight=2)
        return
    if ("ongoing" in theirs and "done" in own - theirs) or ("ongoing" in own and theirs & {"done"} - own):
        yield Defect("misattributed", "Satz und Zitat sind sich nicht einig, ob es noch läuft.", weight=2)
        return
    done_mixed = ("done" in own and theirs & {"future", "plan"} and "done" not in theirs) or (
        "done" in theirs and own & {"future", "plan"} and "done" not in own
    )
    if _ESTIMATED.search(statement.text) and theirs & {"plan"}:
        return
    if done_mixed or ("plan" in own and not denied and not theirs & {"plan", "future"}):
        yield Defect(
            "misattributed", "Satz und Zitat sind sich nicht einig, ob es geschehen ist oder bevorsteht.", weight=2
        )
        return
    stage = next(
        (
            stage
            for s in core
            for stage in s.stages
            if not covered(fold(stage), (*statement.words, *_markers(statement)))
        ),
        None,
    )
    verb = predicate(statement.segments)
    if (
        stage
        and verb
        and (own & {"done", "future"} or not covered(verb, [w for s in core for w in (*s.words, *s.light)]))
        and not any(related(verb, fold(other)) for s in core for other in s.stages)
    ):
        yield Defect(
            "misattributed", f"Das Zitat sagt nur, dass es „{stage}“ ist, nicht, dass es geschieht.", verb, weight=2
        )


def _excused(mode: str, own: frozenset[str], statement: Statement, core: Sequence[Segment]) -> bool:
    """Whether the quote's mode need not be said again."""
    denied = bool(NEGATION.search(statement.text))
    if mode == "plan":
        return bool(_ESTIMATED.search(statement.text))
    if mode == "must":
        if "possible" in own and any("only" in s.restrictors for s in statement.segments):
            return True
        # What must be paid is what it costs; what may not be without it must be.
        return bool(_OWED.search(statement.text)) or (denied and "possible" in own)
    if mode in ("whether", "open"):
        return bool({"if", "open", "whether"} & own) or (mode == "open" and _examines(statement, core))
    if mode != "possible":
        return False
    # What cannot be is not; `kann der Vorlage entnommen werden` says where it stands.
    return (
        (denied and any(NEGATION.search(s.text) for s in core))
        or bool(_LOOK_UP.search(" ".join(s.text for s in core)))
        or (not own & {"done", "future", "must", "plan"} and _says_it_with_a_noun(statement, core))
    )


_ESTIMATED = re.compile(
    r"\b(?:geschätzt|veranschlagt|kalkuliert|prognostiziert|beziffert\w*|Schätzung|Prognose|Ziel)\b"
)
# What a deadline or a limit says is a duty, whoever says it.
_DEADLINE = re.compile(r"frist\b|\b(?:Stichtag|Voraussetzung|bedarf|bedürfen|vorgeschrieben)", re.I)
_OWED = re.compile(
    r"\b(?:beträgt|betragen|beläuft|belaufen|liegt|liegen|kostet|kosten|erforderlich|notwendig|nötig|bedarf|bedürfen|gilt"
    r"|gelten|benötigt|benötigen|braucht|brauchen|verlangt|fällig|fallen|fällt)\b"
)


def _says_it_with_a_noun(statement: Statement, core: Sequence[Segment]) -> bool:
    """`hat Zugriff` of `kann zugreifen`, `nimmt entgegen` of `kann eingereicht werden`."""
    said, given = statement.text, " ".join(s.text for s in core)
    return not _verbs(said) & _verbs(given)


def _verbs(text: str) -> set[str]:
    """The roots of the words in lower case that carry something."""
    return {
        root(fold(t))
        for t in re.findall(r"\b[a-zäöüß]{4,}\b", text)
        if fold(t) not in STOP_WORDS and fold(t) not in LIGHT
    }


def _markers(statement: Statement) -> tuple[str, ...]:
    return tuple(fold(t) for t in re.findall(r"[^\W\d_]+", statement.text))


def _examines(statement: Statement, core: Sequence[Segment]) -> bool:
    """`Die Polizei prüft Fahrräder`: examining is what is done, in other words too."""
    return bool(_EXAMINES.search(statement.text))


_EXAMINES = re.compile(r"prüf|untersuch|kontroll|\bklär|begutacht", re.I)


def _text(segments: Sequence[Segment]) -> str:
    return " ".join(s.text for s in segments)
