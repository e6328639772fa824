"""Whether a statement gives as planned, possible, due, open or claimed what its quote gives as that."""

import re
from collections.abc import Iterator, Sequence

from assistant.drafting.verification.markers import ESTIMATED, NEGATION
from assistant.drafting.verification.progress import other_progress
from assistant.drafting.verification.segments import Segment
from assistant.drafting.verification.statement import Defect, Statement, text_of
from assistant.drafting.verification.wording import LIGHT, covered, root
from assistant.german import STOP_WORDS, fold

_FORCE = {
    "plan": "eine Planung oder Erwartung",
    "possible": "eine Möglichkeit",
    "must": "eine Notwendigkeit",
    "whether": "eine offene Frage",
    "open": "eine offene Frage",
    "unknown": "fehlende Kenntnis",
    "claim": "die Meinung oder Forderung Dritter",
}
_STRONG = frozenset({"plan", "possible", "must", "open", "unknown", "claim"})
_LOOK_UP = re.compile(r"\b(?:entnommen|eingesehen|abgerufen|nachgelesen|entnehmen)\b")


def other_modality(
    own: frozenset[str], theirs: frozenset[str], anywhere: frozenset[str], statement: Statement, core: Sequence[Segment]
) -> Iterator[Defect]:
    """The first thing in which they differ; `anywhere` are the modes of all clauses that the statement draws on."""
    agreed = _STRONG & own if _STRONG & own == _STRONG & theirs else frozenset()
    message = _weakened(own | agreed, theirs, statement, core) or _strengthened(own, theirs, anywhere, core)
    if message:
        yield Defect("misattributed", message, weight=2)
    elif not agreed & {"open", "unknown"}:
        yield from other_progress(own, theirs, statement, core)


_COULD = re.compile(r"\bkonnten?\b")


def _weakened(own: frozenset[str], theirs: frozenset[str], statement: Statement, core: Sequence[Segment]) -> str | None:
    """What the quote gives only as a plan, a possibility …, the statement does not give as that."""
    for mode in ("open", "unknown", "plan", "possible", "must", "whether", "claim"):
        if mode in theirs - own and not _excused(mode, own, statement, core):
            return f"Das Zitat gibt nur {_FORCE[mode]} wieder."
    return None


def _strengthened(
    own: frozenset[str], theirs: frozenset[str], anywhere: frozenset[str], core: Sequence[Segment]
) -> str | None:
    """The statement leaves open, allows or demands what the quote only states."""
    if "open" in own - theirs and not theirs & {"whether", "plan"} and not _EXAMINES.search(text_of(core)):
        return "Der Satz lässt offen, was das Zitat feststellt."
    for mode in ("possible", "must"):
        # What holds in general may also be done (`ist unentgeltlich`: `kann unentgeltlich …`).
        general = mode == "possible" and not theirs & {"done", "future"}
        general = general or (mode == "possible" and bool(_COULD.search(text_of(core))))
        duty = mode == "must" and (_DEADLINE.search(text_of(core)) or _BOUND_SET.search(text_of(core)))
        if mode in own - theirs and not general and not duty and not ({"possible", "must", "plan"} & anywhere):
            return f"Der Satz macht aus einer Feststellung {_FORCE[mode]}."
    return None


def _excused(mode: str, own: frozenset[str], statement: Statement, core: Sequence[Segment]) -> bool:
    """Whether the quote's mode need not be said again."""
    denied = bool(NEGATION.search(statement.text))
    if mode == "plan":
        return bool(ESTIMATED.search(statement.text))
    if mode == "must":
        if "possible" in own and any("only" in s.restrictors for s in statement.segments):
            return True
        # What must be paid is what it costs; what may not be without it must be.
        owed = _OWED.search(statement.text) or (not own & {"done", "past"} and _BORNE.search(statement.text))
        return bool(owed) or (denied and "possible" in own)
    if mode in ("whether", "open"):
        return bool({"if", "open", "whether", "unknown"} & own) or (
            mode == "open" and bool(_EXAMINES.search(statement.text))
        )
    if mode != "possible":
        return False
    if any(covered(fold(w), s.words) for w in _ABLE.findall(statement.text) for s in core):
        return True
    # What cannot be is not; `kann der Vorlage entnommen werden` says where it stands.
    return (
        (denied and any(NEGATION.search(s.text) for s in core))
        or bool(_LOOK_UP.search(" ".join(s.text for s in core)))
        or (not own & {"done", "future", "must", "plan"} and _says_it_with_a_noun(statement, core))
    )


# `online beantragbar` of `kann online beantragt werden`
_ABLE = re.compile(r"\b[a-zäöüß]{4,}bar(?:e[nrsm]?)?\b")
# What a deadline or a limit says is a duty, whoever says it.
_DEADLINE = re.compile(
    r"frist\b|\b(?:Stichtag|Voraussetzung|bedarf|bedürfen|vorgeschrieben|notwendig|erforderlich|nötig)",
    re.I,
)
# `Die Mindestbreite beträgt 1,50 m`; what it was says nothing of what must be.
_BOUND_SET = re.compile(r"^(?!.*\b(?:betrug|lag|war|wurden?)\b).*\b(?:Mindest|Höchst)[a-zäöüß]+")
# Who has to bear something bears it.
_BORNE = re.compile(
    r"\b(?:trägt|tragen|getragen|übernimmt|übernehmen|übernommen|zahlt|zahlen|entrichtet|entrichten|obliegt|haftet"
    r"|haften"
    r"|aufkommen)\b"
)
_OWED = re.compile(
    r"\b(?:beträgt|betragen|beläuft|belaufen|liegt|liegen|kostet|kosten|erforderlich|notwendig|nötig|bedarf|bedürfen"
    r"|gilt"
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


# `Die Polizei prüft Fahrräder`: examining is what is done, in other words too.
_EXAMINES = re.compile(r"prüf|untersuch|kontroll|\bklär|begutacht", re.I)
