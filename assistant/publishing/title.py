"""The title of an answer, with its names in the right case."""

import re

from assistant.model import Inquiry

_FEMININE = re.compile(r"\b(\w*(?i:fraktion|gruppe|liste|gemeinschaft|partei|union|initiative))\b")
_MASCULINE = re.compile(r"\w*(?i:beirat|bezirk|verein|ausschuss)\b")


def title(inquiry: Inquiry) -> str:
    """`Beantwortung der Anfrage von … zum Thema … vom …`, as far as the letter says it."""
    asker = inquiry.asked_by or inquiry.organization
    kind = inquiry.kind if inquiry.kind.endswith(("nfrage", "frage")) else "Anfrage"
    parts = [f"Beantwortung der {_dative(kind)}"]
    if asker:
        parts.append(_from(asker))
    if inquiry.topic:
        parts.append(f"zum Thema {inquiry.topic}")
    if inquiry.date:
        parts.append(f"vom {inquiry.date:%d.%m.%Y}")
    return " ".join(parts)


def _dative(kind: str) -> str:
    """`Kleine Anfrage` → `Kleinen Anfrage`."""
    return re.sub(r"^(\w+e) (?=\w+rage$)", r"\1n ", kind)


def _from(asker: str) -> str:
    if asker.startswith("Herr "):
        return "von Herrn " + asker.removeprefix("Herr ")
    first = asker.split()[0]
    if _MASCULINE.match(first):
        return f"vom {asker}"
    if not asker.startswith("Frau ") and _FEMININE.search(asker) and not asker.startswith(("der ", "die ")):
        return f"der {asker}"
    return f"von {asker}"
