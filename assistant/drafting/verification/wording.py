"""When two German words say the same: inflection, derivation, compounds, and synonyms of administrations."""

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from assistant.german import fold_umlauts

_PARTICLES = (
    "zurück|zusammen|fertig|bereit|statt|teil|fest|durch|nach|vor|aus|auf|ein|weg|her|hin|mit|bei|ab|an|um|zu|dar|fort|frei|weiter|gegen|unter|über"
)
_SEPARATED = re.compile(rf"^({_PARTICLES})(?:ge|zu)([^\W\d_]{{2,}}(?:t|en|n))$")
_PARTICIPLE = re.compile(r"^ge([^\W\d_]{2,}(?:t|en))$")
_SUFFIXES = re.compile(
    r"(?:ierungen|ierung|ierten|ierter|iertes|ierte|ieren|iert|igungen|igung|igten|igte|igen|igt|ungen|ungs|ung|innen|enden|ender|endes|ende|end|"
    r"sten|ster|ste|tes|ten|ter|tem|tet|te|en|ern|er|em|es|e|t|s|n)$"
)
# Endings in which two related words may differ after what they share.
_ENDINGS = frozenset(
    """e en er ern es s n m em r t te ten ter tes tem et est st ung ungen ungs ieren iert ierte ierten ierung ierungen lich liche lichen licher isch ische
    ischen ig ige igen iger iges keit heit bar bare baren nis nisse nissen in innen erin erinnen end ende enden ender ens igung igungen igt igte igten
    schaft sten ste nd de den der ss sse ssen""".split()
) | {""}
_IRREGULAR = {
    form: base
    for base, forms in {
        "steig": "stieg", "sink": "sank sunk", "schliess": "schloss schluss schlüss", "nehm": "nahm nomm nimm nimmt", "geb": "gab gib gibt", "geh": "ging gang",
        "steh": "stand stünd", "lieg": "lag leg", "find": "fand fund", "bring": "bracht", "trag": "trug träg", "zieh": "zog zug", "schreib": "schrieb",
        "biet": "bot bote", "treff": "traf troff triff", "halt": "hielt hält", "fahr": "fuhr fähr fahrt", "wachs": "wuchs wächs", "weis": "wies", "scheid": "schied",
        "tret": "trat tritt", "komm": "kam", "bleib": "blieb", "lass": "liess läss", "sprech": "sprach sproch spruch sprich", "treib": "trieb",
        "ginn": "gann gonn", "reiss": "riss", "schieb": "schob schub", "seh": "sah sieh", "fall": "fiel fäll", "fang": "fing fäng", "verlier": "verlor verlust",
        "leih": "lieh", "hang": "hing", "wend": "wandt", "ruf": "rief", "denk": "dacht", "greif": "griff", "tu": "tat tan", "werb": "warb worb", "kauf": "käuf",
    }.items()
    for form in forms.split()
}  # fmt: skip
_SHORTEST = 3


@lru_cache(maxsize=65536)
def root(word: str) -> str:
    """What is left of a folded word without inflection, derivation, and the marks of a participle."""
    word = fold_umlauts(word) if not word.isascii() else word
    prefix, rest = "", word
    separated = _SEPARATED.match(word)
    participle = _PARTICIPLE.match(word)
    if separated:
        prefix, rest = separated[1], separated[2]
    elif participle:
        rest = participle[1]
    stripped = _SUFFIXES.sub("", rest)
    rest = stripped if len(stripped) >= _SHORTEST else rest
    return prefix + _base(rest)


def _base(rest: str) -> str:
    for form, base in _IRREGULAR_ENDINGS:
        if rest == form or (rest.endswith(form) and rest[: -len(form)] in _VERB_PREFIXES):
            return rest[: -len(form)] + base
    return rest


_VERB_PREFIXES = frozenset(f"{_PARTICLES}|be|ver|ent|er|zer|unter|zurueck|ueber".split("|")) | {
    f"{a}{b}" for a in ("ab", "an", "vor", "zu") for b in ("ge", "be", "ver")
}
_IRREGULAR_ENDINGS = tuple(sorted(((fold_umlauts(form), base) for form, base in _IRREGULAR.items()), key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=1)
def _groups() -> dict[str, frozenset[int]]:
    """Root → the numbers of the synonym groups it stands in."""
    lines = (files("assistant.drafting.verification") / "synonyms.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, set[int]] = {}
    for number, line in enumerate(line for line in lines if line and not line.startswith("#")):
        for word in line.split():
            found.setdefault(root(word.replace("ß", "ss")), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


@lru_cache(maxsize=262144)
def related(one: str, other: str) -> bool:
    """Whether two folded words are forms of one word, or synonyms."""
    if one == other:
        return True
    if one[0].isdigit() or other[0].isdigit():
        return False
    first, second = root(one), root(other)
    if first == second or _groups().get(first, frozenset()) & _groups().get(second, frozenset()):
        return True
    return _share_stem(fold_umlauts(one), fold_umlauts(other)) or _share_stem(first, second)


def _share_stem(one: str, other: str) -> bool:
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    if shared < max(4, min(len(one), len(other)) - 4):
        return False
    return one[shared:] in _ENDINGS and other[shared:] in _ENDINGS


def covered(word: str, pool: Iterable[str]) -> bool:
    """Whether the words of `pool` carry `word`: as itself, as a compound's head, or as the parts of a compound."""
    pool = tuple(pool)
    return _part_covered(word, pool) or _parts_covered(word, pool)


def _part_covered(part: str, pool: tuple[str, ...]) -> bool:
    if any(related(part, other) for other in pool):
        return True
    if len(part) < 4 or part[0].isdigit():
        return False
    bare = _SUFFIXES.sub("", part)
    bare = bare if len(bare) >= 4 else part
    return any(len(other) > len(part) and (_is_head(part, bare, other) or _is_first(bare, other)) for other in pool)


def _is_head(part: str, bare: str, other: str) -> bool:
    """`schule` is the head of `grundschulen`."""
    position = other.rfind(bare)
    return position >= 3 and other[position + len(bare) :] in _ENDINGS or other.endswith(part)


def _is_first(bare: str, other: str) -> bool:
    """`sanierung` begins `sanierungskosten`; short beginnings are too often another word."""
    return len(bare) >= 5 and other.startswith(bare) and len(other) - len(bare) >= 4


_LINKS = ("", "s", "es", "n", "en", "er", "e")
_EMPTY_PARTS = frozenset({"gesamt", "jahres", "jahr", "einzel", "ge"})


def _parts_covered(word: str, pool: tuple[str, ...]) -> bool:
    if len(word) < 8:
        return False
    for cut in range(3, len(word) - 2):
        left, right = word[:cut], word[cut:]
        if not (_part_covered(right, pool) or (len(right) >= 8 and _parts_covered(right, pool))):
            continue
        if any(left[: len(left) - len(link)] in _EMPTY_PARTS or _left_covered(left[: len(left) - len(link)], pool)
               for link in _LINKS if left.endswith(link)):  # fmt: skip
            return True
    return False


def _left_covered(left: str, pool: tuple[str, ...]) -> bool:
    return len(left) >= 3 and _part_covered(left, pool)


# Words that carry no claim of their own: they need no quote.
_LIGHT = """sein ist sind war waren gewesen haben hat hatte hatten werden wird wurde wurden worden würde können kann konnte konnten könnte könnten sollen soll
    sollte sollten müssen muss musste müsste müssten dürfen darf durfte wollen will möchte mag lassen lässt
    betragen beträgt betrug belaufen beläuft belief beliefen liegen liegt lag lagen ergeben ergibt ergaben erfolgen erfolgt erfolgte geben gibt gab gaben
    bestehen besteht bestand handelt handeln befindet befinden stattfinden stattfindet findet finden statt vorliegen durchgeführt vorgenommen lauten lautet
    jahr jahre jahren jahres höhe anzahl zahl zahlen rahmen bereich stand stande wert angabe angaben fall fälle folgende folgt folgenden seite hierzu hierbei
    insgesamt zusammen damit somit jeweils dabei bereits ebenfalls weiterhin zudem ausserdem dazu entsprechend demnach daher deshalb derart dort hier nun
    rund circa etwa ungefähr zirka rd ca knapp gut fast annähernd über unter mehr weniger genau exakt gesamt summe durchschnittlich
    euro cent prozent uhr tag tage tagen woche wochen monat monate monaten stunde stunden minute minuten quartal halbjahr mio mrd tsd
    herr herrn frau dr prof nr nummer abs absatz satz artikel paragraf ziffer buchst vorlage
    zwar eben wohl auch noch schon sowie ferner übrigen bzw usw etc ggf inkl einschliesslich laut gemäss bezüglich hinsichtlich seitens
    erst dann wenn falls sofern soweit ob dass weil da denn obwohl während nachdem bevor
    verfügung verwiesen verweis bisher bislang seit bis ab von vom vor nach""".split()  # fmt: skip
LIGHT = frozenset(word.replace("ß", "ss") for word in _LIGHT)
