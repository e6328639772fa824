"""Words: folding, tokens, stop words, and the line-break hyphens of print."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from assistant.german.stemming import stem

_WORD = re.compile(r"\d+(?:[.,/]\d+)*[^\W\d_]*|[^\W\d_]+\d*")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_SOFT_HYPHEN = "\u00ad"

_STOP_WORDS_TEXT = """
    ab aber alle allem allen aller alles als also am an ander andere anderem anderen anderer anderes auch auf aus
    bei beim bereits bis bin bist bzw da dabei dadurch dafür dagegen daher damit danach daneben dann daran darauf
    daraus das dass darf darin darüber darum davon dazu dem den denen denn der deren derer des desselben dessen
    deshalb die dies diese diesem diesen dieser dieses doch dort durch durfte ein eine einem einen einer eines
    einig einige einigem einigen einiger einiges er es etwa etwas euch euer für gegen gemäss gewesen hab habe
    haben hat hatte hatten hier hierbei hierfür hierzu hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer
    ihres im in indem ins insbesondere ist ja jede jedem jeden jeder jedes jedoch jene jenem jenen jener jenes
    jetzt kann kein keine keinem keinen keiner keines können könnte machen man manche mein mich mir mit muss
    musste müssen nach nicht nichts noch nun nur ob oder ohne sehr seien sein seine seinem seinen seiner seines
    seit selbst sich sie sind so sodass solche solchem solchen solcher solches soll sollen sollte sollten sondern
    sonst sowie sowohl über um und uns unser unsere unserem unseren unter viel vom von vor während war waren warst
    was weg weil weiter welche welchem welchen welcher welches wenn wer werde werden wie wieder will wir wird wo
    wobei wofür wollen wollte worden wurde wurden würde würden zu zum zur zwar zwischen ca gem ggf inkl insb lt rd
    sog usw vgl wann warum woher wohin wieviel viele vielen bitte
"""
STOP_WORDS = frozenset(_STOP_WORDS_TEXT.split())


def fold(text: str) -> str:
    """Lower case, ß as ss, umlauts kept: the form in which words are indexed and compared."""
    return unicodedata.normalize("NFC", text).lower().replace("ß", "ss")


@lru_cache(maxsize=65536)
def fold_umlauts(word: str) -> str:
    """Folded further, so that `Mueller` equals `Müller`."""
    return fold(word).translate(_UMLAUTS)


def words(text: str) -> list[str]:
    """The folded tokens of `text`; numbers stay whole (`1.250,50`), hyphens separate."""
    return _WORD.findall(fold(text))


def content_words(text: str) -> list[str]:
    """The stems of all words that carry meaning."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS]


# --- Line-break hyphens -------------------------------------------------------------------------

_OPEN_END = re.compile(r"\w[-\u00ad]$")
_SUSPENDED = re.compile(r"(?:und|oder|bzw\.?|sowie|bis|u\.|als auch|wie auch)\b")


def join_lines(left: str, right: str) -> str:
    """Two printed lines as one text: hyphenation undone, real hyphens kept.

    `Einladungsan-` + `gebot` grows together, `Rad-` + `und Fußwege` keeps its hyphen and a space,
    `Karl-` + `Wilhelm-Straße` keeps its hyphen without one.
    """
    left, right = left.rstrip(), right.lstrip()
    if not left or not right:
        return left + right
    if not _OPEN_END.search(left):
        return f"{left} {right}"
    if left.endswith(_SOFT_HYPHEN) or (right[0].islower() and left[-2].isalpha() and not _SUSPENDED.match(right)):
        return left[:-1] + right
    return f"{left} {right}" if _SUSPENDED.match(right) else left + right


def dehyphenate(lines: Sequence[str]) -> str:
    """The lines of one printed paragraph as running text."""
    text = ""
    parts: list[str] = []
    for line in lines:
        # Only the last line can still grow; joining onto the whole text would cost quadratic time.
        if not text:
            text = line.strip()
            continue
        joined = join_lines(text, line)
        cut = max(joined.rfind(" ") + 1, 0)
        parts.append(joined[:cut])
        text = joined[cut:]
    return ("".join(parts) + text).replace(_SOFT_HYPHEN, "")
