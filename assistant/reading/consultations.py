"""The order of consultation (Beratungsfolge): which Gremium deals with a paper when, and how."""

import re
from collections.abc import Sequence

from assistant.model import Consultation
from assistant.reading.rows import Row
from assistant.reading.titles import DATE, day

MEMBER_TITLE = (
    r"(?:Stadtr[aä]t(?:in)?|Stadtvertreter(?:in)?|Ratsherr|Ratsfrau|Stadtverordneter?"
    r"|Gemeinde(?:r[aä]t|vertreter)(?:in)?|Ratsmitglied|Kreisr[aä]t(?:in)?|Bezirksverordneter?"
    r"|Mitglied des [\w-]+)"
)
MEMBER_TITLE_BEGINS = re.compile(
    r"(?<=\w)(?<! im)(?<! am)(?<! des)(?<! de[mr])(?<! vom) (?=" + MEMBER_TITLE + r" [A-ZÄÖÜ])"
)
MEMBER = re.compile(MEMBER_TITLE + r" [A-ZÄÖÜ](?:(?!\d| vom )[\w. -])+(?: \([\w /.-]{1,30}\))?\Z")
ONLY_DATE = re.compile(rf"({DATE})\Z")
_CONSULTATION_HEAD = re.compile(
    r"(?:beratungsfolge|gremium|gremien|sitzungstermin|termin|zuständigkeit|status|sitzung am)\b", re.IGNORECASE
)
_LABEL_BEFORE_DATE = re.compile(r"\b(?:datum|tag|vom|eingang|stand)\Z", re.IGNORECASE)
_CONSULTATION = re.compile(
    rf"(?P<organization>[A-ZÄÖÜ(][\w .,/()&-]{{2,90}}?) +(?P<date>{DATE})(?P<rest>(?: .{{0,60}})?)\Z"
)
_ORGANIZATION = re.compile(
    r"(?:\d{1,3}\. )?(?:[\w-]+ )*(?:[\w-]*ausschuss|[\w-]*rat|[\w-]*beirat|[\w-]*versammlung"
    r"|bezirksvertretung|[\w-]*vertretung|kreistag|bürgerschaft)\b[\w ,-]*\Z",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(anhörung|kenntnisnahme|entscheidung|beschluss(?:fassung)?|vorberatung|beratung|empfehlung"
    r"|information|unterrichtung)",
    re.IGNORECASE,
)
_AGENDA = re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,2})?(?![\d.])")


def consultations(rows: Sequence[Row]) -> tuple[Consultation, ...]:
    found = [made for row in rows if (made := consultation(row)) is not None]
    return tuple(found) or _fallen_apart(rows)


def consultation(row: Row) -> Consultation | None:
    text = " ".join(cell for cell in row.cells if cell) if row.cells else row.text
    match = _CONSULTATION.match(text)
    if not match or not (_ORGANIZATION.match(match["organization"]) or row.cells):
        return None
    if (
        _CONSULTATION_HEAD.match(match["organization"])
        or re.match("datum|stand|vom", text, re.IGNORECASE)
        or _LABEL_BEFORE_DATE.search(match["organization"])
        or ":" in match["organization"]
    ):
        return None
    role, agenda = _ROLE.search(match["rest"]), _AGENDA.search(match["rest"])
    return Consultation(
        organization=match["organization"].strip(" ,"),
        date=day(match["date"]),
        role=role[1] if role else None,
        agenda_item=agenda[0] if agenda else None,
    )


def _fallen_apart(rows: Sequence[Row]) -> tuple[Consultation, ...]:
    """Labels first, values later: a Gremium, a lonely date and a lonely number belong together."""
    texts = [row.text for row in rows]
    if not any(text.startswith(("Gremium", "Beratungsfolge", "Sitzung")) for text in texts):
        return ()
    values = [re.sub(r"^Gremium:? ?", "", text) for text in texts]
    organization = next(
        (text for text in values if _ORGANIZATION.match(text) and len(text) < 80 and not MEMBER.match(text)), None
    )
    date = next((day(match[1]) for text in texts if (match := ONLY_DATE.match(text))), None)
    agenda = next((text for text in texts if re.fullmatch(r"\d{1,3}(?:\.\d{1,2})?", text)), None)
    if organization is None or date is None:
        return ()
    return (Consultation(organization=organization, date=date, agenda_item=agenda),)
