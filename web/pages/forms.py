"""What forms send, read carefully: an odd value is an error with a sentence, never a crash."""

import datetime as dt
from urllib.parse import urlencode

from fastapi.responses import RedirectResponse

from assistant.errors import BadInput


def day(text: str | None) -> dt.date | None:
    """A day from a date field or as people write it; None when the field was left empty."""
    from assistant.german import parse_date

    if not text or not text.strip():
        return None
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        found = parse_date(text)
    if found is None:
        raise BadInput(f"„{text[:40]}“ ist kein Datum. Bitte als TT.MM.JJJJ eingeben.")
    return found


def go(path: str, ok: str = "", fragment: str = "", **query: object) -> RedirectResponse:
    """See other: the page that shows what came of a form; reloading it sends nothing twice."""
    values = {key: value for key, value in {**query, "ok": ok}.items() if value not in ("", None)}
    address = path + (f"?{urlencode(values)}" if values else "") + (f"#{fragment}" if fragment else "")
    return RedirectResponse(address, 303)


def inside(target: str) -> str:
    """An address within this application; anything else leads to the start."""
    safe = target.startswith("/") and not target.startswith(("//", "/\\")) and "\n" not in target and "\r" not in target
    return target if safe else "/"
