"""References to other papers in a text: what they are, and the text without them."""

import re

from assistant.library.references import references_in

__all__ = ["citations_in", "without_references"]

_BLANKS = re.compile(r"[ \t]{2,}")


def citations_in(text: str) -> list[str]:
    """The references to papers that the text may contain, as printed, in their order."""
    return list(references_in(text).values())


def without_references(text: str) -> str:
    """The text with the numbers of other papers taken out."""
    for printed in sorted(citations_in(text), key=len, reverse=True):
        text = text.replace(printed, " ")
    return _BLANKS.sub(" ", text).strip()
