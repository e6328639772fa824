"""The paper as PDF/A-2a with PDF/UA-1, set by typst with nothing but what typst has on board."""

import json
import unicodedata
from dataclasses import asdict
from functools import lru_cache
from importlib.resources import files
from typing import Any

from assistant.errors import WrongUsage
from assistant.publishing.sheet import Part, Sheet, has_head
from assistant.town import TownProfile

_MISSING = "□"
_MOST_PROBED = 512
_PROBE = b"""#set document(title: "Probe")
#set text(font: ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono"), lang: "de")
#sys.inputs.data"""


def pdf(sheet: Sheet, town: TownProfile) -> bytes:
    import typst

    data = json.dumps(_data(sheet, town), ensure_ascii=False)
    data = data.translate({ord(char): _MISSING for char in _not_displayable(data)})
    try:
        return _compiled(files("assistant.publishing").joinpath("templates/vorlage.typ").read_bytes(), data)
    except typst.TypstError as error:
        if town.logo:
            raise WrongUsage(
                f"Das Logo {town.logo} lässt sich nicht in das PDF setzen. Bitte PNG, JPEG oder SVG angeben."
            ) from error
        raise


def _compiled(source: bytes, data: str) -> bytes:
    """The PDF of a typst source that finds its data in `sys.inputs` and can read no file."""
    import typst

    return typst.compile(
        source,
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=0,
    )


def _data(sheet: Sheet, town: TownProfile) -> dict[str, Any]:
    """The sheet with each footnote's text at its first mention only."""
    data: dict[str, Any] = asdict(sheet)
    printed: set[int] = set()
    for answered, plain in zip(sheet.answers, data["answers"], strict=True):
        plain["paragraphs"] = [[_part(part, sheet, printed) for part in paragraph] for paragraph in answered.paragraphs]
    day = {"year": sheet.day.year, "month": sheet.day.month, "day": sheet.day.day}
    logo = list(town.logo.read_bytes()) if town.logo else None
    return data | {"colour": town.colour, "logo": logo, "day": day}


def _part(part: Part, sheet: Sheet, printed: set[int]) -> dict[str, Any]:
    notes = []
    for number in part.notes:
        notes.append({"number": number, "text": None if number in printed else sheet.notes[number - 1]})
        printed.add(number)
    return {"text": part.text, "notes": notes, "rows": part.rows, "head": bool(part.rows) and has_head(part.rows)}


# --- characters no font on board can show -------------------------------------------------------


def _not_displayable(text: str) -> set[str]:
    """Those characters of a text that PDF/A would refuse, because no font on board has them.

    Only what is neither Latin nor common punctuation is tried out at all.
    """
    doubtful = sorted({char for char in text if not _surely_displayable(char)})
    probed, others = doubtful[:_MOST_PROBED], doubtful[_MOST_PROBED:]
    return set(others) | _refused("".join(probed))


def _surely_displayable(char: str) -> bool:
    return char.isascii() or char in "äöüÄÖÜß§€–—„“”‚‘’…·•−×²³°½¼¾«»¹" or "\u00c0" <= char <= "\u017f"


@lru_cache(maxsize=4096)
def _shown(text: str) -> bool:
    import typst

    try:
        _compiled(_PROBE, text)
    except typst.TypstError:
        return False
    return True


def _refused(text: str) -> set[str]:
    """Halved until each refused character stands alone; a combining mark is tried upon a letter."""
    if not text or _shown("".join(f"a{char}" if unicodedata.combining(char) else char for char in text)):
        return set()
    if len(text) == 1:
        return {text}
    middle = len(text) // 2
    return _refused(text[:middle]) | _refused(text[middle:])
