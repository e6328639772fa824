"""What kind of file it is, whose words it holds, and what became of the motion.

The name and the paper type mislead (a "Beschlussvorlage" is often an Antrag), so the first lines
of the text decide; the file's name only where they say nothing.
"""

import re
from collections.abc import Sequence
from enum import StrEnum

from assistant.model import Outcome, Voice
from assistant.reading.rows import Row
from assistant.reading.tabled import side_by_side
from assistant.reading.turns import answers_in_turn, asks_and_answers, asks_itself


class Kind(StrEnum):
    inquiry = "Anfrage"
    answer = "Antwort"
    minutes = "Niederschrift"
    motion = "Antrag"
    template = "Vorlage"
    decision = "Beschluss"
    vote = "Abstimmungsergebnis"
    attachment = "Anlage"


HEAD_ROWS = 30

VOICES = {
    Kind.inquiry: Voice.asker,
    Kind.answer: Voice.administration,
    Kind.minutes: Voice.speaker,
    Kind.motion: Voice.asker,
    Kind.template: Voice.administration,
    Kind.decision: Voice.decision,
    Kind.vote: Voice.decision,
    Kind.attachment: Voice.third,
}

# In the order in which they are tried: an answer names the Anfrage that it answers.
_BY_TEXT: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            Kind.minutes,
            r"(?:auszug aus (?:der|dem) )?(?:sitzungs)?(?:niederschrift|protokoll(?:auszug)?)\b"
            r"|.{0,12}(?:öffentliche[rn]?|nichtöffentliche[rn]?) "
            r"(?:plenar)?sitzung des gemeinderates am|auszug aus (?:der|dem) (?:niederschrift|protokoll)"
            r"|beschlussprotokoll|wortprotokoll",
        ),
        (Kind.vote, r"abstimmungsergebnis(?:se)?\b"),
        (
            Kind.answer,
            r"(?:(?:erneute|ergänzende|gemeinsame|zweite|2\.) )?(?:stellungnahmen?|antwort(?:en)?|beantwortung"
            r"|mitteilung)(?: der (?:stadt)?verwaltung| des .{3,40}?)? (?:zur|zum|auf die|auf den|der"
            r"|zu der|zu den) ?"
            r"(?:\w+ )?(?:\w*anfrage|\w*antrag|einwohnerfrage|frage)|stellungnahmen?\b"
            r"|antwort(?:en|schreiben)?\b|beantwortung\b|mitteilungsvorlage"
            r"|informationsvorlage|anfragenbeantwortung|antwort der verwaltung",
        ),
        (
            Kind.motion,
            r"(?:interfraktionelle[rn]? |gemeinsame[rn]? |dringlichkeits|änderungs-?(?:/ergänzungs)?"
            r"|ergänzungs|haushalts|prüf)*-?\s?antrag\b",
        ),
        (
            Kind.inquiry,
            r"(?:(?:gemeinsame|interfraktionelle|schriftliche|mündliche|kleine|große"
            r"|dringliche) )*(?:anfrage|einwohner(?:an)?frage|zusatzfrage)\b",
        ),
        (Kind.decision, r"beschluss(?:ausfertigung|auszug)?\Z|auszug aus dem beschlussbuch"),
        (
            Kind.template,
            r"(?:beschluss|sitzungs|verwaltungs|gremien|haushalts|tisch|ergänzungs)?-?vorlage\Z"
            r"|beschlussvorlage|sitzungsvorlage|drucksache",
        ),
        (Kind.attachment, r"anlage(?: nr\.?)? ?\d*\b"),
    )
)
_BY_NAME: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (Kind.attachment, r"^\W*anl(?:age|\.)"),
        (Kind.minutes, r"protokoll|niederschrift"),
        (Kind.vote, r"abstimmung"),
        (Kind.answer, r"stellungnahme|\bstn\b|antwort"),
        (Kind.attachment, r"^anlage|\banlage"),
        (Kind.motion, r"antrag"),
        (Kind.inquiry, r"anfrage"),
        (Kind.decision, r"beschluss(?!vorlage)"),
        (Kind.template, r"vorlage"),
    )
)
_REPLACED = re.compile(
    r"[-–*(\[ ]*(?:bitte austauschen|austausch(?:blatt|seite|vorlage|exemplar)"
    r"|ersetzt (?:die )?(?:bisherige |frühere )?(?:vorlage|fassung)|korrigierte fassung"
    r"|neufassung)",
    re.IGNORECASE,
)

_ATTACHMENT_ROWS = 8  # an attachment says so on top; below, the word announces what follows a letter
_ANSWER_BESIDE = re.compile(r"[–—:(-] ?(?:antwort|beantwortung|stellungnahme)\b", re.IGNORECASE)
_SPACED = re.compile(r"(?:[A-ZÄÖÜ] ){3,}[A-ZÄÖÜ](?!\w)")
_LETTER = re.compile(r"(ANFRAGE|ANTRAG)\Z")
_THUS = re.compile(r"wie folgt|folgendermaßen|im folgenden", re.IGNORECASE)
_REPLIES = re.compile(
    r"(?!.*\bbitt)(?:.*(?<!zu )\bbeantworte[nt]?\b(?! sie\b)|.*\b(?:nehmen?|nimmt)\b.{0,120}\bstellung\b)",
    re.IGNORECASE,
)
_INQUIRY_NAMED = re.compile(r"\banfragen?\b", re.IGNORECASE)
_ASKED_FOR = re.compile(r"fragen?\b", re.IGNORECASE)
_THERETO = re.compile(r"\b(?:hierzu|dazu|darauf)\b", re.IGNORECASE)  # what the sentence before named
_SENTENCES = re.compile(r"(?<=[a-zäöüß]{2}[.?!]) ")
_SUBJECT = re.compile(r"(?:betreff|betr\.?|betrifft|thema|titel) ?: ?", re.IGNORECASE)
_TO_THE_TOWN = re.compile(r"sehr geehrte[rs]? (?:herr|frau) (?:ober)?bürgermeister", re.IGNORECASE)
_MOTION_OF = re.compile(r"(?:\w+ )?\w*antrag (?:de[rs]|von|vom)\b", re.IGNORECASE)
_MOVES = re.compile(r"(?:\w*rat|\w*ausschuss|\w*versammlung|\w*vertretung) (?:möge|wolle)\b", re.IGNORECASE)
_TOWN_SPEAKS = re.compile(r"stellungnahme|die (?:stadt)?verwaltung (?:empfiehlt|schlägt|nimmt|hat|wird)", re.IGNORECASE)
_OUTCOMES: tuple[tuple[Outcome, re.Pattern[str]], ...] = tuple(
    (outcome, re.compile(pattern, re.IGNORECASE))
    for outcome, pattern in (
        (Outcome.withdrawn, r"zurückgezogen|zurückgenommen"),
        (
            Outcome.postponed,
            r"vertagt|verwiesen|verweisung|zurückgestellt|abgesetzt|zurückverwiesen|überwiesen|vertagung",
        ),
        (
            Outcome.amended,
            r"(?:in|mit) (?:der )?(?:geänderte[rn]?|ergänzte[rn]?) (?:fassung|form)|(?:mit|in) (?:den "
            r"|der )?(?:o\. ?g\. |genannten |beschlossenen )?(?:änderung|ergänzung|geänderter|modifi)"
            r"|teilweise (?:zugestimmt|angenommen)|geändert (?:zugestimmt|beschlossen|angenommen)"
            r"|modifiziert",
        ),
        (
            Outcome.rejected,
            r"abgelehnt|ablehnung|(?:nicht|keine) (?:mehrheit|angenommen|zugestimmt)|mehrheitlich nicht",
        ),
        (
            Outcome.adopted,
            r"zugestimmt|zustimmung|angenommen|beschlossen|einstimmig|annahme|(?:laut|gemäß) vorlage"
            r"|antragsgemäß|mehrheitlich|(?:ungeändert|unverändert) ",
        ),
        (Outcome.noted, r"(?:zur )?kenntnis(?:nahme| genommen)?|keine abstimmung|erledigt"),
    )
)
_RESULT = re.compile(
    r"(?:abstimmungs?ergebnis|abstimmung|beschluss|ergebnis|beschlussfassung|beratungsergebnis)(?:se)? ?:? ?",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"(\d+|keine) ?(?:ja|stimmen? dafür|dafür|zustimmung(?:en)?)\D{1,20}?(\d+|keine) ?(?:nein"
    r"|dagegen|gegenstimmen?|ablehnung(?:en)?)|"
    r"ja(?:-stimmen?)?: ?(\d+)\D{1,20}?nein(?:-stimmen?)?: ?(\d+)",
    re.IGNORECASE,
)


def kind_of(rows: Sequence[Row], name: str) -> Kind:
    """What kind of file it is, by its first rows, then by its name."""
    for index, row in enumerate(rows[:HEAD_ROWS]):
        text = _SUBJECT.sub("", unspaced(row.text))
        if len(text) > 110:
            break
        for kind, pattern in _BY_TEXT:
            if kind is Kind.attachment and index >= _ATTACHMENT_ROWS:
                continue
            if pattern.match(text) and not text.endswith((".", "?")):
                return _looked_into(kind, rows, row)
    if says_it_answers(rows):
        return Kind.answer
    if any(_TO_THE_TOWN.match(row.text) for row in rows[:HEAD_ROWS]):
        return Kind.inquiry if any("?" in row.text for row in rows) else Kind.motion
    named = next((kind for kind, pattern in _BY_NAME if pattern.search(name)), None)
    if named in (None, Kind.template, Kind.inquiry) and answers_in_turn(rows):
        return Kind.answer
    if named or _answers(rows):
        return named or Kind.answer
    if asks_itself(rows):
        return Kind.inquiry
    return Kind.answer if asks_and_answers(rows) else Kind.template


def _looked_into(kind: Kind, rows: Sequence[Row], row: Row) -> Kind:
    """The kind that `row` names, unless the text below shows another."""
    if kind is Kind.template:
        return _template(rows)
    if kind is Kind.minutes:
        # The session alone does not make minutes: a letter names the one in which it is dealt with.
        letters = (_LETTER.match(unspaced(one.text)) for one in rows[:HEAD_ROWS])
        named = next((letter[1].capitalize() for letter in letters if letter), "")
        return Kind(named) if named else kind
    if kind is Kind.inquiry and (
        _ANSWER_BESIDE.search(row.text) or says_it_answers(rows) or side_by_side(rows, 0, len(rows))
    ):
        return Kind.answer
    return kind


def unspaced(text: str) -> str:
    """`A N F R A G E` as a word; any other text as it is."""
    return _SPACED.sub(lambda match: match[0].replace(" ", ""), text) if text[1:2] == " " else text


def says_it_answers(rows: Sequence[Row]) -> bool:
    """Whether a sentence of the text says that it answers: `Ihre Anfrage beantworte ich wie folgt:`."""
    for index, row in enumerate(rows):
        if not _THUS.search(row.text):
            continue
        around = " ".join(one.text for one in rows[max(0, index - 2) : index + 2])
        if any(
            _THUS.search(sentence)
            and _REPLIES.match(sentence)
            and _ASKED_FOR.search(around if _THERETO.search(sentence) else sentence)
            for sentence in _SENTENCES.split(around)
        ):
            return True
    return False


def _template(rows: Sequence[Row]) -> Kind:
    """What goes by the name of a Vorlage: an answer, a motion of the council's members, or the town's own."""
    if (
        _answers(rows)
        or says_it_answers(rows)
        or answers_in_turn(rows)
        or (names_inquiry(rows) and asks_and_answers(rows))
    ):
        return Kind.answer
    moves = any(_MOTION_OF.match(row.text) for row in rows[:HEAD_ROWS]) and any(_MOVES.search(row.text) for row in rows)
    return Kind.motion if moves and not any(_TOWN_SPEAKS.search(row.text) for row in rows) else Kind.template


def names_inquiry(rows: Sequence[Row]) -> bool:
    """Whether the first rows name an Anfrage, whatever else the file is called."""
    return any(_INQUIRY_NAMED.search(row.text) for row in rows[:HEAD_ROWS])


_ANSWERING_TITLE = re.compile(r"(?:beantwortung|antwort|stellungnahme)\b.{0,60}?(?:anfrage|frage)", re.IGNORECASE)


def _answers(rows: Sequence[Row]) -> bool:
    return any(_ANSWERING_TITLE.search(row.text) for row in rows[:HEAD_ROWS])


def is_replacement(rows: Sequence[Row]) -> bool:
    """Whether the file says that it takes the place of an earlier one (`- Bitte austauschen -`)."""
    return any(_REPLACED.match(row.text) for row in rows[:HEAD_ROWS])


def outcome_of(rows: Sequence[Row]) -> Outcome | None:
    """What the council decided, as minutes or a list of votes print it."""
    for index, row in enumerate(rows):
        if len(row.text) < 130 and (label := _RESULT.match(row.text)):
            said = row.text[label.end() :] or " ".join(after.text for after in rows[index + 1 : index + 3])
            counted = " ".join(after.text for after in rows[index + 1 : index + 7])
            said = counted if not row.text[label.end() :] and _YES_NO.search(counted) else said
            if (found := _outcome_in(said[:200])) is not None and not _undecided(row.text, said):
                return found
    return None


def _undecided(label: str, said: str) -> bool:
    """A proposal to decide is no decision: `Beschlussvorschlag`, `Beschlussempfehlung`."""
    return "vorschlag" in label.lower() or "empfehl" in label.lower() or "bitte ankreuzen" in said.lower()


def _outcome_in(said: str) -> Outcome | None:
    changed = dict(_OUTCOMES)[Outcome.amended].search(said) is not None
    if (votes := _YES_NO.search(said)) is not None:
        yes, no = (
            0 if part.lower() == "keine" else int(part) for part in [group for group in votes.groups() if group][:2]
        )
        return Outcome.rejected if yes <= no else Outcome.amended if changed else Outcome.adopted
    return next((outcome for outcome, pattern in _OUTCOMES if pattern.search(said)), None)
