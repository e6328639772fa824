"""Which earlier paper a paper takes the place of: an Austauschblatt, an Ersatzvorlage, a Neufassung that comes as a
paper of its own.

It names the paper it replaces (`Austauschblatt zu Vorlage 2019/0123`), or carries its number, alone or with a suffix
(`2019/0123/1`, `2019/0123-A`). A number alone is no proof: an Ergänzung, a motion and an answer carry it too. So a
paper that does not say that it replaces another must say most of what that one says.
"""

import re
from collections.abc import Iterator
from enum import StrEnum

from assistant.library.units import reference_key
from assistant.model import Paper


class Claim(StrEnum):
    """How a paper replaces: `whole`, `sheet` (what of the other it prints anew), or `perhaps` (by its number alone)."""

    whole = "whole"
    sheet = "sheet"
    perhaps = "perhaps"


_BEGINNING = 700  # characters of a file: its head and first sentences
_REACH = 90  # from the word to the number of the paper that it speaks of
_SHEET = r"austausch(?:blatt|blätter|seiten?|exemplar)|ersatzblatt|bitte austauschen"
_WHOLE = (
    r"(?:austausch|ersatz)(?:vorlage|fassung|drucksache|antwort)"
    r"|(?:korrigierte|berichtigte|überarbeitete|aktualisierte|geänderte|ersetzende|neue|[2-9]\.|zweite|dritte)"
    r" (?:fassung|version)"
    r"|neufassung(?! (?:der|des|einer|eines|von)\b(?! ?(?:\w+-?)?(?:vorlage|drucksache|stellungnahme|antwort)\b))"
    r"|ersetzt\b(?! durch\b)|an (?:die )?stelle der (?:\w+-?)?(?:vorlage|drucksache|stellungnahme|antwort)"
)
_SAYS = re.compile(rf"(?P<sheet>\b(?:{_SHEET})\b)|\b(?:{_WHOLE})", re.IGNORECASE)
# `ersetzt` says too much by itself: only together with the number of a paper.
_ALONE = re.compile(rf"(?P<sheet>\b(?:{_SHEET})\b)|\b(?!ersetzt|an )(?:{_WHOLE})", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:(?:vorlage|drucksache|stellungnahme|antwort|antrag|ds|nr\.?|nummer)[ \t:]{1,3})?"
    r"(?P<number>\b[A-ZÄÖÜ]{0,6}[ -]?\d{1,6}(?: ?[/-] ?[A-Z]{0,2}\d{1,6}){0,3}(?:[/-][A-Z]{1,3}\b)?)",
    re.IGNORECASE,
)
_DIGITS = 3  # a number with fewer is hardly that of a paper
_YEAR = re.compile(r"(?:19|20)\d\d\Z")


def claims_of(paper: Paper) -> dict[str, Claim]:
    """The reference keys of the papers that this one may replace; its own key where it says that it replaces and
    names no other."""
    own = reference_key(paper.reference)
    found: dict[str, Claim] = {}
    for text in _places(paper):
        for said in _SAYS.finditer(text):
            claim = Claim.sheet if said["sheet"] else Claim.whole
            for key in _named(text[said.start() : said.end() + _REACH]):
                if key != own:
                    found.setdefault(key, claim)
    word = next((said for text in _places(paper) if (said := _ALONE.search(text))), None)
    claim = (Claim.sheet if word["sheet"] else Claim.whole) if word else Claim.perhaps
    for key in bases(own):
        found.setdefault(key, claim)
    if own and word and not found:
        found[own] = claim
    return found


def _places(paper: Paper) -> Iterator[str]:
    """Where a paper says that it replaces another: its title, its type, the names and heads of its files."""
    yield paper.name
    yield paper.paper_type or ""
    for file in paper.files:
        yield file.name
        yield " ".join(paper.text[file.start : min(file.end, file.start + _BEGINNING)].split())


def _named(text: str) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        key = reference_key(match["number"])
        if key and sum(char.isdigit() for char in key) >= _DIGITS and not _YEAR.match(key):
            yield key


def bases(key: str | None) -> list[str]:
    """The keys that this one may be a suffixed form of: `2019/0123/1` and `2019/0123/E/2` of `2019/0123`."""
    parts = (key or "").split("/")
    found = []
    for cut in (1, 2):
        base, suffix = parts[:-cut], parts[-cut:]
        short = all(len(part) <= 2 or part.isalpha() for part in suffix) and (cut == 1 or suffix[0].isalpha())
        numbers = [part for part in base if part.isdigit() and not _YEAR.match(part)]
        if base and short and any(len(part) >= 3 for part in numbers):
            found.append("/".join(base))
    return found
