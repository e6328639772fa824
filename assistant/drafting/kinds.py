"""The kind of answer that a draft proposes, in the administration's own terms."""

from collections.abc import Sequence

from assistant.drafting.extractive import Answer
from assistant.drafting.patterns import any_of

ANSWERED = "beantwortet"
PARTLY = "teilweise beantwortet"
JOINT = "gemeinsam beantwortet"
NO_DATA = "keine Daten"
NOT_OURS = "nicht zuständig"
NOT_PUBLIC = "nur nichtöffentlich"
OPEN = "Zulieferung erforderlich"
NOTHING = "keine frühere Antwort gefunden"

_NO_DATA = any_of(
    r"\bkeine (?:\w+ ){0,2}"
    r"(?:Erkenntnisse|Daten|Zahlen|Informationen|Angaben|Statistik(?:en)?|Kenntnis(?:se)?|Auswertung(?:en)?)\b",
    r"\b(?:wird|werden)?\s?nicht (?:statistisch )?(?:erfasst|erhoben|bekannt|ausgewertet)\b",
)
_NOT_OURS = any_of(
    r"\b(?:nicht|keine) (?:in der |in die |im )?(?:zuständigkeit\w*|zuständig)\b|\bkeinen Einfluss\b",
    r"\b(?:Zuständigkeit|zuständig)\b.{0,60}\b"
    r"(?:Land(?:es)?|Bund(?:es)?|Polizei|Deutsche[nr]? Bahn|Regierungspräsidium\w*|Landratsamt\w*)\b",
)


def answer_kind(answers: Sequence[Answer], joint_with: str | None = None) -> str:
    """What kind of answer these make together; `joint_with`: the question that says the same."""
    if joint_with:
        return f"{JOINT} mit Frage {joint_with}"
    text = " ".join(e.text for a in answers for e in a.sentences)
    if not text:
        return OPEN
    if _NO_DATA.search(text):
        return NO_DATA
    if _NOT_OURS.search(text):
        return NOT_OURS
    return ANSWERED if all(a.covered for a in answers) else PARTLY
