"""Wordings of the genre, written as lists."""

import re


def any_of(*wordings: str) -> re.Pattern[str]:
    """A pattern that finds any of these wordings, in capitals or not."""
    return re.compile("|".join(f"(?:{wording})" for wording in wordings), re.IGNORECASE)


def words(*alternatives: str) -> str:
    """The wording that is any of these words, whole; `\\w*` may stand at an end."""
    return r"\b(?:" + "|".join(alternatives) + r")\b"
