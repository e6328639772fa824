"""Turns of phrase put plainly, denials in other words above all (`scheidet aus`, `abgelehnt`, `kostenlos`)."""

import re
from functools import lru_cache

from assistant.drafting.verification.lists import lines_of

# `unzulässig` is `nicht zulässig`.
_UN_WORDS = re.compile(
    r"\bun(zulässig|bekannt|möglich|klar|besetzt|befristet|begründet|genutzt|wirtschaftlich|wirksam|beleuchtet"
    r"|bebaut|geeignet|vollständig|zutreffend|"
    r"erforderlich|zuständig|bewohnt|befestigt|verbindlich|sicher|verändert|strittig|barrierefrei|nötig|rentabel"
    r"|vereinbar)(\w{0,2})\b",
    re.I,
)


def _read_phrases() -> list[tuple[re.Pattern[str], str]]:
    pairs = [line.split(" => ") for line in lines_of("phrases.txt")]
    return [(re.compile(pattern, re.I), plain) for pattern, plain in pairs]


_PHRASES = _read_phrases()
# Most clauses hold none of them; one search says so.
_ANY = re.compile("|".join(f"(?:{pattern.pattern})" for pattern, _ in _PHRASES), re.I)


@lru_cache(maxsize=4096)
def plainly(clause: str) -> str:
    """The clause with its turns of phrase as plain words; its length may change."""
    clause = _UN_WORDS.sub(r"nicht \1\2", clause)
    if _ANY.search(clause):
        for pattern, plain in _PHRASES:
            clause = pattern.sub(plain, clause)
    return clause
