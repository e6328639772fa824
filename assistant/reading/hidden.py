"""What a text hides from the eye, and sentences that try to command a machine.

Hidden characters are taken out before anything else reads the text, and reported. Instructions are
only reported: they are visible words of a document, and documents are data.
"""

import re

from assistant.model import Notice

_TAGS = "\U000e0000-\U000e007f"
_INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_HIDDEN = re.compile(f"[{_INVISIBLE}{_TAGS}]")
_TAG_RUN = re.compile(f"[{_TAGS}]+")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ZERO_WIDTH = re.compile("[\u180e\u200b-\u200d\u2060-\u2064]")
# A soft hyphen only says where a word may be broken; at a line's end it is the printed hyphen.
_SOFT_HYPHEN_AT_END = re.compile("\u00ad(?=[ \\t]*(?:\\r?\\n|$))")

_COMMAND = re.compile(
    r"(?:ignorier|vergiss|vergessen sie|missachte|überschreib|ignore|disregard|forget|override)\w*\W{1,3}"
    r"(?:\w+\W{1,3}){0,4}?(?:anweisung|instruktion|vorgabe|instruction|prompt|regeln|rules)"
    r"|(?:system|developer|assistant)[ _-]?(?:prompt|message|nachricht)\b"
    r"|<\|?(?:im_start|system|endoftext)\|?>|\[/?INST\]"
    r"|\b(?:du bist|sie sind|you are)\W+(?:\w+\W+){0,3}?(?:ki|k\. ?i\.|sprachmodell|chatgpt|ai"
    r"|language model|assistant)\b"
    r"|\b(?:als|as an?)\W+(?:ki|ai|sprachmodell|language model)(?:-\w+)?\W+(?:antworte|schreib"
    r"|answer|write|you must|musst)",
    re.IGNORECASE,
)
# A text without any of these holds no command; most do not, and are spared the pattern.
_COMMAND_HINTS = (
    *(
        "gnorier",
        "GNORIER",
        "ergiss",
        "ergessen Sie",
        "issachte",
        "berschreib",
        "gnore",
        "isregard",
        "orget ",
        "verride",
    ),
    *("rompt", "ystem message", "ystem-Nachricht", "ssistant message", "im_start", "INST]", "<|", "prachmodell"),
    *("u bist ein", "ie sind ein", "ou are a", "ls KI", "ls AI", "s an AI", "ChatGPT"),
)


def strip_hidden(text: str, page: int | None = None) -> tuple[str, tuple[Notice, ...]]:
    """`text` without characters that nobody can see, and notices of what they were."""
    if text.isascii() or not _HIDDEN.search(text):
        return text, ()
    text = _SOFT_HYPHEN_AT_END.sub("-", text)
    return _HIDDEN.sub("", text), tuple(_hidden_notices(text, page))


def _hidden_notices(text: str, page: int | None) -> list[Notice]:
    found = []
    for run in _TAG_RUN.finditer(text):
        said = "".join(chr(ord(char) - 0xE0000) for char in run[0] if 0xE0020 <= ord(char) < 0xE007F)
        found.append(
            Notice(
                kind="hidden_text",
                text=said,
                message="Unsichtbarer Text (Unicode-Tag-Zeichen) wurde entfernt.",
                page=page,
            )
        )
    if _BIDI.search(text):
        found.append(
            Notice(
                kind="hidden_text",
                text="",
                message="Zeichen, die die Schreibrichtung umkehren, wurden entfernt.",
                page=page,
            )
        )
    count = len(_ZERO_WIDTH.findall(text))
    if count:
        found.append(
            Notice(
                kind="hidden_text",
                text="",
                message=f"{count} unsichtbare Zeichen ohne Breite wurden entfernt.",
                page=page,
            )
        )
    return found


def instructions(text: str, page: int | None = None) -> tuple[Notice, ...]:
    """Sentences in `text` that speak to a machine instead of to the council."""
    if not any(hint in text for hint in _COMMAND_HINTS):
        return ()
    return tuple(
        Notice(
            kind="instruction",
            text=match[0],
            message="Der Text enthält eine Anweisung an ein Programm; sie wird nur als Text behandelt.",
            page=page,
        )
        for match in _COMMAND.finditer(text)
    )
