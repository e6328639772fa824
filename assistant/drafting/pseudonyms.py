"""Personal data is replaced before a remote model sees it, and put back when its answer returns."""

import re

from assistant.german import names

_CONTACT = (
    ("E-Mail", re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")),
    ("IBAN", re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b")),
    ("Telefon", re.compile(r"(?<![\w/])(?:\+49|0)[\d\s/()-]{6,}\d")),
    (
        "Anschrift",
        re.compile(
            r"\b[A-ZÄÖÜ][\wäöüß-]*(?:straße|str\.|weg|platz|allee|gasse|ring)\s+\d+\s?[a-z]?\b,?\s+\d{5}\s+[A-ZÄÖÜ]\w+"
        ),
    ),
)


class Pseudonyms:
    """One mapping for one call: the same person always gets the same name."""

    def __init__(self) -> None:
        self._by_text: dict[str, str] = {}

    def hide(self, text: str) -> str:
        """The text with persons and their contacts replaced."""
        for kind, pattern in _CONTACT:
            text = pattern.sub(lambda found, kind=kind: self._name(kind, found.group()), text)
        for mention in reversed(names(text)):
            if mention.text.startswith("["):
                continue
            text = text[: mention.start] + self._name("Person", mention.text) + text[mention.end :]
        return text

    def reveal(self, text: str) -> str:
        """The text with every pseudonym that was given out replaced by what it stands for."""
        for real, name in sorted(self._by_text.items(), key=lambda item: -len(item[1])):
            text = text.replace(name, real)
        return text

    def _name(self, kind: str, text: str) -> str:
        if text not in self._by_text:
            number = 1 + sum(1 for name in self._by_text.values() if name.startswith(f"[{kind} "))
            self._by_text[text] = f"[{kind} {number}]"
        return self._by_text[text]
