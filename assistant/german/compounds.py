"""Splitting compounds against a lexicon of words that are known to stand alone."""

from collections.abc import Container
from functools import cache

from assistant.german.text import fold

_LINKS = ("", "s", "es", "n", "en", "er", "e")
_SHORTEST = 3
_LONGEST = 80


def split_compound(word: str, lexicon: Container[str]) -> list[str]:
    """The parts of a compound, fewest first: `Stadtratsbeschluss` → `stadtrat`, `beschluss`.

    `lexicon` holds folded words. A word that it does not cover completely comes back whole.
    """
    folded = fold(word)
    if len(folded) > _LONGEST:
        return [folded]

    @cache
    def best(start: int) -> tuple[str, ...] | None:
        if start == len(folded):
            return ()
        found: tuple[str, ...] | None = None
        for end in range(start + _SHORTEST, len(folded) + 1):
            part = folded[start:end]
            if (start, end) == (0, len(folded)) or part not in lexicon:
                continue
            for link in _LINKS:
                rest_start = end + len(link)
                if not folded.startswith(link, end) or (link and rest_start >= len(folded)):
                    continue
                rest = best(rest_start)
                if rest is not None and (found is None or 1 + len(rest) < len(found)):
                    found = (part, *rest)
        return found

    parts = best(0)
    return list(parts) if parts and len(parts) > 1 else [folded]
