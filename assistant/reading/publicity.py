"""Public or not, as the marks of a head say it."""

import re
from collections.abc import Sequence

from assistant.reading.labels import CROSS
from assistant.reading.rows import Row

# A mark stands alone or before the kind of thing it marks; "die nichtöffentliche Gruppe" of a Kita is none.
_PUBLIC = re.compile(
    r"\b(nicht[ -]?öffentlich|nö|öffentlich)(?:\b|e[nr]? (?:\w*vorlage|\w*sitzung|\w*beratung|mitteilung)\b)",
    re.IGNORECASE,
)


def public_mark(rows: Sequence[Row], lines: Sequence[str]) -> bool | None:
    """What the mark says; a cross in a column counts for the column it stands in."""
    columns, crossed = _crossed(rows)
    if columns:
        return crossed
    for line in lines:
        if len(line) < 60 and (mark := _PUBLIC.search(line)):
            return not mark[1].lower().startswith("n")
    return None


_COLUMNS = ("ö", "nö", "n.ö.")


def _crossed(rows: Sequence[Row]) -> tuple[bool, bool | None]:
    """Whether there are columns `ö` and `nö`, and what a cross in them says; None where it cannot be told.

    A paper that any Gremium deliberates in public is public, whatever happens before.
    """
    found: set[str] = set()
    columns = False
    for index, row in enumerate(rows):
        names = [cell.lower() for cell in row.cells]
        if not any(name in _COLUMNS for name in names):
            continue
        columns = True
        # In a row that lacks a cell nobody can say in which column its cross stands.
        whole = [after for after in rows[index + 1 : index + 6] if len(after.cells) == len(names)]
        for after in whole:
            found |= {
                name for name, cell in zip(names, after.cells, strict=True) if name in _COLUMNS and CROSS.match(cell)
            }
    if found:
        return True, "ö" in found
    return (True, None) if columns else _crossed_in_text([row.text for row in rows])


def _crossed_in_text(lines: Sequence[str]) -> tuple[bool, bool | None]:
    """Where the columns fell apart: `ö` and `nö`, on one line or two, then for each Gremium one box ticked, one not.

    One cross alone says nothing: the empty column is not in the text.
    """
    text = "\n".join(lines)
    labels = re.search(r"(?<!\w)ö\s{1,6}nö(?!\w)", text, re.IGNORECASE)
    if labels is None:
        return False, None
    boxes = re.findall(r"[☐☒☑]", text[labels.end() :][:600])
    return True, any(box != "☐" for box in boxes[::2]) if len(boxes) > 1 else None
