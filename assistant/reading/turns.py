"""Who has the floor: by which sentences, labels and turns a text shows that the town answers in it.

A paper need not call itself an answer. What tells one is that questions stand apart and something that asks
nothing follows each, or that the administration says in its own name that it speaks now.
"""

import re
from collections.abc import Sequence

from assistant.reading.rows import Row, begins_item
from assistant.reading.tabled import side_by_side

_NEAR = 8  # rows between such a sentence and a question
_WITHIN = 3  # rows over which a sentence that announces an answer may run
_BODY = (
    r"(?:\w*verwaltung|[\w-]*amt|[\w-]*ausschuss|magistrat|senat|\w*behörde|\w*bereich|\w*dienst|dezernat|referat"
    r"|abteilung|landrat|landrätin|\w*bürgermeister(?:in)?|\w*vorstand|stadt|gemeinde|markt|\w*kreis)"
)
_OFFICE = rf"(?:(?:der|die|das|dem|den|vom|zum) )?(?:[\w-]+ )?{_BODY}"
_SAYS = (
    r"(?:(?:be)?antwortet?n?\b|teil(?:e|t|en) [^:]{0,60}\bmit\b|(?:nehmen?|nimmt) [^:]{0,90}\bstellung\b"
    r"|berichte(?:t|n)?\b|führ(?:e|t|en) [^:]{0,60}\baus\b)"
)
# `Das Tiefbauamt berichtet:`, `zu denen das Amt berichtet:`, `Ihre Fragen möchte ich gern beantworten:`,
# `Hierzu wird mitgeteilt:`
_FLOOR = re.compile(
    rf"(?:.*\b)?(?:{_OFFICE}|ich|wir)\b(?: [\w.-]+){{0,3}}? {_SAYS}[^.?!:]{{0,80}}:\Z"
    rf"|(?:.*\b)?{_SAYS}(?: [\w.]+){{0,3}}? (?:{_OFFICE}|ich|wir)\b[^.?!:]{{0,80}}:\Z"
    r"|.*\b(?:möchte|darf|will|kann|dürfen|können|möchten) (?:ich|wir)\b[^.?!:]{0,80}"
    r"\b(?:beantworten|mitteilen|stellung nehmen|antworten)[^.?!:]{0,30}:\Z"
    r"|(?:hierzu|dazu|zu den fragen|zu der frage|zur frage) (?:wird|werden|ist|kann|können)\b[^.?!:]{0,60}"
    r"\b(?:mitgeteilt|mitzuteilen|berichtet|ausgeführt|geantwortet|beantwortet|stellung genommen)\b[^.?!:]{0,30}:\Z",
    re.IGNORECASE,
)
# Whoever asks announces words, too: `Wir bitten, die Fragen zu beantworten:`, `In der Antwort auf unsere Anfrage …`
_ASKER = re.compile(
    r"\bbitt|\bgebeten\b|\bmöge\b|\bsoll|\bunsere[rmns]?\b|\bmeine[rmns]?\b|\bfragen? (?:wir|ich)\b"
    r"|\b(?:wir|ich) (?:fragen?|möchten? wissen)\b|\bzu beantworten\b|\bob\b",
    re.IGNORECASE,
)
_ASKS_ITSELF = re.compile(
    r"\b(?:wir|ich) (?:bitten?|fragen?|ersuchen?|möchten wissen)\b|\b(?:bitten?|fragen?|ersuchen?) (?:wir|ich)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[a-zäöüß]{2}[.?!]) ")
_ASKED = re.compile(r"\?[\"'“”»«’)\]]*\Z")
_QUESTION_LABEL = re.compile(
    r"(?:f|frage(?: (?:de[rs]|von) [^:?]{2,60})?|frage \d{1,2}) ?(?::|[-–] ) ?\S", re.IGNORECASE
)
_ANSWER_LABEL = re.compile(r"(?:a|antw\.|antwort(?: [^:?]{2,40}?)?) ?(?::|[-–] ) ?\S", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:ich|wir|wird|werden|kann|die (?:\w*verwaltung|stadt|gemeinde)|der (?:magistrat|landrat|gemeindevorstand"
    r"|kreisausschuss|(?:ober)?bürgermeister)|das bezirksamt)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\b(?:landes|bundes|staats|hauptzoll|regierungs)\w*|\bland\b|\bbund\b", re.IGNORECASE)
# `Dezernat III: …`, `Antwort – …` before an answer
_SPEAKER = re.compile(
    rf"(?:{_OFFICE}(?: (?:[IVX]+|\d{{1,2}}|[\w-]{{2,20}}))?|antwort) ?(?::|[-–](?= )) *", re.IGNORECASE
)
_ARROWS = ("->", "=>", "→", "⇒", "►", "➔")
_SPEAKS_OF_QUESTIONS = re.compile(
    r"\b(?:an|nach|rück)?frage(?:n|nde\w*|stunde|stellung\w*|bogen|katalog\w*)?\b", re.IGNORECASE
)


def gives_the_floor(text: str) -> bool:
    """Whether the last sentence of a text announces the administration's answer: `Die Verwaltung teilt mit:`."""
    if not text.endswith(":"):
        return False
    sentence = _SENTENCE.split(text)[-1]
    return len(sentence) < 300 and _ASKER.search(sentence) is None and _FLOOR.match(sentence) is not None


def only_gives_the_floor(text: str) -> bool:
    """Whether such a line names the town itself, so that nothing is lost without it; who else speaks is told."""
    return gives_the_floor(text) and _OWN.search(text) is not None and _OTHERS.search(text) is None


def answers_in_turn(rows: Sequence[Row]) -> bool:
    """Whether questions and answers take turns, whatever the text calls itself."""
    return bool(side_by_side(rows, 0, len(rows))) or labels_take_turns(rows) or takes_the_floor(rows)


def takes_the_floor(rows: Sequence[Row]) -> bool:
    """Whether somewhere the administration says that it answers now, and questions stand near."""
    return any(
        row.text.endswith(":")
        and gives_the_floor(" ".join(one.text for one in rows[max(0, index - _WITHIN + 1) : index + 1]))
        and any(asks_apart(rows, near) for near in range(max(0, index - _NEAR), min(len(rows), index + _NEAR)))
        for index, row in enumerate(rows)
    )


def labels_take_turns(rows: Sequence[Row]) -> bool:
    """Whether `F:` or `Frage:` and `A:` or `Antwort:` follow upon each other."""
    turns = "".join("f" if _QUESTION_LABEL.match(row.text) else "a" for row in rows if _labelled(row))
    return bool(turns) and turns == "fa" * (len(turns) // 2)


def _labelled(row: Row) -> bool:
    return _QUESTION_LABEL.match(row.text) is not None or _ANSWER_LABEL.match(row.text) is not None


def speaker_label(text: str) -> str:
    """The words at the beginning that only say who answers; empty where there are none."""
    label = _SPEAKER.match(text)
    return label[0] if label and not _OTHERS.search(label[0]) else ""


def asks_apart(rows: Sequence[Row], index: int) -> bool:
    """Whether a paragraph or item ends with this row and asks."""
    if _ASKED.search(rows[index].text) is None:
        return False
    ends = index + 1 == len(rows) or rows[index + 1].gap or begins_item(rows[index + 1].text)
    return ends and (_begins(rows, index) or index == 0 or _begins(rows, index - 1) or rows[index].bold > 0.9)


def _begins(rows: Sequence[Row], index: int) -> bool:
    return rows[index].gap or begins_item(rows[index].text)


def asks_itself(rows: Sequence[Row]) -> bool:
    """Whether the text asks in its own name and questions follow: `Wir bitten um Auskunft zu …`."""
    asks = next((index for index, row in enumerate(rows) if _ASKS_ITSELF.search(row.text)), None)
    return asks is not None and any("?" in row.text for row in rows[asks:])


def asks_and_answers(rows: Sequence[Row]) -> bool:
    """Whether a text that says nothing about itself repeats questions and goes on after each.

    Questions that carry no number must stand apart, be two at least, and the text must speak of questions.
    """
    asking = [index for index, row in enumerate(rows) if _ASKED.search(row.text)]
    counted = [index for index in asking if begins_item(rows[index].text)]
    if counted:
        return all(_goes_on(rows, index) for index in counted)
    plain = [index for index in asking if asks_apart(rows, index)]
    spoken_of = any(_SPEAKS_OF_QUESTIONS.search(row.text) for row in rows if not _ASKED.search(row.text))
    return len(plain) > 1 and plain == asking and spoken_of and all(_goes_on(rows, index) for index in plain)


def _goes_on(rows: Sequence[Row], index: int) -> bool:
    after = rows[index + 1 : index + 2]
    if not after or _ASKED.search(after[0].text):
        return False
    return not begins_item(after[0].text) or after[0].text.startswith(_ARROWS)
