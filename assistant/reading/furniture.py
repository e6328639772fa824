"""What stands on a page without belonging to the text: page numbers, running heads, sign-offs.

A line is furniture by what it looks like anywhere on a page (`Seite 2 von 3`, `– 2 –`), or because
it comes back at the edge of many pages.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from assistant.reading.document import Line, Page

EDGE = 3  # lines at the top and at the bottom of a page where a running head can stand

_PAGE_MARK = re.compile(
    r"(?:[-–—|]\s?)?(?:seite|blatt|page)\s?:?\s?(\d{1,4})(?:\s?(?:von|/|of)\s?(\d{1,4}))?(?:\s?[-–—|])?\Z"
    r"|[-–—]\s?(\d{1,4})\s?[-–—]\Z"
    r"|(\d{1,3})\s?(?:von|/)\s?\d{1,3}\Z"
    r"|ergänzende (?:erläuterungen|ausführungen)\s+(?:seite\s)?(\d{1,4})\Z"
    r"|(?:…|\.{2,3}) ?/? ?\d{0,3}\Z|/ ?\d{1,3}\Z",
    re.IGNORECASE,
)
_ENDS_IN_PAGE = re.compile(
    r"[,;|–—-]?\s?(?:seite|blatt|s\.)\s?:?\s?(\d{1,4})(?:\s?(?:von|/)\s?\d{1,4})?\s?[-–—|]?\Z", re.I
)
_RULE = re.compile(r"[\W_]+\Z")
_RECYCLING = re.compile(r"gedruckt auf .{0,40}recycling-?\s?papier", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")

_SIGN_OFF = re.compile(
    r"sachbearbeit(?:ung|er(?:/-?in)?|erin)|fach(?:bereichs|dienst|gebiets)leit(?:ung|er(?:in)?)"
    r"|(?:amts|abteilungs|referats|bereichs|dienststellen|dezernats|team)leit(?:ung|er(?:in)?)"
    r"|mitzeichnende[sr]? (?:amt|stelle|fachbereich|ämter)|mitzeichnung(?:en)?|schlusszeichnung"
    r"|stadtrat\s?/\s?stadträtin|(?:(?:erster?|zweiter?) )?(?:stadtr(?:at|ätin)|beigeordneter?|dezernent(?:in)?)"
    r"|(?:ober)?bürgermeister(?:in|/-?in)?|kämmerei|kämmer(?:er|in)"
    r"|\(bei beschlüssen mit finanziellen auswirkungen: ?amt ?\d*\)|bei beschlüssen mit finan-?z?i?e?l?l?e?n?"
    r"|auswirkungen: ?amt \d+\)?|fachbereichs-|amt 20\)?|\(?bei|leitung",
    re.IGNORECASE,
)


def may_sign(text: str) -> bool:
    """Whether a line can hold the roles of a sign-off row; to ask for each in turn is the quickest way."""
    return (
        "leit" in text
        or "eister" in text
        or "tadtr" in text
        or "TADTR" in text
        or "zeichn" in text
        or "bearbeit" in text
        or "eigeordnet" in text
        or "ezernent" in text
        or "ämmer" in text
        or "Amt 20" in text
    )


def page_mark(text: str) -> int | None:
    """The page number that a line consists of; 0 where it marks a page without saying which."""
    if len(text) > 60 or not (text[-1].isdigit() or text[-1] in "-–—|…./"):
        return None
    if (match := _PAGE_MARK.match(text)) is None:
        return None
    number = next((group for group in match.groups() if group), None)
    return int(number) if number else 0


def is_decoration(text: str) -> bool:
    """A drawn rule, a row of dots, the note about the paper it is printed on."""
    if not text[0].isalnum() and _RULE.match(text):
        return not any(char in text for char in "☐☒☑✓✗×")
    return "ecycling" in text and bool(_RECYCLING.search(text))


def is_sign_off(text: str, near: bool = False) -> bool:
    """A row of the offices that sign; `near`: it stands beside one and holds the rest of it."""
    if len(text) > 220 or not (near or may_sign(text)):
        return False
    roles = _SIGN_OFF.findall(text)
    rest = _SIGN_OFF.sub("", text)
    letters = sum(map(str.isalpha, rest))
    return len(roles) >= (1 if near else 3) and letters <= (len(text) / 5)


def running_heads(pages: Sequence[Page]) -> frozenset[str]:
    """The lines, digits folded, that come back at the edges of at least half of the pages.

    Text that a council system took from a PDF often shows no other end of a page than its number.
    """
    printed = [page.lines for page in pages] if len(pages) > 1 else [part for page in pages for part in _parted(page)]
    if len(printed) < 2:
        return frozenset()
    seen: Counter[str] = Counter()
    for lines in printed:
        shown = [line.text for line in lines if line.text and not line.text.isspace()]
        seen.update({folded(text) for text in shown[:EDGE] + shown[-EDGE:] if len(text) < 120})
    needed = max(2, len(printed) / 2)
    return frozenset(key for key, count in seen.items() if count >= needed and any(map(str.isalpha, key)))


def _parted(page: Page) -> list[Sequence[Line]]:
    """A page's lines, parted at page numbers in their midst."""
    marks = [index for index, line in enumerate(page.lines) if is_page_mark(line)]
    parts = [page.lines[start + 1 : end] for start, end in pairwise([-1, *marks, len(page.lines)]) if end > start + 1]
    return [part for part in parts if any(line.text.strip() for line in part)]


def beside_marks(lines: Sequence[Line]) -> frozenset[int]:
    """The lines next to page numbers, where a running head can stand; never the first lines of all."""
    shown = [index for index, line in enumerate(lines) if line.text and not line.text.isspace()]
    found: set[int] = set()
    for place, index in enumerate(shown):
        if place >= EDGE and is_page_mark(lines[index]):
            found.update(shown[max(EDGE, place - EDGE) : place + EDGE + 1])
    return frozenset(found)


def is_page_mark(line: Line) -> bool:
    text = line.text.strip()
    return bool(text) and page_mark(" ".join(text.split())) is not None


def folded(text: str) -> str:
    return _NUMBER.sub("9", " ".join(text.split())).lower()


def is_edge_furniture(text: str, first_page: bool, heads: frozenset[str]) -> bool:
    """Whether a line at a page's edge is a running head, or a page number standing alone."""
    if text.isdigit() and len(text) <= 3:
        return True
    if len(text) < 120 and folded(text) in heads:
        return not first_page
    return not first_page and len(text) < 90 and bool(_ENDS_IN_PAGE.search(text))
