"""Take from a text what no published document may hold.

Stored text is hostile: control characters break XML and PDF, direction marks and invisible
characters let a text show something else than it says. Everything visible stays as it is.
"""

import re

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and line feed
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad"  # invisible, joining and direction marks
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"  # halves of characters and non-characters
    "\ue000-\uf8ff\U000e0000-\U0010ffff]"  # private use and tag characters
)


def clean(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return _FORBIDDEN.sub("", text)


def one_line(text: str) -> str:
    """Clean, with every white space one space: for titles and cells."""
    return " ".join(clean(text).split())


def paragraphs(text: str) -> list[str]:
    """The clean text's paragraphs; a blank line parts them."""
    return [part.strip() for part in re.split(r"\n[ \t]*\n", clean(text)) if part.strip()]
